"""Words that end something at the desk are kept whole or refused, never cut, and hold nothing a database chokes on."""

from collections.abc import Callable

import pytest
from flask import Flask

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR, VISITOR
from registry.kernel.errors import Invalid
from registry.quality import addresses, proposals, reports, service
from registry.quality.docket import Asked
from tests import builders
from tests.builders import ADMIN, REVIEWER


def report(words: str) -> str | None:
    reference = service.report(VISITOR, builders.decided(), "price")
    service.close_report(REVIEWER, reference, "acted", words)
    view = reports.one(reference)
    return view.words if view else None


def proposal(words: str) -> str | None:
    code = builders.decided()
    number = service.propose(ADMIN, code, {"action": "suspend", "reasons": ["x"]}, builders.seen(code))
    service.reject(REVIEWER, number, words)
    view = proposals.one(number)
    return view.words if view else None


def address(words: str) -> str | None:
    url = "https://else.example/"
    catalogue.schedule_run(OPERATOR, builders.decided(), builders.run_letter(enrol={"url": url}))
    held = addresses.page(Asked()).items[0]
    service.refuse_address(REVIEWER, held.id, url, words)
    view = addresses.one(held.id)
    return view.words if view else None


@pytest.mark.parametrize("ended", [report, proposal, address])
def test_words_are_kept_or_refused_and_never_cut(ctx: Flask, ended: Callable[[str], str | None]) -> None:
    assert ended("Said\x00 twice.\nOn two lines.") == "Said twice.\nOn two lines."
    for wrong in ("x" * 4001, "\x00\x01", " "):
        with pytest.raises(Invalid) as raised:
            ended(wrong)
        assert list(raised.value.errors) == ["words"]
