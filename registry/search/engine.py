"""The port every engine stands behind. Engines know documents and codes, never the database, the clock or the web: a
`Query` says what "now" is, and `Hits` answers with codes whose truth the catalogue then tells.

How results are ordered (published on the help page): by relevance in fifty steps, a word in the title weighing more
than one in an outcome, the summary, a competence, what the offer is about (kind, place, provider) or the description.
A word counts fully where it stands as typed (capitals and accents aside), two fifths where only another form of it
does ("photos" for "photo"; whether it is one is told by the language of the text), a fifth where it is one only by the
rules of another language, and a quarter as the beginning of a word. In place of a word no offer has stands the one
written most often that begins alike and is one letter away, as if it had been typed; where there is none the word is
left out and named while the others find something. At equal relevance offers whose provider has confirmed them in time
before those overdue; then examined before admitted ones not yet examined; then offers with a run before those without;
then by a fixed shuffle of the codes that favours nobody. Other orders put the asked value first and unknown values
last, then the same."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Protocol

from registry.search.document import Document

SORTS = ("best", "soonest", "nearest", "cheapest", "shortest", "newest")
STEPS = 50  # of relevance
SALT = b"public index"  # of the fixed shuffle; changing it deals the order of equals anew
PREFIXES = 50  # words the beginning of a word may stand for
TYPOS = 20  # words looked at for the one that a mistyped word stands for


class IndexDamaged(Exception):
    """There is no index that can be trusted: missing, half written, altered, or made by another version."""


@dataclass(frozen=True)
class Near:
    """Within `metres` of a point; coordinates in millionths of a degree."""

    lat_e6: int
    lon_e6: int
    metres: int


@dataclass(frozen=True)
class Query:
    """A search resolved to plain values.

    `now` in UTC seconds; `month` the present month in the registry's zone (year * 12 + month - 1); `words` folded,
    `open_end`: the last is perhaps only a beginning; `town` (folded): only runs in a town of this name, when `near`
    cannot be told as a point; `dated`: only runs that start on a date, not those one may join on any day or on request;
    `chosen` maps facet names to values, any of which will do; `unit` minor units in one unit of the registry's
    currency; `tally` False leaves the counts out.
    """

    now: int
    month: int
    words: tuple[str, ...] = ()
    open_end: bool = False
    chosen: Mapping[str, Collection[str]] = field(default_factory=dict)
    near: Near | None = None
    town: str = ""
    dated: bool = False
    unit: int = 100
    sort: str = "best"
    offset: int = 0
    limit: int = 20
    tally: bool = True


@dataclass(frozen=True)
class Hits:
    """One page of an answer. `runs` and `fields` stand beside `codes`: the run to show, and the heaviest field that
    had a word the title has not (None when the title has them all); `tallies` maps facet to value to number of
    offers, each "as if this facet were not chosen"; `corrections` maps a mistyped word to the word that was used
    instead; `left_out` the words no offer has, passed over because the others have some."""

    codes: tuple[str, ...]
    runs: tuple[str | None, ...]
    total: int
    tallies: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    fields: tuple[str | None, ...] = ()
    corrections: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Share:
    """What a query and some more chosen values find: how many offers, and how many of them have each value of one
    filter."""

    total: int
    counts: Mapping[str, int]


@dataclass(frozen=True)
class Completion:
    """What typed letters may become: `kind` offer, provider, place or competence; `value` its code, slug or name."""

    kind: str
    text: str
    value: str


def shuffle(code: str) -> int:
    """The place of a code in the fixed shuffle: as good as chance, the same for ever, owed to nobody."""
    return int.from_bytes(blake2b(SALT + code.encode(), digest_size=8).digest(), "big") >> 1


class SearchEngine(Protocol):
    """Put in, take out, find. Every method may raise IndexDamaged; writing raises Unavailable while another process
    writes."""

    def put(self, documents: Iterable[Document], drop: Collection[str] = ()) -> None:
        """Add or replace documents and take out others, as one step; of a code given twice the last document counts."""

    def drop(self, codes: Collection[str]) -> None:
        """Take documents out; unknown codes are ignored."""

    def find(self, query: Query) -> Hits:
        """Answer a query."""

    def crossed(self, query: Query, name: str, groups: Sequence[tuple[str, Collection[str]]]) -> list[Share]:
        """For each group (a filter of offers and values of it) what it finds beside everything the query asks, with
        counts of the offers' values of `name`: the lines of a table in one question."""

    def complete(self, text: str, language: str, limit: int = 8) -> list[Completion]:
        """Titles, providers, places and competences that contain the typed words."""

    def stamps(self) -> dict[str, str]:
        """Code to stamp of every document held."""

    def replace_all(self, documents: Iterable[Document]) -> int:
        """Build a new index beside the old one and switch; the number of documents."""

    def check(self) -> str | None:
        """What is wrong with the files held, None when nothing is."""
