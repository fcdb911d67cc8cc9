"""What a file says of the provider itself and of its places, compared with what it said last and with what stands here.
The rule is that of the offers: a value people changed here survives a source that says the same as before; where the
source says otherwise its value counts, and what it replaces is told. Of legal identifiers a feed adds or replaces only
its own, and none of a verified provider."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from registry.interchange.fitting import fitting
from registry.interchange.model import PLACE, PROVIDER
from registry.interchange.plan import Correction, Plan, Step, is_to_come
from registry.interchange.present import Entry, Present
from registry.interchange.record import Letter, Remark, RunRecord, Where
from registry.kernel.text import fold
from registry.providers import schema

SHORT = 120  # characters of a value in a sentence
# changed by rules of their own
_NUMBERS, _KEYS = "identifiers", ("slug", "source_key")
Number = tuple[str, str, str]


@dataclass
class Difference:
    """What changes, by field (None: it goes); which of these people had changed here; and what the file says otherwise
    but stays as people entered it."""

    changes: Letter = field(default_factory=dict)
    edited: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)


def difference(said: Letter, before: Letter | None, here: Letter) -> Difference:
    """Compare what is said now, what was said last time (None: never anything) and what stands here."""
    found = Difference()
    last = before or {}
    for name in sorted((said.keys() | last.keys()) - {_NUMBERS, *_KEYS}):
        new, old, present = said.get(name), last.get(name), here.get(name)
        if new == present or (before is not None and new == old):
            continue
        if new is None:
            if present == old and name != "name":  # a source that is silent takes back only what it said itself
                found.changes[name] = None
        elif before is None and present is not None:
            found.kept.append(name)
        else:
            found.changes[name] = new
            if present != old:
                found.edited.append(name)
    return found


def of_provider(plan: Plan, here: Present, said: Letter) -> list[Remark]:
    """Plan what becomes of the provider's own entry, of which the file says this; the remarks on it."""
    where = Where(None, plan.provider.line, PROVIDER)
    correction = Correction(PROVIDER, "", where, said, here.provider)
    plan.corrections.append(correction)
    if here.provider is None:
        return []
    before = here.told.get((PROVIDER, ""))
    found = difference(said, before, here.provider.letter)
    remarks = _numbers(found, said, (before or {}), here, where)
    correction.changes = found.changes
    return [*_told(found, said, here.provider, where, "The provider's entry"), *remarks]


def of_places(plan: Plan, here: Present) -> list[Remark]:
    """Plan what becomes of the places that runs of the file name; an offer of which a run's place changes is changed.
    The remarks on all of it."""
    taken = [step for step in plan.steps if step.outcome != "refused"]
    named: dict[str, RunRecord] = {}
    for run in (run for step in taken for run in step.record.runs if run.place):
        named.setdefault(str(run.place), run)
    former = _moved(plan, here, named)
    remarks: list[Remark] = []
    for key, run in named.items():
        where = Where(None, run.line, PLACE)
        said, left_out = fitting(schema.PLACE, plan.provider.places[key], where)
        correction = Correction(PLACE, key, where, said, here.places.get(former.get(key, key)))
        correction.formerly = former.get(key)
        remarks += left_out + _place(correction, here, where)
        plan.corrections.append(correction)
        if correction.changes:
            _mark(taken, key)
    return remarks


def _place(correction: Correction, here: Present, where: Where) -> list[Remark]:
    entry, key = correction.entry, correction.formerly or correction.key
    if entry is None:
        return []
    # a place of which nothing is remembered came from a source all the same
    assumed = {name: value for name, value in entry.letter.items() if name in correction.said}
    found = difference(correction.said, here.told.get((PLACE, key), assumed), entry.letter)
    correction.changes = found.changes
    remarks = _told(found, correction.said, entry, where, f"The place “{entry.letter['name']}”")
    if correction.formerly:
        correction.changes["source_key"] = correction.key
        remarks += _stays(correction, entry, where)
    return remarks


def _mark(taken: Iterable[Step], key: str) -> None:
    for step in taken:
        if step.outcome == "unchanged" and any(run.place == key for run in step.record.runs):
            step.outcome = "changed"


