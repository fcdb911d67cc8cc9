"""A proposal with more words than are read again: it is refused at its field, and one that was kept before that was so
hides no other, stops no page and can be ended."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from registry.kernel.db import db
from registry.kernel.errors import WrongState
from registry.kernel.transaction import transaction
from registry.quality import proposals, service
from registry.quality.claims import Proposal
from registry.quality.docket import Asked
from tests import builders
from tests.quality.state import proposed
from tests.review.conftest import Desk
from tests.web.reading import words

pytestmark = pytest.mark.one_database
LONG = "long " * 900


@pytest.fixture
def admin(desk: Desk) -> FlaskClient:
    return desk.someone("ada@example.org", "admin")


@pytest.mark.parametrize(
    ("way", "values"),
    [
        ("/admin/providers/{}/decide", {"action": "suspend", "basis": LONG}),
        ("/review/decisions/1/redact", {"reasons": LONG}),
    ],
)
def test_too_many_words_are_refused_at_their_field_and_stay_there(
    desk: Desk, admin: FlaskClient, way: str, values: dict[str, str]
) -> None:
    with desk.app.app_context():
        seen = builders.provider_row(desk.provider).counter
    answer = admin.post(way.format(desk.provider), data=desk.form(seen=seen, **values))
    assert answer.status_code == 422
    assert "At most 4000 characters" in answer.text
    assert answer.text.count(LONG.strip()) == 1
    assert 'href="#f-' in answer.text
    with desk.app.app_context():
        assert proposals.page(Asked()).items == []


def kept(desk: Desk) -> tuple[int, int]:
    """The numbers of an unreadable proposal about the provider, as it could be kept once, and of one that is well."""
    with desk.app.app_context():
        code = builders.decided(provider_code=builders.vetted_provider(name="Other School"))
        well = service.propose(builders.ADMIN, code, {"action": "suspend", "reasons": ["x"]}, builders.seen(code))
        number = proposed(builders.ADMIN, desk.provider, "suspend", "Nobody answers.")
        ruling = {"action": "suspend", "basis": LONG}
        with transaction():
            db.session.execute(update(Proposal).where(Proposal.id == number).values(ruling=ruling))
        with pytest.raises(WrongState):
            service.confirm(builders.SECOND, number)
        return number, well


def test_one_that_cannot_be_read_hides_no_other_and_can_be_ended(desk: Desk, admin: FlaskClient) -> None:
    number, well = kept(desk)
    rows = desk.page("/review/proposals").xpath("//tbody/tr")
    assert {row.xpath(".//a/@href")[0]: "Cannot be read" in row.text_content() for row in rows} == {
        f"/review/proposals/{number}": True,
        f"/review/proposals/{well}": False,
    }
    assert words(desk.page(f"/admin/providers/{desk.provider}", admin), "//main")
    page = desk.page(f"/review/proposals/{number}")
    assert "cannot be read, so nobody can confirm it" in words(page, "//main")
    assert not page.xpath("//form[contains(@action, '/confirm')]")
    (way,) = page.xpath("//form[contains(@action, '/reject')]/@action")
    assert desk.reviewer.post(way, data=desk.form(words="Too long.")).status_code == 303
    assert "Not confirmed" in words(desk.page("/review/proposals?state=ended"), "//tbody")
    assert desk.page(f"/admin/providers/{desk.provider}", admin).xpath("//textarea[@name='basis']"), "anew"


def test_whoever_proposed_it_takes_it_back(desk: Desk) -> None:
    with desk.app.app_context():
        number, _well = kept(desk)
        service.reject(builders.ADMIN, number, "")
        view = proposals.one(number)
        assert view is not None
        assert (view.ruling, view.outcome) == (None, "taken-back")
