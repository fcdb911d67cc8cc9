"""Three stories from end to end: an adult finds an offer, a decision lists one, a feed comes in. The worker takes one
turn where in service it would run by itself."""

import json
import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import text

from registry import worker
from registry.catalogue import queries as catalogue
from registry.catalogue import service as writing
from registry.kernel.actor import OPERATOR, Actor
from registry.kernel.db import db
from registry.ledger import verify
from registry.quality import audit
from registry.quality import service as quality
from tests import builders

SAMPLES = Path(__file__).resolve().parents[2] / "seeds" / "samples"


def links(html: str) -> list[str]:
    """Every address of a page."""
    return [address.replace("&amp;", "&") for address in re.findall(r'href="([^"]+)"', html)]


def test_an_adult_finds_an_offer_and_where_to_enrol(demonstration: Flask) -> None:
    visitor = demonstration.test_client()
    home = visitor.get("/").get_data(as_text=True)
    assert re.search(r'<form[^>]+action="/offers"', home)
    found = visitor.get("/offers?q=spreadsheets").get_data(as_text=True)
    offers = [address for address in links(found) if re.fullmatch(r"/offers/DEMO-\w{4}-\w{4}", address)]
    assert offers, "the search finds nothing"
    page = visitor.get(offers[0]).get_data(as_text=True)
    assert any(address.startswith("https://") and ".example" in address for address in links(page)), "no way to enrol"
    assert "/decisions/" in page, "who checked it cannot be read"
    assert visitor.get(offers[0].lower().replace("/demo", "/demo")).status_code in (200, 301)


def test_the_same_search_speaks_the_readers_language(demonstration: Flask) -> None:
    visitor = demonstration.test_client()
    totals = {}
    for prefix, word in (("", "spreadsheet"), ("/fr", "tableur"), ("/de", "Tabelle")):
        answer = visitor.get(f"{prefix}/offers?q={word}", follow_redirects=True)
        assert answer.status_code == 200
        totals[prefix] = visitor.get(f"/api/v1/offers?q={word}").get_json()["total"]
    assert all(totals.values()), "a query in one language finds offers tagged with the competence in another"


@pytest.mark.promise("P04")
@pytest.mark.promise("P05")
def test_a_decision_lists_an_offer_and_another_takes_it_from_sight(app: Flask) -> None:
    visitor = app.test_client()
    with app.app_context():
        provider = builders.vetted_provider()
        code = writing.start(OPERATOR, provider, builders.training(title={"en": "Zebrafish for beginners"}))
    assert visitor.get(f"/offers/{code}").status_code == 404
    with app.app_context():
        writing.perform(OPERATOR, code, "submit", builders.seen(code))
        reviewer = Actor("reviewer", ref="r-1", second_factor=True)
        quality.take(reviewer, code, builders.seen(code))
        number = quality.decide(reviewer, code, builders.ruling(), builders.seen(code))
    assert visitor.get(f"/offers/{code}").status_code == 200
    decision = visitor.get(f"/decisions/{number}").get_data(as_text=True)
    assert "Zebrafish for beginners" in decision
    early = visitor.get("/api/v1/offers?q=zebrafish")
    assert early.status_code == 503, "no number is told before there is an index"
    with app.app_context():
        worker.once()
    assert visitor.get("/api/v1/offers?q=zebrafish").get_json()["total"] == 1
    with app.app_context():
        ruling = builders.ruling(action="suspend", reasons=["The provider does not answer."])
        builders.ruled(code, ruling, Actor("admin", ref="a-1", second_factor=True))
    assert visitor.get(f"/offers/{code}").status_code == 410
    late = visitor.get("/api/v1/offers?q=zebrafish").get_json()
    assert late["items"] == [], "a stale index must not show what is suspended"
    with app.app_context():
        assert verify.verify() == []
        assert audit.audit() == []


def test_a_feed_comes_in_by_the_command_line(app: Flask) -> None:
    runner = app.test_cli_runner()
    feed = str(SAMPLES / "xcri-1.2.xml")
    tables = ("provider", "place", "offer", "version", "run", "outbox_change", "ledger_entry", "import_")

    def rows() -> dict[str, int]:
        with app.app_context():
            return {name: db.session.scalar(text(f"SELECT count(*) FROM {name}")) for name in tables}

    empty = rows()
    plan = runner.invoke(args=["import", feed, "--provider", "harbour", "--json"])
    assert plan.exit_code == 0, plan.output
    assert json.loads(plan.stdout)["new"] == 3
    assert rows() == empty
    applied = runner.invoke(
        args=["import", feed, "--provider", "harbour", "--apply", "--publish", "--basis", "tour", "--json"]
    )
    assert applied.exit_code == 0, applied.output
    told = json.loads(applied.stdout)
    assert (told["new"], told["refused"], told["problems"]) == (3, 0, [])
    assert rows()["ledger_entry"] == 4, applied.output
    with app.app_context():
        worker.once()
        codes = list(catalogue.stamps())
        assert len(codes) == 3
    visitor = app.test_client()
    assert visitor.get("/api/v1/offers?provider=harbour").get_json()["total"] == 3
    for code in codes:
        page = visitor.get(f"/offers/{code}")
        assert page.status_code == 200
        assert "/decisions/" in page.get_data(as_text=True)
    after = rows()
    again = runner.invoke(args=["import", feed, "--provider", "harbour", "--apply", "--json"])
    assert json.loads(again.stdout)["unchanged"] == 3
    assert {**rows(), "import_": 0} == {**after, "import_": 0}
    checked = runner.invoke(args=["ledger", "verify", "--full"])
    assert checked.exit_code == 0, checked.output


def test_a_broken_feed_changes_nothing_and_names_its_line(app: Flask, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xml"
    broken.write_text((SAMPLES / "xcri-1.2.xml").read_text().replace("</catalog>", "</catalogue>"))
    answer = app.test_cli_runner().invoke(args=["import", str(broken), "--provider", "harbour", "--apply", "--json"])
    assert answer.exit_code == 1
    told = json.loads(answer.stdout)
    assert told["problems"][0]["line"] == len(broken.read_text().splitlines())
    with app.app_context():
        assert db.session.scalar(text("SELECT count(*) FROM provider")) == 0
