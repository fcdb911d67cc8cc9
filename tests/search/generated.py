"""Made-up registries and questions from a seed, for comparing an engine with the oracle: few words, few values and
coarse dates, so that ties, overlaps and edges are frequent. Values need not be of any real list; engines do not know
the lists."""

import datetime as dt
import random
from dataclasses import replace
from typing import Any

from registry.search import facets
from registry.search.analysis import Analyser
from registry.search.document import FIELDS, Document, FieldText, RunDocument, prefixes
from registry.search.engine import SORTS, Near, Query

ANALYSER = Analyser(("en", "fr", "de"))
NOW = int(dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC).timestamp())
MONTH = 2026 * 12 + 10
DAY = 86_400
# the point most places lie around, and steps of about eleven kilometres
CENTRE = (47_070_000, 15_440_000)
STEP = 100_000

WORDS = {
    "en": "spreadsheet spreadsheets data database photos privacy programs programming excel excellence tried",
    "fr": "tableur tableurs données sécurité photos programme programmer privée trier",
    "de": "tabelle tabellen daten datenschutz sicherheit fotos programm prüfung prüfungen pruefung übung",
    "it": "fogli foto sicurezza dati",
}
EVERY_WORD = sorted({word for words in WORDS.values() for word in words.split()})
VALUES: dict[str, tuple[str, ...]] = {
    "kind": ("training", "guidance", "validation"),
    "competence": ("1", "1.1", "1.2", "2", "2.1", "4", "4.2"),
    "level": ("1", "2", "3", "4"),
    "eqf": ("2", "3"),
    "setting": ("formal", "non-formal"),
    "target": ("everyone", "young", "women"),
    "credential": ("micro", "certificate", "none"),
    "provider": tuple(f"provider-{number}" for number in range(24)),
    "access": ("step-free", "captions"),
    "mode": ("onsite", "online", "blended"),
    "language": ("en", "fr", "de"),
    "region": ("AT130", "AT221", "AT222", "DE212", "FR101", "IE"),
    "time": ("day", "evening", "weekend"),
    "funding": ("voucher", "account"),
    "town": ("ghent", "trier"),
}


def seeded(seed: int) -> random.Random:
    """Chance that can be repeated."""
    return random.Random(seed)  # noqa: S311 - made-up data hides nothing


def documents(chance: random.Random, most: int = 20) -> list[Document]:
    """A registry of a few offers with zero to four runs each."""
    return [document(chance, f"DEMO-{number:04d}") for number in range(chance.randint(0, most))]


def document(chance: random.Random, code: str) -> Document:
    """One offer."""
    texts = tuple(_text(chance, name) for name in FIELDS for _ in range(chance.choice((0, 1, 1, 2))))
    return Document(
        code=code,
        stamp=f"{chance.getrandbits(32):08x}",
        values={
            name: _some(chance, name, 4 if name in ("competence", "level", "target") else 1)
            for name in facets.OFFER_VALUES
        },
        stated={name: _some(chance, name, 2) for name in facets.STATED_WITHOUT_RUN},
        minutes=chance.choice((None, 0, 60, 240, 600, 601, 1800, 6000)),
        listed_at=NOW - DAY * chance.randint(0, 3),
        examined=chance.random() < 0.6,
        confirm_by=chance.choice((None, NOW - DAY, NOW, NOW + DAY)),
        title={"en": f"Offer {code}"},
        texts=texts,
        runs=tuple(run(chance, f"{code}-{number}") for number in range(chance.choice((0, 1, 1, 2, 3, 4)))),
    )


