"""What takes two people: proposals and their second person, appeals, the erasing of words; and reports."""

import pytest
from flask.testing import FlaskClient

from registry.kernel.actor import VISITOR
from registry.quality import proposals, service
from registry.quality.docket import Asked
from tests import builders
from tests.review.conftest import Desk
from tests.web.reading import words

pytestmark = pytest.mark.one_database


def proposed(desk: Desk) -> tuple[str, str]:
    """An offer of which the desk's reviewer proposed the refusal; the address of the proposal."""
    code = desk.submitted()
    desk.take(code)
    desk.findings(code, price="not-met")
    answer = desk.decide(code, "refuse", reasons="The price of the books is missing.")
    assert answer.status_code == 303
    return code, answer.location


def state(desk: Desk, code: str) -> str:
    with desk.app.app_context():
        return builders.offer_row(code).newest_version.state


@pytest.mark.promise("P07")
def test_a_refusal_waits_for_a_second_person_who_reads_the_page_before_confirming(desk: Desk) -> None:
    code, address = proposed(desk)
    assert state(desk, code) == "in-review"
    own = desk.page(address)
    assert "somebody else has to confirm it" in words(own, "//main")
    assert "Give it back to the desk" not in words(desk.page(f"/review/cases/{code}"), "//main")
    assert desk.reviewer.post(f"{address}/confirm", data=desk.form()).status_code == 403
    second = desk.someone("sid@example.org", "reviewer")
    assert "Proposals (1)" in words(desk.page("/review", second), "//header")
    looked = words(desk.page(address, second), "//div[@class='sheet']")
    assert "Refused" in looked
    form = desk.form()
    done, again = (second.post(f"{address}/confirm", data=form) for _time in range(2))
    assert done.location == again.location
    assert state(desk, code) == "refused"
    public = words(desk.page(done.location), "//main")
    assert "Refused" in public
    assert code not in public, "of what was never listed nobody reads more"


def test_whoever_does_not_confirm_says_why_and_ones_own_can_be_taken_back(desk: Desk) -> None:
    code, address = proposed(desk)
    second = desk.someone("sid@example.org", "admin")
    assert second.post(f"{address}/reject", data=desk.form()).status_code == 422
    assert second.post(f"{address}/reject", data=desk.form(words="The price is there.")).status_code == 303
    assert "The price is there." in words(desk.page(address), "//main")
    again = desk.decide(code, "refuse", reasons="It is not.")
    assert desk.reviewer.post(f"{again.location}/reject", data=desk.form()).status_code == 303
    assert state(desk, code) == "in-review"


def test_of_a_provider_of_ones_own_proposals_are_not_to_be_found(desk: Desk) -> None:
    _code, address = proposed(desk)
    own = desk.someone("own@example.org", "reviewer", of=desk.provider)
    assert own.get(address).status_code == 404
    assert own.post(f"{address}/confirm", data=desk.form()).status_code in (403, 404)
    assert "Nothing waits" in words(desk.page("/review/proposals", own), "//main")


def suspended(desk: Desk, admin: FlaskClient) -> tuple[str, int]:
    """A listed offer that was suspended by two people; the decision's number."""
    code = desk.listed()
    address = f"/review/cases/{code}/decide?action=suspend"
    sent = {"reasons": "The price is wrong.", "then": "confirm"}
    made = admin.post(address, data={**desk.form(seen=desk.seen(code)), **sent})
    done = desk.reviewer.post(f"{made.location}/confirm", data=desk.form())
    return code, int(done.location.rpartition("/")[2])


def test_an_appeal_is_heard_by_others_and_answered_by_two(desk: Desk) -> None:
    admin = desk.someone("ada@example.org", "admin")
    code, decision = suspended(desk, admin)
    with desk.app.app_context():
        number = service.appeal(
            builders.member(desk.provider), decision, {"price": "The price is right."}, "Look again."
        )
    address = f"/review/appeals/{number}"
    assert code in words(desk.page("/review?kind=appeal"), "//main")
    assert "You took the decision" in words(desk.page(address), "//main")
    assert desk.reviewer.post(f"{address}/take", data=desk.form()).status_code == 403
    other, fourth = desk.someone("ole@example.org", "reviewer"), desk.someone("pia@example.org", "reviewer")
    page = words(desk.page(address, other), "//main")
    assert "The price is right." in page
    assert "Hear this appeal" in page
    assert other.post(f"{address}/take", data=desk.form()).status_code == 303
    unsaid = other.post(f"{address}/propose", data=desk.form(seen=desk.seen(code), reasons="It was right."))
    assert unsaid.status_code == 422
    assert "It was right." in unsaid.get_data(as_text=True)
    answer = desk.form(seen=desk.seen(code), action="uphold", reasons="It was right.")
    made = other.post(f"{address}/propose", data=answer)
    assert made.status_code == 303
    assert desk.reviewer.post(f"{made.location}/confirm", data=desk.form()).status_code == 403, "took part"
    assert fourth.post(f"{made.location}/confirm", data=desk.form()).status_code == 303
    assert state(desk, code) == "listed"
    assert "Upheld" in words(desk.page(address), "//main")


def test_a_report_is_closed_with_words_for_whoever_reported_it(desk: Desk) -> None:
    code = desk.listed()
    with desk.app.app_context():
        reference = service.report(VISITOR, code, "price", "It costs more than it says.")
    assert "Reports (1)" in words(desk.page("/review"), "//header")
    address = f"/review/reports/{reference}"
    assert "It costs more than it says." in words(desk.page(address), "//main")
    refused = desk.reviewer.post(f"{address}/close", data=desk.form(outcome="acted"))
    assert refused.status_code == 422
    assert (
        desk.reviewer.post(f"{address}/close", data=desk.form(outcome="acted", words="It is right now.")).status_code
        == 303
    )
    assert "It is right now." in words(desk.page(address), "//main")
    assert "No report waits." in words(desk.page("/review/reports"), "//main")


def test_an_admin_proposes_to_erase_words_and_a_reviewer_may_not(desk: Desk) -> None:
    admin = desk.someone("ada@example.org", "admin")
    address = "/review/decisions/1/redact"
    assert desk.reviewer.get(address).status_code == 403
    assert admin.post(address, data=desk.form()).status_code == 422
    made = admin.post(address, data=desk.form(reasons="They name a person."))
    assert made.status_code == 303
    done = desk.reviewer.post(f"{made.location}/confirm", data=desk.form())
    assert done.status_code == 303
    assert "have been erased" in words(desk.page("/decisions/1"), "//main")
    with desk.app.app_context():
        assert proposals.page(Asked()).items == []


def test_the_team_page_tells_of_the_desk_and_of_no_person(desk: Desk) -> None:
    desk.listed()
    desk.submitted()
    tree = desk.page("/review/team")
    page = words(tree, "//main")
    assert "Waiting now 1" in " ".join(page.split()).replace("now1", "now 1")
    assert "How long cases have waited" in page
    assert "Ann Example" not in page
    assert len(tree.xpath("//svg[@class='bars']")) == len(tree.xpath("//main//table"))
