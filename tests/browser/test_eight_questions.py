"""What a reader without technical training must be able to say from an offer's page alone: eight questions, put to the
words that are seen on the page of each kind of offer, in each language of the interface."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import Site, Visit

pytestmark = pytest.mark.browser

KINDS = ("training", "guidance", "validation")
# the labels in the box, then the heading or words that begin the answer elsewhere
WORDS = {
    "": {
        "when": ("Starts", "When"),
        "where": ("Where",),
        "how long": ("Work", "How long"),
        "cost": ("Price",),
        "get": ("You receive",),
        "enrol": ("Enrolment",),
        "what": ("What you will be able to do", "What it helps you with", "What you can prove"),
        "who": ("Checked on", "Admitted on"),
        "act": ("Enrol with the provider", "See the provider’s page"),
        "unknown": ("not stated", "ask for a date"),
    },
    "/fr": {
        "when": ("Début", "Quand"),
        "where": ("Où",),
        "how long": ("Temps à prévoir", "Durée"),
        "cost": ("Prix",),
        "get": ("Vous recevez",),
        "enrol": ("Inscription",),
        "what": ("Ce que vous saurez faire", "À quoi cela vous aide", "Ce que vous pouvez prouver"),
        "who": ("Examinée le", "Admise le"),
        "act": ("S’inscrire auprès du prestataire", "Voir la page du prestataire"),
        "unknown": ("non indiqué", "demandez une date"),
    },
    "/de": {
        "when": ("Beginn", "Wann"),
        "where": ("Wo",),
        "how long": ("Aufwand", "Dauer"),
        "cost": ("Preis",),
        "get": ("Sie erhalten",),
        "enrol": ("Anmeldung",),
        "what": ("Was Sie danach können", "Wobei es Ihnen hilft", "Was Sie nachweisen können"),
        "who": ("Geprüft am", "Am "),
        "act": ("Beim Anbieter anmelden", "Zur Seite des Anbieters"),
        "unknown": ("nicht genannt", "fragen Sie nach einem Termin"),
    },
}


def answers(page: Page) -> dict[str, str]:
    """Label to answer, as they are seen in the box."""
    found: dict[str, str] = page.locator(".signal .facts > div").evaluate_all(
        "(all) => Object.fromEntries(all.filter((one) => one.checkVisibility())"
        ".map((one) => [one.children[0].innerText.trim(), one.children[1].innerText.trim()]))"
    )
    return found


def one_of(said: dict[str, str], labels: tuple[str, ...]) -> str:
    return next((said[label] for label in labels if said.get(label)), "")


def can_enrol(page: Page, enrol: str) -> bool:
    """Does the box lead to where one enrols, or to somebody one can write to or call?"""
    button = page.locator(".signal a.btn")
    leads = button.count() == 1 and button.inner_text() == enrol
    return leads or page.locator(".signal a[href^='mailto:'], .signal a[href^='tel:']").count() > 0


@pytest.mark.parametrize("prefix", list(WORDS))
@pytest.mark.parametrize("kind", KINDS)
def test_the_page_alone_answers_eight_questions(site: Site, visit: Visit, kind: str, prefix: str) -> None:
    page, labels = visit(prefix + site.offer(kind=kind, open="now"), 390), WORDS[prefix]
    said, seen = answers(page), page.locator("main").inner_text()
    asked: dict[str, Callable[[], object]] = {
        "what": lambda: page.locator("h1").inner_text() and any(words in seen for words in labels["what"]),
        "when": lambda: one_of(said, labels["when"][:1]) and one_of(said, labels["when"][1:]),
        "where": lambda: one_of(said, labels["where"]),
        "how long": lambda: one_of(said, labels["how long"]),
        "what it costs me": lambda: one_of(said, labels["cost"]),
        "what I get": lambda: one_of(said, labels["get"]),
        "who checked it": lambda: any(page.locator(".seal").inner_text().startswith(who) for who in labels["who"]),
        "how to enrol": lambda: one_of(said, labels["enrol"]) and can_enrol(page, labels["act"][0]),
    }
    assert len(asked) == 8
    assert [question for question, answer in asked.items() if not answer()] == []
    concrete = [one_of(said, labels[name]) for name in ("where", "how long", "cost", "get", "enrol")]
    assert not set(concrete) & set(labels["unknown"]), "the demonstration states them all"


@pytest.mark.parametrize("prefix", list(WORDS))
def test_the_way_to_enrol_is_a_link_that_leads_out(site: Site, visit: Visit, prefix: str) -> None:
    page = visit(prefix + site.offer(kind="training", open="now"), 390)
    button = page.locator(".signal a.btn")
    assert button.inner_text() in WORDS[prefix]["act"]
    assert button.get_attribute("href", timeout=1000) not in ("", None)


def test_on_a_phone_the_facts_come_before_the_long_text_and_lists_are_folded(site: Site, visit: Visit) -> None:
    page = visit(site.offer(credential="micro"), 390)
    box = page.locator(".signal").bounding_box()
    text = page.locator(".tri > div").bounding_box()
    assert box is not None
    assert text is not None
    assert box["y"] + box["height"] <= text["y"]
    assert not page.locator(".elem").first.is_visible()
    page.locator("details.fold > summary").first.click()
    assert page.locator(".elem").first.is_visible()
    wide = visit(site.offer(credential="micro"), 1280)
    assert wide.locator(".elem").first.is_visible()


def test_a_day_is_chosen_by_a_form_without_script(site: Site, visit: Visit) -> None:
    page = visit("/offers/" + site.offer(credential="micro").rpartition("/")[2], 1280, script=False)
    page.locator("#as_of").fill("2000-01-01")
    page.get_by_role("button", name="Show", exact=True).click()
    assert page.locator("h1").inner_text() == "Not in the list on 1 January 2000"
    page.get_by_role("link", name="This offer as it is today").click()
    assert page.locator("#as_of").is_visible()
