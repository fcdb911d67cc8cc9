"""What an engine holds of an offer: plain values, texts and its runs. Made once from the catalogue's truth, so that
no engine reads the database, the clock or a vocabulary. Months are counted in the registry's zone here, because an
engine knows no zones."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from registry.kernel.text import LocalText

# The searched fields, heaviest first ("about": kind, credential, for whom, where and by whom); all of one document's
# words in one field are one text for the ranking.
FIELDS = ("title", "outcomes", "summary", "competence", "about", "body")
Values = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class FieldText:
    """A text in one language that is searched as part of `field`."""

    field: str
    language: str
    text: str


@dataclass(frozen=True)
class RunDocument:
    """One run that is not cancelled. Instants in UTC seconds; None: no such limit.

    `values` maps the names of facets.RUN_VALUES to what the run has (regions with all their prefixes, towns
    folded). `first_month` and `last_month` (year * 12 + month - 1) bound when one can start: the same month unless one
    may start on any day.
    `bookable`: has a date and a free place, so that within its window one can enrol. `online`: fully online, so
    within reach from every region. `point`: (latitude, longitude) in millionths of a degree of its physical place.
    `price`: payable by one person in minor units of the registry's currency.
    """

    code: str
    values: Values = field(default_factory=dict)
    starts: int | None = None
    ends: int | None = None
    opens: int | None = None
    closes: int | None = None
    first_month: int | None = None
    last_month: int | None = None
    rolling: bool = False
    bookable: bool = True
    online: bool = False
    point: tuple[int, int] | None = None
    price: int | None = None


@dataclass(frozen=True)
class Document:
    """One listed offer. `values` maps facets.OFFER_VALUES, `stated` what the specification says where there is no run
    to ask (facets.STATED_WITHOUT_RUN). `stamp` changes whenever anything here may have.
    `confirm_by`: until when (UTC seconds) what the provider last said of it counts, None: without end. `names`:
    localities and provider for completing."""

    code: str
    stamp: str = ""
    values: Values = field(default_factory=dict)
    stated: Values = field(default_factory=dict)
    minutes: int | None = None
    listed_at: int = 0
    examined: bool = True
    confirm_by: int | None = None
    title: LocalText = field(default_factory=dict)
    texts: tuple[FieldText, ...] = ()
    provider_name: str = ""
    localities: tuple[str, ...] = ()
    runs: tuple[RunDocument, ...] = ()


def seconds(instant: dt.datetime | None) -> int | None:
    """An aware instant as UTC seconds."""
    return None if instant is None else int(instant.timestamp())


def prefixes(region: str) -> tuple[str, ...]:
    """A NUTS code with all its beginnings: "AT130" → AT, AT1, AT13, AT130."""
    return tuple(region[:length] for length in range(2, len(region) + 1))
