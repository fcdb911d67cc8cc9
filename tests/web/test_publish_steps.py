"""What an offer goes through at its provider's desk: submitted, recalled, revised, asked about, appealed for, its dates
changed; by whom, and only for one's own."""

import re

import pytest
from flask import Flask

from tests import builders, signing
from tests.asking import heard
from tests.web.provider_desk import Desk

pytestmark = pytest.mark.one_database


def test_an_offer_is_checked_submitted_once_and_recalled(provider: Desk) -> None:
    code = provider.draft()
    address, seen = f"/publish/offers/{code}/check", provider.of(code).counter
    assert provider.send(address, seen=seen).status_code == 422, "the declaration is missing"
    one = {"seen": seen, "declared": "yes", "nonce": "nonce-of-one-submission"}
    assert [provider.send(address, **one).status_code for _n in range(2)] == [303, 303]
    page = provider.client.get(f"/publish/offers/{code}/status").get_data(as_text=True)
    assert "We have received your offer" in page
    assert f"{code}, version 1" in page
    assert provider.send(f"/publish/offers/{code}/acts/recall", seen=provider.of(code).counter).status_code == 303
    assert provider.of(code).state == "draft"


def test_an_editor_writes_but_does_not_submit(app: Flask) -> None:
    editor = Desk(app, "editor")
    code = editor.draft()
    seen = editor.of(code).counter
    assert editor.send(f"/publish/offers/{code}/check", seen=seen, declared="yes").status_code == 403
    assert editor.send(f"/publish/offers/{code}/topics/basics", seen=seen, **{"title.en": "X"}).status_code == 303


@pytest.mark.promise("P05")
def test_another_providers_offer_is_not_there(provider: Desk) -> None:
    with provider.app.app_context():
        foreign = builders.draft(provider_code=builders.provider(name="Somebody else"))
    missing = "DEMO-0000-0000"
    for end in ("", "/preview", "/check", "/status", "/runs", "/topics/basics", "/acts/discard", "/translations"):
        answers = [provider.client.get(f"/publish/offers/{code}{end}") for code in (foreign, missing)]
        assert [one.status_code for one in answers] == [404, 404]
        assert answers[0].data.replace(foreign.encode(), b"") == answers[1].data.replace(missing.encode(), b"")
    assert provider.send(f"/publish/offers/{foreign}/topics/basics", seen=1, **{"title.en": "x"}).status_code == 404


def test_a_small_change_of_a_listed_offer_goes_live_at_once(provider: Desk) -> None:
    code = provider.listed()
    before = provider.of(code)
    same = {"title.en": "Spreadsheets for everyday work", "languages": "en", "modes": "onsite", "setting": "non-formal"}
    described = {"description.en": "You work on your own examples from the first evening."}
    sent = {**same, **described, "summary.en": "Said better."}
    provider.send(f"/publish/offers/{code}/topics/basics", seen=before.counter, **sent)
    assert "Publish the change at once" in provider.client.get(f"/publish/offers/{code}").get_data(as_text=True)
    assert provider.send(f"/publish/offers/{code}/acts/amend", seen=provider.of(code).counter).status_code == 303
    now = provider.of(code)
    assert (now.state, now.number, now.spec.summary) == ("listed", 2, {"en": "Said better."})


def test_a_heavier_change_waits_and_the_listed_version_stays(provider: Desk) -> None:
    code = provider.listed()
    sent = {"title.en": "Another title", "languages": "en"}
    provider.send(f"/publish/offers/{code}/topics/basics", seen=provider.of(code).counter, **sent)
    page = provider.client.get(f"/publish/offers/{code}").get_data(as_text=True)
    assert "Version 1 stays public" in page
    assert "Publish the change at once" not in page
    assert b"Another title" not in provider.client.get(f"/offers/{code}").data


def test_a_question_is_answered_and_the_case_goes_on(provider: Desk) -> None:
    with provider.app.app_context():
        code = builders.in_review(provider_code=provider.provider)
        builders.quality_service.ask(builders.REVIEWER, code, builders.seen(code), "Who assesses?")
    address = f"/publish/offers/{code}/remarks"
    page = provider.client.get(address).get_data(as_text=True)
    assert "Who assesses?" in page
    name = re.search(r'name="(answers\.n\d+)"', page)
    assert name
    assert provider.send(address, seen=provider.of(code).counter).status_code == 422
    sent = {name[1]: "Our trainers."}
    assert provider.send(address, seen=provider.of(code).counter, **sent).status_code == 303
    assert provider.of(code).state == "in-review"


