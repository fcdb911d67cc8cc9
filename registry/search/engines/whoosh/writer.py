"""Writing: a batch is one Whoosh commit in which every code has one verdict, then flushed files, then the manifest.
(Whoosh's own update leaves two documents when a code comes twice in a batch, and calls nothing damaged that can be
opened.)"""

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from whoosh import index
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.reading import SegmentReader

from registry.search.analysis import Analyser, spellings
from registry.search.document import FIELDS, Document
from registry.search.engines.whoosh import manifest as manifests
from registry.search.engines.whoosh import record
from registry.search.engines.whoosh.manifest import Manifest
from registry.search.engines.whoosh.postings import Writer
from registry.search.engines.whoosh.schema import OFFER, REST, ROWS, SPELT, WORDS, schema

MOST_SEGMENTS = 8
MERGED_AT_ONCE = 4000  # documents; a merge costs about a millisecond each and must not hold up the worker
INDEX = "MAIN"  # Whoosh's name of the only index in a directory


@dataclass(frozen=True)
class Writing:
    """How documents become words, and the fingerprint an index written so bears."""

    analyser: Analyser
    fingerprint: str


def create(directory: Path, documents: Iterable[Document], writing: Writing) -> int:
    """Write a whole new index into an empty directory; the number of documents."""
    storage = FileStorage(str(directory))
    writer = Writer(index.FileIndex.create(storage, schema(), INDEX))
    seen: set[str] = set()
    try:
        for document in documents:
            if document.code not in seen:
                seen.add(document.code)
                _add(writer, document, writing.analyser)
        writer.commit(merge=False)
    except BaseException:
        _give_up(writer)
        raise
    _sign(directory, writing, {})
    return len(seen)


def change(directory: Path, put: Iterable[Document], drop: Collection[str], writing: Writing) -> None:
    """Add, replace and take out in one commit. Of a code given twice the last document counts; what is put is not
    dropped."""
    verdicts: dict[str, Document | None] = dict.fromkeys(drop)
    for document in put:
        verdicts[document.code] = document
    known = manifests.read(directory).files
    writer = Writer(index.FileIndex(FileStorage(str(directory)), indexname=INDEX))
    try:
        _forget(writer, verdicts)
        for document in filter(None, verdicts.values()):
            _add(writer, document, writing.analyser)
        writer.commit(mergetype=_merge_smallest)
    except BaseException:
        _give_up(writer)
        raise
    _sign(directory, writing, known)


def _give_up(writer: Writer) -> None:
    if not writer.is_closed:
        writer.cancel()


def _add(writer: Writer, document: Document, analyser: Analyser) -> None:
    terms: dict[str, list[str]] = {name: [] for name in FIELDS}
    lengths = dict.fromkeys(FIELDS, 0)
    words: set[str] = set()
    for text in document.texts:
        found = analyser.words(text.text)
        terms[text.field] += analyser.terms(found, text.language)
        lengths[text.field] += len(found)
        if text.field != "body":
            words.update(found)
    columns: dict[str, Any] = {
        OFFER: record.offer_bytes(document, lengths),
        ROWS: record.rows_bytes(document),
        REST: record.rest_bytes(document),
    }
    for name, held in terms.items():
        writer.pool.add_terms(name, writer.docnum, Counter(held))
    spelt = [(spelling, word) for word in words for spelling in spellings(word)]
    writer.pool.add_terms(WORDS, writer.docnum, dict.fromkeys((spelling for spelling, _word in spelt), 1))
    marked = (f"{spelling} {word}" for spelling, word in spelt if not word.isascii())
    writer.pool.add_terms(SPELT, writer.docnum, dict.fromkeys(marked, 1))
    writer.add_document(code=document.code, **columns)


def _forget(writer: Writer, codes: Collection[str]) -> None:
    reader = writer.reader()
    try:
        for code in codes:
            if ("code", code) in reader:
                for number in list(reader.postings("code", code).all_ids()):
                    writer.delete_document(number)
    finally:
        reader.close()


def _merge_smallest(writer: Writer, segments: list[Any]) -> list[Any]:
    """Whoosh's merge policy hook: keep the number of segments down by joining the smallest, never much at once."""
    segments = sorted((segment for segment in segments if _alive(segment)), key=_alive)
    surplus = len(segments) + 1 - MOST_SEGMENTS
    joined, documents = 0, 0
    while joined < len(segments) and surplus > 0 and documents + _alive(segments[joined]) <= MERGED_AT_ONCE:
        documents += _alive(segments[joined])
        joined += 1
        surplus -= joined > 1  # the first one joined only turns into the new segment
    for segment in segments[:joined]:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return segments[joined:]


def _alive(segment: Any) -> int:
    return int(segment.doc_count_all() - segment.deleted_count())


def _sign(directory: Path, writing: Writing, known: dict[str, str]) -> None:
    toc = TOC.read(FileStorage(str(directory)), INDEX)
    names = {segment.segment_id() for segment in toc.segments}
    own = [path.name for path in directory.iterdir() if path.name.partition(".")[0] in names]
    contents = f"_{INDEX}_{toc.generation}.toc"
    manifests.flush(directory, [contents, *(name for name in own if name not in known)])
    files = {name: known.get(name) or manifests.checksum(directory / name) for name in own}
    files[contents] = manifests.checksum(directory / contents)
    documents = sum(_alive(segment) for segment in toc.segments)
    manifests.write(directory, Manifest(writing.fingerprint, toc.generation, documents, dict(sorted(files.items()))))
