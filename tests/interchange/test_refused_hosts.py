"""A feed whose dates lead to a host the desk has refused: everything else of it is taken, the address is not, and both
the plan and the report say so; once the desk allows the host, the next import brings it."""

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy import update

from registry.catalogue import holding
from registry.catalogue import queries as catalogue
from registry.catalogue import service as offers
from registry.catalogue.model import RunHold
from registry.interchange.report import Report
from registry.kernel import clock
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.providers import queries as providers
from registry.quality import addresses, service
from registry.quality.docket import Asked
from tests.builders import REVIEWER
from tests.interchange.feeds import SLUG, Course, applied, file, planned, published, runs, states
from tests.interchange.test_applying import code_of

pytestmark = pytest.mark.usefixtures("ctx")
OLD, NEW = "https://mill.example/apply", "https://else.example/apply"


def moved(day: str = "2027-01-11") -> bytes:
    """The feed with its dates led to the other host, and one on another day."""
    return file(Course("c1", runs={"a": day})).replace(OLD.encode(), NEW.encode())


def provider_code() -> str:
    provider = providers.by_slug(SLUG)
    assert provider is not None
    return provider.code


def shown() -> tuple[str | None, str]:
    """Where the one run leads, and when it begins, as everybody reads it."""
    db.session.rollback()
    view = catalogue.public(code_of("c1"))
    assert isinstance(view, catalogue.OfferView)
    (run,) = view.runs
    return (run.letter.get("enrol") or {}).get("url"), run.letter["start"]["date"]


def astray(report: Report) -> list[tuple[str, str]]:
    return [(one["field"], one["value"]) for one in report.warnings if one["code"] == "host-refused"]


@pytest.fixture
def refused() -> int:
    """The number of the address that was refused."""
    published(file(Course("c1")))
    published(moved())
    (held,) = addresses.page(Asked()).items
    service.refuse_address(REVIEWER, held.id, NEW, "It sells something else.")
    return held.id


def test_everything_but_the_address_is_taken(refused: int) -> None:
    plan = planned(moved("2027-01-18"))
    assert (plan.count("changed"), plan.all_problems()) == (1, [])
    assert [(one.code, one.value) for one in plan.remarks if one.code == "host-refused"] == [("host-refused", NEW)]
    report = published(moved("2027-01-18"))
    assert (report.counts["changed"], report.counts["refused"]) == (1, 0)
    assert astray(report) == [("enrol.url", NEW)]
    assert shown() == (OLD, "2027-01-18")
    assert published(moved("2027-01-18")).counts["unchanged"] == 1, "night after night"
    assert addresses.count(Asked()) == 0, "and nothing comes before the desk again"


def test_a_new_date_comes_without_it(refused: int) -> None:
    report = published(file(Course("c1", runs={"b": "2027-02-01"})).replace(OLD.encode(), NEW.encode()))
    assert report.counts["changed"] == 1
    assert shown() == (None, "2027-02-01")


def test_once_the_desk_allows_the_host_the_next_import_brings_it(refused: int) -> None:
    published(moved())
    service.release_address(REVIEWER, refused, NEW, "refused")
    report = published(moved())
    assert (report.counts["changed"], astray(report)) == (1, [])
    assert shown() == (NEW, "2027-01-11")


def later(monkeypatch: pytest.MonkeyPatch) -> None:
    """It becomes a second later."""
    now = clock.now() + dt.timedelta(seconds=1)
    monkeypatch.setattr(clock, "now", lambda: now)


def came(report: Report) -> list[tuple[str, str]]:
    return [(one["field"], one["value"]) for one in report.warnings if one["code"] == "host-allowed"]


@pytest.mark.parametrize("reads_meanwhile", [0, 1])
def test_a_feed_that_says_the_same_brings_the_address_once_it_is_allowed(refused: int, reads_meanwhile: int) -> None:
    for _n in range(reads_meanwhile):
        published(moved())
    own = {"start": {"date": "2027-03-01"}, "enrol": {"url": OLD}}
    held = catalogue.held(provider_code())["c1"].runs["c1/a"]
    offers.change_run(OPERATOR, held.code, {**held.letter, **own}, held.counter)
    service.release_address(REVIEWER, refused, NEW, "refused")
    plan = planned(moved())
    assert (plan.count("changed"), [one.value for one in plan.remarks if one.code == "host-allowed"]) == (1, [NEW])
    report = published(moved())
    assert (report.counts["changed"], came(report)) == (1, [("enrol.url", NEW)])
    assert shown() == (NEW, "2027-03-01"), "and what people set here stays"
    assert addresses.count(Asked()) == 0
    again = published(moved())
    assert (again.counts["unchanged"], came(again)) == (1, [])


