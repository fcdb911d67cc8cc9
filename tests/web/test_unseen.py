"""A form that does not say as of when it was made, as only one made by hand, changes nothing: it comes back as it was
sent, without the counter of a state nobody looked at, and is refused until its page is opened anew."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from registry.providers import service as providers
from tests import builders, signing
from tests.review.conftest import Desk as ReviewDesk
from tests.review.test_after_back import answering
from tests.web.provider_desk import Desk

pytestmark = pytest.mark.one_database
ANEW = ("then", "declared")  # what is said with the button, and what is declared anew each time
PRICE = {"prices.0.amount": "130", "start.date": "2027-03-22"}


def hidden(answer: Any, address: str) -> dict[str, Any]:
    """What the forms of a page that are sent to this address hold, without those that only lead elsewhere."""
    tree = html.document_fromstring(answer.get_data(as_text=True))
    own = [one for one in tree.forms if one.get("action") in (None, address) and one.get("method") == "post"]
    assert own, "the form comes back"
    return {name: value for form in own for name, value in form.form_values()}


def refused_again_and_again(client: FlaskClient, address: str, **values: object) -> None:
    for seen in ({}, {"seen": ""}, {"seen": "soon"}):
        given = signing.form("nonce-of-a-form-made-by-hand", **values, **seen)
        answer = client.post(address, data=given)
        for _time in range(2):
            assert answer.status_code == 422, address
            assert "Load the page again" in answer.get_data(as_text=True), address
            back = hidden(answer, address)
            assert "seen" not in back, address
            assert back.items() >= {name: text for name, text in values.items() if name not in ANEW}.items()
            answer = client.post(address, data={**back, **values})


def of_provider(desk: Desk) -> Iterator[tuple[str, dict[str, object]]]:
    code = desk.listed()
    with desk.app.app_context():
        run = catalogue.schedule_run(OPERATOR, code, builders.run_letter())
        place = providers.add_place(OPERATOR, desk.provider, builders.place_values())
        asked = builders.in_review(provider_code=desk.provider)
        builders.quality_service.ask(builders.REVIEWER, asked, builders.seen(asked), "Who assesses?")
        draft = builders.draft(provider_code=desk.provider)
    of, home = f"/publish/offers/{code}", f"/publish/providers/{desk.provider}"
    yield f"/publish/offers/{draft}/topics/basics", {"title.en": "Another title"}
    yield f"/publish/offers/{draft}/check", {"declared": "yes"}
    yield f"/publish/offers/{draft}/translations?to=fr", {"title.fr": "Tableur"}
    yield f"/publish/offers/{draft}/acts/discard", {}
    yield f"/publish/offers/{asked}/remarks", {"answers.n1": "The teacher."}
    yield f"{of}/acts/withdraw", {"reason": "We moved."}
    yield f"{of}/runs/{run}", PRICE
    yield f"{of}/runs/{run}/cancel", {}
    yield f"{of}/runs/{run}/repeat", {"times": "2"}
    yield home, {"name": "Mine", "country": "BE"}
    yield f"{home}/places/{place}", {"name": "Quay 8", "country": "BE"}


def test_no_form_of_a_provider_goes_through_unseen(provider: Desk) -> None:
    for address, values in list(of_provider(provider)):
        refused_again_and_again(provider.client, address, **values)


def test_no_competence_is_looked_for_in_a_form_made_by_hand(provider: Desk) -> None:
    with provider.app.app_context():
        draft = builders.draft(provider_code=provider.provider)
    given = signing.form("nonce-of-a-form-made-by-hand", **{"outcomes.0.title.en": "Keep a budget", "then": "pick:0"})
    answer = provider.client.post(f"/publish/offers/{draft}/topics/outcomes", data=given)
    told = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Load the page again" in told
    assert "Keep a budget" in told, "what was typed is there to copy"
    assert "Send it again" not in told, "it would be refused again"
    assert f'href="/publish/offers/{draft}/topics/outcomes"' in told


@pytest.mark.parametrize("act", ["take", "release"])
def test_no_case_is_taken_or_released_unseen(app: Flask, act: str) -> None:
    desk = ReviewDesk(app)
    code = desk.submitted()
    if act == "release":
        desk.take(code)
    for seen in ({}, {"seen": ""}, {"seen": "x"}):
        given = signing.form("nonce-of-a-form-made-by-hand", **seen)
        answer = desk.reviewer.post(f"/review/cases/{code}/{act}", data=given)
        assert answer.status_code == 422
        assert "Not saved" in answer.get_data(as_text=True)
        assert "Load the page again" in answer.get_data(as_text=True)


def test_a_date_that_is_chosen_without_saying_as_of_when_is_not_chosen(provider: Desk) -> None:
    code = provider.listed()
    with provider.app.app_context():
        run = catalogue.schedule_run(OPERATOR, code, builders.run_letter())
        catalogue.change_run(OPERATOR, run, builders.run_letter(places={"total": 9}), 1)
    address = f"/publish/offers/{code}/runs"
    for chosen, ticked, value in ((run, False, f"{run}:2"), (f"{run}:1", True, f"{run}:1")):
        answer = provider.send(address, runs=chosen, **{"prices.0.amount": "much"})
        assert answer.status_code == 422
        (box,) = html.document_fromstring(answer.text).xpath("//input[@name='runs']")
        assert (box.get("checked") is not None, box.get("value")) == (ticked, value)
    assert provider.send(address, runs=f"{run}:1", **{"prices.0.amount": "110"}).status_code == 409


def test_no_decision_goes_through_unseen(app: Flask) -> None:
    desk = ReviewDesk(app)
    code = desk.submitted()
    desk.take(code)
    for action, said in (("return", {"reasons": "Say more."}), ("ask", {"question": "Who assesses?"}), ("list", {})):
        for then in ("look", "confirm"):
            way = f"/review/cases/{code}/decide?action={action}"
            if (action, then) != ("ask", "look"):
                refused_again_and_again(desk.reviewer, way, then=then, **said)
    words = {"findings.price.verdict": "not-met", "findings.price.words": "The exam costs more."}
    refused_again_and_again(desk.reviewer, f"/review/cases/{code}/findings", then="save", **words)


def test_a_look_at_the_questions_carries_the_state_it_was_asked_in(app: Flask) -> None:
    desk = ReviewDesk(app)
    code = desk.submitted()
    desk.take(code)
    way, seen = f"/review/cases/{code}/decide?action=ask", desk.seen(code)
    looked = desk.reviewer.post(way, data=desk.form(seen=seen - 1, question="Who assesses?", then="look"))
    assert hidden(looked, way)["seen"] == str(seen - 1)
    sent = desk.reviewer.post(way, data={**hidden(looked, way), "then": "confirm"})
    assert sent.status_code == 409


@pytest.mark.parametrize(("standing", "action"), [("unverified", "verify"), ("verified", "suspend")])
def test_nothing_is_decided_of_a_provider_unseen(app: Flask, standing: str, action: str) -> None:
    root = signing.a_client(app, "root@example.org", roles=("admin",))
    with app.app_context():
        code = builders.provider(standing)
        seen = builders.provider_row(code).counter
    way, given = f"/admin/providers/{code}/decide", {"action": action, "basis": "The register has it so."}
    refused_again_and_again(root, way, **given)
    stale = root.post(way, data=signing.form("nonce-of-an-old-page-01", **given, seen=seen - 1))
    assert stale.status_code == 409
    assert hidden(stale, way)["seen"] == str(seen), "it says that something moved on, and shows how it is now"
    with app.app_context():
        assert (builders.provider_row(code).standing, builders.provider_row(code).counter) == (standing, seen)


def test_no_answer_to_an_appeal_is_proposed_unseen(app: Flask) -> None:
    sent = answering(ReviewDesk(app))
    given = {name: sent.form[name] for name in ("action", "reasons")}
    refused_again_and_again(sent.client, sent.address, **given)
    stale = sent.client.post(sent.address, data={**sent.form, "seen": "0"})
    assert stale.status_code == 409
    assert hidden(stale, sent.address)["seen"] == str(sent.form["seen"]), "it says that something moved on"
