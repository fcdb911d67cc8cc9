"""How alike two offers are, as whole numbers: the same competences at the same level weigh most, then the language,
then how and where. A shared competence alone makes no likeness when the levels are far apart."""

from collections.abc import Iterable

from registry.catalogue.traits import Traits

BAND = 2  # levels
# by the distance of two levels in one competence; farther apart they have nothing in common
CLOSE = (8, 6, 3)
UNKNOWN = 4  # one of the two levels is not stated
LEAST = 20  # percent of all competences of both, weighted by closeness, from which two offers are alike
LANGUAGE, MODE, REGION, COUNTRY = 30, 10, 15, 5


def shared(one: Traits, other: Traits) -> int:
    """Percent of the competences of both that they share, weighted by how close their levels are."""
    both = one.levels.keys() | other.levels.keys()
    if not both:
        return 0
    points = sum(_closeness(one.levels[code], other.levels[code]) for code in one.levels.keys() & other.levels.keys())
    return 100 * points // (CLOSE[0] * len(both))


def alike(own: Traits, others: Iterable[Traits], most: int) -> list[str]:
    """Codes of the most alike ones, best first; of equals the order given is kept. Offers without any competence are
    alike when they are of one kind and speak a common language."""
    ranked = [
        (_score(own, other), other.code) for other in others if other.code != own.code and _comes_near(own, other)
    ]
    return [code for _score_, code in sorted(ranked, key=lambda pair: -pair[0])][:most]


def further(own: Traits, others: Iterable[Traits], most: int) -> list[tuple[str, tuple[str, ...]]]:
    """(code, competences) of those that begin one band above in competences they share; those that go further in most
    of them first, and in a language of the offer."""
    found = []
    for other in others:
        steps = tuple(code for code, level in own.levels.items() if _one_band_up(level, other.levels.get(code)))
        if steps and other.code != own.code:
            found.append((100 * len(steps) // len(own.levels) + _around(own, other), other.code, steps))
    return [(code, steps) for _points, code, steps in sorted(found, key=lambda item: -item[0])][:most]


def band(level: int) -> int:
    """0 for levels 1–2 up to 3 for levels 7–8."""
    return (level - 1) // BAND


def _one_band_up(level: int | None, other: int | None) -> bool:
    return bool(level and other) and band(other or 0) == band(level or 0) + 1


def _comes_near(own: Traits, other: Traits) -> bool:
    if not own.levels and not other.levels:
        return own.kind == other.kind and bool(own.languages & other.languages)
    return shared(own, other) >= LEAST


def _score(own: Traits, other: Traits) -> int:
    return shared(own, other) + _around(own, other)


def _around(own: Traits, other: Traits) -> int:
    """Language, mode and place."""
    points = LANGUAGE * bool(own.languages & other.languages) + MODE * bool(own.modes & other.modes)
    if own.regions & other.regions:
        return points + REGION
    return points + COUNTRY * bool({code[:2] for code in own.regions} & {code[:2] for code in other.regions})


def _closeness(one: int | None, other: int | None) -> int:
    if one is None or other is None:
        return UNKNOWN
    apart = abs(one - other)
    return CLOSE[apart] if apart < len(CLOSE) else 0
