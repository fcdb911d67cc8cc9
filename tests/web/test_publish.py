"""The provider's desk through its door: every page answers, forms keep what was typed, stale and doubled forms do no
harm, and what no question asks is never taken."""

import pytest

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from tests import builders
from tests.web.provider_desk import Desk

pytestmark = pytest.mark.one_database


def test_every_page_of_the_desk_answers(provider: Desk) -> None:
    code, listed = provider.draft(), provider.listed()
    with provider.app.app_context():
        run = catalogue.schedule_run(OPERATOR, listed, builders.run_letter())
    topics = [f"topics/{name}" for name in ("basics", "outcomes", "people", "assessment", "enrol")]
    below = (
        "",
        "/preview",
        "/check",
        "/status",
        "/remarks",
        "/translations",
        "/translations?to=de",
        "/runs",
        "/runs/new",
    )
    addresses = ["/publish", "/publish/new", "/publish/join", "/publish/confirm", "/publish?show=listed"]
    addresses += [
        f"/publish/offers/{code}{end}" for end in (*below, *(f"/{topic}" for topic in topics), "/acts/discard")
    ]
    addresses += [f"/publish/offers/{listed}{end}" for end in ("", "/status", "/acts/withdraw", f"/runs/{run}")]
    addresses += [f"/publish/offers/{listed}/runs/{run}/{act}" for act in ("repeat", "cancel")]
    for address in addresses:
        answer = provider.client.get(address)
        assert answer.status_code == 200, (address, answer.location)
        assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("kind", ["guidance", "validation"])
def test_guidance_and_validation_have_topics_of_their_own(provider: Desk, kind: str) -> None:
    with provider.app.app_context():
        code = builders.draft(getattr(builders, kind)(), provider.provider)
    topic = {"guidance": "service", "validation": "procedure"}[kind]
    page = provider.client.get(f"/publish/offers/{code}").get_data(as_text=True)
    assert f"/topics/{topic}" in page
    assert "/topics/outcomes" not in page
    assert provider.client.get(f"/publish/offers/{code}/topics/{topic}").status_code == 200
    assert provider.client.get(f"/publish/offers/{code}/topics/outcomes").status_code == 404


def test_an_offer_is_begun_with_what_the_organisation_says_of_itself(provider: Desk) -> None:
    sent = provider.send(
        "/publish/new", kind="training", title="Tables", language="en", nonce="nonce-of-a-double-click"
    )
    again = provider.send(
        "/publish/new", kind="training", title="Tables", language="en", nonce="nonce-of-a-double-click"
    )
    assert sent.status_code == 303
    assert (again.status_code, again.location) == (303, sent.location), "a double click begins it once"
    asked = provider.send("/publish/new", kind="training", title="Tables", language="en")
    assert "called nearly the same" in asked.get_data(as_text=True), "another form is asked whether it is another offer"
    draft = provider.of(sent.location.rpartition("/")[2])
    assert draft.spec.languages == ("en",)
    assert draft.contact == {"email": "desk@harbour.example"}
    assert provider.send("/publish/new", title="Tables and sums").status_code == 422


def test_a_title_the_provider_has_already_is_asked_about(provider: Desk) -> None:
    provider.draft()
    words = {"kind": "training", "title": "Spreadsheets for everyday work", "language": "en"}
    page = provider.send("/publish/new", **words)
    assert "called nearly the same" in page.get_data(as_text=True)
    assert provider.send("/publish/new", **words, different="It is for beginners").status_code == 303


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(provider: Desk) -> None:
    code = provider.draft()
    address = f"/publish/offers/{code}/topics/outcomes"
    sent = {"outcomes.0.title.en": "Kept as typed", "outcomes.0.minutes": "many", "workload.minutes": "16"}
    page = provider.send(address, seen=provider.of(code).counter, **sent)
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert 'href="#f-outcomes-0-minutes"' in text
    assert 'value="Kept as typed"' in text
    assert 'value="many"' in text


def test_hours_are_kept_as_minutes_and_what_a_form_does_not_ask_stays(provider: Desk) -> None:
    outcome = {"title": {"en": "Sum a list", "fr": "Additionner"}, "competence": "1.3", "level": 4, "minutes": 60}
    code = provider.draft(outcomes=[outcome])
    address = f"/publish/offers/{code}/topics/outcomes"
    sent = {"outcomes.0.was": "0", "outcomes.0.title.en": "Sum lists", "outcomes.0.minutes": "1.5", "eqf": "none"}
    answer = provider.send(address, seen=provider.of(code).counter, then="next", **sent)
    assert answer.location.endswith("/topics/people")
    spec = provider.of(code).spec
    assert spec.outcomes[0].title == {"en": "Sum lists", "fr": "Additionner"}
    assert spec.outcomes[0].minutes == 90
    assert spec.outcomes[0].competence is None, "what was emptied is empty"
    assert spec.eqf == "none"


