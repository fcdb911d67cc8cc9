"""What the desk has said of hosts, as a plan heeds it (decision 0022). A run that leads to a refused one is taken
without that address. Once the desk allows the host, the first import brings the address, although the source only says
again what it said; what people set here since stays."""

from collections.abc import Iterable, Mapping

from registry.catalogue import holding
from registry.catalogue.views import Held
from registry.interchange.present import Present, Said
from registry.interchange.record import Letter, Record, Remark, Where
from registry.kernel.canonical import digest

REFUSED = (
    "host-refused",
    "The registry has refused addresses at this host for this provider; the run is taken without this one.",
)
ALLOWED = (
    "host-allowed",
    "The registry has allowed addresses at this host for this provider after all; the run gets this one.",
)


def leads(held: Held | None, key: str) -> str | None:
    """Where the run leads as it stands here."""
    run = held.runs.get(key) if held else None
    return holding.address(run.letter) if run else None


def astray(record: Record, held: Held | None, present: Present) -> list[str]:
    """Keys of the runs that lead to a host the desk has refused, and do not lead there already."""
    return [key for key, at in _moving(record, held) if at in present.hosts.refused]


def allowed(record: Record, held: Held | None, present: Present) -> list[str]:
    """Keys of the runs that lead to a host the desk has refused, and allowed since this source was read last."""
    read_at = present.read_at.get(record.key)
    since = present.hosts.allowed
    return [key for key, at in _moving(record, held) if read_at and at in since and read_at <= since[at]]


def changed(record: Record, held: Held, present: Present, runs: Mapping[str, Letter], said: Said) -> dict[str, Letter]:
    """The runs of which the source says something else than last time, as it says them; and those of which the one
    news is that the desk allowed the host, as they stand here with that address."""
    before, found = present.said[record.key], dict[str, Letter]()
    now_allowed = allowed(record, held, present)
    for key, letter in runs.items():
        there, url = held.runs.get(key), holding.address(letter)
        put_back = (there.code if there else "", holding.host(url) or "")
        told = (said.runs[key], digest(dict(holding.masked(letter, None))))  # in full, or without the address
        if key in now_allowed and there and put_back in present.hosts.former and before.runs.get(key) in told:
            if holding.address(there.letter) == present.hosts.former[put_back]:
                found[key] = dict(holding.masked(there.letter, url))
        elif said.runs[key] != before.runs.get(key):
            found[key] = letter
    return found


def remarks(record: Record, keys: Iterable[str], told: tuple[str, str]) -> list[Remark]:
    """The remarks on these runs."""
    code, words = told
    return [
        Remark(Where(record.key, run.line, "enrol.url"), code, holding.address(run.letter) or "", words)
        for run in record.runs
        if run.key in keys
    ]


def _moving(record: Record, held: Held | None) -> list[tuple[str, str]]:
    """(key, host) of the runs that lead to another host than they do here."""
    led = ((run.key, holding.host(holding.address(run.letter))) for run in record.runs)
    return [(key, at) for key, at in led if at and at != holding.host(leads(held, key))]
