"""A new address to enrol at a host nobody knew waits for a glance: what is held, what everybody reads meanwhile, and
what releasing and refusing do, to the run and to its history."""

import pytest
from flask import Flask
from sqlalchemy import select

from registry.catalogue import history, holding, queries
from registry.catalogue import service as catalogue
from registry.catalogue.model import RunChange, RunHold
from registry.catalogue.runs import RunView
from registry.kernel import clock
from registry.kernel.actor import OPERATOR, SYSTEM
from registry.kernel.db import db
from registry.kernel.errors import Conflict, Forbidden, Invalid, NotFound, WrongState
from registry.quality import addresses, risks, service, waiting
from registry.quality.docket import Asked
from registry.quality.glancing import REFUSED
from tests import builders
from tests.builders import REVIEWER

OLD, NEW = "https://harbour.example/a", "https://else.example/b"


def letter(url: str | None = OLD, **more: object) -> dict[str, object]:
    return builders.run_letter(**({"enrol": {"url": url}} if url else {}), **more)


def shown(code: str) -> RunView:
    """The offer's one run, as the public reads it."""
    db.session.rollback()
    view = queries.public(code)
    assert isinstance(view, queries.OfferView)
    (face,) = queries.faces([code]).values()
    (document,) = queries.documents([code])
    assert view.runs == face.runs == document.runs, "page, list and index show the same"
    return view.runs[0]


def url(run: RunView) -> str | None:
    return (run.letter.get("enrol") or {}).get("url")


def offer() -> tuple[str, str]:
    """A listed offer with one run; both codes."""
    code = builders.decided(provider_code=builders.vetted_provider(url="https://harbour.example"))
    return code, catalogue.schedule_run(OPERATOR, code, letter())


def held() -> tuple[str, str, int]:
    """The same, its address changed to another host; with the number of the hold."""
    code, run = offer()
    catalogue.change_run(OPERATOR, run, letter(NEW), 1)
    return code, run, waiting_ones()[0].id


def waiting_ones() -> list[addresses.AddressView]:
    db.session.rollback()
    return list(addresses.page(Asked()).items)


@pytest.mark.parametrize(
    "known",
    [
        "https://harbour.example/other",
        "https://www.harbour.example/",
        "https://book.harbour.example/",
        None,
    ],
)
def test_what_is_known_of_the_provider_is_shown_at_once(ctx: Flask, known: str | None) -> None:
    code, run = offer()
    catalogue.change_run(OPERATOR, run, letter(known), 1)
    assert url(shown(code)) == known
    assert waiting_ones() == []


def test_a_new_host_is_held_and_everybody_reads_the_former_address(ctx: Flask) -> None:
    code, run, _number = held()
    assert (url(shown(code)), shown(code).proposed, shown(code).given["enrol"]["url"]) == (OLD, NEW, NEW)
    (view,) = waiting_ones()
    assert (view.host, view.address, view.former, view.run_code) == ("else.example", NEW, OLD, run)
    (change,) = db.session.scalars(select(RunChange).where(RunChange.before.is_not(None)))
    assert change.after["held"] == {"former": OLD}
    assert "held" not in (change.before or {})
    (row,) = [one for one in waiting.everything(REVIEWER) if one.kind == "address"]
    assert (row.code, row.number) == (code, str(view.id))
    assert waiting.counts(REVIEWER)["addresses"] == 1
    assert catalogue.cancel_run(OPERATOR, run, 2) == 3
    assert url(shown(code)) == OLD, "also of a date that was called off"


def test_a_new_date_is_shown_without_an_address_until_somebody_looked(ctx: Flask) -> None:
    code = builders.decided()
    catalogue.schedule_run(OPERATOR, code, letter(NEW))
    assert (url(shown(code)), shown(code).proposed) == (None, NEW)
    another = catalogue.schedule_run(OPERATOR, code, letter(NEW))
    assert len(waiting_ones()) == 2, "what waits makes nothing known"
    catalogue.remove_run(OPERATOR, another, 1)
    assert len(waiting_ones()) == 1


def test_before_it_is_listed_the_desk_reads_it_anyway(ctx: Flask) -> None:
    code = builders.draft()
    run = catalogue.schedule_run(OPERATOR, code, letter(NEW))
    catalogue.change_run(OPERATOR, run, letter("https://third.example/"), 1)
    assert waiting_ones() == []


