"""The judge: what search has to answer, written down as plainly and slowly as possible, one document and one run at a
time. It shares the analyser and the names of the filters with the engines, and nothing else."""

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from hashlib import blake2b

from registry.kernel.text import fold
from registry.search import facets
from registry.search.analysis import TYPO_FROM, Analyser, spellings
from registry.search.document import Document, RunDocument
from registry.search.engine import Hits, Query

WEIGHTS = {"title": 8, "outcomes": 4, "summary": 3, "competence": 2, "about": 2, "body": 1}
LENGTH_COUNTS = {"title": 0.4, "outcomes": 0.6, "summary": 0.6, "competence": 0.3, "about": 0.3, "body": 0.75}
# tried only by offers without a living run: what the specification states, as if it were a run
Row = RunDocument | None
LATER = 10**12
Token = tuple[str, str]  # a word of a text and the language of the text


class Oracle:
    """Answers queries about a fixed set of documents."""

    def __init__(self, documents: Iterable[Document], analyser: Analyser) -> None:
        self.documents = list({document.code: document for document in documents}.values())
        self.analyser = analyser
        self.tokens: dict[str, dict[str, list[Token]]] = {}
        self.written: dict[str, set[str]] = {}
        self.words: dict[str, set[str]] = {}
        for document in self.documents:
            fields: dict[str, list[Token]] = {name: [] for name in WEIGHTS}
            written: set[str] = set()
            for text in document.texts:
                found = analyser.words(text.text)
                fields[text.field] += [(word, text.language) for word in found]
                written |= set(found) if text.field != "body" else set()
            self.tokens[document.code], self.written[document.code] = fields, written
            self.words[document.code] = {spelling for word in written for spelling in spellings(word)}

    def find(self, query: Query) -> Hits:
        """The whole answer."""
        corrections = {word: used for word in query.words if (used := self._instead(word, query)) is not None}
        read = replace(query, words=tuple(corrections.get(word, word) for word in query.words))
        gains = [self._gains(word, self._begins(at, query)) for at, word in enumerate(read.words)]
        left_out = tuple(word for word, gain in zip(query.words, gains, strict=True) if not gain) if any(gains) else ()
        gains = [gain for gain in gains if gain or not left_out]
        worded = [document for document in self.documents if all(document.code in gain for gain in gains)]
        matched = [document for document in worded if self.rows(document, query)]
        ordered = sorted(matched, key=lambda document: self._key(document, query, gains))
        page = ordered[query.offset : query.offset + query.limit]
        runs = [self._shown(document, query) for document in page]
        codes, fields = (document.code for document in page), (self._field(document, read) for document in page)
        tallies = self._tallies(query, worded)
        return Hits(tuple(codes), tuple(runs), len(matched), tallies, tuple(fields), corrections, left_out)

    def _begins(self, at: int, query: Query) -> bool:
        return query.open_end and at == len(query.words) - 1

    def _instead(self, word: str, query: Query) -> str | None:
        """The word that is searched in place of one no document has."""
        meant = fold(word)
        if len(meant) < TYPO_FROM or self._gains(word, self._begins(query.words.index(word), query)):
            return None
        known = (other for words in self.words.values() for other in words if other[0] == meant[0])
        counts = Counter(other for other in known if one_apart(meant, other))
        best = max(counts, key=lambda other: (counts[other], other), default=None)
        if best is None:
            return None
        forms = Counter(word for words in self.written.values() for word in words if best in spellings(word))
        marked = max((form for form in forms if not form.isascii()), key=lambda form: (forms[form], form), default=best)
        return marked if 2 * forms[marked] >= counts[best] else best

    def rows(self, document: Document, query: Query) -> list[Row]:
        """The living runs (or the statement) by which the document meets every filter."""
        for name, values in query.chosen.items():
            if facets.BY_NAME[name].of == "offer" and not _offer_has(document, name, values):
                return []
        names = [name for name in query.chosen if facets.BY_NAME[name].of == "run"]
        return [
            row
            for row in living(document, query.now)
            if all(_row_has(document, row, name, query.chosen[name], query) for name in names)
            and _is_near(row, query)
            and (not query.dated or (row is not None and row.starts is not None and not row.rolling))
        ]

    def _tallies(self, query: Query, worded: list[Document]) -> dict[str, dict[str, int]]:
        tallies = {}
        for name in facets.NAMES:
            chosen = tuple(query.chosen.get(name, ()))
            counts = {value: self._count(query, worded, name, value) for value in self._values(name, query)}
            counts = {value: count for value, count in counts.items() if count or value in chosen}
            if name == "provider":
                largest = sorted(counts, key=lambda value: (-counts[value], value))[:20]
                counts = {value: counts[value] for value in {*largest, *chosen}}
            tallies[name] = counts
        return tallies

    def _count(self, query: Query, worded: list[Document], name: str, value: str) -> int:
        alone = replace(query, chosen={**query.chosen, name: (value,)})
        return sum(1 for document in worded if self.rows(document, alone))

    def _values(self, name: str, query: Query) -> set[str]:
        values = set(query.chosen.get(name, ()))
        if name == "starts":
            return values | {facets.month_text(query.month + step) for step in range(12)}
        if name in ("open", "price", "hours"):
            return values | {"open": {"now"}, "price": set(facets.PRICE_BANDS), "hours": set(facets.HOUR_BANDS)}[name]
        for document in self.documents:
            values |= set(document.values.get(name, ())) | set(document.stated.get(name, ()))
            for run in document.runs:
                values |= set(run.values.get(name, ()))
        return values

    def _gains(self, word: str, begins: bool) -> dict[str, float]:
        """code → what the word counts in that document, for those that have it."""
        lengths = {name: [len(self.tokens[d.code][name]) for d in self.documents] for name in WEIGHTS}
        means = {name: max(1.0, sum(counts) / max(1, len(counts))) for name, counts in lengths.items()}
        gains: dict[str, float] = {}
        for document in self.documents:
            written = forms = every = 0.0
            for name, weight in WEIGHTS.items():
                tokens, share = self.tokens[document.code][name], LENGTH_COUNTS[name]
                one = weight / (1 - share + share * len(tokens) / means[name])
                written += one * sum(fold(word) in spellings(other) for other, _ in tokens)
                forms += one * sum(self._common(other, language, word) for other, language in tokens)
                every += one * sum(self._common(other, language, word, by_any=True) for other, language in tokens)
            gain = max(written / (1.2 + written), 0.4 * forms / (1.2 + forms), 0.2 * every / (1.2 + every))
            if begins and any(other.startswith(fold(word)) for other in self.words[document.code]):
                gain = max(gain, 0.25)
            if gain:
                gains[document.code] = gain
        return gains

    def _common(self, other: str, language: str, word: str, *, by_any: bool = False) -> int:
        """How many stems of a text's word are stems of the typed one, by the rules of the text's language or of any."""
        typed = (self.analyser.typed_stems if by_any else self.analyser.typed_forms)(word, language)
        return sum(typed.count(stem) for stem in self.analyser.stems([other], language))

    def _field(self, document: Document, query: Query) -> str | None:
        """The heaviest field beside the title in which a word stands that does not stand in the title."""
        needed = []
        for word in query.words:
            tokens = self.tokens[document.code]
            having = (name for name in WEIGHTS for token in tokens[name] if self._common(*token, word, by_any=True))
            needed += list(having)[:1]
        return next((name for name in WEIGHTS if name in needed and name != "title"), None)

    def _relevance(self, document: Document, gains: list[dict[str, float]]) -> int:
        size = len(self.documents)
        says = [math.log(1 + (size - len(gain) + 0.5) / (len(gain) + 0.5)) for gain in gains]
        score = sum(weight * gain[document.code] for weight, gain in zip(says, gains, strict=True))
        return math.floor(score * 50 / sum(says) + 1e-9) if gains else 0

    def _key(self, document: Document, query: Query, gains: list[dict[str, float]]) -> tuple[object, ...]:
        without_run = all(row is None for row in living(document, query.now))
        overdue = document.confirm_by is not None and document.confirm_by <= query.now
        dealt = int.from_bytes(blake2b(b"public index" + document.code.encode(), digest_size=8).digest(), "big") >> 1
        return self._asked(document, query, gains), overdue, not document.examined, without_run, dealt

    def _asked(self, document: Document, query: Query, gains: list[dict[str, float]]) -> float:
        rows = self.rows(document, query)
        if query.sort == "shortest":
            return math.inf if document.minutes is None else document.minutes
        if query.sort == "newest":
            return -document.listed_at
        if query.sort == "soonest":
            return min(when(row, query.now) for row in rows)
        if query.sort == "cheapest":
            return min(price(row) for row in rows)
        if query.sort == "nearest" and query.near:
            return min(metres(row, query) for row in rows)
        elsewhere = bool(query.chosen.get("region")) and is_elsewhere(self._best(rows, query), query)
        return elsewhere * LATER - self._relevance(document, gains)

    def _shown(self, document: Document, query: Query) -> str | None:
        best = self._best(self.rows(document, query), query)
        return best.code if best else None

    def _best(self, rows: list[Row], query: Query) -> Row:
        def key(run: RunDocument) -> tuple[float, int, bool, int, str]:
            first = price(run) if query.sort == "cheapest" else 0.0
            first = metres(run, query) if query.sort == "nearest" and query.near else first
            if query.sort == "soonest":
                return first, 0, False, when(run, query.now), run.code
            return first, turn(run, query), is_elsewhere(run, query), when(run, query.now), run.code

        return min((row for row in rows if row is not None), key=key, default=None)


