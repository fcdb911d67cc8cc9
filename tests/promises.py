"""The promise table: tests marked `promise("P04")` are gathered and reported at the end of the run, promise by
promise."""

import pytest

_NOTES = pytest.StashKey[list[str]]()


def note(config: pytest.Config, text: str) -> None:
    """Remember a line for the summary."""
    config.stash.setdefault(_NOTES, []).append(text)


def summarise(reporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Write the table and the notes."""
    results: dict[str, dict[str, int]] = {}
    for outcome in ("passed", "failed", "error", "skipped"):
        for report in reporter.stats.get(outcome, []):
            for name, value in getattr(report, "user_properties", []):
                if name == "promise" and (report.when == "call" or outcome != "passed"):
                    counts = results.setdefault(value, {})
                    counts[outcome] = counts.get(outcome, 0) + 1
    if results:
        reporter.section("promises")
        for promise, counts in sorted(results.items()):
            kept = "kept" if set(counts) == {"passed"} else "NOT KEPT"
            reporter.line(f"{promise}  {kept}  " + ", ".join(f"{number} {name}" for name, number in counts.items()))
    for line in config.stash.get(_NOTES, []):
        reporter.line(line)


def remember(item: pytest.Item) -> None:
    """Put each promise of the test where the report carries it."""
    for mark in item.iter_markers("promise"):
        item.user_properties.append(("promise", mark.args[0]))
