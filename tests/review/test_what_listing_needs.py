"""What the desk is told of what listing needs: conditions with a day that lies ahead, and a provider somebody has
verified."""

import pytest
from flask.testing import FlaskClient

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from registry.quality import queries
from tests import builders
from tests.review.conftest import Desk
from tests.web.reading import words

pytestmark = pytest.mark.one_database
UNVERIFIED = "This provider is not verified yet."


def test_conditions_go_with_a_date_and_stand_on_the_page_looked_at(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    desk.findings(code, price="not-met")
    missing = desk.decide(code, "list", then="look", conditions="The price of the books is stated.")
    assert missing.status_code == 422
    assert "belong together" in missing.get_data(as_text=True)
    never = {"conditions": "The price of the books is stated.", "review_by": "0001-01-01"}
    for then in ("look", "confirm"):
        refused = desk.decide(code, "list", then=then, **never)
        assert refused.status_code == 422
        assert 'href="#f-review_by">' in refused.text
        assert "Give a day after today" in refused.text
        assert 'value="0001-01-01"' in refused.text
    told = {"conditions": "The price of the books is stated.", "review_by": "2027-03-01"}
    assert "1 March 2027" in desk.decide(code, "list", then="look", **told).get_data(as_text=True)
    number = int(desk.decide(code, "list", **told).location.rpartition("=")[2])
    with desk.app.app_context():
        decision = queries.one(number)
        assert decision is not None
        assert decision.conditions == "The price of the books is stated."


def notes(desk: Desk, address: str, client: FlaskClient | None = None) -> str:
    return words(desk.page(address, client), "//header[@class='head']")


def test_that_nobody_has_verified_the_provider_is_said_before_anything_is_decided(desk: Desk) -> None:
    with desk.app.app_context():
        school = builders.provider("unverified", name="New School")
        code = builders.draft(provider_code=school)
        catalogue.perform(OPERATOR, code, "submit", builders.seen(code))
    desk.take(code)
    desk.findings(code)
    case, way = f"/review/cases/{code}", f"/admin/providers/{school}"
    for address in (case, f"{case}/decide?action=list"):
        page = desk.page(address)
        assert UNVERIFIED in words(page, "//header[@class='head']"), address
        assert not page.xpath("//header//a[@href=$way]", way=way), "a reviewer is not led where only others may go"
    assert UNVERIFIED not in notes(desk, f"{case}/decide?action=return")
    refused = desk.decide(code, "list", then="look", conditions="Say the price.", review_by="2027-03-01")
    assert refused.status_code == 422
    assert refused.text.count(UNVERIFIED) == 1
    admin = desk.someone("ada@example.org", "admin")
    assert desk.page(case, admin).xpath("//header//a[@href=$way]", way=way)
    (seen,) = desk.page(way, admin).xpath("//form[contains(@action,'/decide')]//input[@name='seen']/@value")
    answer = admin.post(f"{way}/decide", data=desk.form(action="verify", basis="Seen in the register.", seen=seen))
    assert answer.status_code == 303
    assert UNVERIFIED not in notes(desk, case) + notes(desk, f"{case}/decide?action=list")
    assert desk.decide(code, "list").status_code == 303


def test_of_what_is_not_waiting_nothing_is_said(desk: Desk) -> None:
    with desk.app.app_context():
        code = builders.decided(provider_code=builders.provider("unverified"), action="return", reasons=["Say more."])
    assert UNVERIFIED not in notes(desk, f"/review/cases/{code}")
