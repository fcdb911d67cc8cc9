"""The Whoosh engine as a whole: it keeps one snapshot at hand, looks before every request whether the files are still
those of its manifest, and reads what is new. While it reads in one thread the others go on with the snapshot they
have."""

import threading
import time
from collections.abc import Collection, Hashable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from registry.kernel.text import fold, pick
from registry.search.analysis import Analyser, spellings
from registry.search.document import FIELDS, Document
from registry.search.engine import Completion, Hits, IndexDamaged, Query, Share
from registry.search.engines.whoosh import manifest as manifests
from registry.search.engines.whoosh import ordering, tallies, writer
from registry.search.engines.whoosh.manifest import Stat
from registry.search.engines.whoosh.matching import Matching
from registry.search.engines.whoosh.place import Place
from registry.search.engines.whoosh.schema import fingerprint
from registry.search.engines.whoosh.segment import Segment
from registry.search.engines.whoosh.snapshot import Snapshot
from registry.search.engines.whoosh.writer import Writing

PATIENCE = 3.0  # seconds to wait for a commit when there is nothing older to answer from
LETTERS = 2  # typed before anything is suggested
REMEMBERED = 10.0  # seconds a fault is believed without reading unchanged files again
LOOKED_AT = 40  # offers looked at for each title suggested


@dataclass(frozen=True)
class Fault:
    """What was wrong with which state of the files, believed `until` then (monotonic time)."""

    signature: Any
    told: str
    until: float


