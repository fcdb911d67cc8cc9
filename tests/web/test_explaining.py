"""The pages that explain: they say what the program does, in numbers and lists taken from it, and lead on rightly."""

import json
import shlex

import pytest
from flask import Flask

from registry.config import ROOT
from registry.quality import criteria
from registry.search import request, service
from registry.search.document import FIELDS
from registry.search.engines.whoosh.words import WEIGHTS
from registry.search.request import SearchRequest
from registry.web import formats
from tests import builders
from tests.web.reading import links, page, total, words

pytestmark = pytest.mark.one_database

PAGES = (
    "/help", "/about", "/contact", "/legal", "/privacy", "/accessibility", "/rules", "/rules/ranking", "/developers",
    "/places", "/statistics",
)  # fmt: skip
LANGUAGES = ("en", "fr", "de")


def test_every_page_leads_to_those_that_explain(shown: Flask) -> None:
    footer = links(page(shown.test_client(), "/de/offers"), "//footer")
    assert {*(f"/de{address}" for address in PAGES), "/ledger?lang=de"} == set(footer)


@pytest.mark.parametrize(("prefix", "first"), [("", "region"), ("/fr", "région"), ("/de", "Region")])
def test_the_order_is_told_in_short_as_it_is_at_length(shown: Flask, prefix: str, first: str) -> None:
    """A chosen region comes before the words (decision 0032)."""
    client = shown.test_client()
    about = words(page(client, f"{prefix}/about"), "//section[.//h2[@id='order']]//p")
    lead = words(page(client, f"{prefix}/rules/ranking"), "//p[@class='lead']")
    assert first in about
    assert first in lead


def test_old_anchors_of_the_about_page_lead_on(shown: Flask) -> None:
    tree = page(shown.test_client(), "/about")
    for anchor, address in (("checked", "/rules"), ("order", "/rules/ranking"), ("data", "/developers")):
        assert address in links(tree, f"//section[.//h2[@id='{anchor}']]")


def test_the_rules_are_those_of_the_edition_in_force(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, "/rules")
    edition = criteria.editions()[-1]
    shown = {item.get("id"): words(item, ".//h3") for item in tree.xpath("//ol[@class='stackd']/li")}
    assert shown == {criterion.code: criterion.title["en"] for criterion in edition.criteria}
    history = {words(item, ".//p[@class='sm soft']") for item in tree.xpath("//ol[@class='stackd']/li")}
    first = "Since 1 January 2026, edition 2026-1."
    assert history == {first, f"{first} Worded anew 1 September 2026, edition {edition.version}."}
    assert words(page(client, "/fr/rules"), "//h1") == edition.title["fr"]


def test_an_edition_has_an_address_and_an_unknown_one_leads_to_the_present(shown: Flask) -> None:
    client = shown.test_client()
    same = page(client, f"/rules?edition={criteria.editions()[-1].version}")
    assert same.xpath("//link[@rel='canonical']/@href") == ["http://localhost/rules"]
    for asked in ("?edition=1812-1", "?version=1", "?edition="):
        answer = client.get("/rules" + asked)
        assert (answer.status_code, answer.headers["Location"]) == (302, "/rules"), asked


def test_every_criterion_is_explained_in_every_language() -> None:
    explained = criteria.explained()
    codes = {criterion.code for edition in criteria.editions() for criterion in edition.criteria}
    assert set(explained) == codes
    for said in explained.values():
        assert set(said.question) == set(said.evidence) == set(LANGUAGES)


def test_the_history_of_a_criterion_names_the_editions_that_changed_it(monkeypatch: pytest.MonkeyPatch) -> None:
    letter = json.loads((criteria.FOLDER / "2026-1.json").read_text(encoding="utf-8"))
    first = criteria._read(letter)
    same = criteria._read({**letter, "version": "2027-1", "valid_from": "2027-01-01"})
    letter["criteria"][0]["title"] = {"en": "Other words"}
    reworded = criteria._read({**letter, "version": "2028-1", "valid_from": "2028-01-01"})
    monkeypatch.setattr(criteria, "editions", lambda: (first, same, reworded))
    assert [edition.version for edition in criteria.history("provider-identity")] == ["2026-1", "2028-1"]
    assert [edition.version for edition in criteria.history("price")] == ["2026-1"]
    assert criteria.history("unheard-of") == []


