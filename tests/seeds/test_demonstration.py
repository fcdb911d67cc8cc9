"""The demonstration as loaded: every state and every state of a run occurs, all of it decided and provable, and a
second loading changes nothing."""

import datetime as dt
import json
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select, text

from registry import config
from registry.app import create_app
from registry.catalogue import lifecycle
from registry.catalogue import queries as catalogue
from registry.catalogue import service as catalogue_service
from registry.catalogue.model import STATES, Offer, Version
from registry.catalogue.runs import STATES as RUN_STATES
from registry.cli import demonstration, seed
from registry.config import ROOT, Settings
from registry.events import queries as events
from registry.events import service as event_service
from registry.kernel import clock
from registry.kernel.actor import OPERATOR, Actor
from registry.kernel.db import db
from registry.kernel.errors import Invalid
from registry.kernel.transaction import transaction
from registry.ledger import queries as ledger
from registry.ledger.verify import verify
from registry.providers import queries as providers
from registry.quality.audit import audit
from registry.quality.model import Decision
from registry.vocabularies import service as vocabularies
from registry.vocabularies.queries import concepts
from tests.conftest import NOW, SAID

EVENT = "policy-event-ila-micro-credentials-2022"
DEMO = ROOT / "seeds" / "demo"
EVENTS = ROOT / "seeds" / "events"


@pytest.fixture
def prepared(ctx: Flask) -> Flask:
    vocabularies.load(ROOT / "seeds" / "vocabularies")
    return ctx


def some(folder: Path, *providers: str) -> Path:
    """A folder with the files of these providers only."""
    folder.mkdir(exist_ok=True)
    for provider in providers:
        (folder / f"{provider}.json").write_text((DEMO / f"{provider}.json").read_text(encoding="utf-8"), "utf-8")
    return folder


def offers_shown() -> int:
    view = events.by_slug(EVENT)
    assert view is not None
    return sum(1 for slot in view.slots for item in slot.showcase if item.offer_code)


@pytest.fixture(scope="module")
def house(engine: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Flask]:
    """One loaded registry for the tests that only look."""
    data, url = tmp_path_factory.mktemp("house") / "data", ""
    kind = "sqlite" if engine == "sqlite" else "postgres"
    shutil.copytree(request.getfixturevalue(f"_{kind}_demonstration"), data)
    if engine == "postgresql":
        url = request.getfixturevalue("_postgres_server").copy("template_demonstration")
    app = create_app(Settings(data_dir=data, secret_key="k" * 40, now=NOW, database_url=url))
    yield app
    with app.app_context():
        for one in db.engines.values():
            one.dispose()
    if url:
        request.getfixturevalue("_postgres_server").drop(url)


@pytest.fixture
def look(house: Flask) -> Iterator[Flask]:
    """The loaded registry in a context of its own; a test that writes takes `seeded`."""
    with house.app_context():
        yield house


def contents() -> dict[str, list[str]]:
    """Every row of every table, for saying that nothing changed."""
    db.session.rollback()
    tables = [table for table in db.metadata.sorted_tables if not table.name.startswith("outbox_delivery")]
    return {table.name: sorted(str(tuple(row)) for row in db.session.execute(select(table))) for table in tables}


def told() -> list[tuple[str, dict[str, Any]]]:
    """(provider's slug, offer's letter) of every offer in the files, in the order of loading."""
    letters = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(DEMO.glob("*.json"))]
    return [(letter["provider"]["slug"], offer) for letter in letters for offer in letter["offers"]]


def code_of(provider: str, key: str) -> str:
    row = providers.by_slug(provider)
    assert row is not None
    return catalogue.held(row.code)[key].code


def test_every_state_of_an_offer_occurs(look: Flask) -> None:
    states = Counter(db.session.scalars(select(Version.state)))
    assert set(states) == set(STATES)
    assert states["listed"] == len(db.session.execute(catalogue.public_offers()).all()) >= 85
    assert db.session.scalar(select(func.count()).select_from(Offer)) == len(told())


def test_every_state_of_a_run_occurs_among_listed_offers(look: Flask) -> None:
    faces = catalogue.faces(list(db.session.scalars(select(Offer.code))))
    runs = [run for face in faces.values() for run in face.runs]
    often = Counter(run.state for run in runs)
    assert set(often) == set(RUN_STATES)
    assert min(often.values()) >= 3, often
    assert sum(run.times.rolling for run in runs) >= 3
    assert sum(len(face.runs) >= 10 for face in faces.values()) >= 3
    prices = [price for run in runs for price in run.letter.get("prices", [])]
    assert any(price["amount"] == 0 for price in prices)
    assert any(price["amount"] > 0 for price in prices)