def run(chance: random.Random, code: str) -> RunDocument:
    """One run: past, present or future, rolling or not, with or without date, place and price."""
    rolling = chance.random() < 0.2
    starts = chance.choice((None, NOW, NOW + DAY * chance.randint(-40, 120)))
    values = {
        name: _some(chance, name, 2 if name in ("access", "language", "time", "funding") else 1)
        for name in facets.RUN_VALUES
    }
    mode = values["mode"]
    region = values["region"]
    plain = RunDocument(
        code=code,
        values=values | {"region": prefixes(region[0]) if region else ()},
        starts=starts,
        ends=chance.choice((None, NOW, (starts or NOW) + DAY * chance.randint(1, 30))),
        opens=chance.choice((None, None, NOW - DAY * 10, NOW + DAY * chance.randint(0, 50))),
        closes=chance.choice((None, starts, NOW, NOW + DAY * chance.randint(-5, 70))),
        rolling=rolling,
        bookable=chance.random() < 0.8,
        online=mode == ("online",),
        point=_point(chance) if chance.random() < 0.6 and mode != ("online",) else None,
        price=chance.choice((None, 0, 1, 5000, 5001, 10_000, 25_000, 99_900)),
    )
    return replace(plain, **_months(plain))


def query(chance: random.Random) -> Query:
    """One question: up to three words (whole, begun, mistyped, unknown) and a few filters of every kind."""
    typed = [_typed(chance) for _ in range(chance.choice((0, 0, 1, 1, 2)))]
    asked = ANALYSER.asked(" ".join(typed))
    names = chance.sample(facets.NAMES, chance.choice((0, 0, 1, 1, 2)))
    near = Near(*_point(chance), metres=chance.choice((1, 5, 15, 40)) * 1000) if chance.random() < 0.2 else None
    return Query(
        now=NOW,
        month=MONTH,
        words=asked.words,
        open_end=asked.open_end,
        chosen={
            name: tuple(dict.fromkeys(_value(chance, name) for _ in range(chance.choice((1, 1, 2))))) for name in names
        },
        near=near,
        town=chance.choice(("ghent", "trier", "arlon")) if near is None and chance.random() < 0.1 else "",
        dated=chance.random() < 0.15,
        sort=chance.choice((*SORTS, *["best"] * 3)),
        offset=chance.choice((0, 0, 0, 3)),
        limit=chance.choice((3, 20, 100)),
    )


def _months(plain: RunDocument) -> dict[str, Any]:
    if plain.rolling:
        earliest = max((moment for moment in (plain.starts, plain.opens) if moment is not None), default=None)
        return {
            "first_month": None if earliest is None else _month(earliest),
            "last_month": None if plain.closes is None else _month(plain.closes - 1),
        }
    return {} if plain.starts is None else {"first_month": _month(plain.starts), "last_month": _month(plain.starts)}


def _month(moment: int) -> int:
    day = dt.datetime.fromtimestamp(moment, dt.UTC)
    return day.year * 12 + day.month - 1


def _point(chance: random.Random) -> tuple[int, int]:
    return CENTRE[0] + STEP * chance.randint(-2, 2), CENTRE[1] + STEP * chance.randint(-2, 2)


def _some(chance: random.Random, name: str, most: int) -> tuple[str, ...]:
    many = min(len(VALUES[name]), chance.choice((0, *range(1, most + 1), *range(1, most + 1))))
    return tuple(chance.sample(VALUES[name], many))


def _text(chance: random.Random, field: str) -> FieldText:
    language = chance.choice(("en", "en", "fr", "de", "it"))
    words = WORDS[language].split()
    return FieldText(field, language, " ".join(chance.choice(words) for _ in range(chance.randint(1, 8))))


def _typed(chance: random.Random) -> str:
    word = chance.choice(EVERY_WORD)
    kind = chance.random()
    if kind < 0.15:
        return word[: max(3, len(word) - 3)]
    if kind < 0.3:
        place = chance.randrange(len(word))
        return chance.choice((word[:place] + word[place + 1 :], word[:place] + "x" + word[place:], "x" + word[1:]))
    return word if kind < 0.95 else "nowhere"


def _value(chance: random.Random, name: str) -> str:
    if name == "price":
        return chance.choice((*facets.PRICE_BANDS, "50-100", "1-10"))
    if name == "hours":
        return chance.choice((*facets.HOUR_BANDS, "4-10"))
    if name == "starts":
        return facets.month_text(MONTH + chance.randint(-2, 4))
    if name == "open":
        return "now"
    if name == "region":
        return chance.choice(("AT", "AT1", "AT13", "AT130", "AT22", "DE", "FR101", "ES"))
    return chance.choice((*VALUES[name], "nobody"))
