"""What happens to one provider and to one offer of the demonstration, as steps with their times. Every step is a verb
of the registry, taken by whoever would take it: a member of the provider, a reviewer, the operator, the system."""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from registry.catalogue import queries as catalogue
from registry.catalogue import service as catalogue_service
from registry.cli.demonstration import dates, desk
from registry.events import queries as events
from registry.events import service as event_service
from registry.kernel import clock
from registry.kernel.actor import OPERATOR, SYSTEM, Actor
from registry.providers import queries as providers
from registry.providers import service as provider_service
from registry.quality import criteria, policy, sampling
from registry.quality import service as quality
from registry.quality.schema import Ruling

REVIEWER = desk.REVIEWERS["first"]
# days that pass before each step of a journey, unless the journey says otherwise with "after"
PAUSE = {
    "submit": 1,
    "take": 2,
    "list": 3,
    "ask": 2,
    "return": 4,
    "refuse": 5,
    "revise": 20,
    "discard": 4,
    "suspend": 25,
    "confirm": 100,
    "withdraw": 60,
    "expire": 90,
    "lapse": 181,
    "admit": 0,
    "find": 1,
    "remark": 0,
    "second-opinion": 6,
    "amend": 20,
    "propose": 1,
    "answer": 3,
    "appeal": 6,
    "uphold": 9,
    "dismiss": 9,
    "report": 30,
    "answer-report": 5,
}
# of a run, what is told of it later than the run itself
LATER = ("cancelled", "enrol_moved_to")
# steps that only time makes possible
SLOW = frozenset({"lapse"})


@dataclass(frozen=True)
class Step:
    """One thing that happens at an instant; `takes_time`: it cannot happen without a past."""

    at: dt.datetime
    take: Callable[[], object]
    takes_time: bool = False


@dataclass(eq=False)
class ProviderStory:
    """A provider of the demonstration; `code` is empty until it is in the register."""

    letter: Mapping[str, Any]
    now: dt.datetime
    code: str = ""

    def __post_init__(self) -> None:
        known = providers.by_slug(self.letter["provider"]["slug"])
        self.code = known.code if known else ""
        self.offers = {key: offer.code for key, offer in catalogue.held(self.code).items()} if known else {}

    @property
    def is_known(self) -> bool:
        """Is the provider in the register?"""
        return bool(self.code)

    @property
    def member(self) -> Actor:
        """Somebody who belongs to the provider."""
        own = frozenset({self.code})
        return Actor("member", "demonstration-member", own, submits=own)

    def steps(self) -> Iterator[Step]:
        """Registered with its places shortly before its first offer, then verified or admitted."""
        oldest = max(offer["begun_days_ago"] for offer in self.letter["offers"])
        yield Step(_morning(self.now, oldest + 9), self._register)
        for number, standing in enumerate(self.letter["standing"]):
            ((action, basis),) = standing.items()
            yield Step(_morning(self.now, oldest + 4 - number), partial(self._stand, action, basis))

    def _register(self) -> None:
        self.code = provider_service.register(OPERATOR, self.letter["provider"])
        for place in self.letter["places"]:
            provider_service.add_place(OPERATOR, self.code, place)

    def _stand(self, action: str, basis: str) -> None:
        if action == "admit":
            quality.admit_provider(OPERATOR, self.code, basis)
        else:
            quality.decide_provider(REVIEWER, self.code, action, basis)


