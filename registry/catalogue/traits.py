"""What two offers are compared by: kind, competences with levels, languages, modes, regions, hours and price. Read
from the facts and the runs for many offers at once, in two questions and without opening a content."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from registry import config
from registry.catalogue.door import door
from registry.catalogue.model import Fact, Offer, Run, Version
from registry.catalogue.runs import RunView, next_run, view
from registry.catalogue.specification import Specification, competence_levels
from registry.kernel import clock
from registry.kernel.db import db
from registry.kernel.money import Price, payable
from registry.providers.model import Place

MOST = 200  # offers read at once; who asks chooses no more
_READ = frozenset({"competence", "language", "mode", "minutes"})


@dataclass(frozen=True)
class Traits:
    """One offer's. `levels`: competence → level reached (None: not stated); `price`: what one person pays for the next
    run in minor units of the registry's currency; None: not known."""

    code: str
    kind: str
    levels: Mapping[str, int | None]
    languages: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()
    minutes: int | None = None
    price: int | None = None

    @property
    def per_hour(self) -> int | None:
        """The price of an hour of work, rounded, in minor units; None when price or hours are not known."""
        if self.price is None or not self.minutes:
            return None
        return (self.price * 60 + self.minutes // 2) // self.minutes


def of(code: str, spec: Specification, runs: Iterable[RunView] = ()) -> Traits:
    """The traits of an offer that is at hand; one that has gone brings no runs."""
    taught = list(runs)
    regions = [run.place.region for run in taught if run.place and run.place.region]
    return Traits(
        code=code,
        kind=spec.kind,
        levels=competence_levels(spec),
        languages=frozenset((*spec.languages, *_every(taught, "language"))),
        modes=frozenset((*spec.modes, *(run.letter["mode"] for run in taught if run.letter.get("mode")))),
        regions=frozenset(regions),
        minutes=spec.minutes,
        price=_price(taught),
    )


def read(codes: Collection[str]) -> dict[str, Traits]:
    """code → traits of the public ones among these codes, in the order given; two questions for at most MOST codes."""
    wanted = list(dict.fromkeys(codes))[:MOST]
    facts: dict[str, list[Any]] = defaultdict(list)
    columns = (Offer.code, Offer.kind, Fact.name, Fact.value, Fact.level, Fact.minutes)
    asked = door(select(*columns)).join(Fact, Fact.version_id == Version.id)
    for row in db.session.execute(asked.where(Offer.code.in_(wanted), Fact.name.in_(_READ)).order_by(Fact.id)):
        facts[row.code].append(row)
    runs = _runs(wanted)
    return {code: _read(code, facts[code], *runs.get(code, ([], []))) for code in wanted if code in facts}


def _read(code: str, facts: list[Any], runs: list[RunView], regions: list[str]) -> Traits:
    said: dict[str, list[Any]] = defaultdict(list)
    for row in facts:
        said[row.name].append(row)
    return Traits(
        code=code,
        kind=facts[0].kind,
        levels={row.value: row.level for row in said["competence"]},
        languages=frozenset((*(row.value for row in said["language"]), *_every(runs, "language"))),
        modes=frozenset(
            (*(row.value for row in said["mode"]), *(run.letter["mode"] for run in runs if run.letter.get("mode")))
        ),
        regions=frozenset(regions),
        minutes=next((row.minutes for row in said["minutes"]), None),
        price=_price(runs),
    )


def _runs(codes: list[str]) -> dict[str, tuple[list[RunView], list[str]]]:
    """code → its runs, without their places, and the regions these are in."""
    now: dt.datetime = clock.now()
    found: dict[str, tuple[list[RunView], list[str]]] = {}
    columns = select(Offer.code, Run.code, Run.data, Run.state, Place.region).join(Run, Run.offer_id == Offer.id)
    query = columns.outerjoin(Place, Run.place_id == Place.id).where(Run.state != "removed", Offer.code.in_(codes))
    for offer, code, data, state, region in db.session.execute(query):
        runs, regions = found.setdefault(offer, ([], []))
        runs.append(view(code, data, now, place=None, cancelled=state == "cancelled"))
        if region:
            regions.append(region)
    return found


def _every(runs: list[RunView], name: str) -> list[str]:
    return [value for run in runs for value in run.letter.get(name) or ()]


def _price(runs: list[RunView]) -> int | None:
    run = next_run(runs)
    letters = (run.letter.get("prices") or ()) if run else ()
    return payable([Price.from_letter(letter) for letter in letters], config.current().currency)