def test_every_competence_occurs_from_the_first_steps_to_the_hardest_problems(look: Flask) -> None:
    levels: dict[str, set[int]] = {}
    for face in catalogue.faces(list(db.session.scalars(select(Offer.code)))).values():
        for outcome in face.spec.outcomes:
            if outcome.competence and outcome.level:
                levels.setdefault(outcome.competence, set()).add(outcome.level)
    competences = [concept.code for concept in concepts("digcomp") if "." in concept.code]
    assert sorted(levels) == sorted(competences)
    assert len(competences) == 21
    for competence, reached in levels.items():
        assert len(reached) >= 3, competence
        assert reached & {1, 2}, competence
        assert reached & {7, 8}, competence


def test_weekdays_of_dates_and_patterns_agree(look: Flask) -> None:
    week = ("mo", "tu", "we", "th", "fr", "sa", "su")
    for face in catalogue.faces(list(db.session.scalars(select(Offer.code)))).values():
        for run in face.runs:
            days = {day for part in run.letter.get("schedule", {}).get("pattern", []) for day in part["days"]}
            start = run.letter.get("start", {}).get("date")
            if days and start:
                assert week[dt.date.fromisoformat(start).weekday()] in days, (face.code, run.code)


def test_whatever_is_listed_was_decided_and_the_ledger_proves_it(look: Flask) -> None:
    assert verify() == []
    assert audit() == []
    times = list(db.session.scalars(select(Decision.at).order_by(Decision.number)))
    assert times == sorted(times)
    assert times[-1] <= clock.now()
    assert ledger.size() == len(times)
    listed = set(db.session.scalars(select(Decision.subject_code).where(Decision.action == "list")))
    assert set(catalogue.faces(list(db.session.scalars(select(Offer.code))))) <= listed


def test_what_was_only_admitted_is_not_examined(look: Flask) -> None:
    faces = catalogue.faces(list(db.session.scalars(select(Offer.code))))
    unexamined = {code for code, face in faces.items() if not face.examined}
    steps = {code_of(slug, offer["source_key"]): offer["journey"] for slug, offer in told()}
    assert unexamined == {code for code, journey in steps.items() if journey and "admit" in journey[0]}
    assert len(unexamined) >= 3


def test_offers_are_shown_beside_the_agenda(look: Flask) -> None:
    view = events.by_slug(EVENT)
    assert view is not None
    shown = [[item.offer_code for item in slot.showcase if item.offer_code] for slot in view.slots]
    meant: list[list[str | None]] = [[] for _slot in view.slots]
    for slug, offer in told():
        for link in offer.get("shown_at", []):
            meant[link["slot"] - 1].append(code_of(slug, offer["source_key"]))
    assert shown == meant
    assert code_of("abendschule-mosellicht", "tabellen") in shown[1]
    assert code_of("open-latch-collective", "platform-work") in shown[2]


def test_loading_again_changes_nothing(look: Flask) -> None:
    before = contents()
    assert seed.everything(demonstration=True) == []
    assert contents() == before


def test_what_was_changed_since_stays_changed(prepared: Flask, tmp_path: Path) -> None:
    files = some(tmp_path / "demo", "lernwerkstatt-siebenquell")
    seed.events(EVENTS)
    demonstration.load(files)
    code = code_of("lernwerkstatt-siebenquell", "nachweis-alltag")
    with transaction():
        seen = catalogue.for_update(code).counter
    catalogue_service.perform(OPERATOR, code, "discard", seen)
    letter = json.loads((EVENTS / f"{EVENT}.json").read_text(encoding="utf-8"))
    counter = getattr(events.by_slug(EVENT), "counter", None)
    event_service.save(Actor("organiser", second_factor=True), {**letter, "title": {"en": "Renamed"}}, seen=counter)
    before = contents()
    assert seed.events(EVENTS) == []
    assert demonstration.load(files) == (0, 0)
    assert contents() == before


