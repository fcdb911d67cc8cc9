"""Loading lists into the database and asking for them: all or nothing, nothing ever lost, seen by every process."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event, update

from registry.config import ROOT
from registry.kernel.db import db
from registry.kernel.errors import Invalid
from registry.kernel.transaction import transaction
from registry.vocabularies import queries, service
from registry.vocabularies.model import Scheme

SEEDS = ROOT / "seeds" / "vocabularies"


def fruit(*concepts: dict[str, Any], **head: Any) -> dict[str, Any]:
    """A list that is right."""
    return {
        "scheme": "fruit", "uri": None, "title": {"en": "Fruit", "fr": "Fruits"}, "source": "A test",
        "licence": "none", "version": "1", "concepts": list(concepts) or [apple(), pear()],
    } | head  # fmt: skip


def apple(**changes: Any) -> dict[str, Any]:
    return {"code": "apple", "uri": None, "label": {"en": "Apple", "fr": "Pomme"}, "ours": ["en", "fr"]} | changes


def pear(**changes: Any) -> dict[str, Any]:
    return {"code": "pear", "uri": "http://example.org/pear", "label": {"en": "Pear", "fr": "Poire"}} | changes


def store(directory: Path, document: dict[str, Any], name: str = "fruit.json") -> Path:
    (directory / name).write_text(json.dumps(document), encoding="utf-8")
    return directory


@contextmanager
def statements() -> Iterator[list[str]]:
    """The SQL sent to the database inside the block."""
    seen: list[str] = []
    engines = list(db.engines.values())

    def note(_connection: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if not sql.startswith(("BEGIN", "PRAGMA")):
            seen.append(sql)

    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


def test_a_list_is_loaded_in_the_order_of_its_file(ctx: Flask, tmp_path: Path) -> None:
    assert service.load(store(tmp_path, fruit(pear(), apple()))) == {"fruit": 2}
    assert [row.code for row in queries.concepts("fruit")] == ["pear", "apple"]
    assert queries.concept("fruit", "apple") == queries.ConceptRow(
        "fruit", "apple", None, {"en": "Apple", "fr": "Pomme"}, {}, {}, None, {}, ["en", "fr"]
    )


def test_loading_the_same_files_again_costs_one_question(ctx: Flask, tmp_path: Path) -> None:
    store(tmp_path, fruit())
    service.load(tmp_path)
    with statements() as seen:
        assert service.load(tmp_path) == {}
    assert len(seen) == 1


def test_all_lists_of_the_registry_load_and_load_again_without_change(ctx: Flask) -> None:
    service.load(SEEDS)
    with statements() as seen:
        assert service.load(SEEDS) == {}
    assert len(seen) == 1
    assert {scheme.code for scheme in queries.schemes()} >= {path.stem for path in SEEDS.glob("*.json")}
    assert len(queries.concepts("isced-f")) == 220


def test_a_changed_file_changes_what_differs(ctx: Flask, tmp_path: Path) -> None:
    service.load(store(tmp_path, fruit()))
    assert service.load(store(tmp_path, fruit(pear(label={"en": "Pear", "fr": "La poire"}), apple()))) == {"fruit": 2}
    assert queries.label("fruit", "pear", "fr") == "La poire"
    assert [row.code for row in queries.concepts("fruit")] == ["pear", "apple"]


def test_a_concept_that_left_its_file_is_kept_and_deprecated(ctx: Flask, tmp_path: Path) -> None:
    service.load(store(tmp_path, fruit()))
    service.load(store(tmp_path, fruit(apple())))
    assert [row.code for row in queries.concepts("fruit")] == ["apple"]
    gone = queries.concept("fruit", "pear")
    assert gone is not None
    assert gone.deprecated
    assert gone.label["fr"] == "Poire"
    assert queries.unknown([("fruit", "pear")]) == []


def test_a_deprecated_concept_that_comes_back_is_current_again(ctx: Flask, tmp_path: Path) -> None:
    for document in (fruit(), fruit(apple()), fruit()):
        service.load(store(tmp_path, document))
    assert [row.code for row in queries.concepts("fruit")] == ["apple", "pear"]


def test_unknown_names_what_no_list_has(ctx: Flask, tmp_path: Path) -> None:
    service.load(store(tmp_path, fruit()))
    pairs = [("fruit", "apple"), ("fruit", "stone"), ("stones", "apple")]
    assert queries.unknown(pairs) == [("fruit", "stone"), ("stones", "apple")]
    assert queries.concept("fruit", "stone") is None
    assert queries.concepts("stones") == []


def test_a_label_falls_back_to_the_plain_language_then_english_then_the_code(ctx: Flask, tmp_path: Path) -> None:
    service.load(store(tmp_path, fruit(apple(short={"en": "Red one"}))))
    assert queries.label("fruit", "apple", "fr") == "Pomme"
    assert queries.label("fruit", "apple", "fr-BE") == "Pomme"
    assert queries.label("fruit", "apple", "nl") == "Apple"
    assert queries.label("fruit", "plum", "nl") == "plum"


def test_an_everyday_name_falls_back_to_the_label(ctx: Flask, tmp_path: Path) -> None:
    service.load(store(tmp_path, fruit(apple(short={"en": "Red one", "fr": "La rouge"}), pear())))
    assert queries.short("fruit", "apple", "fr") == "La rouge"
    assert queries.short("fruit", "pear", "fr") == "Poire"
    assert queries.short("fruit", "plum", "fr") == "plum"


def test_a_proper_name_is_the_same_in_every_language_of_its_list(ctx: Flask, tmp_path: Path) -> None:
    service.load(store(tmp_path, fruit(apple(label="Boskoop"))))
    assert queries.concept("fruit", "apple").label == {"en": "Boskoop", "fr": "Boskoop"}  # type: ignore[union-attr]  # loaded


def test_what_another_process_loads_is_seen_after_a_moment(
    ctx: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    service.load(store(tmp_path, fruit()))
    assert queries.label("fruit", "pear", "en") == "Pear"
    monkeypatch.setattr(queries, "forget", lambda: None)  # as if the load happened elsewhere
    service.load(store(tmp_path, fruit(apple(), pear(label={"en": "A pear", "fr": "Poire"}))))
    assert queries.label("fruit", "pear", "en") == "Pear"
    monkeypatch.setattr(queries, "_LOOK_AGAIN", 0)
    assert queries.label("fruit", "pear", "en") == "A pear"


def test_questions_in_between_do_not_go_to_the_database(ctx: Flask, tmp_path: Path) -> None:
    service.load(store(tmp_path, fruit()))
    queries.label("fruit", "pear", "en")
    with statements() as seen:
        for _ in range(50):
            queries.label("fruit", "apple", "fr")
            queries.unknown([("fruit", "pear")])
    assert seen == []


def test_a_load_that_is_undone_leaves_no_trace(ctx: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store(tmp_path, fruit())
    monkeypatch.setattr(queries, "_LOOK_AGAIN", 0)
    with pytest.raises(RuntimeError, match="change of mind"), transaction():
        service.load(tmp_path)
        assert queries.concept("fruit", "apple") is not None
        raise RuntimeError("change of mind")
    assert queries.concept("fruit", "apple") is None
    assert service.load(tmp_path) == {"fruit": 2}


def test_the_generation_of_a_list_grows_only_when_it_changes(ctx: Flask, tmp_path: Path) -> None:
    for document in (fruit(), fruit(), fruit(apple())):
        service.load(store(tmp_path, document))
    assert db.session.get_one(Scheme, "fruit").generation == 2


def test_one_broken_file_stops_all(ctx: Flask, tmp_path: Path) -> None:
    store(tmp_path, fruit())
    store(tmp_path, fruit(scheme="vegetable") | {"title": {}}, "vegetable.json")
    with pytest.raises(Invalid) as refused:
        service.load(tmp_path)
    assert "title" in refused.value.errors["vegetable.json"]
    assert queries.scheme("fruit") is None


@pytest.mark.parametrize(
    ("concepts", "concept", "field"),
    [
        ([apple(label={"en": "Apple"})], "apple", "label"),
        ([apple(label=None)], "apple", "label"),
        ([apple(ours=["de"])], "apple", "ours"),
        ([apple(broader="tree")], "apple", "broader"),
        ([apple(), apple()], "apple", "code"),
        ([apple(uri="no address")], "apple", "uri"),
        ([apple(data={"weight": 1.5})], "apple", "data"),
        ([apple(colour="red")], "apple", "colour"),
        ([apple(code="")], "", "code"),
        ([{"label": {"en": "Apple", "fr": "Pomme"}}], "#1", "code"),
    ],
)
def test_a_broken_concept_is_named_with_its_field(
    tmp_path: Path, concepts: list[dict[str, Any]], concept: str, field: str, ctx: Flask
) -> None:
    with pytest.raises(Invalid) as refused:
        service.load(store(tmp_path, fruit(*concepts)))
    assert list(refused.value.errors["fruit.json"]["concepts"][concept]) == [field]


@pytest.mark.parametrize("content", ["", "{", "[]", '{"scheme": "fruit"}', '{"concepts": 3}'])
def test_a_file_that_is_no_list_is_refused_by_name(tmp_path: Path, content: str, ctx: Flask) -> None:
    (tmp_path / "fruit.json").write_text(content, encoding="utf-8")
    with pytest.raises(Invalid) as refused:
        service.load(tmp_path)
    assert list(refused.value.errors) == ["fruit.json"]


def test_a_file_under_another_name_is_refused(tmp_path: Path, ctx: Flask) -> None:
    with pytest.raises(Invalid) as refused:
        service.load(store(tmp_path, fruit(), "other.json"))
    assert "scheme" in refused.value.errors["other.json"]


def test_a_list_edited_in_the_database_is_mended_by_its_next_load(ctx: Flask, tmp_path: Path) -> None:
    service.load(store(tmp_path, fruit()))
    with transaction():
        db.session.execute(update(Scheme).where(Scheme.code == "fruit").values(sha256="unknown", version="0"))
    assert service.load(tmp_path) == {"fruit": 2}
    assert queries.scheme("fruit").version == "1"  # type: ignore[union-attr]  # just loaded


def test_words_of_every_language_lead_to_the_competence(ctx: Flask) -> None:
    service.load(SEEDS)
    words = queries.synonyms()
    assert words["spreadsheet"] == words["tableur"] == words["tabelle"] == {"1.3"}
    assert words["evaluer l’information"] == {"1.2"}
    assert words["netiquette"] == {"2.5"}
    assert words["protect privacy"] == {"4.2"}
    assert words["sicherheit"] == {"4.1", "4.2", "4.3", "4.4"}


def test_a_replaced_region_is_known_and_no_longer_offered(ctx: Flask) -> None:
    service.load(SEEDS)
    assert [row.code for row in queries.narrower("nuts", "LU")] == ["LU0"]
    assert "BE221" not in {row.code for row in queries.concepts("nuts")}
    assert queries.unknown([("nuts", "BE221")]) == []
