"""What only the Whoosh engine has to prove: one verdict per code, damage noticed in every way a disk can fail,
readers undisturbed by commits, a bounded number of segments, and hostile questions answered fast or refused."""

import shutil
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from registry.kernel.errors import Unavailable
from registry.search.document import Document, FieldText
from registry.search.engine import IndexDamaged, Query
from registry.search.engines.whoosh import WhooshEngine, manifest
from registry.search.engines.whoosh import place as places
from registry.search.engines.whoosh.writer import MOST_SEGMENTS
from tests.search import generated


def offer(code: str, title: str = "Spreadsheets", **changes: object) -> Document:
    """A document with this English title."""
    plain = Document(code=code, stamp=code, title={"en": title}, texts=(FieldText("title", "en", title),))
    return replace(plain, **changes)  # type: ignore[arg-type]  # whatever the test changes


def asked(text: str = "", **changes: object) -> Query:
    words = generated.ANALYSER.asked(text)
    plain = Query(generated.NOW, generated.MONTH, words.words, words.open_end)
    return replace(plain, **changes)  # type: ignore[arg-type]  # whatever the test changes


@pytest.fixture
def index(tmp_path: Path) -> WhooshEngine:
    """An engine holding three offers."""
    made = WhooshEngine(tmp_path, generated.ANALYSER)
    made.replace_all([offer("A"), offer("B", "Photos"), offer("C", "Spreadsheets and photos")])
    return made


def reopened(index: WhooshEngine) -> WhooshEngine:
    """The same index as another process sees it."""
    return WhooshEngine(index.place.root, generated.ANALYSER)


def test_a_code_put_twice_in_a_batch_is_there_once(index: WhooshEngine) -> None:
    index.put([offer("A", "First"), offer("D", "Old"), offer("A", "Second"), offer("D", "New")])
    assert index.find(asked()).total == 4
    assert index.find(asked("second")).codes == ("A",)
    assert index.find(asked("first")).codes == ()
    assert index.find(asked("new")).codes == ("D",)


def test_what_is_put_is_not_dropped_in_the_same_batch(index: WhooshEngine) -> None:
    index.put([offer("A", "Kept")], drop=["A", "B", "unknown"])
    assert sorted(index.stamps()) == ["A", "C"]
    assert index.find(asked("kept")).codes == ("A",)


def test_everything_can_be_dropped(index: WhooshEngine) -> None:
    index.drop(["A", "B", "C"])
    assert index.find(asked()).total == 0
    index.put([offer("A")])
    assert index.find(asked("spreadsheet")).codes == ("A",)


def test_an_engine_opened_before_sees_what_another_wrote(index: WhooshEngine) -> None:
    reader = reopened(index)
    assert reader.find(asked("excel")).total == 0
    index.put([offer("E", "Excel")])
    assert reader.find(asked("excel")).codes == ("E",)
    index.replace_all([offer("F", "Excel")])
    assert reader.find(asked("excel")).codes == ("F",)


def first_of(pattern: str) -> Callable[[Path], Path]:
    return lambda directory: sorted(directory.glob(pattern))[0]


def empty(path: Path) -> None:
    path.write_bytes(b"")


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


DAMAGES: dict[str, Callable[[Path], None]] = {
    "contents empty": lambda d: empty(first_of("*.toc")(d)),
    "contents half": lambda d: halve(first_of("*.toc")(d)),
    "contents missing": lambda d: first_of("*.toc")(d).unlink(),
    "segment missing": lambda d: first_of("*.trm")(d).unlink(),
    "segment half": lambda d: halve(first_of("*.pst")(d)),
    "segment empty": lambda d: empty(first_of("*.rows.col")(d)),
    "postings flipped": lambda d: flip(first_of("*.pst")(d)),
    "words flipped": lambda d: flip(first_of("*.trm")(d)),
    "column flipped": lambda d: flip(first_of("*.offer.col")(d)),
    "manifest missing": lambda d: (d / manifest.NAME).unlink(),
    "manifest half": lambda d: halve(d / manifest.NAME),
    "directory missing": shutil.rmtree,
    "pointer missing": lambda d: (d.parent / "current").unlink(),
    "pointer strange": lambda d: (d.parent / "current").write_text("../../etc"),
}


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("when", ["running", "started anew"])
def test_damage_is_noticed_and_a_new_index_heals_it(index: WhooshEngine, damage: str, when: str) -> None:
    index.find(asked())
    DAMAGES[damage](index.place.current())
    reader = index if when == "running" else reopened(index)
    with pytest.raises(IndexDamaged):
        reader.find(asked("photos"))
    assert reader.check() is not None
    with pytest.raises(IndexDamaged):
        reader.put([offer("D")])
    reader.replace_all([offer("A"), offer("B", "Photos")])
    assert reader.check() is None
    assert reader.find(asked("photos")).codes == ("B",)