def living(document: Document, now: int) -> Sequence[Row]:
    """The runs that have not ended; the statement when there is none."""
    runs = [run for run in document.runs if run.ends is None or run.ends > now]
    return runs or [None]


def when(row: Row, now: int) -> int:
    """When one can start: an instant; no date after all dates; begun already after that; no run last."""
    if row is None:
        return LATER + 3
    if row.rolling:
        start = max(now, row.starts or -LATER, row.opens or -LATER)
        return LATER + 2 if row.closes is not None and row.closes <= start else start
    if row.starts is None:
        return LATER + 1
    return LATER + 2 if row.starts < now else row.starts


def turn(run: RunDocument, query: Query) -> int:
    """What one can join now, what opens later, the rest."""
    if _open(run, "now", query):
        return 0
    return 1 if run.opens is not None and run.opens > query.now else 2


def is_elsewhere(row: Row, query: Query) -> bool:
    """Is it in none of the chosen regions, but within reach because it is online?"""
    return row is not None and not set(query.chosen.get("region", ())) & set(row.values.get("region", ()))


def price(row: Row) -> float:
    """What one pays, unknown beyond everything."""
    return math.inf if row is None or row.price is None else row.price


def metres(row: Row, query: Query) -> float:
    """Distance along the great circle, beyond everything without a place."""
    if row is None or row.point is None or query.near is None:
        return math.inf
    lat, lon = (math.radians(degrees / 1e6) for degrees in row.point)
    here_lat, here_lon = math.radians(query.near.lat_e6 / 1e6), math.radians(query.near.lon_e6 / 1e6)
    half = (
        math.sin((lat - here_lat) / 2) ** 2 + math.cos(here_lat) * math.cos(lat) * math.sin((lon - here_lon) / 2) ** 2
    )
    return math.floor(2 * 6_371_008.8 * math.asin(math.sqrt(half)))


