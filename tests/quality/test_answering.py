"""Single remarks of a returned offer are answered one by one, and the next reviewer reads the answers."""

import pytest
from flask import Flask

from registry.catalogue import service as catalogue
from registry.kernel.errors import Conflict, Invalid, NotFound, WrongState
from registry.quality import casebook, remarks, service
from registry.quality.remarks import Answer
from tests import builders
from tests.builders import REVIEWER


def returned() -> tuple[str, str]:
    """An offer that came back with two remarks; its code and its provider's."""
    school = builders.vetted_provider()
    code = builders.in_review(provider_code=school)
    review = casebook.read(REVIEWER, code).review
    assert review is not None
    service.remark(REVIEWER, review.id, "outcomes.0", "Say how it is proved.")
    service.remark(REVIEWER, review.id, "summary", "Too short.")
    builders.ruled(code, builders.ruling(action="return", reasons=["See the remarks."], criteria={}))
    return code, school


def test_an_answer_is_kept_changed_taken_back_and_comes_with_the_next_submission(ctx: Flask) -> None:
    code, school = returned()
    actor = builders.member(school)
    first, second = remarks.open_for(code)
    assert service.answer_remarks(actor, code, {first.id: Answer("By a practical task.")}) == 1
    assert service.answer_remarks(actor, code, {first.id: Answer("By a task.", "By a practical task.")}) == 1
    assert service.answer_remarks(actor, code, {first.id: Answer("By a task.", "old")}) == 0, "it stands anyway"
    assert [task.answer for task in remarks.open_for(code)] == ["By a task.", None]
    assert [task.is_open for task in remarks.open_for(code)] == [False, True]
    service.answer_remarks(actor, code, {second.id: Answer("Longer now.")})
    service.answer_remarks(actor, code, {second.id: Answer("", "Longer now.")})
    assert [task.is_open for task in remarks.open_for(code)] == [False, True]
    catalogue.perform(actor, code, "submit", builders.seen(code))
    before = casebook.read(REVIEWER, code)
    assert [task.answer for task in before.tasks] == ["By a task.", None], "seen before anybody takes it"
    service.take(REVIEWER, code, builders.seen(code))
    case = casebook.read(REVIEWER, code)
    assert case.review is not None
    assert [(task.text, task.answer) for task in case.tasks] == [
        ("Say how it is proved.", "By a task."), ("Too short.", None),
    ]  # fmt: skip
    service.settle(REVIEWER, case.review.id, first.id)
    assert [task.settled_at is None for task in casebook.read(REVIEWER, code).tasks] == [True]


def test_what_somebody_else_answered_meanwhile_is_not_overwritten(ctx: Flask) -> None:
    code, school = returned()
    actor = builders.member(school)
    first, second = remarks.open_for(code)
    service.answer_remarks(actor, code, {first.id: Answer("Theirs.")})
    with pytest.raises(Conflict):
        service.answer_remarks(actor, code, {first.id: Answer("Mine."), second.id: Answer("Mine too.")})
    assert [task.answer for task in remarks.open_for(code)] == ["Theirs.", None], "all of it or nothing"
    service.answer_remarks(actor, code, {first.id: Answer("", ""), second.id: Answer("Mine too.")} | {
        first.id: Answer("Theirs.", "")
    })  # fmt: skip
    assert [task.answer for task in remarks.open_for(code)] == ["Theirs.", "Mine too."]


def test_only_ones_own_open_remarks_while_one_may_write(ctx: Flask) -> None:
    code, school = returned()
    actor, stranger = builders.member(school), builders.member(builders.provider(name="Others"))
    first, _second = remarks.open_for(code)
    with pytest.raises(NotFound):
        service.answer_remarks(stranger, code, {first.id: Answer("x")})
    other, _school = returned()
    theirs = remarks.open_for(other)[0]
    for answers in ({theirs.id: Answer("x")}, {9999: Answer("x")}, {first.id: Answer("x" * 4001)}):
        with pytest.raises(Invalid):
            service.answer_remarks(actor, code, answers)
    catalogue.perform(actor, code, "submit", builders.seen(code))
    with pytest.raises(WrongState):
        service.answer_remarks(actor, code, {first.id: Answer("x")})
