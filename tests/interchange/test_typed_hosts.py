"""What people set on a draft since it was imported is looked at by nobody when the next import lists it: an address at
a new host then waits for a glance, and the public is led where the source says."""

from typing import Any

import pytest
from sqlalchemy import select

from registry.catalogue import history, holding
from registry.catalogue import queries as catalogue
from registry.catalogue import service as offers
from registry.catalogue.model import RunChange
from registry.interchange import service as interchange
from registry.interchange.report import Report
from registry.kernel import clock
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.providers import queries as providers
from registry.quality import addresses, service
from registry.quality.docket import Asked
from tests import builders
from tests.builders import REVIEWER
from tests.interchange.feeds import SLUG, Course, applied, file, planned, published, states
from tests.interchange.test_applying import code_of
from tests.quality.state import clean

pytestmark = pytest.mark.usefixtures("ctx")
OLD, NEW = "https://mill.example/apply", "https://else.example/apply"
FEED = file(Course("c1", runs={"a": "2027-01-11", "b": "2027-02-01"}))


@pytest.fixture
def member() -> Any:
    """Somebody of the provider, whose feed was taken as drafts."""
    applied(FEED)
    provider = providers.by_slug(SLUG)
    assert provider is not None
    return builders.member(provider.code)


def typed(member: Any, key: str, url: str | None, **more: object) -> str:
    """Lead this date elsewhere by hand; its code."""
    (provider,) = member.providers
    run = catalogue.held(provider)["c1"].runs[key]
    letter = {**holding.masked(run.letter, url), **more}
    offers.change_run(member, run.code, letter, run.counter)
    return run.code


def shown() -> dict[str, str | None]:
    """Where each date leads as everybody reads it, by its first day."""
    db.session.rollback()
    view = catalogue.public(code_of("c1"))
    assert isinstance(view, catalogue.OfferView)
    return {run.letter["start"]["date"]: (run.letter.get("enrol") or {}).get("url") for run in view.runs}


def waiting() -> list[tuple[str, str | None, str]]:
    db.session.rollback()
    return [(one.address, one.former, one.role) for one in addresses.page(Asked()).items]


def told(report: Report) -> list[tuple[str, str, str]]:
    return [(one["record"], one["field"], one["value"]) for one in report.warnings if one["code"] == "host-held"]


def test_what_was_typed_on_a_draft_waits_and_the_public_is_led_where_the_source_says(member: Any) -> None:
    typed(member, "c1/a", NEW)
    typed(member, "c1/b", NEW + "/b", start={"date": "2027-05-05"})
    own = builders.run_letter(start={"date": "2027-06-06"}, end=None, enrol={"url": NEW + "/own"})
    offers.schedule_run(member, code_of("c1"), own)
    report = published(FEED)
    assert states() == {"c1": ["listed"]}
    assert shown() == {"2027-01-11": OLD, "2027-05-05": OLD, "2027-06-06": None}, (
        "one that only people know leads nowhere"
    )
    assert waiting() == [(NEW, OLD, "member"), (NEW + "/b", OLD, "member"), (NEW + "/own", None, "member")]
    assert told(report) == [("c1", "enrol.url", NEW + end) for end in ("", "/b", "/own")]
    again = published(FEED)
    assert (again.counts["unchanged"], told(again), len(waiting())) == (1, [], 3)
    assert clean()
    assert service.release_address(REVIEWER, addresses.page(Asked()).items[0].id, NEW) == 3
    assert set(shown().values()) == {NEW, NEW + "/b", NEW + "/own"}


def test_refused_it_goes_back_to_what_the_source_says(member: Any) -> None:
    typed(member, "c1/a", NEW)
    published(FEED)
    service.refuse_address(REVIEWER, addresses.page(Asked()).items[0].id, NEW, "It sells something else.")
    assert set(shown().values()) == {OLD}


@pytest.mark.parametrize("url", [OLD + "/own", "https://www.mill.example/", None])
def test_at_a_host_the_source_names_nothing_waits(member: Any, url: str | None) -> None:
    typed(member, "c1/a", url)
    assert told(published(FEED)) == []
    assert (shown()["2027-01-11"], waiting()) == (url, [])


def test_what_a_file_lists_at_once_waits_for_nobody(member: Any) -> None:
    elsewhere = FEED.replace(OLD.encode(), NEW.encode())
    assert told(published(elsewhere)) == []
    assert (set(shown().values()), waiting()) == ({NEW}, [])


def test_a_host_the_desk_has_refused_keeps_the_draft_from_being_listed(member: Any) -> None:
    (provider,) = member.providers
    builders.stand(provider, "verified")
    other = builders.decided(provider_code=provider)
    offers.schedule_run(member, other, builders.run_letter(enrol={"url": NEW}))
    service.refuse_address(REVIEWER, addresses.page(Asked()).items[0].id, NEW, "It sells something else.")
    typed(member, "c1/a", NEW)
    report = published(FEED)
    assert states()["c1"] == ["draft"]
    assert [(one["record"], one["field"], one["hint"]) for one in report.problems] == [
        ("c1", "enrol.url", "It was taken as a draft.")
    ]
    typed(member, "c1/a", OLD)
    published(FEED)
    assert states()["c1"] == ["listed"]


@pytest.mark.parametrize("source", [OLD, NEW])
def test_a_source_that_names_a_refused_host_makes_it_no_known_one(member: Any, source: str) -> None:
    (provider,) = member.providers
    builders.stand(provider, "verified")
    other = builders.decided(provider_code=provider)
    offers.schedule_run(member, other, builders.run_letter(enrol={"url": NEW}))
    service.refuse_address(REVIEWER, addresses.page(Asked()).items[0].id, NEW, "It sells something else.")
    run = typed(member, "c1/a", NEW)
    offers.remove_run(member, run, 2)
    published(FEED.replace(OLD.encode(), source.encode(), 1))
    assert states()["c1"] == ["listed"]
    assert set(shown().values()) <= {OLD, None}, "nobody is led to what was refused"


def test_taking_it_away_and_giving_it_again_leads_past_nothing(member: Any) -> None:
    run = typed(member, "c1/a", NEW)
    offers.remove_run(member, run, 2)
    published(FEED)
    assert waiting() == []
    assert offers.schedule_run(member, code_of("c1"), builders.run_letter(enrol={"url": NEW}), source_key="c1/a") == run
    assert (waiting(), shown()["2027-01-11"]) == ([(NEW, OLD, "member")], OLD)


def test_the_page_of_that_day_shows_what_was_read_then(member: Any) -> None:
    typed(member, "c1/a", NEW)
    published(FEED)
    (last,) = db.session.scalars(select(RunChange).order_by(RunChange.id.desc()).limit(1))
    assert last.after["held"] == {"former": OLD}
    (period,) = history.periods(code_of("c1"))
    then = history.as_of(code_of("c1"), period, clock.now() + history.dt.timedelta(days=1))
    assert {(run.letter.get("enrol") or {}).get("url") for run in then.runs} == {OLD}


def test_what_is_written_between_plan_and_apply_is_not_listed(member: Any) -> None:
    code = code_of("c1")
    plan = planned(FEED, publish=True, basis="The county's register")
    offers.save(member, code, builders.training(title={"en": "Written meanwhile"}), builders.seen(code))
    report = interchange.apply(OPERATOR, plan)
    assert states() == {"c1": ["draft"]}
    assert (report.problems[0]["record"], report.counts["refused"]) == ("c1", 1)
    assert "edited here meanwhile" in str(report.problems[0]["hint"])
    assert clean()