def test_the_order_of_results_is_told_with_the_weights_of_the_engine(shown: Flask) -> None:
    tree = page(shown.test_client(), "/rules/ranking")
    told = [words(row, "./td") for row in tree.xpath("//section[@aria-labelledby='weights']//tbody/tr")]
    assert told == [f"{weight:g}" for weight in WEIGHTS]
    assert len(told) == len(FIELDS)


@pytest.mark.parametrize("tag", LANGUAGES)
def test_the_glossary_stands_in_the_order_of_the_alphabet(shown: Flask, tag: str) -> None:
    tree = page(shown.test_client(), "/help" if tag == "en" else f"/{tag}/help")
    entries = json.loads((ROOT / "seeds" / "help" / "glossary.json").read_text(encoding="utf-8"))["entries"]
    rows = tree.xpath("//section[@aria-labelledby='words']//dt")
    assert sorted(row.text_content() for row in rows) == sorted(entry["term"][tag] for entry in entries)
    assert not tree.xpath("//section[@aria-labelledby='words']//*[@lang]")


def test_every_line_for_developers_works_as_it_stands(shown: Flask) -> None:
    client = shown.test_client()
    lines = [line.text_content() for line in page(client, "/developers").xpath("//ol[@class='steps']//code")]
    assert len(lines) == 4
    for line in lines:
        curl, address = shlex.split(line)
        assert curl == "curl"
        answer = client.get(address.removeprefix("http://localhost"))
        assert answer.status_code == 200, line
        assert answer.is_json, line


def test_every_parameter_is_explained(shown: Flask) -> None:
    client = shown.test_client()
    tree = page(client, "/developers")
    rows = tree.xpath("//section[@aria-labelledby='parameters']//tbody/tr")
    assert tuple(words(row, "./th") for row in rows) == request.PARAMETERS
    assert all(cell.text_content().strip() for row in rows for cell in row.xpath("./td"))
    for address in links(tree, "//section[@aria-labelledby='parameters']"):
        assert client.get(address).status_code == 200, address


def test_the_table_of_addresses_lists_the_api_and_nothing_that_is_not_there(shown: Flask) -> None:
    client = shown.test_client()
    code = client.get("/api/v1/offers?per_page=1").get_json()["items"][0]["code"]
    rules = {rule.rule.replace("<int:", "<") for rule in shown.url_map.iter_rules() if rule.rule.startswith("/api/v1/")}
    listed = {one.address.partition("?")[0] for one in formats.FORMATS}
    assert rules <= listed
    for one in formats.FORMATS:
        # what stands before "…" must be given, and "?…" alone stands for what may be
        address = one.address.removesuffix("?…").replace("=…", "=1").replace("<scheme>", "kind")
        answer = client.get(address.replace("<code>", code).replace("<number>", "1"))
        assert answer.status_code == 200, address


def test_the_accessibility_statement_names_whom_to_turn_to(demonstration: Flask) -> None:
    settings = demonstration.config["REGISTRY"]
    tree = page(demonstration.test_client(), "/accessibility")
    assert settings.enforcement in words(tree, "//section[.//h2[@id='enforcement']]")
    assert settings.contact in words(tree, "//section[.//h2[@id='feedback']]")
    order = [heading.get("id") for heading in tree.xpath("//main//h2")]
    assert order == ["status", "missing", "prepared", "feedback", "enforcement"]


def test_the_number_of_guidance_offers_is_what_its_link_shows(demonstration: Flask) -> None:
    client = demonstration.test_client()
    with demonstration.app_context():
        code = service.codes_of(SearchRequest(kind=("guidance",)))[0]
        ruling = {"action": "suspend", "reasons": ["A complaint is open."]}
        builders.ruled(code, ruling)
    shown = total(page(client, "/offers?kind=guidance"))
    assert shown > 1
    for address in ("/contact", "/help", "/offers?q=zzzzzz"):
        link = "//main//a[@href='/offers?kind=guidance']"
        assert words(page(client, address), link).startswith(f"{shown} guidance offers"), address
