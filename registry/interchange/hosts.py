"""What the desk has said of hosts, as a plan heeds it (decision 0022). A run that leads to a refused one is taken
without that address. Once the desk allows the host, the first import brings the address, and it alone, although the
source only says again what it said: where the run leads as it did when the address was not taken, and nobody changed
it since the host is allowed. What people set, removed or cancelled here stays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.catalogue import holding
from registry.catalogue.views import Held, HeldRun
from registry.interchange.present import Present, Said
from registry.interchange.record import Letter, Record, Remark, Where
from registry.kernel.canonical import digest
from registry.kernel.web_address import host

REFUSED = (
    "host-refused",
    "The registry has refused addresses at this host for this provider; the run is taken without this one.",
)
ALLOWED = (
    "host-allowed",
    "The registry has allowed addresses at this host for this provider after all; the run gets this one.",
)


@dataclass(frozen=True)
class Taken:
    """A record's runs by key as they are taken: `runs` as they would be stored, `changed` those of them that bring
    something, `said` and `without` as `Said` keeps them; which are led `astray`, and to which an allowed address
    `came`."""

    runs: dict[str, Letter] = field(default_factory=dict)
    changed: dict[str, Letter] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    without: dict[str, str] = field(default_factory=dict)
    astray: list[str] = field(default_factory=list)
    came: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _One:
    """One run as its source says it, beside the one here; and where that led when this address was not taken (empty:
    nowhere, None: it was never so)."""

    key: str
    letter: Letter
    there: HeldRun | None
    stood: str | None

    @property
    def url(self) -> str | None:
        """The address its source gives."""
        return holding.address(self.letter)

    @property
    def at(self) -> str:
        """The host of that."""
        return host(self.url) or ""

    @property
    def leads(self) -> str | None:
        """Where it leads as it stands here."""
        return holding.address(self.there.letter) if self.there else None

    @property
    def in_full(self) -> str:
        """What is remembered of it."""
        return digest(self.letter)

    @property
    def bare(self) -> str:
        """What is remembered of it without its address, so that what people set here since is no news."""
        return digest(dict(holding.masked(self.letter, None)))


def take(record: Record, runs: Mapping[str, Letter], held: Held | None, present: Present, publish: bool) -> Taken:
    """The record's runs, checked, as they are taken."""
    taken, before = Taken(), present.said.get(record.key, Said())
    # what was never listed and will not be by this is examined whole instead
    was_listed = held is not None and held.was_listed
    refused = present.hosts.refused if publish or was_listed else frozenset()
    for key, letter in runs.items():
        there = held.runs.get(key) if held else None
        run = _One(key, letter, there, _stood(key, letter, there, before, present))
        # where the public is led already it stays led; of what it never saw it is asked where it leads, not what moves
        leads = run.leads if was_listed or host(run.leads) not in refused else None
        if run.at in refused and run.at != host(leads):
            _take_bare(taken, run, before, leads)
        else:
            _take_whole(taken, run, before, present)
    return taken


def remarks(record: Record, keys: Iterable[str], told: tuple[str, str]) -> list[Remark]:
    """The remarks on these runs."""
    code, words = told
    return [
        Remark(Where(record.key, run.line, "enrol.url"), code, holding.address(run.letter) or "", words)
        for run in record.runs
        if run.key in keys
    ]


def _take_bare(taken: Taken, run: _One, before: Said, leads: str | None) -> None:
    """All of a run but its address, which leads astray: it `leads` where it did, if it may. What its source says again
    is no news."""
    key, told = run.key, before.runs.get(run.key)
    taken.astray.append(key)
    taken.runs[key] = dict(holding.masked(run.letter, leads))
    is_said_again, stays = told in (run.in_full, run.bare), leads == run.leads
    taken.said[key] = told if told and is_said_again and stays else run.bare
    if taken.said[key] == run.bare:
        taken.without[key] = (leads or "") if run.stood is None or not stays else run.stood
    if not is_said_again:
        taken.changed[key] = taken.runs[key]
    elif run.there and run.there.state == "planned" and not stays:
        taken.changed[key] = dict(holding.masked(run.there.letter, leads))


def _take_whole(taken: Taken, run: _One, before: Said, present: Present) -> None:
    """A run with its address; of one that its source says again that alone, where the desk allowed it meanwhile."""
    key, told = run.key, before.runs.get(run.key)
    taken.runs[key], taken.said[key] = run.letter, run.in_full
    is_said_again = told == run.in_full or (told == run.bare and key in before.without)
    as_it_was = _as_it_was(run, present)
    if not is_said_again:
        taken.changed[key] = run.letter
    elif as_it_was and run.stood == (run.leads or ""):
        taken.changed[key] = dict(holding.masked(as_it_was, run.url))
    if as_it_was and key in taken.changed and run.at in present.hosts.allowed and run.url != run.leads:
        taken.came.append(key)


def _as_it_was(run: _One, present: Present) -> Mapping[str, Any] | None:
    """The run as it stands here, if its address was not taken and may be now, and nobody touched it since it may: the
    desk allowed the host, or the offer is to be examined whole."""
    hosts, there = present.hosts, run.there
    if run.stood is None or there is None or there.state != "planned":
        return None
    since = hosts.allowed.get(run.at)
    return there.letter if run.at in hosts.refused or (since and there.updated_at <= since) else None


def _stood(key: str, letter: Letter, there: HeldRun | None, before: Said, present: Present) -> str | None:
    """Where a run led when the address its source gives was not taken, or was refused."""
    if key in before.without:
        return before.without[key]
    asked = (there.code if there else "", host(holding.address(letter)) or "")
    return (present.hosts.former[asked] or "") if asked in present.hosts.former else None