def test_rows_come_and_go_without_saving_anything(provider: Desk) -> None:
    code = provider.draft()
    address, seen = f"/publish/offers/{code}/topics/outcomes", provider.of(code).counter
    sent = {"outcomes.0.title.en": "Clean up data", "outcomes.1.title.en": "Second"}
    more = provider.send(address, seen=seen, then="add:outcomes", **sent).get_data(as_text=True)
    assert 'name="outcomes.2.title.en"' in more
    assert "Clean up data" in more
    less = provider.send(address, seen=seen, then="remove:outcomes:0", **sent).get_data(as_text=True)
    assert "Clean up data" not in less
    assert "Second" in less
    assert provider.of(code).counter == seen


def test_a_competence_is_suggested_and_never_set_by_itself(provider: Desk) -> None:
    code = provider.draft()
    address, seen = f"/publish/offers/{code}/topics/outcomes", provider.of(code).counter
    sent = {"outcomes.0.title.en": "Managing data, information and digital content"}
    page = provider.send(address, seen=seen, then="add:outcomes", **sent).get_data(as_text=True)
    assert 'value="take:0:1.3"' in page
    assert '<option value="1.3" selected' not in page
    taken = provider.send(address, seen=seen, then="take:0:1.3", **sent).get_data(as_text=True)
    assert '<option value="1.3" selected' in taken


def test_a_competence_is_found_by_words_and_by_the_tree(provider: Desk) -> None:
    code = provider.draft()
    address, seen = f"/publish/offers/{code}/topics/outcomes", provider.of(code).counter
    sent = {"outcomes.0.title.en": "Keep a password safe"}
    tree = provider.send(address, seen=seen, then="pick:0", **sent).get_data(as_text=True)
    assert 'value="5.4"' in tree
    assert 'value="Keep a password safe"' in tree
    found = provider.send(address, seen=seen, then="pick:0", **sent, **{"pick.words": "netiquette"}).get_data(
        as_text=True
    )
    assert 'value="2.5"' in found
    assert 'value="5.4"' not in found
    back = provider.send(address, seen=seen, then="use:0", **sent, **{"pick.competence": "4.1", "pick.level": "3"})
    text = back.get_data(as_text=True)
    assert '<option value="4.1" selected' in text
    assert '<option value="3" selected' in text


def test_a_stale_form_shows_both_values_and_what_is_chosen_is_saved(provider: Desk) -> None:
    code = provider.draft()
    address, seen = f"/publish/offers/{code}/topics/basics", provider.of(code).counter
    asked = {"description.en": "Evenings.", "languages": "en", "modes": "onsite"}
    assert provider.send(address, seen=seen, **asked, **{"title.en": "Theirs"}).status_code == 303
    page = provider.send(address, seen=seen, **asked, **{"title.en": "Mine", "summary.en": "My summary"})
    text = page.get_data(as_text=True)
    assert page.status_code == 409
    assert "Mine" in text
    assert "Theirs" in text
    now = provider.of(code).counter
    sent = {"title.en": "Mine", "summary.en": "My summary", "choose.title.en": "theirs", "choose.summary.en": "yours"}
    assert provider.send(address, seen=now, **asked, **sent).status_code == 303
    assert provider.of(code).spec.title == {"en": "Theirs"}
    assert provider.of(code).spec.summary == {"en": "My summary"}


def test_the_same_form_sent_twice_is_no_conflict(provider: Desk) -> None:
    code = provider.draft()
    address, seen = f"/publish/offers/{code}/topics/basics", provider.of(code).counter
    sent = {"title.en": "Once", "languages": "en"}
    assert [provider.send(address, seen=seen, **sent).status_code for _n in range(2)] == [303, 303]


def test_the_script_is_told_what_was_saved(provider: Desk) -> None:
    code = provider.draft()
    address, seen = f"/publish/offers/{code}/topics/basics", provider.of(code).counter
    saved = provider.send(address, seen=seen, then="auto", **{"title.en": "By itself", "languages": "en"})
    assert saved.get_json()["seen"] == provider.of(code).counter
    stale = provider.send(address, seen=seen, then="auto", **{"title.en": "Stale", "languages": "en"})
    assert stale.status_code == 409


FORGED = ("kind", "language", "raw", "state", "counter", "provider_code", "source_key", "outcomes.0.esco", "examined")


@pytest.mark.promise("P06")
@pytest.mark.parametrize("name", FORGED)
def test_what_no_question_asks_is_never_taken(provider: Desk, name: str) -> None:
    code = provider.draft()
    before = provider.of(code)
    sent = {"title.en": "Spreadsheets", "languages": "en", name: "forged"}
    answer = provider.send(f"/publish/offers/{code}/topics/basics", seen=before.counter, **sent)
    assert answer.status_code == 303
    content = {**before.spec.to_content(), **provider.of(code).spec.to_content()}
    assert "forged" not in str(content)
