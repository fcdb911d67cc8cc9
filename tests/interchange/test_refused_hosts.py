"""A feed whose dates lead to a host the desk has refused: everything else of it is taken, the address is not, and both
the plan and the report say so; once the desk allows the host, the next import brings it."""

import pytest

from registry.catalogue import queries as catalogue
from registry.interchange.report import Report
from registry.kernel.db import db
from registry.quality import addresses, service
from registry.quality.docket import Asked
from tests.builders import REVIEWER
from tests.interchange.feeds import Course, file, planned, published, states
from tests.interchange.test_applying import code_of

pytestmark = pytest.mark.usefixtures("ctx")
OLD, NEW = "https://mill.example/apply", "https://else.example/apply"


def moved(day: str = "2027-01-11") -> bytes:
    """The feed with its dates led to the other host, and one on another day."""
    return file(Course("c1", runs={"a": day})).replace(OLD.encode(), NEW.encode())


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
    service.release_address(REVIEWER, refused, NEW)
    report = published(moved())
    assert (report.counts["changed"], astray(report)) == (1, [])
    assert shown() == (NEW, "2027-01-11")


def test_what_was_never_listed_is_examined_with_whatever_address_it_has(refused: int) -> None:
    both = file(Course("c1"), Course("c2", description="")).replace(OLD.encode(), NEW.encode())
    published(both)
    assert states()["c2"] == ["draft"]
    assert [key for key, _value in astray(published(both))] == ["enrol.url"], "of the listed one alone"