def test_released_it_is_shown_with_all_that_wait_at_the_host_and_later_ones_need_no_look(ctx: Flask) -> None:
    code, _run, number = held()
    other = builders.decided(provider_code=builders.offer_row(code).provider.code)
    catalogue.schedule_run(OPERATOR, other, letter(NEW + "/c"))
    assert [one.offer_code for one in addresses.alike(waiting_ones()[0])] == [other]
    stamps = queries.stamps()
    assert service.release_address(REVIEWER, number, NEW) == 2
    assert (url(shown(code)), url(shown(other))) == (NEW, NEW + "/c")
    assert {code for code, stamp in queries.stamps().items() if stamps[code] != stamp} == {code, other}
    last = db.session.scalars(select(RunChange).order_by(RunChange.id.desc()).limit(2)).all()
    assert [(one.role, "held" in (one.before or {}), "held" in one.after) for one in last] == [
        ("reviewer", True, False)
    ] * 2
    catalogue.schedule_run(OPERATOR, code, letter(NEW + "/d"))
    assert waiting_ones() == []
    ended = addresses.page(Asked(ended=True)).items
    assert {(one.outcome, one.address) for one in ended} == {("released", NEW), ("released", NEW + "/c")}
    with pytest.raises(Conflict, match="It was released"):
        service.release_address(REVIEWER, number, NEW)
    with pytest.raises(Conflict, match="has not been refused"):
        service.release_address(REVIEWER, number, NEW, REFUSED)
    with pytest.raises(Conflict, match="It was released"):
        service.refuse_address(REVIEWER, number, NEW, "No.")
    stranger = builders.decided(provider_code=builders.vetted_provider(name="Another House"))
    catalogue.schedule_run(OPERATOR, stranger, letter(NEW))
    assert len(waiting_ones()) == 1, "what is known of one provider is not known of another"


def test_refused_it_goes_back_and_is_not_taken_again_until_the_desk_allows_it(ctx: Flask) -> None:
    code, run, number = held()
    with pytest.raises(Invalid) as raised:
        service.refuse_address(REVIEWER, number, NEW, "  ")
    assert "words" in raised.value.errors
    assert service.refuse_address(REVIEWER, number, NEW, "It sells something else.") == 1
    assert (url(shown(code)), shown(code).proposed) == (OLD, None)
    assert queries.held(builders.offer_row(code).provider.code) == {}
    with pytest.raises(Invalid) as raised:
        catalogue.change_run(OPERATOR, run, letter(NEW + "/again"), 3)
    assert list(raised.value.errors["enrol"]) == ["url"]
    with pytest.raises(Conflict, match="It was refused"):
        service.release_address(REVIEWER, number, NEW)
    assert holding.answers(builders.offer_row(code).provider.code).refused == {"else.example"}
    assert service.release_address(REVIEWER, number, NEW, REFUSED) == 0
    assert url(shown(code)) == OLD, "nobody gives addresses but the provider"
    catalogue.change_run(OPERATOR, run, letter(NEW), 3)
    assert url(shown(code)) == NEW


def test_what_was_refused_stays_told_after_it_is_allowed_and_the_last_word_counts(ctx: Flask) -> None:
    """All of it in one instant."""
    code, _run, first = held()
    catalogue.schedule_run(OPERATOR, code, letter(NEW + "/c"))
    assert service.refuse_address(REVIEWER, first, NEW, "It sells something else.") == 2
    provider = builders.offer_row(code).provider.code
    assert holding.answers(provider).refused == {"else.example"}
    assert service.release_address(builders.ADMIN, first, NEW, REFUSED) == 0
    assert holding.answers(provider).refused == frozenset()
    said = select(RunHold.outcome, RunHold.words, RunHold.closed_by, RunHold.address).order_by(RunHold.id)
    why = ("refused", "It sells something else.", REVIEWER.ref)
    answers = [(*why, NEW), (*why, NEW + "/c"), ("released", None, builders.ADMIN.ref, NEW)]
    assert db.session.execute(said).all() == answers
    assert {one.outcome for one in addresses.page(Asked(ended=True)).items} == {"refused", "released"}
    refused = addresses.one(first)
    assert refused is not None
    assert (refused.words, addresses.allowed_since(refused)) == ("It sells something else.", clock.now())
    for hold in (first, first + 1):
        with pytest.raises(WrongState):
            service.release_address(REVIEWER, hold, NEW, REFUSED)
    catalogue.schedule_run(OPERATOR, code, letter(NEW + "/d"))
    assert waiting_ones() == []


def test_a_date_without_a_former_address_goes_back_to_none(ctx: Flask) -> None:
    code = builders.decided()
    catalogue.schedule_run(OPERATOR, code, letter(NEW))
    service.refuse_address(REVIEWER, waiting_ones()[0].id, NEW, "No.")
    assert "enrol" not in shown(code).given