def test_an_index_of_another_version_or_edition_is_not_read(index: WhooshEngine) -> None:
    for other in (
        WhooshEngine(index.place.root, generated.ANALYSER, "Europe/Vienna EUR"),
        WhooshEngine(index.place.root, replace(generated.ANALYSER, languages=("de",))),
    ):
        with pytest.raises(IndexDamaged, match="another version"):
            other.find(asked())


def test_a_rebuild_leaves_one_directory_and_no_wish(index: WhooshEngine) -> None:
    index.place.want()
    assert index.place.is_wanted()
    for _ in range(3):
        index.replace_all([offer("A")])
    assert [path.name for path in index.place.root.iterdir() if path.is_dir()] == [index.place.current().name]
    assert not index.place.is_wanted()


def test_a_rebuild_that_fails_leaves_the_old_index_in_use(index: WhooshEngine) -> None:
    def breaking() -> object:
        yield offer("X")
        raise OSError("no space left on device")

    with pytest.raises(OSError, match="no space"):
        index.replace_all(breaking())  # type: ignore[arg-type]  # a generator of documents
    assert index.find(asked()).total == 3
    index.put([offer("D")])
    assert index.find(asked()).total == 4


def test_a_batch_that_fails_changes_nothing(index: WhooshEngine) -> None:
    broken = offer("D", texts=(FieldText("no such field", "en", "x"),))
    with pytest.raises(KeyError):
        index.put([offer("A", "Changed"), broken])
    assert index.find(asked("changed")).total == 0
    assert sorted(index.stamps()) == ["A", "B", "C"]


