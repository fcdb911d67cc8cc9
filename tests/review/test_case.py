"""One case from the queue to its decision: taken, found, looked at, decided; and what is refused on the way."""

from typing import Any

import pytest

from registry.catalogue.model import Version
from registry.kernel.db import db
from registry.quality import queries, sampling
from registry.quality.model import Decision
from tests import builders
from tests.review.conftest import Desk
from tests.web.reading import words

pytestmark = pytest.mark.one_database


def text(tree: Any, path: str = "//main") -> str:
    return words(tree, path)


def state(desk: Desk, code: str) -> str:
    with desk.app.app_context():
        return builders.offer_row(code).newest_version.state


@pytest.mark.promise("P02")
def test_a_reviewer_takes_a_case_finds_everything_met_and_lists_it(desk: Desk) -> None:
    code = desk.submitted(builders.micro())
    assert "Take this case" in text(desk.page(f"/review/cases/{code}"))
    assert desk.take(code).location.endswith(code)
    case = desk.page(f"/review/cases/{code}")
    assert "Day 1 of 10." in text(case)
    assert "Locked for you until" in text(case)
    assert text(case, "//h2[@id='offer']") == "The offer"
    saved = desk.findings(code, then="decide")
    assert saved.location.endswith(f"/review/cases/{code}/decide?action=list")
    look = desk.page(f"/review/cases/{code}/decide?action=list")
    shown = text(look, "//div[@class='sheet']")
    assert state(desk, code) == "in-review", "looking at a decision takes none"
    done = desk.decide(code, "list")
    number = int(done.location.rpartition("=")[2])
    assert f"decision {number}" in text(desk.page(done.location))
    public = text(desk.page(f"/decisions/{number}"), "//section[h2[@id='what'] or .//h2[@id='what']]")
    assert public in shown, "what was looked at is what the public reads"
    assert state(desk, code) == "listed"


def test_the_next_step_follows_what_was_found(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)

    def step() -> str:
        return text(desk.page(f"/review/cases/{code}"), "//div[@data-step and not(@hidden)]")

    assert step().startswith("Say of each criterion")
    desk.findings(code, price="not-met")
    assert step().startswith("A criterion is not met")
    desk.findings(code, price="ask")
    assert step().startswith("A question is open")
    desk.findings(code)
    assert step().startswith("Every criterion is met")