def test_an_offer_added_to_a_file_is_loaded_beside_those_there(prepared: Flask, tmp_path: Path) -> None:
    files = some(tmp_path / "demo", "lernwerkstatt-siebenquell")
    assert demonstration.load(files) == (1, 3)
    path = files / "lernwerkstatt-siebenquell.json"
    letter = json.loads(path.read_text(encoding="utf-8"))
    letter["offers"].append({**letter["offers"][0], "source_key": "tablet"})
    path.write_text(json.dumps(letter), encoding="utf-8")
    assert demonstration.load(files) == (0, 1)
    assert len(catalogue.faces([code_of("lernwerkstatt-siebenquell", "tablet")])) == 1
    assert verify() == []
    assert audit() == []


def test_after_other_decisions_no_past_is_invented(prepared: Flask, tmp_path: Path) -> None:
    demonstration.load(some(tmp_path / "first", "bibliotheque-orlinval"))
    size = ledger.size()
    demonstration.load(some(tmp_path / "second", "abendschule-mosellicht"))
    later = list(db.session.scalars(select(Decision.at).where(Decision.number > size)))
    assert len(later) == 8
    assert all(at == clock.now() for at in later)
    # nobody can have failed to confirm what was listed a moment ago
    states = Counter(db.session.scalars(select(Version.state)))
    assert states == {"listed": 8, "superseded": 1, "discarded": 1}
    assert audit() == []


def test_a_fault_in_the_middle_leaves_nothing(prepared: Flask, tmp_path: Path) -> None:
    letter = json.loads((DEMO / "open-latch-collective.json").read_text(encoding="utf-8"))
    letter["offers"][2]["runs"][0]["mode"] = "by-owl"
    (tmp_path / "faulty.json").write_text(json.dumps(letter), encoding="utf-8")
    before, clock_before = contents(), config.current().now
    with pytest.raises(Invalid):
        demonstration.load(tmp_path)
    assert contents() == before
    assert config.current().now == clock_before


def test_invented_events_come_only_with_the_demonstration_and_come_again_when_they_are_over(
    prepared: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert seed.events(EVENTS) == [EVENT]
    renewed = seed.events(EVENTS, demonstration=True)
    assert len(renewed) == 3
    assert all(slug.startswith("demonstration-") for slug in renewed)
    assert seed.events(EVENTS, demonstration=True) == []
    first = {face.slug: face.start for face in events.listing()}
    later = clock.now() + dt.timedelta(days=120)
    monkeypatch.setattr(clock, "now", lambda: later)
    assert sorted(seed.events(EVENTS, demonstration=True)) == sorted(renewed)
    again = {face.slug: face.start for face in events.listing()}
    assert again.keys() == first.keys(), "coming again, none is there twice"
    assert all(again[slug] > first[slug] for slug in renewed)
    assert again[EVENT] == first[EVENT]


def test_a_changed_file_replaces_an_event_nobody_edited(prepared: Flask, tmp_path: Path) -> None:
    files = some(tmp_path / "demo", "open-latch-collective")
    seed.events(EVENTS)
    demonstration.load(files)
    assert offers_shown() == 2
    letter = json.loads((EVENTS / f"{EVENT}.json").read_text(encoding="utf-8"))
    changed = tmp_path / "events"
    changed.mkdir()
    (changed / "event.json").write_text(json.dumps({**letter, "mode": "blended"}), encoding="utf-8")
    assert seed.events(changed) == [EVENT]
    assert getattr(events.by_slug(EVENT), "mode", None) == "blended"
    assert seed.events(changed) == []
    # its links to offers come back with it
    demonstration.load(files, [EVENT])
    assert offers_shown() == 2


def test_only_actions_of_the_table_lead_here(look: Flask) -> None:
    taken = set(db.session.scalars(text("select distinct action from transition"))) - {"open"}
    assert taken <= set(lifecycle.ACTIONS)
    assert {"take", "ask", "return", "refuse", "suspend", "lapse", "expire", "withdraw", "discard"} <= taken


@pytest.mark.one_database
def test_loading_says_what_was_new(demonstration: Flask) -> None:
    said = (demonstration.config["REGISTRY"].data_dir / SAID).read_text()
    assert f"{len(told())} demonstration offers of {len(list(DEMO.glob('*.json')))} new providers loaded." in said
    again = demonstration.test_cli_runner().invoke(args=["seed", "--demo"])
    assert again.output.splitlines()[-1] == "Nothing new."


def test_the_command_says_it_too(app: Flask) -> None:
    run = app.test_cli_runner().invoke
    assert "loaded." in run(args=["seed"]).output
    assert run(args=["seed"]).output.splitlines()[-1] == "Nothing new."
