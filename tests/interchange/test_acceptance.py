"""A real feed in, from end to end: 407 records with 576 runs, each listed by a decision with its ledger entry."""

import pytest
from sqlalchemy import func, select

from registry.catalogue import queries as catalogue
from registry.interchange.report import of_plan
from registry.ledger import verify
from registry.providers import queries as providers
from registry.quality import audit
from registry.quality.model import Decision
from tests.conftest import SHARED
from tests.interchange.feeds import db, planned, published, rows

pytestmark = [pytest.mark.shared, pytest.mark.usefixtures("ctx")]
SLUG = "cornwall-college"


@pytest.fixture(scope="module")
def data() -> bytes:
    return (SHARED / "feeds" / "xcri" / "cornwall-college.xml").read_bytes()


def test_the_plan_tells_everything_and_changes_nothing(data: bytes) -> None:
    before = rows()
    letter = of_plan(planned(data, slug=SLUG)).to_letter()
    assert (letter["records"], letter["runs"], letter["new"], letter["refused"]) == (407, 576, 407, 0)
    codes = [warning["code"] for warning in letter["warnings"]]
    assert codes.count("date-contradiction") == 85
    assert letter["problems"] == []
    assert rows() == before


def test_everything_is_listed_with_decision_and_ledger_entry_and_again_is_unchanged(data: bytes) -> None:
    report = published(data, slug=SLUG)
    assert (report.counts["new"], report.problems) == (407, [])
    provider = providers.by_slug(SLUG)
    assert provider is not None
    assert (provider.name, provider.standing) == ("Cornwall College", "admitted")
    codes = catalogue.of_provider(provider.code)
    assert len(codes) == 407
    assert sum(len(face.runs) for face in catalogue.faces(codes).values()) == 576
    decided = db.session.scalar(select(func.count()).select_from(Decision).where(Decision.action == "list"))
    assert (decided, rows()["ledger_entry"]) == (407, 408)
    assert verify.verify() + audit.audit() == []
    assert published(data, slug=SLUG).counts["unchanged"] == 407
    assert rows()["ledger_entry"] == 408
