"""What two offers are compared by: kind, competences with levels, languages, modes, regions, hours and price. Read
from the facts and the runs for many offers at once, in two questions and without opening a content."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, select

from registry import config
from registry.catalogue.door import door
from registry.catalogue.model import Fact, Offer, Run, Version
from registry.catalogue.runs import RunView, next_run, view
from registry.catalogue.specification import Specification
from registry.kernel import clock
from registry.kernel.db import db
from registry.providers.model import Place

MOST = 200  # offers read at once; who asks chooses no more
# written once, because building a statement costs as much as answering it; facts are asked for by version alone, lest
# SQLite goes through all of one name
_PUBLIC = door(select(Offer.code, Offer.kind, Version.id.label("version_id"))).where(
    Offer.code.in_(bindparam("codes", expanding=True))
)
_FACTS = (
    select(Fact.version_id, Fact.name, Fact.value, Fact.level, Fact.minutes)
    .where(Fact.version_id.in_(bindparam("versions", expanding=True)))
    .order_by(Fact.id)
)
_RUNS = (
    select(Offer.code.label("offer"), Run.code, Run.data, Run.state, Place.region)
    .join(Run, Run.offer_id == Offer.id)
    .outerjoin(Place, Run.place_id == Place.id)
    .where(Run.state != "removed", Offer.code.in_(bindparam("codes", expanding=True)))
)


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
        levels=spec.competences,
        languages=frozenset((*spec.languages, *_every(taught, "language"))),
        modes=frozenset((*spec.modes, *(run.letter["mode"] for run in taught if run.letter.get("mode")))),
        regions=frozenset(regions),
        minutes=spec.minutes,
        price=_price(taught),
    )


def read(codes: Collection[str]) -> dict[str, Traits]:
    """code → traits of the public ones among these codes, in the order given; three questions for at most MOST."""
    wanted = list(dict.fromkeys(codes))[:MOST]
    public = {row.code: row for row in db.session.execute(_PUBLIC, {"codes": wanted})}
    facts: dict[int, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
    for fact in db.session.execute(_FACTS, {"versions": [row.version_id for row in public.values()]}):
        facts[fact.version_id][fact.name].append(fact)
    runs = _runs(wanted)
    return {
        code: _read(code, public[code].kind, facts[public[code].version_id], *runs.get(code, ([], [])))
        for code in wanted
        if code in public
    }


def _read(code: str, kind: str, said: Mapping[str, list[Any]], runs: list[RunView], regions: list[str]) -> Traits:
    return Traits(
        code=code,
        kind=kind,
        levels={row.value: row.level for row in said.get("competence", ())},
        languages=frozenset((*(row.value for row in said.get("language", ())), *_every(runs, "language"))),
        modes=frozenset(
            (
                *(row.value for row in said.get("mode", ())),
                *(run.letter["mode"] for run in runs if run.letter.get("mode")),
            )
        ),
        regions=frozenset(regions),
        minutes=next((row.minutes for row in said.get("minutes", ())), None),
        price=_price(runs),
    )


def _runs(codes: list[str]) -> dict[str, tuple[list[RunView], list[str]]]:
    """code → its runs, without their places, and the regions these are in."""
    now: dt.datetime = clock.now()
    found: dict[str, tuple[list[RunView], list[str]]] = {}
    for offer, code, data, state, region in db.session.execute(_RUNS, {"codes": codes}):
        runs, regions = found.setdefault(offer, ([], []))
        runs.append(view(code, data, now, place=None, cancelled=state == "cancelled"))
        if region:
            regions.append(region)
    return found


def _every(runs: list[RunView], name: str) -> list[str]:
    return [value for run in runs for value in run.letter.get(name) or ()]


def _price(runs: list[RunView]) -> int | None:
    run = next_run(runs)
    return run.payable(config.current().currency) if run else None
