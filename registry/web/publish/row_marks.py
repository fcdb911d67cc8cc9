"""Which row of a letter a row of a form stands for. Two people may add, remove and change rows meanwhile, and a page
stays open while it saves by itself; so a row is known by what no question asks of it, else by what they ask, and only
then by its number."""

import copy
import re
from collections.abc import Mapping, Sequence
from typing import Any

from registry.kernel.canonical import digest
from registry.web import forms

WAS = "was"  # the field in which a row of a form carries it along
_CARRIED = re.compile(r"([0-9]{1,4})(?:-([0-9a-f]*)-([0-9a-f]*))?")
_Row = Mapping[str, Any]


def of(row: _Row, number: int, asked: Sequence[str]) -> str:
    """What the row of a form carries along, `2-1f0a9c2b-77aa01de`: its number, a mark of what no question asks and one
    of what they ask (paths below the row), nothing for nothing."""
    return f"{number}-{'-'.join(_marks(row, asked))}"


def matched(there: Sequence[_Row], rows: Mapping[int, _Row], asked: Sequence[str]) -> dict[int, int]:
    """Row of the form → row of the letter it stands for, no two for the same; none for a new row, or one that was
    removed meanwhile."""
    carried = {number: _CARRIED.fullmatch(str(row.get(WAS, ""))) for number, row in rows.items()}
    known = {number: text.groups("") for number, text in carried.items() if text}
    marks = [("", *_marks(row, asked)) for row in there]
    found: dict[int, int] = {}
    for way in (1, 2, 0):
        for row, said in known.items():
            left = [at for at in range(len(there)) if at not in found.values()]
            alike = [at for at in left if (marks[at][way] == said[way] if way else at == int(said[0]))]
            if row not in found and alike and said[way]:
                found[row] = int(said[0]) if int(said[0]) in alike else alike[0]
    return found


def unasked(row: _Row, asked: Sequence[str]) -> dict[str, Any]:
    """The row without what the questions ask."""
    kept = copy.deepcopy(dict(row))
    for path in asked:
        forms.put(kept, path, None)
    found: dict[str, Any] = forms.pruned(kept)
    return found


def _marks(row: _Row, asked: Sequence[str]) -> tuple[str, str]:
    said = forms.pruned({path: forms.value_at(row, path) for path in asked})
    return _mark(unasked(row, asked)), _mark(said)


def _mark(value: _Row) -> str:
    return digest(value)[:8] if value else ""