def _moved(plan: Plan, here: Present, named: Mapping[str, RunRecord]) -> dict[str, str]:
    """New key → old key of the places whose postcode was corrected: the name is the same, the old key is nowhere in the
    file, and every run to come that is held at the old place is in the file, at the new one."""
    now = {(step.record.key, run.key): run.place for step in plan.steps for run in step.record.runs}
    goals: dict[str, set[str | None]] = {}
    for record, held in here.held.items():
        for key, run in held.runs.items():
            old = run.letter.get("place")
            if old in here.places and old not in plan.provider.places and is_to_come(run):
                goals.setdefault(old, set()).add(now.get((record, key)))
    found: dict[str, str] = {}
    for old, places in sorted(goals.items()):
        new = (places.pop() if len(places) == 1 else None) or ""
        if new in named and new not in here.places and new not in found and _same_name(plan, here, old, new):
            found[new] = old
    return found


def _same_name(plan: Plan, here: Present, old: str, new: str) -> bool:
    last = here.told.get((PLACE, old)) or here.places[old].letter
    return fold(str(last["name"])) == fold(str(plan.provider.places[new]["name"]))


def _stays(correction: Correction, entry: Entry, where: Where) -> list[Remark]:
    """A place that has another postcode keeps what people entered of it here, which they had better look at again."""
    names = [name for name in ("access", "lat_e6", "lon_e6", "region") if entry.letter.get(name)]
    stays = [name for name in names if name not in correction.said]
    told = (
        f"The place “{entry.letter['name']}” has another postcode; what was entered here of it stays and should be "
        f"looked at: {', '.join(stays)}."
    )
    return [Remark(where, "place-moved", entry.code, told)] if stays else []


def _numbers(found: Difference, said: Letter, before: Letter, here: Present, where: Where) -> list[Remark]:
    """Plan the legal identifiers: a number that is new replaces the one of its kind the source gave before. One people
    entered here, or of a verified provider, stays; the remarks on those."""
    entry = here.provider
    present, old, given = numbers(entry.letter if entry else {}), numbers(before), numbers(said)
    changed, remarks = list(present), []
    for number in given:
        same = [one for one in changed if one[:2] == number[:2] and one not in given]
        if number in changed:
            continue
        if here.standing == "verified" or any(one not in old for one in same):
            why = "the provider is verified" if here.standing == "verified" else "people entered that"
            stands = f"“{spelled(same)}” stands here and stays" if same else "it was not taken"
            told = f"The file gives “{spelled([number])}”, but {stands}: {why}, and only people may change it."
            remarks.append(Remark(_at(where, _NUMBERS), "identifier-kept", number[2], told))
            continue
        changed = [one for one in changed if one not in same] + [number]
    if changed != present:
        found.changes[_NUMBERS] = [dict(zip(("scheme", "country", "value"), one, strict=True)) for one in changed]
    return remarks


def numbers(letter: Mapping[str, Any]) -> list[Number]:
    """The legal identifiers in a provider's letter."""
    return [(one["scheme"], one.get("country") or "", one["value"]) for one in letter.get(_NUMBERS, [])]


def spelled(given: Iterable[Number]) -> str:
    """Legal identifiers in a sentence."""
    return ", ".join(f"{scheme} {value}" for scheme, _country, value in given)


def _told(found: Difference, said: Letter, entry: Entry, where: Where, subject: str) -> list[Remark]:
    """A remark on each change, on what it replaces of people's, and on what stays otherwise than the file says."""
    remarks = []
    for name, value in found.changes.items():
        new, old = _text(value), _text(entry.letter.get(name))
        told = f"changes from “{old}” to “{new}”" if new and old else f"is filled in with “{new}”"
        told = told if new else f"goes, because the file no longer says “{old}”"
        remarks.append(Remark(_at(where, name), f"{where.field}-changed", new, f"{subject}: {name} {told}."))
        if name in found.edited:
            told = f"{subject}: {name} was edited here since the last import; the file's value replaces that."
            remarks.append(Remark(_at(where, name), "edited-here", entry.code, told))
    for name in found.kept:
        new, old = _text(said[name]), _text(entry.letter[name])
        told = f"{subject}: {name} is “{new}” in the file; “{old}” was entered here and stays."
        remarks.append(Remark(_at(where, name), "kept-here", new, told))
    return remarks


def _at(where: Where, name: str) -> Where:
    return Where(where.record, where.line, f"{where.field}.{name}")


def _text(value: Any) -> str:
    """A value in a sentence."""
    if isinstance(value, Mapping):
        return f"{value['scheme']} {value['value']}" if "scheme" in value else _text(list(value.values()))
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    text = "" if value is None else " ".join(str(value).split())
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"
