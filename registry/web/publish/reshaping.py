"""Buttons that change a form without sending it anywhere: one more row, one less, a suggestion taken. The page comes
back with everything that was typed; nothing is saved by it."""

import copy
from collections.abc import Sequence
from typing import Any

from registry.web import forms
from registry.web.publish.drawing import COMPETENCE
from registry.web.publish.questions import Part, Rows

WAYS = ("add", "remove", "take")
MOST_ROWS = 60


def reshaped(form: dict[str, Any], parts: Sequence[Part], then: str) -> dict[str, Any]:
    """The form after this button; unchanged for a button that fits nothing."""
    way, _colon, rest = then.partition(":")
    made = copy.deepcopy(form)
    known = {part.path for part in parts if isinstance(part, Rows)}
    path, _colon, number = ("outcomes:" + rest if way == "take" else rest).partition(":")
    if path not in known:
        return made
    given = forms.value_at(made, path)
    rows = list(given) if isinstance(given, list) else []
    if way == "add" and len(rows) < MOST_ROWS:
        rows = [*(rows or [{}]), {}]
    elif way == "remove" and forms.is_place(number, rows):
        rows.pop(int(number))
    elif way == "take":
        at, _colon, code = number.partition(":")
        if forms.is_place(at, rows):
            rows[int(at)] = {**rows[int(at)], COMPETENCE: code}
    forms.put(made, path, rows)
    return made
