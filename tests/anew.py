"""What becomes of a test whose process died, or stood still until its time was over (`timeout` in pyproject.toml)."""

from typing import Any

import pytest

_begun_anew: set[str] = set()


@pytest.hookimpl(optionalhook=True)  # of the runner on every core
def pytest_handlecrashitem(crashitem: str, report: pytest.TestReport, sched: Any) -> None:
    """It is begun anew once, in a new process: a browser may stand still once in many runs. The closing line counts it;
    a test that fails is never tried again."""
    if crashitem not in _begun_anew:
        _begun_anew.add(crashitem)
        sched.mark_test_pending(crashitem)
        report.outcome = "rerun"  # type: ignore[assignment]  # a word of its own for the closing line