def test_what_its_provider_changes_meanwhile_is_followed(ctx: Flask) -> None:
    code, run, number = held()
    catalogue.change_run(OPERATOR, run, letter(NEW, places={"total": 9}), 2)
    assert (waiting_ones()[0].id, url(shown(code)), shown(code).letter["places"]["total"]) == (number, OLD, 9)
    catalogue.change_run(OPERATOR, run, letter(NEW + "/2"), 3)
    assert (waiting_ones()[0].id, waiting_ones()[0].address) == (number, NEW + "/2")
    with pytest.raises(Conflict):
        service.release_address(REVIEWER, number, NEW)
    assert url(shown(code)) == OLD, "nobody has looked at the second one"
    catalogue.change_run(OPERATOR, run, letter("https://third.example/"), 4)
    assert [(one.host, one.former) for one in waiting_ones()] == [("third.example", OLD)]
    with pytest.raises(Conflict, match="Its provider has changed it"):
        service.release_address(REVIEWER, number, NEW + "/2")
    catalogue.change_run(OPERATOR, run, letter(OLD), 5)
    assert waiting_ones() == []
    assert (url(shown(code)), shown(code).proposed) == (OLD, None)
    assert {one.outcome for one in addresses.page(Asked(ended=True)).items} == {"over"}


def test_taking_a_date_away_and_giving_it_again_leads_past_nothing(ctx: Flask) -> None:
    code, _run = offer()
    run = catalogue.schedule_run(OPERATOR, code, letter(), source_key="k")
    catalogue.change_run(OPERATOR, run, letter(NEW), 1)
    catalogue.remove_run(OPERATOR, run, 2)
    assert waiting_ones() == []
    assert catalogue.schedule_run(OPERATOR, code, letter(NEW), source_key="k") == run
    (view,) = waiting_ones()
    assert (view.run_code, view.former) == (run, OLD)
    assert NEW not in repr([one.letter for one in queries.faces([code])[code].runs])


def test_the_page_of_an_earlier_day_shows_what_was_read_then(ctx: Flask) -> None:
    code, _run, number = held()
    service.release_address(REVIEWER, number, NEW)
    rows = db.session.scalars(select(RunChange.after).order_by(RunChange.id)).all()
    assert [history._public(row)["enrol"]["url"] for row in rows] == [OLD, OLD, NEW]
    (period,) = history.periods(code)
    assert url(history.as_of(code, period, clock.now() + history.dt.timedelta(days=1)).runs[0]) == NEW


def test_only_the_desk_looks_and_nobody_at_what_is_their_own(ctx: Flask) -> None:
    code, _run, number = held()
    provider = builders.offer_row(code).provider.code
    for actor in (builders.member(provider), OPERATOR, builders.acting("reviewer", provider)):
        with pytest.raises(Forbidden):
            service.release_address(actor, number, NEW)
        with pytest.raises(Forbidden):
            service.refuse_address(actor, number, NEW, "No.")
    service.declare_interest(REVIEWER, provider)
    with pytest.raises(Forbidden):
        service.release_address(REVIEWER, number, NEW)
    with pytest.raises(NotFound):
        service.release_address(builders.ADMIN, 99, NEW)
    assert url(shown(code)) == OLD
    assert service.release_address(builders.ADMIN, number, NEW) == 1


@pytest.mark.parametrize("action", ["withdraw", "expire"])
def test_of_what_has_ended_no_list_asks_but_it_may_be_answered_by_hand(ctx: Flask, action: str) -> None:
    code, run, number = held()
    other = builders.decided(provider_code=builders.offer_row(code).provider.code)
    assert addresses.one(number)
    service.record(SYSTEM if action == "expire" else OPERATOR, code, action)
    assert waiting_ones() == [] == list(addresses.page(Asked(ended=True)).items)
    assert waiting.counts(REVIEWER)["addresses"] == 0
    assert not [one for one in waiting.everything(REVIEWER) if one.kind == "address"]
    assert risks.of_runs([code]) == {}
    catalogue.schedule_run(OPERATOR, other, letter(NEW + "/c"))
    (view,) = waiting_ones()
    assert (view.offer_code, view.offer_stands) == (other, True)
    assert [(one.run_code, one.offer_stands) for one in addresses.alike(view)] == [(run, False)], "it goes the same way"
    assert service.release_address(REVIEWER, number, NEW) == 2
    assert (waiting_ones(), url(shown(other))) == ([], NEW + "/c")


def test_of_what_may_come_back_an_address_waits_on(ctx: Flask) -> None:
    code, _run, number = held()
    builders.ruled(code, {"action": "suspend", "reasons": ["A complaint is open."]})
    assert [(one.id, one.offer_stands) for one in waiting_ones()] == [(number, True)]
    assert waiting.counts(REVIEWER)["addresses"] == 1
    assert [one.number for one in waiting.everything(REVIEWER) if one.kind == "address"] == [str(number)]