def test_a_question_goes_to_the_provider_as_it_was_looked_at_and_the_clock_pauses(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    assert desk.findings(code, then="decide", price="ask").location.endswith("decide?action=ask")
    assert "About price." in text(desk.page(f"/review/cases/{code}/decide?action=ask"))
    assert desk.decide(code, "ask", question="Who pays for the books?").status_code == 303
    case = text(desk.page(f"/review/cases/{code}"))
    assert "The clock pauses" in case
    assert "Who pays for the books?" in case
    assert "The provider was asked and has not answered yet." in case


def test_what_is_missing_is_said_and_nothing_is_lost(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    seen = desk.page(f"/review/cases/{code}").xpath("//form[contains(@action,'/findings')]//input[@name='seen']/@value")
    sent = {"findings.price.verdict": "not-met", "findings.level.note": "a note without a verdict"}
    answer = desk.reviewer.post(f"/review/cases/{code}/findings", data={**desk.form(seen=seen[0]), **sent})
    assert answer.status_code == 422
    said = answer.get_data(as_text=True)
    assert "There are 2 problems" in said
    assert "a note without a verdict" in said
    assert 'href="#f-findings-price-words"' in said
    refused = desk.decide(code, "return", then="look")
    assert refused.status_code == 422
    assert "Please give a reason." in refused.get_data(as_text=True)


def test_of_an_offer_never_listed_the_look_shows_no_more_than_the_public_page(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    desk.findings(code, price="not-met")
    look = desk.decide(code, "return", then="look", reasons="The price of the books is missing.")
    assert look.status_code == 200
    tree = desk.page(f"/review/cases/{code}/decide?action=return")
    sheet = text(tree, "//div[@class='sheet']")
    assert "An offer not public" in sheet
    assert code not in sheet
    done = desk.decide(code, "return", reasons="The price of the books is missing.")
    assert done.status_code == 303
    assert state(desk, code) == "returned"


def test_a_revision_shows_only_what_changed_and_keeps_the_other_findings(desk: Desk) -> None:
    code = desk.listed()
    content = builders.training(description={"en": "You work on your own examples from the second evening."})
    desk.revised(code, content)
    desk.take(code)
    tree = desk.page(f"/review/cases/{code}")
    assert text(tree, "//h2[@id='offer']") == "What changed"
    assert [one.text_content() for one in tree.xpath("//del")] == ["first"]
    assert [one.text_content() for one in tree.xpath("//ins")] == ["second"]
    assert "Spot values" not in text(tree), "what is as it was is not shown"
    asked = tree.xpath("//fieldset/legend")
    assert 0 < len(asked) < 10
    assert "keep their findings" in text(tree)
    desk.findings(code)
    assert desk.decide(code, "list").status_code == 303


def test_a_criterion_that_keeps_its_finding_is_opened_again_with_a_reason_everybody_reads(desk: Desk) -> None:
    code = desk.listed()
    desk.revised(code, builders.training(enrol={"url": "https://harbour.example/new"}))
    desk.take(code)
    address = f"/review/cases/{code}"
    tree = desk.page(address)
    kept = tree.xpath("//button[@name='reopen']/@value")
    assert "level" in kept
    assert "findings.level.verdict" not in tree.xpath("//input[@type='radio']/@name")

    def send(**values: str) -> Any:
        path = "//form[contains(@action,'/findings')]//input[@name='seen']/@value"
        seen = desk.page(address).xpath(path)[0]
        return desk.reviewer.post(f"{address}/findings", data={**desk.form(seen=seen), **values})

    refused = send(reopen="level", **{"findings.price.verdict": "met"})
    assert refused.status_code == 422
    assert 'href="#f-again-level-reason"' in refused.get_data(as_text=True)
    done = send(**{"reopen": "level", "again.level.reason": "The <i>framework</i> moved.", "then": ""})
    assert "The criterion is open again." in text(desk.page(done.location))
    tree = desk.page(address)
    assert "Opened again: The <i>framework</i> moved." in text(tree)
    assert "level" not in tree.xpath("//button[@name='reopen']/@value")
    step = text(tree, "//div[@data-step and not(@hidden)]")
    assert step.startswith("Say of each criterion"), "what is open again has to be found again"
    assert send(reopen="level", **{"again.level.reason": "Twice."}).status_code == 409
    desk.findings(code)
    sheet = text(desk.page(f"/review/cases/{code}/decide?action=list"), "//div[@class='sheet']")
    assert "The <i>framework</i> moved." in sheet
    number = int(desk.decide(code, "list").location.rpartition("=")[2])
    with desk.app.app_context():
        decision = queries.one(number)
        assert decision is not None
        assert "level" not in decision.inherited
        assert decision.said["level"] == "The <i>framework</i> moved."
        assert set(decision.inherited) == set(kept) - {"level"}
    assert "The <i>framework</i> moved." in text(desk.page(f"/decisions/{number}"))


def test_a_reason_that_was_written_is_not_lost_with_another_button(desk: Desk) -> None:
    code = desk.listed()
    desk.revised(code, builders.training(enrol={"url": "https://harbour.example/new"}))
    desk.take(code)
    tree = desk.page(f"/review/cases/{code}")
    seen = tree.xpath("//form[contains(@action,'/findings')]//input[@name='seen']/@value")[0]
    sent = {**desk.form(seen=seen), "again.level.reason": "It moved.", "then": "save"}
    assert desk.reviewer.post(f"/review/cases/{code}/findings", data=sent).status_code == 303
    assert "Opened again: It moved." in text(desk.page(f"/review/cases/{code}"))
    other = desk.someone("ole@example.org", "reviewer")
    assert not desk.page(f"/review/cases/{code}", other).xpath("//button[@name='reopen']"), "only who holds the case"
    assert other.post(f"/review/cases/{code}/findings", data=sent).status_code in (403, 409)


def test_a_second_opinion_is_somebody_elses_and_begins_with_nothing_found(desk: Desk) -> None:
    with sampling.drawing(0):
        code = desk.listed()
    assert code not in text(desk.page("/review")), "not on ones own first opinion"
    other = desk.someone("ole@example.org", "reviewer")
    row = desk.page("/review?kind=blind", other).xpath("//tbody//a")[0]
    address = row.get("href")
    take = desk.page(address, other).xpath("//form[contains(@action, '/take')]/@action")[0]
    assert other.post(take, data=desk.form(seen=desk.seen(code))).status_code == 303
    tree = desk.page(address, other)
    assert not tree.xpath("//input[@type='radio' and @checked]")
    assert not tree.xpath("//input[@type='radio' and @value='ask']"), "nobody is asked"
    form = tree.xpath("//form[contains(@action, '/findings')]")[0]
    values = dict.fromkeys(form.xpath(".//input[@type='radio']/@name"), "met")
    seen = form.xpath(".//input[@name='seen']/@value")[0]
    done = other.post(form.get("action"), data={**desk.form(seen=seen), **values, "then": "decide"})
    assert done.location == "/review?done=closed"
    assert code not in text(desk.page(done.location, other))
    assert state(desk, code) == "listed"


def test_findings_on_a_page_that_is_stale_are_shown_beside_what_stands_there(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    tree = desk.page(f"/review/cases/{code}")
    seen = tree.xpath("//form[contains(@action,'/findings')]//input[@name='seen']/@value")[0]
    desk.findings(code)
    late = {"findings.price.verdict": "not-met", "findings.price.words": "Said on an old page."}
    answer = desk.reviewer.post(f"/review/cases/{code}/findings", data={**desk.form(seen=seen), **late})
    assert answer.status_code == 409
    said = answer.get_data(as_text=True)
    assert "Said on an old page." in said
    assert "What stands there now" in said


def test_a_decision_on_a_stale_page_is_not_taken_and_says_what_has_happened(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    desk.findings(code)
    address = f"/review/cases/{code}/decide?action=list"
    answer = desk.reviewer.post(address, data={**desk.form(seen=1), "then": "confirm"})
    assert answer.status_code == 409
    assert "You wanted to" in answer.get_data(as_text=True)
    assert state(desk, code) == "in-review"


@pytest.mark.parametrize("action", ["list", "return", "refuse", "ask"])
def test_a_decision_rests_on_the_findings_that_were_looked_at(desk: Desk, action: str) -> None:
    code = desk.submitted()
    desk.take(code)
    verdict = {"list": "met", "ask": "ask"}.get(action, "not-met")
    desk.findings(code, price=verdict)
    looked_at = {"found": desk.found(code), "reasons": "Say more.", "question": "Who pays?"}
    desk.findings(code, price=verdict, level="not-applicable")
    answer = desk.decide(code, action, **looked_at)
    assert answer.status_code == 409
    said = answer.get_data(as_text=True)
    assert "You wanted to" in said
    assert "About level." in said, "what is found by now stands beside it"
    assert desk.decide(code, action, **{**looked_at, "found": ""}).status_code == 409, "nor on none"
    assert state(desk, code) == "in-review"
    shown = desk.page(f"/review/cases/{code}/decide?action={action}").xpath("//input[@name='found']/@value")
    assert set(shown) <= {str(desk.found(code))}
    assert desk.decide(code, action, **{**looked_at, "found": desk.found(code)}).status_code == 303


def test_what_is_sent_twice_is_done_once(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    desk.findings(code)
    form = {**desk.form(seen=desk.seen(code), found=desk.found(code)), "then": "confirm"}
    address = f"/review/cases/{code}/decide?action=list"
    first, second = desk.reviewer.post(address, data=form), desk.reviewer.post(address, data=form)
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    with desk.app.app_context():
        decided = db.session.query(Decision).filter(Decision.subject_code == code).count()
        listed = db.session.query(Version).filter(Version.state == "listed").count()
        assert (decided, listed) == (1, 1)


def test_a_remark_at_a_field_is_kept_with_the_findings_and_can_be_taken_back(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    address = f"/review/cases/{code}/findings"
    path = "//form[contains(@action,'/findings')]//input[@name='seen']/@value"
    sent = {"remark.field": "outcomes.1", "remark.text": "Name what one checks.", "findings.price.verdict": "met"}
    seen = desk.page(f"/review/cases/{code}").xpath(path)[0]
    assert desk.reviewer.post(address, data={**desk.form(seen=seen), **sent, "then": "remark"}).status_code == 303
    tree = desk.page(f"/review/cases/{code}")
    assert "Outcome 2 not sent yetName what one checks." in text(tree, "//ul[contains(@class,'remarks')]/li")
    assert tree.xpath("//input[@name='findings.price.verdict' and @value='met' and @checked]")
    number = tree.xpath("//button[@name='settle']/@value")[0]
    desk.reviewer.post(address, data={**desk.form(seen=tree.xpath(path)[0]), "settle": number})
    assert not desk.page(f"/review/cases/{code}").xpath("//ul[contains(@class,'remarks')]")


@pytest.mark.parametrize("address", ["/review/cases/DEMO-0000-0000", "/review/cases/nothing?review=x"])
def test_what_there_is_not_answers_404(desk: Desk, address: str) -> None:
    assert desk.reviewer.get(address).status_code == 404