class WhooshEngine:
    """A search engine in a directory; safe to use from many threads, and from many processes of which one writes at a
    time."""

    def __init__(self, root: Path, analyser: Analyser, edition: str = "") -> None:
        """`edition`: whatever else decides what documents hold; an index of another edition counts as damaged."""
        self.place = Place(root)
        self._analyser = analyser
        self._fingerprint = fingerprint(analyser, edition)
        self._writing = Writing(analyser, self._fingerprint)
        self._lock = threading.Lock()
        self._trusted: dict[str, Stat] = {}
        self._segments: dict[str, Segment] = {}
        # what the file system said when it was read, and what was read: one value, so that no thread sees a mixture
        self._state: tuple[Any, Snapshot] | None = None
        self._fault: Fault | None = None

    def put(self, documents: Iterable[Document], drop: Collection[str] = ()) -> None:
        """See the port."""
        with self.place.writing():
            directory = self.place.current()
            self._assure(directory)
            writer.change(directory, documents, drop, self._writing)

    def drop(self, codes: Collection[str]) -> None:
        """See the port."""
        self.put((), codes)

    def replace_all(self, documents: Iterable[Document]) -> int:
        """See the port."""
        with self.place.writing():
            directory = self.place.beside()
            count = writer.create(directory, documents, self._writing)
            self.place.switch(directory)
            return count

    def find(self, query: Query) -> Hits:
        """See the port. Questions without words are those of the home page and of browsing: many people ask the very
        same within one second, which is what `now` is told in, and the answer to the same question is the same."""
        snapshot = self._current()
        if query.words:
            return self._found(snapshot, query)
        return snapshot.remembered(repr(query), lambda: self._found(snapshot, query))

    def crossed(self, query: Query, name: str, groups: Sequence[tuple[str, Collection[str]]]) -> list[Share]:
        """See the port."""
        snapshot = self._current()
        key = f"{name} {groups} {query}"
        return snapshot.remembered(
            key, lambda: tallies.crossed(Matching(snapshot, query, self._analyser), name, groups)
        )

    def complete(self, text: str, language: str, limit: int = 8) -> list[Completion]:
        """See the port."""
        typed = [fold(word) for word in self._analyser.every_word(text)]
        if len("".join(typed)) < LETTERS:
            return []
        snapshot = self._current()
        providers, localities = snapshot.names
        found = [Completion("provider", name, slug) for slug, name in providers.items() if self._begins(typed, name)]
        found += [Completion("place", name, name) for name in localities if self._begins(typed, name)]
        titles: dict[str, Completion] = {}
        for offer in self._titled(snapshot, text, limit):
            segment, number = snapshot.document(offer)
            title = pick(segment.titles[number], language).text
            if self._begins(typed, title):
                titles.setdefault(fold(title), Completion("offer", title, snapshot.code(offer)))
        return [*found[: limit // 2], *titles.values()][:limit]

    def _titled(self, snapshot: Snapshot, text: str, limit: int) -> list[int]:
        """Offers worth looking at for a title with the typed words: a last word of one or two letters narrows
        nothing."""
        asked = self._analyser.asked(text)
        words = asked.words if asked.open_end else self._analyser.asked(text.rpartition(" ")[0]).words
        if not words:
            return []
        query = Query(now=0, month=0, words=words, open_end=asked.open_end, limit=LOOKED_AT * limit, tally=False)
        return ordering.page(Matching(snapshot, query, self._analyser))

    def stamps(self) -> dict[str, str]:
        """See the port."""
        return self._current().stamps()

    def edition(self) -> Hashable:
        """Another one whenever the index is; equal as long as it is the same."""
        self._current()
        directory, files = self._state[0] if self._state else ("", {})
        return str(directory), tuple(sorted(files.items()))

    def fault(self) -> str | None:
        """Why the index cannot be used at this moment, None when it can. Files that have not changed are not read
        again."""
        try:
            self._current()
        except IndexDamaged as damage:
            return str(damage)
        return None

    def held(self) -> dict[str, Any]:
        """What there is, for the operator: `documents`, `segments`, `directory`."""
        snapshot = self._current()
        return {"documents": snapshot.size, "segments": len(snapshot.parts), "directory": self.place.current().name}

    def check(self) -> str | None:
        """See the port. Every file is read."""
        try:
            directory = self.place.current()
            return manifests.faults(directory, self._manifest(directory), {})
        except IndexDamaged as error:
            return str(error)

    def _found(self, snapshot: Snapshot, query: Query) -> Hits:
        matching = Matching(snapshot, query, self._analyser)
        offers = ordering.page(matching)
        instead = [(word, found.instead) for word, found in zip(query.words, matching.found, strict=True)]
        return Hits(
            codes=tuple(map(snapshot.code, offers)),
            runs=tuple(ordering.shown_runs(matching, offers)),
            total=int(matching.matched.sum()),
            tallies=tallies.tally(matching) if query.tally else {},
            fields=tuple(self._field(matching, offer) for offer in offers),
            corrections={word: used for word, used in instead if used},
            left_out=matching.left_out,
        )

    def _field(self, matching: Matching, offer: int) -> str | None:
        """The heaviest field needed beside the title to have every word; None when the title has them all."""
        fields = (int(word.fields[np.searchsorted(word.offers, offer)]) for word in matching.found if len(word.offers))
        heaviest = {(bits & -bits).bit_length() - 1 for bits in fields if bits}
        return FIELDS[min(heaviest - {0})] if heaviest - {0} else None

    def _begins(self, typed: list[str], text: str) -> bool:
        words = [spelling for word in self._analyser.every_word(text) for spelling in spellings(word)]
        return all(any(word.startswith(start) for word in words) for start in typed)

    def _current(self) -> Snapshot:
        """The snapshot of the files as they are; IndexDamaged when they cannot be trusted."""
        state = self._state
        if state is not None and self._look(state[0][1]) == state[0]:
            return state[1]
        if not self._lock.acquire(blocking=state is None):
            return state[1]  # type: ignore[index]  # not blocking means there is one
        try:
            return self._refreshed()
        finally:
            self._lock.release()

    def _look(self, names: Iterable[str]) -> Any:
        """What the file system says of these files of the index; None when something is missing."""
        try:
            directory = self.place.current()
        except IndexDamaged:
            return None
        found = manifests.stats(directory, names)
        return None if found is None else (directory, found)

    def _refreshed(self) -> Snapshot:
        until = time.monotonic() + PATIENCE
        while True:
            before, fault = self._signature(), self._fault
            if fault and before is not None and fault.signature == before and time.monotonic() < fault.until:
                raise IndexDamaged(fault.told)
            try:
                return self._read()
            except IndexDamaged as damage:
                # files come and go while somebody commits; the snapshot at hand holds its own open
                writing = self.place.is_being_written()
                if writing and self._state is not None:
                    return self._state[1]
                stable = not writing and self._signature() == before
                if time.monotonic() > until or stable:
                    self._state = None
                    self._fault = Fault(before, str(damage), time.monotonic() + REMEMBERED) if stable else None
                    raise
            time.sleep(0.02)

    def _signature(self) -> Any:
        """What the file system says of the pointer and every file: differs after every commit and every repair."""
        try:
            directory = self.place.current()
            return self._look(sorted(path.name for path in directory.iterdir()))
        except (IndexDamaged, OSError):
            return None

    def _read(self) -> Snapshot:
        directory, state = self.place.current(), self._state
        # looked at before it is read: a manifest replaced meanwhile is read at the next question
        signed = manifests.stats(directory, [manifests.NAME]) or {}
        manifest = self._manifest(directory)
        same = state is not None and state[0][0] == directory
        trusted = {name: stat for name, stat in self._trusted.items() if same and name in manifest.files}
        if fault := manifests.faults(directory, manifest, trusted):
            raise IndexDamaged(fault)
        try:
            storage = FileStorage(str(directory), readonly=True)
            toc = TOC.read(storage, writer.INDEX, gen=manifest.toc)
            segments = {item.segment_id(): self._segment(storage, toc.schema, item, same) for item in toc.segments}
            snapshot = Snapshot((segments[item.segment_id()], _kept(item)) for item in toc.segments)
        except Exception as error:
            raise IndexDamaged(f"the index cannot be opened: {error!r}") from error
        self._segments, self._trusted, self._fault = segments, trusted, None
        self._state = ((directory, {**signed, **trusted}), snapshot)
        return snapshot

    def _segment(self, storage: FileStorage, schema: Any, segment: Any, same: bool) -> Segment:
        known = self._segments.get(segment.segment_id()) if same else None
        return known or Segment(storage, schema, segment)

    def _manifest(self, directory: Path) -> manifests.Manifest:
        manifest = manifests.read(directory)
        if manifest.schema != self._fingerprint:
            raise IndexDamaged("the index was made by another version")
        return manifest

    def _assure(self, directory: Path) -> None:
        """IndexDamaged unless the files are those of the manifest: nothing is built upon a damaged index."""
        manifest = self._manifest(directory)
        if fault := manifests.faults(directory, manifest, dict(self._trusted)):
            raise IndexDamaged(fault)


def _kept(segment: Any) -> "np.typing.NDArray[np.bool_]":
    keep = np.ones(segment.doc_count_all(), bool)
    deleted = list(segment.deleted_docs())
    keep[deleted] = False
    return keep
