"""Words that end something at the desk are kept whole or refused, never cut, and hold nothing a database chokes on."""

from collections.abc import Callable

import pytest
from flask import Flask

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR, VISITOR
from registry.kernel.errors import Invalid
from registry.quality import addresses, proposals, remarks, reports, service
from registry.quality.docket import Asked
from registry.quality.schema import Ruling
from tests import builders
from tests.builders import ADMIN, REVIEWER
from tests.quality.state import proposed


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


def on_basis(verb: Callable[..., object], *more: str, standing: str = "unverified") -> Callable[[str], object]:
    return lambda said: verb(ADMIN, builders.provider(standing), *more, said)


def admission(said: str) -> object:
    return service.admit_offer(OPERATOR, builders.draft(), said)


def erasure(said: str) -> object:
    builders.vetted_provider()
    return service.redact(ADMIN, 1, said)


def suspension(said: str) -> object:
    code = builders.decided()
    return service.propose(ADMIN, code, Ruling("suspend", (said,)), builders.seen(code))


def withdrawal(said: str) -> object:
    school = builders.vetted_provider()
    code = builders.decided(provider_code=school)
    return service.withdraw(builders.member(school), code, builders.seen(code), said)


def question(said: str) -> object:
    code = builders.in_review()
    return service.ask(REVIEWER, code, builders.seen(code), said)


def answer(said: str) -> object:
    school = builders.vetted_provider()
    code = builders.in_review(provider_code=school)
    service.ask(REVIEWER, code, builders.seen(code), "Who pays?")
    ((number, asked),) = ((one.id, one) for one in remarks.open_for(code))
    assert asked.is_open
    return service.answer(builders.member(school), code, builders.seen(code), {number: "We do."}, said)


VERBS: list[tuple[Callable[[str], object], str]] = [
    (on_basis(proposed, "close"), "basis"),
    (on_basis(service.decide_provider, "verify"), "basis"),
    (admission, "basis"),
    (erasure, "reasons"),
    (suspension, "reasons"),
    (withdrawal, "reason"),
    (question, "question"),
    (answer, "note"),
]


@pytest.mark.parametrize(("verb", "field"), VERBS)
def test_no_verb_keeps_more_words_than_are_read_again(ctx: Flask, verb: Callable[[str], object], field: str) -> None:
    with pytest.raises(Invalid) as raised:
        verb("x" * 4001)
    assert list(raised.value.errors) == [field]
    verb("x" * 4000)
    assert all(one.ruling for one in proposals.page(Asked()).items)