@dataclass(eq=False)
class OfferStory:
    """An offer of the demonstration; `code` is empty until it has begun."""

    provider: ProviderStory
    letter: Mapping[str, Any]
    code: str = ""
    content: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.code = self.provider.offers.get(self.letter["source_key"], "")
        self.content = dict(self.letter["content"])

    @property
    def is_known(self) -> bool:
        """Is the offer in the register?"""
        return bool(self.code)

    def steps(self) -> Iterator[Step]:
        """Its beginning with its runs, its journey through the desk, and today what has changed of its runs."""
        at = _morning(self.provider.now, self.letter["begun_days_ago"])
        yield Step(at, self._begin)
        yield Step(at, self._schedule)
        for told in self.letter["journey"]:
            step: dict[str, Any] = {told: ""} if isinstance(told, str) else told
            action = next(name for name in step if name in PAUSE)
            at += dt.timedelta(days=step.get("after", PAUSE[action]), minutes=37)
            yield Step(at, partial(self._go, action, step), takes_time=action in SLOW)
        yield Step(self.provider.now, self._change_runs)
        yield Step(self.provider.now, self.show)

    def show(self, only: Collection[str] | None = None) -> None:
        """Link the offer to the agenda items it belongs to; with `only`, of these events."""
        for link in self.letter.get("shown_at", []):
            event = events.by_slug(link["event"]) if only is None or link["event"] in only else None
            if event and link["slot"] in [slot.position for slot in event.slots]:
                event_service.show(OPERATOR, event.slug, link["slot"], {"offer_code": self.code})

    def _begin(self) -> None:
        key, access, contact = (self.letter[name] for name in ("source_key", "access", "contact"))
        origin = catalogue_service.Origin(source_key=key, access=access, contact=contact)
        self.code = catalogue_service.start(self.provider.member, self.provider.code, self.content, origin)

    def _go(self, action: str, step: Mapping[str, Any]) -> None:
        """Take the step; chance draws what it tells, and nothing unless it says so."""
        with sampling.drawing(step.get("drawn", sampling.OF - 1)):
            self._take(action, step)

    def _take(self, action: str, step: Mapping[str, Any]) -> None:
        said = step[action]
        if action == "admit":
            quality.admit_offer(OPERATOR, self.code, said)
        elif action in ("expire", "lapse"):
            quality.record(SYSTEM, self.code, action, said)
        elif action == "confirm":
            catalogue_service.confirm(self.provider.member, self.code)
        elif action == "take":
            quality.take(desk.by(step), self.code, self._seen())
        elif action == "ask":
            quality.ask(desk.by(step), self.code, self._seen(), " ".join(said))
        elif action == "withdraw":
            quality.withdraw(self.provider.member, self.code, self._seen(), said)
        elif action in ("revise", "amend"):
            self._revise(said)
            if action == "amend":
                quality.amend(self.provider.member, self.code, self._seen())
        elif action in ("submit", "discard"):
            catalogue_service.perform(self.provider.member, self.code, action, self._seen())
        elif action in desk.STEPS:
            desk.go(action, step, self.code, self.provider.member)
        else:
            self._rule(action, step)

    def _revise(self, changes: Mapping[str, Any]) -> None:
        self.content |= changes
        seen = catalogue_service.revise(self.provider.member, self.code, self._seen())
        catalogue_service.save(self.provider.member, self.code, self.content, seen)

    def _rule(self, action: str, step: Mapping[str, Any]) -> None:
        """A ruling with a verdict on every criterion; a micro-credential's only where one is meant."""
        unmet, is_micro = step.get("unmet", []), self.content.get("credential", {}).get("type") == "micro"
        points = criteria.current(clock.today()).of_kind(self.content["kind"])
        verdicts = {point.code: "not-met" if point.code in unmet else "met" for point in points}
        if "micro-credential" in verdicts and not is_micro:
            verdicts["micro-credential"] = "not-applicable"
        ruling = Ruling(step.get("what", action), tuple(step[action]), verdicts)
        if action == "propose":
            quality.propose(desk.by(step), self.code, ruling, self._seen())
        elif action in policy.TWO_RIGHTS:
            desk.confirmed(step, self.code, ruling)
        else:
            quality.decide(desk.by(step), self.code, ruling, self._seen())

    def _schedule(self) -> None:
        for told in self.letter["runs"]:
            run = {name: value for name, value in self._resolved(told).items() if name not in LATER}
            key = run.pop("source_key")
            catalogue_service.schedule_run(self.provider.member, self.code, run, source_key=key)

    def _change_runs(self) -> None:
        for told in self.letter["runs"]:
            run = self._resolved(told)
            if not run.keys() & set(LATER):
                continue
            is_cancelled, moved_to = run.pop("cancelled", False), run.pop("enrol_moved_to", None)
            held = catalogue.held(self.provider.code)[self.letter["source_key"]].runs[run.pop("source_key")]
            if is_cancelled:
                catalogue_service.cancel_run(self.provider.member, held.code, held.counter)
            else:  # at a host nobody knows of the provider: it waits for a glance
                moved = {**run, "enrol": {**run["enrol"], "url": moved_to}}
                catalogue_service.change_run(self.provider.member, held.code, moved, held.counter)

    def _resolved(self, told: Mapping[str, Any]) -> dict[str, Any]:
        return dates.resolve(told, self.provider.now)

    def _seen(self) -> int:
        return desk.seen(self.code)


def _morning(now: dt.datetime, days_ago: int) -> dt.datetime:
    """Early on a day some days ago: people at a desk keep office hours."""
    return (now - dt.timedelta(days=days_ago)).replace(hour=7, minute=40, second=0, microsecond=0)