def one_apart(word: str, other: str) -> bool:
    """Is `other` one letter dropped, added, replaced or swapped with its neighbour away from `word`?"""
    if word == other or abs(len(word) - len(other)) > 1:
        return False
    same = 0
    while same < min(len(word), len(other)) and word[same] == other[same]:
        same += 1
    rest, others = word[same:], other[same:]
    swapped = rest[:2][::-1] == others[:2] and rest[2:] == others[2:]
    return rest[1:] == others or rest == others[1:] or rest[1:] == others[1:] or swapped


def _is_near(row: Row, query: Query) -> bool:
    in_town = not query.town or (row is not None and query.town in row.values.get("town", ()))
    return in_town and (query.near is None or metres(row, query) <= query.near.metres)


def _offer_has(document: Document, name: str, values: Iterable[str]) -> bool:
    if name != "hours":
        return bool(set(values) & set(document.values.get(name, ())))
    bands = [tuple(map(int, value.split("-"))) for value in values]
    return document.minutes is not None and any(low * 60 <= document.minutes <= high * 60 for low, high in bands)


def _row_has(document: Document, row: Row, name: str, values: Iterable[str], query: Query) -> bool:
    if name in facets.RUN_VALUES:
        if row is not None and name == "region" and row.online:
            return True
        has = document.stated if row is None else row.values
        return bool(set(values) & set(has.get(name, ()))) and (
            row is not None or name in ("access", "mode", "language")
        )
    return row is not None and any(_TESTS[name](row, value, query) for value in values)


def _starts(run: RunDocument, value: str, query: Query) -> bool:
    year, month = map(int, value.split("-"))
    asked = year * 12 + month - 1
    if not run.rolling:
        return run.first_month == asked
    first = 0 if run.first_month is None else run.first_month
    last = 10**6 if run.last_month is None else run.last_month
    still_open = run.closes is None or run.closes > query.now
    return still_open and query.month <= asked and first <= asked <= last


def _open(run: RunDocument, _value: str, query: Query) -> bool:
    opened = run.opens is None or run.opens <= query.now
    return run.bookable and opened and (run.closes is None or query.now < run.closes)


def _price(run: RunDocument, value: str, query: Query) -> bool:
    if run.price is None or value == "free":
        return run.price == 0
    low, high = map(int, value.split("-"))
    return run.price > 0 and low * query.unit <= run.price <= high * query.unit


_TESTS: dict[str, Callable[[RunDocument, str, Query], bool]] = {"starts": _starts, "open": _open, "price": _price}