def test_only_one_writes_at_a_time(index: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(places, "PATIENCE", 0.05)
    with index.place.writing():
        assert index.place.is_being_written()
        with pytest.raises(Unavailable):
            reopened(index).put([offer("D")])
        assert index.find(asked()).total == 3
    assert not index.place.is_being_written()
    index.put([offer("D")])


def test_many_small_commits_stay_few_segments_and_read_only_what_is_new(index: WhooshEngine) -> None:
    index.find(asked())
    before = index._segments
    for number in range(3 * MOST_SEGMENTS):
        index.put([offer(f"N{number}")], drop=[f"N{number - 5}"])
        assert index.find(asked("spreadsheets")).total == 2 + min(number + 1, 5)
        assert index.held()["segments"] <= MOST_SEGMENTS
        if number == 0:
            assert all(index._segments[name] is segment for name, segment in before.items())
    assert sorted(index.stamps()) == ["A", "B", "C", *sorted(f"N{3 * MOST_SEGMENTS - 1 - step}" for step in range(5))]


def test_readers_and_a_writer_do_not_disturb_each_other(index: WhooshEngine) -> None:
    wrong: list[object] = []
    over = threading.Event()

    def reading() -> None:
        while not over.is_set():
            try:
                hits = index.find(asked("spreadsheets photos"))
                # every state ever committed has C, and every batch adds or removes a pair
                if "C" not in hits.codes or hits.total % 2 == 0:
                    wrong.append(hits)
            except Exception as error:
                wrong.append(error)

    threads = [threading.Thread(target=reading) for _ in range(4)]
    for thread in threads:
        thread.start()
    writer = reopened(index)
    for number in range(12):
        pair = [offer(f"P{number}-{side}", "Photos in spreadsheets") for side in "ab"]
        writer.put(pair, drop=[f"P{number - 2}-{side}" for side in "ab"])
    over.set()
    for thread in threads:
        thread.join()
    assert wrong == []


HOSTILE = [
    "*a*",
    "[a TO z]",
    "?????*",
    "(" * 200,
    "NOT " * 50,
    '"a b c"~1000000',
    "bacalo~9/0",
    "x" * 200,
    "a " * 100,
    "title:photos OR 1=1",
    "\u202e\u0000\ufffd",
    "%s%s%n",
    "ﷺ" * 50,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_only_words(index: WhooshEngine, text: str) -> None:
    begun = time.process_time()
    hits = index.find(asked(text))
    assert hits.total in (0, 2, 3)
    assert time.process_time() - begun < 1, "a stuck search, not a slow machine"


def test_a_search_that_takes_too_long_is_given_up(index: WhooshEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter(range(0, 1000, 2))
    monkeypatch.setattr("registry.search.engines.whoosh.words.time.monotonic", lambda: float(next(ticks)))
    with pytest.raises(Unavailable):
        index.find(asked("photos"))


def test_a_mistyped_word_finds_what_was_meant_and_says_so(index: WhooshEngine) -> None:
    hits = index.find(asked("spredsheets"))
    assert sorted(hits.codes) == ["A", "C"]
    assert hits.corrections == {"spredsheets": "spreadsheets"}
    assert index.find(asked("spreadsheets")).corrections == {}
    assert index.find(asked("spr")).total == 2
    assert index.find(asked("spx")).total == 0


def test_the_title_weighs_more_than_the_description_and_examined_come_first(tmp_path: Path) -> None:
    index = WhooshEngine(tmp_path, generated.ANALYSER)
    body = (FieldText("title", "en", "Something"), FieldText("body", "en", "photos photos photos and more photos"))
    index.replace_all([offer("BODY", texts=body), offer("OLD", "Photos", examined=False), offer("NEW", "Photos")])
    assert index.find(asked("photos")).codes == ("NEW", "OLD", "BODY")
    assert index.find(asked("photos")).fields == (None, None, "body")


def test_a_query_in_one_language_finds_what_a_competence_is_called_in_it(tmp_path: Path) -> None:
    index = WhooshEngine(tmp_path, generated.ANALYSER)
    texts = (
        FieldText("title", "en", "Keep your life to yourself"),
        FieldText("competence", "de", "Schutz personenbezogener Daten"),
        FieldText("competence", "fr", "Protéger les données à caractère personnel"),
    )
    index.replace_all([offer("A", texts=texts), offer("B")])
    assert index.find(asked("Datenschutz")).total == 0
    assert index.find(asked("persönlicher Schutz")).left_out == ("persönlicher",)
    assert index.find(asked("schutz der Daten")).codes == ("A",)
    assert index.find(asked("protégées données personnelles")).codes == ("A",)
    assert index.find(asked("données")).fields == ("competence",)


def test_completions_are_titles_providers_and_places_with_the_typed_words(tmp_path: Path) -> None:
    index = WhooshEngine(tmp_path, generated.ANALYSER)
    values = {"provider": ("library",)}
    index.replace_all(
        [
            offer("A", "Photos for all", values=values, provider_name="Photo Library", localities=("Phorbach",)),
            offer("B", "Photos for all", values=values, provider_name="Photo Library"),
            offer("C", "Spreadsheets", values=values, provider_name="Photo Library"),
        ]
    )
    found = [(item.kind, item.text) for item in index.complete("pho", "en")]
    assert found == [("provider", "Photo Library"), ("place", "Phorbach"), ("offer", "Photos for all")]
    assert [item.text for item in index.complete("photos f", "en")] == ["Photos for all"]
    assert [item.text for item in index.complete("photos for al", "en")] == ["Photos for all"]
    assert index.complete("photos x", "en") == []
    assert index.complete("p", "en") == []
