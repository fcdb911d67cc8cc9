"""What the public sees: only what is listed, by one door, in a number of questions that does not grow."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, update

from registry.catalogue import coverage, queries, service
from registry.catalogue.model import Offer
from registry.catalogue.specification import Specification, sealed
from registry.catalogue.views import Gone, OfferView
from registry.kernel import clock
from registry.kernel.actor import OPERATOR, SYSTEM
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.providers import service as providers
from tests import builders
from tests.builders import ADMIN, REVIEWER

CANARY = "canarybird"


def counter(code: str) -> int:
    return builders.offer_row(code).counter


@contextmanager
def questions() -> Iterator[list[str]]:
    """The statements sent meanwhile, whichever engine they go to."""
    asked: list[str] = []
    engines = set(db.engines.values())

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        asked.append(statement)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    yield asked
    for engine in engines:
        event.remove(engine, "before_cursor_execute", note)


def everything_public(codes: list[str]) -> str:
    """Every public reading, as one text."""
    readings: list[Any] = [
        queries.faces(codes),
        list(queries.documents(codes)),
        [queries.public(code) for code in codes],
        [queries.public_versions(code) for code in codes],
        [tuple(row) for row in db.session.execute(queries.public_offers())],
        queries.newest(100),
        queries.counts_by_kind(),
        queries.providers_with_offers(),
        coverage.grid(),
        sorted(queries.stamps()),
    ]
    return repr(readings)


STEPS_UNSEEN = [
    (),
    (("submit", OPERATOR),),
    (("submit", OPERATOR), ("take", REVIEWER)),
    (("submit", OPERATOR), ("take", REVIEWER), ("ask", REVIEWER)),
    (("submit", OPERATOR), ("take", REVIEWER), ("return", REVIEWER)),
    (("submit", OPERATOR), ("take", REVIEWER), ("refuse", REVIEWER)),
    (("discard", OPERATOR),),
]


@pytest.mark.promise("P04")
@pytest.mark.parametrize("steps", STEPS_UNSEEN, ids=lambda steps: steps[-1][0] if steps else "draft")
def test_nothing_of_an_offer_is_public_before_it_is_listed(ctx: Flask, steps: Any) -> None:
    content = builders.training(title={"en": CANARY}, description={"en": CANARY}, subjects=[CANARY])
    code = builders.draft(content)
    service.schedule_run(OPERATOR, code, builders.run_letter(title={"en": CANARY}))
    builders.take_steps(code, *steps)
    assert queries.public(code) is None
    assert code not in everything_public([]) + repr(queries.faces([code])) + repr(list(queries.documents([code])))
    assert CANARY not in everything_public([code])
    assert (queries.providers_with_offers(), queries.stamps(), coverage.grid()) == (0, {}, {})


@pytest.mark.promise("P04")
def test_the_next_version_is_not_public_before_it_is_listed(ctx: Flask) -> None:
    code = builders.listed()
    service.revise(OPERATOR, code, counter(code))
    service.save(OPERATOR, code, builders.training(title={"en": CANARY}, modes=["online"]), counter(code))
    for step in (("submit", OPERATOR), ("take", REVIEWER)):
        builders.take_steps(code, step)
        assert CANARY not in everything_public([code])
    builders.take_steps(code, ("list", REVIEWER))
    assert CANARY in repr(queries.faces([code]))


@pytest.mark.promise("P05")
@pytest.mark.parametrize(
    ("action", "actor", "how", "reason"),
    [
        ("suspend", ADMIN, "for-the-time-being", "suspended"),
        ("lapse", SYSTEM, "for-the-time-being", "lapsed"),
        ("withdraw", OPERATOR, "for-good", "withdrawn"),
        ("expire", SYSTEM, "for-good", "expired"),
    ],
)
def test_what_was_listed_is_gone_at_once_and_says_how(
    ctx: Flask, action: str, actor: Any, how: str, reason: str
) -> None:
    code = builders.listed()
    with transaction():
        db.session.execute(update(Offer).values(confirm_by=dt.datetime(2026, 1, 1, tzinfo=dt.UTC)))
    builders.take_steps(code, (action, actor))
    gone = queries.public(code)
    assert isinstance(gone, Gone)
    assert (gone.how, gone.reason, gone.comes_back) == (how, reason, how == "for-the-time-being")
    assert gone.competences == ["1.2", "1.3"]
    assert (queries.faces([code]), queries.stamps(), list(queries.documents([code]))) == ({}, {}, [])


@pytest.mark.parametrize(("standing", "how"), [("suspended", "for-the-time-being"), ("closed", "for-good")])
def test_a_hidden_provider_hides_all_it_offers(ctx: Flask, standing: str, how: str) -> None:
    provider = builders.provider()
    code = builders.listed(provider_code=provider)
    drafted = builders.draft(provider_code=provider)
    builders.stand(provider, standing)
    gone = queries.public(code)
    assert isinstance(gone, Gone)
    assert (gone.how, gone.reason) == (how, f"provider-{standing}")
    assert queries.public(drafted) is None
    assert (queries.counts_by_kind(), queries.of_provider(provider), coverage.grid()) == ({}, [], {})


def test_an_offer_in_full(ctx: Flask) -> None:
    provider = builders.provider()
    code = builders.listed(builders.micro(), provider, access=["captions"], contact={"phone": "1"})
    place = providers.add_place(OPERATOR, provider, builders.place_values())
    run = service.schedule_run(OPERATOR, code, builders.run_letter(place=place))
    view = queries.public(code)
    assert isinstance(view, OfferView)
    assert (view.kind, view.language, view.minutes, view.credential) == ("training", "en", 960, "micro")
    assert (view.level_from, view.level_to, view.competences) == (3, 4, {"1.2": 3, "1.3": 4})
    assert (view.access, dict(view.contact), view.number) == (("captions",), {"phone": "1"}, 1)
    assert view.content_sha256 == sealed(Specification.from_content(builders.micro()))[1]
    assert view.next_run is not None
    assert (view.next_run.code, view.next_run.state) == (run, "open")
    assert view.next_run.place is not None
    assert view.next_run.place.locality == "Ghent"
    assert len(view.elements) == 16
    assert queries.public("DEMO-0000-0000") is None


def test_faces_keep_the_order_asked_for_and_leave_out_the_rest(ctx: Flask) -> None:
    provider = builders.provider()
    codes = [builders.listed(provider_code=provider) for _ in range(3)]
    hidden = builders.draft(provider_code=provider)
    asked = [codes[2], hidden, codes[0], "DEMO-0000-0000", codes[1], codes[0]]
    assert list(queries.faces(asked)) == [codes[2], codes[0], codes[1]]
    assert queries.faces([]) == {}


def test_the_number_of_questions_does_not_grow_with_the_offers(ctx: Flask) -> None:
    provider = builders.provider()
    place = providers.add_place(OPERATOR, provider, builders.place_values())
    codes = []
    for number in range(5):
        codes.append(builders.listed(provider_code=provider, source_key=f"c{number}"))
        for _ in range(2):
            service.schedule_run(OPERATOR, codes[-1], builders.run_letter(place=place))
    for ask in (
        lambda some: repr(queries.faces(some)),
        lambda some: repr(list(queries.documents(some))),
        lambda some: repr(queries.stamps()),
        lambda some: repr(queries.held(provider)),
    ):
        counts = []
        for some in (codes[:1], codes):
            db.session.rollback()
            with questions() as asked:
                ask(some)
            counts.append(len([line for line in asked if line.startswith("SELECT")]))
        assert counts[0] == counts[1] <= 3


def test_counts_and_coverage_of_what_is_public(ctx: Flask) -> None:
    first, second = builders.provider(), builders.provider(name="Second")
    builders.listed(provider_code=first)
    builders.listed(builders.guidance(), first)
    builders.listed(builders.validation(), second)
    builders.draft(provider_code=second)
    assert queries.providers_with_offers() == 2
    assert queries.counts_by_kind() == {"training": 1, "guidance": 1, "validation": 1}
    assert queries.counts_by_provider() == {first: 2, second: 1}
    assert coverage.grid() == {("1.2", 2): 1, ("1.3", 2): 1}


def test_the_newest_are_those_listed_or_amended_last(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    day = clock.now()
    later = iter(range(1, 1000))
    monkeypatch.setattr(clock, "now", lambda: day + dt.timedelta(minutes=next(later)))
    first, second, third = builders.listed(), builders.listed(), builders.listed()
    builders.draft()
    hidden = builders.provider(name="Hidden")
    builders.listed(provider_code=hidden)
    builders.stand(hidden, "suspended")
    assert queries.newest(10) == [third, second, first]
    service.revise(OPERATOR, first, counter(first))
    builders.take_steps(first, ("amend", SYSTEM))
    builders.take_steps(second, ("suspend", ADMIN), ("restore", ADMIN))
    assert queries.newest(10) == [first, third, second]
    with questions() as asked:
        assert queries.newest(2) == [first, third]
    assert len([line for line in asked if line.startswith("SELECT")]) == 1


def test_a_stamp_changes_with_everything_shown_and_with_nothing_else(ctx: Flask) -> None:
    provider = builders.provider()
    code = builders.listed(provider_code=provider)
    place = providers.add_place(OPERATOR, provider, builders.place_values())
    run = service.schedule_run(OPERATOR, code, builders.run_letter(place=place))
    seen = {_stamp(code)}

    def standing_counter() -> int:
        return builders.provider_row(provider).counter

    changes: list[Any] = [
        lambda: service.change_run(OPERATOR, run, builders.run_letter(place=place, mode="blended"), 1),
        lambda: providers.update_place(OPERATOR, place, builders.place_values(access=["step-free"])),
        lambda: service.cancel_run(OPERATOR, run, 2),
        lambda: service.remove_run(OPERATOR, run, 3),
        lambda: providers.update(OPERATOR, provider, {"name": "Renamed"}, standing_counter()),
        lambda: providers.update(OPERATOR, provider, {"slug": "moved"}, standing_counter()),
        lambda: builders.stand(provider, "admitted"),
        lambda: service.furnish(OPERATOR, code, {"contact": {"phone": "1"}}, counter(code)),
    ]
    for change in changes:
        change()
        assert _stamp(code) not in seen
        seen.add(_stamp(code))
    service.revise(OPERATOR, code, counter(code))
    service.save(OPERATOR, code, builders.training(title={"en": "Next"}), counter(code))
    providers.update(OPERATOR, provider, {"phone": "2"}, standing_counter())
    assert _stamp(code) in seen, "a draft, or the provider's telephone, is not in the index"
    builders.take_steps(code, ("submit", OPERATOR), ("take", REVIEWER), ("list", REVIEWER))
    assert _stamp(code) not in seen


def _stamp(code: str) -> str:
    """The stamp, which must be the same for one document and for all."""
    stamp = queries.stamps()[code]
    assert [document.stamp for document in queries.documents([code])] == [stamp]
    return stamp


def test_an_import_finds_what_the_registry_holds(ctx: Flask) -> None:
    provider = builders.provider()
    code = builders.listed(provider_code=provider, source_key="c1", raw={"level": "two"})
    builders.draft(provider_code=provider)
    providers.add_place(OPERATOR, provider, builders.place_values(source_key="v1"))
    letter = builders.run_letter(place="v1")
    run = service.schedule_run(OPERATOR, code, letter, source_key="p1")
    held = queries.held(provider)
    assert set(held) == {"c1"}
    one = held["c1"]
    assert (one.code, one.state, one.counter) == (code, "listed", counter(code))
    assert one.content_sha256 == sealed(Specification.from_content(builders.training()))[1]
    assert (one.source["raw"], one.runs["p1"].code, one.runs["p1"].letter) == ({"level": "two"}, run, letter)
    service.revise(OPERATOR, code, counter(code))
    service.save(OPERATOR, code, builders.training(title={"en": "Next"}), counter(code))
    assert queries.held(provider)["c1"].spec.title == {"en": "Next"}


def test_a_sweep_of_many_codes_is_cut_into_chunks(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("registry.catalogue.door.CHUNK", 2)
    provider = builders.provider()
    codes = [builders.listed(provider_code=provider) for _ in range(5)]
    assert list(queries.faces(codes)) == codes
    assert {document.code for document in queries.documents(codes)} == set(codes)