def test_it_is_brought_once_and_not_over_what_people_set_here(refused: int) -> None:
    held = catalogue.held(provider_code())["c1"].runs["c1/a"]
    other = {**held.letter, "enrol": {"url": "https://mill.example/other"}}
    offers.change_run(OPERATOR, held.code, other, held.counter)
    service.release_address(REVIEWER, refused, NEW, "refused")
    assert published(moved()).counts["unchanged"] == 1
    assert shown()[0] == "https://mill.example/other"


@pytest.mark.parametrize("others", [[], ["https://mill.example/other"], [NEW]])
def test_an_address_people_set_back_after_the_host_was_allowed_stays(
    refused: int, others: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether or not anything was read in between, and whichever other address they had set."""
    service.release_address(REVIEWER, refused, NEW, "refused")
    if not others:
        assert came(published(moved())) == [("enrol.url", NEW)]
    for url in [*others, OLD]:
        later(monkeypatch)
        run = catalogue.held(provider_code())["c1"].runs["c1/a"]
        offers.change_run(OPERATOR, run.code, {**run.letter, "enrol": {"url": url}}, run.counter)
    report = published(moved())
    assert (report.counts["unchanged"], came(report), shown()[0]) == (1, [], OLD)


@pytest.mark.parametrize(("end", "state"), [(offers.remove_run, "removed"), (offers.cancel_run, "cancelled")])
def test_what_people_removed_or_cancelled_here_does_not_come_back_with_it(
    refused: int, end: Callable[..., int], state: str
) -> None:
    both = file(Course("c1", runs={"a": "2027-01-11", "b": "2027-02-01"})).replace(OLD.encode(), NEW.encode())
    published(both)
    for run in catalogue.held(provider_code())["c1"].runs.values():  # one put back, one taken without
        end(OPERATOR, run.code, run.counter)
    service.release_address(REVIEWER, refused, NEW, "refused")
    report = published(both)
    assert (report.counts["unchanged"], came(report)) == (1, [])
    assert {found for found, _day in runs("c1").values()} == {state}


def given_a_date_taken_without(*, before: bool = False) -> bytes:
    """The feed with a second date, which led to the usual address before, or is new, and is now taken without its
    own."""
    days = {"a": "2027-01-11", "b": "2027-02-01"}
    if before:
        published(file(Course("c1", runs=days)))
    feed = file(Course("c1", runs=days)).replace(OLD.encode(), NEW.encode())
    published(feed)
    return feed


@pytest.mark.parametrize("before", [False, True])
def test_a_date_taken_without_its_address_gets_that_alone(refused: int, before: bool) -> None:
    feed = given_a_date_taken_without(before=before)
    run = catalogue.held(provider_code())["c1"].runs["c1/b"]
    assert holding.address(run.letter) == (OLD if before else None)
    offers.change_run(OPERATOR, run.code, {**run.letter, "start": {"date": "2027-05-05"}}, run.counter)
    service.release_address(REVIEWER, refused, NEW, "refused")
    assert published(feed).counts["changed"] == 1
    run = catalogue.held(provider_code())["c1"].runs["c1/b"]
    assert (holding.address(run.letter), run.letter["start"]["date"]) == (NEW, "2027-05-05")
    assert published(feed).counts["unchanged"] == 1


@pytest.mark.parametrize("before", [False, True])
def test_a_date_taken_without_keeps_the_address_and_the_day_people_set(refused: int, before: bool) -> None:
    feed = given_a_date_taken_without(before=before)
    run = catalogue.held(provider_code())["c1"].runs["c1/b"]
    own = {**run.letter, "enrol": {"url": OLD + "/own"}, "start": {"date": "2027-05-05"}}
    offers.change_run(OPERATOR, run.code, own, run.counter)
    assert published(feed).counts["unchanged"] == 1
    service.release_address(REVIEWER, refused, NEW, "refused")
    published(feed)
    run = catalogue.held(provider_code())["c1"].runs["c1/b"]
    assert run.letter == own


def test_refusing_changes_no_day_that_people_set_here(refused: int) -> None:
    run = catalogue.held(provider_code())["c1"].runs["c1/a"]
    offers.change_run(OPERATOR, run.code, {**run.letter, "start": {"date": "2027-05-05"}}, run.counter)
    report = published(moved())
    assert (report.counts["unchanged"], astray(report), shown()) == (1, [("enrol.url", NEW)], (OLD, "2027-05-05"))


def test_what_was_never_listed_is_examined_with_whatever_address_it_has(refused: int) -> None:
    both = file(Course("c1"), Course("c2")).replace(OLD.encode(), NEW.encode())
    report = applied(both)
    assert states()["c2"] == ["draft"]
    assert len(astray(report)) == 1, "of the listed one alone"


def test_what_a_file_lists_at_once_does_not_lead_there_either(refused: int) -> None:
    """Nobody would look at it before everybody can."""
    both = file(Course("c1"), Course("c2")).replace(OLD.encode(), NEW.encode())
    report = published(both)
    assert len(astray(report)) == 2
    assert states()["c2"] == ["draft"], "and nobody could enrol there"
    assert [one["record"] for one in report.problems] == ["c2"]


def test_what_was_taken_first_and_is_listed_by_the_next_import_does_not_lead_there(refused: int) -> None:
    both = file(Course("c1"), Course("c2")).replace(OLD.encode(), NEW.encode())
    applied(both)
    run = catalogue.held(provider_code())["c2"].runs["c2/a"]
    assert holding.address(run.letter) == NEW
    offers.change_run(OPERATOR, run.code, {**run.letter, "start": {"date": "2027-05-05"}}, run.counter)
    report = published(both)
    assert len(astray(report)) == 2
    run = catalogue.held(provider_code())["c2"].runs["c2/a"]
    assert (holding.address(run.letter), run.letter["start"]["date"]) == (None, "2027-05-05"), "that alone goes"
    assert (states()["c2"], [one["record"] for one in report.problems]) == (["draft"], ["c2"])
    again = published(both)
    assert (again.counts["unchanged"], len(astray(again))) == (2, 2)
    applied(both)
    run = catalogue.held(provider_code())["c2"].runs["c2/a"]
    assert (holding.address(run.letter), run.letter["start"]["date"]) == (NEW, "2027-05-05"), "to be examined whole"
    service.release_address(REVIEWER, refused, NEW, "refused")
    published(both)
    assert states()["c2"] == ["listed"]
    assert holding.address(catalogue.held(provider_code())["c2"].runs["c2/a"].letter) == NEW


def test_a_removed_date_does_not_come_back_to_lose_its_address(refused: int) -> None:
    both = file(Course("c1"), Course("c2")).replace(OLD.encode(), NEW.encode())
    applied(both)
    run = catalogue.held(provider_code())["c2"].runs["c2/a"]
    offers.remove_run(OPERATOR, run.code, run.counter)
    published(both)
    assert runs("c2")["c2/a"][0] == "removed"


def test_what_people_set_here_since_stays_while_the_source_says_the_same(refused: int) -> None:
    published(moved())
    held = catalogue.held(provider_code())["c1"].runs["c1/a"]
    own = {**held.letter, "start": {"date": "2027-03-01"}, "enrol": {"url": "https://mill.example/other"}}
    offers.change_run(OPERATOR, held.code, own, held.counter)
    assert published(moved()).counts["unchanged"] == 1
    assert shown() == ("https://mill.example/other", "2027-03-01")


def test_a_date_that_leads_there_already_is_no_news(refused: int) -> None:
    """It was shown before the host was refused for another one."""
    published(moved())
    service.release_address(REVIEWER, refused, NEW, "refused")
    published(moved())
    other = NEW + "/2"
    published(file(Course("c1"), Course("c2")).replace(OLD.encode(), NEW.encode()))
    with transaction():
        db.session.execute(update(RunHold).values(outcome="refused"))
    report = published(moved("2027-01-18").replace(NEW.encode(), other.encode()))
    assert astray(report) == []
    assert shown() == (other, "2027-01-18")