def test_a_decision_is_appealed_by_criterion(provider: Desk) -> None:
    with provider.app.app_context():
        reasons = {"action": "return", "reasons": ["The level is not plausible."], "criteria": {"level": "not-met"}}
        code = builders.in_review(provider_code=provider.provider)
        number = builders.ruled(code, builders.ruling(**reasons))
    address = f"/publish/offers/{code}/decisions/{number}"
    assert "The level is not plausible." in provider.client.get(address).get_data(as_text=True)
    assert provider.send(address, **{"grounds.level": "It follows the national table."}).status_code == 303
    assert provider.send(address, words="Again").status_code == 409


def test_runs_are_added_repeated_over_a_change_of_clocks_and_changed_together(provider: Desk) -> None:
    code = provider.listed()
    address = f"/publish/offers/{code}/runs"
    letter = {"start.date": "2027-03-22", "start.time": "18:00", "prices.0.amount": "100", "places.total": "12"}
    assert provider.send(address + "/new", **letter).status_code == 303
    first = provider.of(code).runs[0]
    assert first.letter["prices"] == [{"amount": 10000, "currency": "EUR"}]
    double = {"seen": first.counter, "times": "2", "nonce": "nonce-of-one-repetition"}
    for _n in range(2):
        assert provider.send(f"{address}/{first.code}/repeat", **double).status_code == 303
    runs = provider.of(code).runs
    assert [run.letter["start"]["date"] for run in runs] == ["2027-03-22", "2027-03-29", "2027-04-05"]
    assert [run.letter["start"]["time"] for run in runs] == ["18:00"] * 3
    assert [run.times.starts.hour for run in runs if run.times.starts] == [17, 16, 16], "the clocks changed between"
    chosen = {"runs": [f"{run.code}:{run.counter}" for run in runs[:2]], "days": "1", "prices.0.amount": "150"}
    told = provider.send(address, **chosen)
    assert told.status_code == 422
    assert "more than a fifth" in told.get_data(as_text=True)
    assert provider.send(address, **chosen, rise="yes").status_code == 303
    after = {run.code: run.letter for run in provider.of(code).runs}
    assert after[runs[0].code]["start"]["date"] == "2027-03-23"
    assert after[runs[1].code]["prices"][0]["amount"] == 15000
    assert after[runs[2].code]["prices"][0]["amount"] == 10000
    gone = {"seen": provider.of(code).runs[0].counter}
    assert provider.send(f"{address}/{provider.of(code).runs[0].code}/cancel", **gone).status_code == 303
    assert provider.send(address + "/new", **{"start.date": "tomorrow"}).status_code == 422


def test_the_dashboard_asks_no_more_for_more_offers_and_counts_only_ones_own(provider: Desk) -> None:
    provider.draft()
    with provider.app.app_context(), heard() as few:
        provider.client.get("/publish")
    with provider.app.app_context():
        other = builders.provider(name="Somebody else")
        for number in range(6):
            builders.draft(builders.training(title={"en": f"Offer {number}"}), provider.provider)
            builders.draft(builders.training(title={"en": f"Foreign {number}"}), other)
    with provider.app.app_context(), heard() as many:
        page = provider.client.get("/publish?show=drafts").get_data(as_text=True)
    assert len(many) <= len(few)
    assert "Foreign" not in page
    assert re.search(r"Drafts</a> <span>7</span>", page)


def test_a_translation_stands_beside_its_original(provider: Desk) -> None:
    code = provider.draft()
    address = f"/publish/offers/{code}/translations?to=fr"
    sent = {"title.fr": "Tableurs au quotidien", "outcomes.0.title.fr": "Trier une liste"}
    assert provider.send(address, seen=provider.of(code).counter, **sent).status_code == 303
    spec = provider.of(code).spec
    assert spec.title["fr"] == "Tableurs au quotidien"
    assert spec.outcomes[0].title == {"en": "Sort and sum a list", "fr": "Trier une liste"}


def test_a_stranger_is_led_to_join(app: Flask) -> None:
    client = signing.a_client(app, "new@example.org")
    assert client.get("/publish").location.endswith("/publish/join")
    assert client.get("/publish/join").status_code == 200
