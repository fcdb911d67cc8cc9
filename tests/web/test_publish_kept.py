"""Nothing typed at the provider's desk is lost: every form there is, found on its own page, filled and sent stale,
without its counter or nonce, with a token of yesterday, signed out, and after the offer moved on. What comes back is
saved, or holds every word, and what holds it can be sent again."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from lxml import html

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from registry.providers import service as providers
from tests import builders, signing
from tests.web.provider_desk import Desk

pytestmark = pytest.mark.one_database
OURS = {"Sec-Fetch-Site": "same-origin"}
WRITABLE = "//form[@method='post' and not(contains(@action, 'logout'))]"


@dataclass
class Typed:
    """One form of a page: where it goes, what it sends, and the words that were typed into it."""

    action: str
    values: dict[str, Any]
    words: list[str] = field(default_factory=list)


def typed(address: str, form: Any) -> Typed:
    """The form as a person would fill it: words in every field for words, boxes ticked."""
    found = Typed(form.get("action") or address, {})
    for node in form.xpath(".//input[@name] | .//textarea[@name] | .//select[@name]"):
        name, kind = node.get("name"), node.get("type", node.tag)
        if kind in ("textarea", "text") and not node.get("inputmode"):
            word = f"Typed <b>word</b> {len(found.words)} & more"
            found.words.append(word)
            found.values[name] = word
        elif kind == "email":
            found.values[name] = "typed@words.example"
            found.words.append("typed@words.example")
        elif kind in ("radio", "checkbox"):
            if node.get("checked") is not None or kind == "checkbox":
                found.values.setdefault(name, []).append(node.get("value"))
        elif kind == "select":
            chosen = node.xpath("./option[@selected]/@value") or node.xpath(".//option[@value!='']/@value")
            found.values[name] = chosen[0] if chosen else ""
        else:
            found.values[name] = node.get("value", "")
    return found


def shown(answer: Any) -> str:
    """All words of a page, those in its fields as well."""
    tree = html.document_fromstring(answer.get_data(as_text=True))
    return " ".join([*tree.xpath("//main//text()"), *tree.xpath("//main//@value")])


def forms_of(provider: Desk, address: str) -> Iterator[Typed]:
    answer = provider.client.get(address)
    assert answer.status_code == 200, (address, answer.location)
    tree = html.document_fromstring(answer.get_data(as_text=True))
    for form in tree.xpath(WRITABLE):
        found = typed(address, form)
        if found.words:
            yield found


def addresses(provider: Desk) -> list[str]:
    """Every page of the desk on which one writes words."""
    with provider.app.app_context():
        own = provider.provider
        place = providers.add_place(OPERATOR, own, builders.place_values())
        asked = builders.in_review(provider_code=own)
        builders.quality_service.ask(builders.REVIEWER, asked, builders.seen(asked), "Who assesses?")
        returned = builders.in_review(builders.guidance(), own)
        number = builders.ruled(
            returned, builders.ruling("guidance", action="return", reasons=["Say more."], criteria={})
        )
        code, listed = builders.draft(builders.training(), own), builders.decided(builders.validation(), own)
        run = catalogue.schedule_run(OPERATOR, listed, builders.run_letter())
    offer = f"/publish/offers/{code}"
    public = f"/publish/offers/{listed}"
    topics = [f"{offer}/topics/{name}" for name in ("basics", "outcomes", "people", "assessment", "enrol")]
    others = [f"{public}/topics/procedure", f"/publish/offers/{returned}/topics/service"]
    talks = [f"/publish/offers/{asked}/remarks", f"/publish/offers/{returned}/decisions/{number}"]
    runs = [f"{public}/runs", f"{public}/runs/new", f"{public}/runs/{run}"]
    own_pages = [f"/publish/providers/{own}{end}" for end in ("", "/members", "/places/new", f"/places/{place}")]
    more = ["/publish/new", "/publish/join", f"{offer}/translations?to=fr", f"{public}/acts/withdraw"]
    return [*topics, *others, *talks, *runs, *own_pages, *more]


def stale(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "seen": "0"} if "seen" in values else values


def without(name: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    return lambda values: {key: value for key, value in values.items() if key != name}


def with_another_token(values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "csrf_token": "a-token-of-yesterday"}


WAYS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "stale": stale,
    "no counter": without("seen"),
    "no nonce": without("nonce"),
    "old token": with_another_token,
}


@pytest.mark.parametrize("way", [*WAYS, "signed out"])
def test_no_form_of_the_desk_loses_what_was_typed(provider: Desk, way: str) -> None:
    tried = 0
    for address in addresses(provider):
        for form in forms_of(provider, address):
            client = provider.app.test_client() if way == "signed out" else provider.client
            values = WAYS.get(way, dict)(form.values)
            answer = client.post(form.action, data=values, headers=OURS)
            tried += 1
            assert answer.status_code in (200, 303, 403, 409, 422), (address, answer.status_code)
            assert answer.status_code != 303 or way not in ("old token", "signed out"), address
            if answer.status_code != 303:
                page = shown(answer)
                assert [word for word in form.words if word not in page] == [], (address, answer.status_code)
    assert tried > 18


def test_what_a_refusal_kept_is_sent_again_by_its_button(provider: Desk) -> None:
    code = provider.draft()
    address = f"/publish/offers/{code}/topics/basics"
    sent = {"seen": provider.of(code).counter, "title.en": "Long\r\nthought over", "languages": ["en", "fr"]}
    refused = provider.client.post(address, data={**sent, "csrf_token": "old"}, headers=OURS)
    assert refused.status_code == 403
    tree = html.document_fromstring(refused.get_data(as_text=True))
    again = typed(address, tree.xpath("//main//form")[0])
    assert again.action == address
    assert provider.client.post(again.action, data=again.values, headers=OURS).status_code == 303
    spec = provider.of(code).spec
    assert spec.title["en"].split() == ["Long", "thought", "over"]
    assert spec.languages in (("en",), ("fr",), ("en", "fr"))


def test_another_site_has_nothing_of_its_own_shown(provider: Desk) -> None:
    code = provider.draft()
    values = {"title.en": "Words of another site", "csrf_token": "guessed", "seen": 1}
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://other.example"}, {}):
        answer = provider.client.post(f"/publish/offers/{code}/topics/basics", data=values, headers=headers)
        assert answer.status_code == 403
        assert "Words of another site" not in answer.get_data(as_text=True)


def test_a_stale_date_shows_both_values_and_what_is_chosen_is_saved(provider: Desk) -> None:
    code = provider.listed()
    with provider.app.app_context():
        run = catalogue.schedule_run(OPERATOR, code, builders.run_letter())
    address, seen = f"/publish/offers/{code}/runs/{run}", provider.of(code).runs[0].counter
    same = {"start.date": "2027-01-11", "start.time": "18:00", "end.date": "2027-02-10", "mode": "onsite"}
    theirs = {**same, "language": "en", "places.total": "20", "prices.0.amount": "120"}
    assert provider.send(address, seen=seen, **theirs).status_code == 303
    mine = {**same, "language": "en", "places.total": "9", "location_text": "Red door"}
    answer = provider.send(address, seen=seen, **{**mine, "prices.0.amount": "120"})
    assert answer.status_code == 409
    page = shown(answer)
    assert all(word in page for word in ("Red door", "20", "9"))
    form = html.document_fromstring(answer.get_data(as_text=True)).xpath("//main//form")[0]
    values = typed(address, form).values
    kept = {**values, "choose.places.total": "theirs", "choose.location_text": "yours"}
    assert provider.client.post(form.get("action"), data={**kept, "then": "back"}).status_code == 303
    letter = provider.of(code).runs[0].letter
    assert (letter["places"]["total"], letter["location_text"]) == (20, "Red door")
    assert provider.send(address, seen=seen, **{**theirs, "location_text": "Red door"}).status_code == 303, "it stands"


def test_a_stale_translation_shows_both_values_and_is_saved(provider: Desk) -> None:
    code = provider.draft()
    address, seen = f"/publish/offers/{code}/translations?to=fr", provider.of(code).counter
    assert provider.send(address, seen=seen, **{"title.fr": "Le leur"}).status_code == 303
    answer = provider.send(address, seen=seen, **{"title.fr": "Le mien", "summary.fr": "Court"})
    assert answer.status_code == 409
    assert all(word in shown(answer) for word in ("Le leur", "Le mien", "Court"))
    form = html.document_fromstring(answer.get_data(as_text=True)).xpath("//main//form")[0]
    values = {**typed(address, form).values, "choose.title.fr": "theirs"}
    assert provider.client.post(form.get("action"), data=values).status_code == 303
    spec = provider.of(code).spec
    assert (spec.title["fr"], (spec.summary or {})["fr"]) == ("Le leur", "Court")


def test_dates_changed_together_are_told_when_one_moved_on(provider: Desk) -> None:
    code = provider.listed()
    with provider.app.app_context():
        run = catalogue.schedule_run(OPERATOR, code, builders.run_letter())
        catalogue.change_run(OPERATOR, run, builders.run_letter(places={"total": 3}), 1)
    chosen = {"runs": f"{run}:1", "days": "7", "places.total": "11"}
    answer = provider.send(f"/publish/offers/{code}/runs", **chosen)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert f'value="{run}:2" checked' in text
    assert 'value="11"' in text
    assert provider.send(f"/publish/offers/{code}/runs", **{**chosen, "runs": f"{run}:2"}).status_code == 303


def test_what_was_submitted_meanwhile_keeps_what_is_typed(provider: Desk) -> None:
    code = provider.draft()
    seen = provider.of(code).counter
    with provider.app.app_context():
        catalogue.perform(OPERATOR, code, "submit", seen)
    sent = {"title.en": "Thought over", "languages": "en"}
    for counter in (seen, provider.of(code).counter):
        answer = provider.send(f"/publish/offers/{code}/topics/basics", seen=counter, **sent)
        assert answer.status_code == 409
        assert "Thought over" in shown(answer)
    assert provider.of(code).spec.title["en"] != "Thought over"


def test_a_form_sent_again_with_other_words_is_another_form(provider: Desk) -> None:
    code = provider.listed()
    address, one = f"/publish/offers/{code}/runs/new", "nonce-of-a-form-gone-back-to"
    for day in ("2027-03-22", "2027-03-22", "2027-03-29"):
        assert provider.send(address, nonce=one, **{"start.date": day}).status_code == 303
    dates = [run.letter["start"]["date"] for run in provider.of(code).runs]
    assert dates == ["2027-03-22", "2027-03-29"], "a double click is one, going back and changing it another"


def test_a_busy_database_loses_nothing(app: Flask, provider: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from sqlalchemy.exc import OperationalError

    from registry.web.publish import writing

    def busy(*_given: object) -> int:
        import sqlite3

        raise OperationalError("update", {}, sqlite3.OperationalError("database is locked"))

    code = provider.draft()
    monkeypatch.setattr(writing, "save", busy)
    sent = {"seen": provider.of(code).counter, "title.en": "Kept through a lock", "csrf_token": signing.CSRF}
    answer = provider.client.post(f"/publish/offers/{code}/topics/basics", data=sent, headers=OURS)
    assert answer.status_code == 503
    assert "Kept through a lock" in shown(answer)


HOSTILE = ("\x00", "9" * 400, "²", "-1", "1e999", "\u202e\ufffe", "x" * 60_000, "';--", "{{ 7 * 7 }}", "../../etc")
STRANGE = {
    "outcomes.999999.title.en": "x", "outcomes.x.title": "x", "answers": "x", "answers.n99999999999999999999": "x",
    "n1.was": "x", "title": "x", "choose": "x", "choose.title.en": "neither", "runs": "DEMO-0000-0000:99999999999",
    "places.total.more": "x", "start": "x", "prices.0": "x", "then": "pick:999999", "offers": "\x00",
}  # fmt: skip


def test_nothing_sent_to_a_form_breaks_it(provider: Desk) -> None:
    for number, address in enumerate(addresses(provider)):
        for form in forms_of(provider, address):
            for way in range(3):
                hostile = HOSTILE[(number + way * 3) % len(HOSTILE)]
                values = {name: hostile for name in form.values if name not in ("csrf_token", "nonce", "seen")}
                kept = {name: form.values[name] for name in ("csrf_token", "nonce", "seen") if name in form.values}
                answer = provider.client.post(form.action, data={**(STRANGE if way else {}), **values, **kept})
                assert answer.status_code < 500, (address, hostile)
    for name, value in STRANGE.items():
        answer = provider.client.post("/publish/confirm", data=signing.form(**{name: value}))
        assert answer.status_code < 500, name
