"""Forms: from what a browser sends to the letter a verb takes, and from a refusal back to the fields. A field is named
by its path in the letter, dots between (`outcomes.0.title.en`), which is also how errors name it; so there is one name
for the input, the letter's value and the message, and nothing has to be translated between them."""

import itertools
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from flask import request

from registry.kernel.csrf import FIELD as CSRF
from registry.kernel.errors import Conflict, Invalid, WrongState, flat
from registry.kernel.i18n import lazy_gettext as _l
from registry.kernel.nonce import FIELD as NONCE
from registry.web.fields import Choice, Field, Problem

MARKS = "marks"  # of what a form first showed, field by field
# what every form sends beside its letter
BESIDE = frozenset({CSRF, NONCE, "seen", "then", MARKS})
MOST_ROWS = 200
DEEPEST = 12  # steps of a path; a name with more is nobody's form
# refusals after which a form is shown again with all that was typed
REFUSED = (Invalid, Conflict, WrongState)
Refusal = Invalid | Conflict | WrongState
_INCOMPLETE = _l("This form is incomplete. Load the page again and send it once more.")


def sent(lists: Collection[str] = ()) -> dict[str, Any]:
    """The letter of the form that was sent. Empty fields are left out; those named in `lists` (paths, `*` for a row's
    number) may be given several times and become lists."""
    letter: dict[str, Any] = {}
    for path in request.form:
        if path in BESIDE:
            continue
        # browsers end lines with two signs, the registry with one
        given = [text.replace("\r\n", "\n") for text in request.form.getlist(path) if text.strip()]
        if given:
            _put(letter, path.split("."), given if _pattern(path) in lists else given[-1])
    found: dict[str, Any] = _rows(letter)
    return found


def seen() -> int:
    """The counter the form was made from; Invalid when it is missing or no number."""
    found = _counter()
    if found is None:
        raise Invalid({"seen": [_INCOMPLETE]})
    return found


def seen_again(error: Refusal | None, present: int) -> int | None:
    """The counter a form carries: the present one when it is opened, and when its page says that something moved on;
    when it is shown again the one it was sent with, and none when it had none, so that it is refused until its page is
    loaded anew."""
    is_new = request.method != "POST" or isinstance(error, Conflict | WrongState)
    return present if is_new else _counter()


def _counter() -> int | None:
    return whole(request.form.get("seen", ""))


def nonce() -> str:
    """The form's nonce, "" when it has none."""
    return request.form.get(NONCE, "")


def filled(fields: Iterable[Field], letter: Mapping[str, Any], error: Refusal | None = None) -> tuple[Field, ...]:
    """The fields with the letter's values, each with what is wrong with it."""
    told = messages(error)
    return tuple(_filled(field, letter, told) for field in fields)


def messages(error: Refusal | None) -> dict[str, str]:
    """Path → what is wrong there, in one line."""
    found: dict[str, list[str]] = {}
    for path, text in flat(error.errors) if isinstance(error, Invalid) else []:
        found.setdefault(path.removesuffix("._schema").removesuffix("_schema"), []).append(text)
    return {path: " ".join(dict.fromkeys(texts)) for path, texts in found.items()}


def problems(error: Refusal | None, fields: Sequence[Field]) -> tuple[Problem, ...]:
    """The error summary: every message with the field it belongs to, in the order of the form; one about no field of
    the form stands without a link. What moved on is one line."""
    if isinstance(error, Conflict | WrongState):
        return (Problem(error.message, is_news=True),)
    told = messages(error)
    order = {field.name: place for place, field in enumerate(fields)}
    rows = [(_field_of(path, order), text) for path, text in told.items()]
    rows.sort(key=lambda row: order.get(row[0], len(order)))
    known = {field.name: field for field in fields}
    return tuple(
        Problem(text, f"#{known[name].id}", known[name].label) if name else Problem(text) for name, text in rows
    )


def whole(text: str) -> int | None:
    """The whole number a form or an address has in up to nine plain digits; None where it has another thing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def is_place(text: str, rows: Sequence[Any]) -> bool:
    """Is it the number of one of these rows, counted from 0?"""
    at = whole(text)
    return at is not None and at < len(rows)


def value_at(letter: Mapping[str, Any], path: str) -> Any:
    """The value at a path; None where there is none."""
    here: Any = letter
    for step in path.split("."):
        if isinstance(here, Mapping):
            here = here.get(step)
        elif isinstance(here, list) and is_place(step, here):
            here = here[int(step)]
        else:
            return None
    return here


def put(target: dict[str, Any], path: str, value: Any) -> None:
    """Set the value at a path; what lies in the way and holds nothing below it, as only a form nobody made can have it,
    gives way."""
    here: Any = target
    steps = path.split(".")
    for step, after in itertools.pairwise(steps):
        at: Any = int(step) if isinstance(here, list) else step
        below = here[at] if isinstance(here, list) else here.get(at)
        is_row = isinstance(below, list) and is_place(after, below)
        if not (is_row or isinstance(below, dict)):
            here[at] = {}
        here = here[at]
    here[int(steps[-1]) if isinstance(here, list) else steps[-1]] = value


def pruned(value: Any) -> Any:
    """A letter without what says nothing: no value, no text, an empty list or mapping."""
    if isinstance(value, Mapping):
        kept = {key: pruned(below) for key, below in value.items()}
        return {key: below for key, below in kept.items() if below not in (None, "", [], {})}
    if isinstance(value, list):
        return [one for one in map(pruned, value) if one not in (None, "", [], {})]
    return value


def choices(pairs: Iterable[tuple[str, str]], *, hints: Mapping[str, str] | None = None) -> tuple[Choice, ...]:
    """Values with their labels as choices of a field."""
    return tuple(Choice(value, label, (hints or {}).get(value, "")) for value, label in pairs)


def _filled(field: Field, letter: Mapping[str, Any], told: Mapping[str, str]) -> Field:
    value = value_at(letter, field.name)
    error = next((text for path, text in told.items() if _field_of(path, {field.name: 0})), "")
    if value is None:
        values: tuple[str, ...] = ()
    elif isinstance(value, list):
        values = tuple(str(one) for one in value)
    else:
        values = ("yes" if value is True else str(value),)
    return field.with_values(values, error)


def _field_of(path: str, known: Mapping[str, int]) -> str:
    """The field a message is about: its own path, or the nearest one above or below that is a field."""
    if path in known:
        return path
    above = [name for name in known if path.startswith(name + ".")]
    return max(above, key=len, default="") or next((name for name in known if path and name.startswith(path + ".")), "")


def _pattern(path: str) -> str:
    return ".".join("*" if step.isdecimal() else step for step in path.split("."))


def _put(letter: dict[str, Any], steps: list[str], value: Any) -> None:
    here = letter
    if len(steps) > DEEPEST:
        return
    for step in steps[:-1]:
        below = here.setdefault(step, {})
        if not isinstance(below, dict):
            return  # a name that contradicts another is nobody's form
        here = below
    here.setdefault(steps[-1], value)


def _rows(value: Any) -> Any:
    """Mappings whose keys are all numbers become lists, in the order of the numbers: a form may leave gaps."""
    if not isinstance(value, dict):
        return value
    if value and all(key.isascii() and key.isdigit() and len(key) < 5 for key in value):
        return [_rows(value[key]) for key in sorted(value, key=int)][:MOST_ROWS]
    return {key: _rows(below) for key, below in value.items()}
