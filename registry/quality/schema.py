"""The letters in which rulings, findings, remarks, appeals and reports arrive from any door, and the ruling itself.
Shape only; whether the criteria are those of the offer's kind and whether the action may be taken is asked by the
verbs."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate

from registry.kernel import clock
from registry.kernel.errors import Invalid
from registry.kernel.fields import HttpUrl, Text
from registry.kernel.i18n import gettext as _
from registry.kernel.letter import Letter
from registry.quality.criteria import VERDICTS

MOST_WORDS = 4000  # characters of whatever is said in words
MOST_DETAILS = 2000  # characters of a report
LOOK_WITHIN = dt.timedelta(days=1827)  # conditions are looked at again within five years


@dataclass(frozen=True)
class Ruling:
    """What a reviewer rules: the action, why (each reason a sentence or more), the verdict on each criterion looked
    at by its code, on what basis, and for a listing with conditions what they are and by when they are looked at
    again."""

    action: str
    reasons: tuple[str, ...] = ()
    criteria: Mapping[str, str] = field(default_factory=dict)
    basis: str | None = None
    conditions: str | None = None
    review_by: dt.date | None = None


class RulingSchema(Letter):
    """A ruling as a mapping; loads into a Ruling. So one is read that was made at any time."""

    action = fields.String(required=True, validate=validate.Length(1, 20))
    reasons = fields.List(Text(required=True, max_length=MOST_WORDS), validate=validate.Length(max=20))
    criteria = fields.Dict(keys=fields.String(), values=fields.String(validate=validate.OneOf(VERDICTS)))
    basis = Text(max_length=MOST_WORDS, allow_none=True)
    conditions = Text(max_length=MOST_WORDS, allow_none=True)
    review_by = fields.Date(format="iso", allow_none=True)

    @post_load
    def _to_ruling(self, values: dict[str, Any], **_unused: Any) -> Ruling:
        values["reasons"] = tuple(values.get("reasons", ()))
        return Ruling(**{name: value for name, value in values.items() if value != ""})


def _is_ahead(day: dt.date) -> None:
    today = clock.today()
    if not today < day <= today + LOOK_WITHIN:
        raise ValidationError(_("Give a day after today, within the next five years."))


class NewRulingSchema(RulingSchema):
    """A ruling that is made now, as forms and API send it: its day lies ahead."""

    review_by = fields.Date(format="iso", allow_none=True, validate=_is_ahead)


class FindingSchema(Letter):
    """What is said with a finding."""

    verdict = fields.String(required=True, validate=validate.Length(1, 16))
    words = Text(max_length=MOST_WORDS, allow_none=True)
    note = Text(max_length=MOST_WORDS, allow_none=True)
    evidence = HttpUrl(allow_none=True)


class RemarkSchema(Letter):
    """Something the provider is asked, at a field or criterion."""

    field = fields.String(allow_none=True, validate=validate.Length(max=120))
    criterion = fields.String(allow_none=True, validate=validate.Length(max=40))
    text = Text(required=True, max_length=MOST_WORDS)


class AppealSchema(Letter):
    """A provider's grounds against a decision, by criterion, and its own words."""

    grounds = fields.Dict(keys=fields.String(validate=validate.Length(max=40)), values=Text(max_length=MOST_WORDS))
    words = Text(max_length=MOST_WORDS, allow_none=True)


class ReportSchema(Letter):
    """A problem somebody noticed."""

    reason = fields.String(required=True, validate=validate.Length(max=20))
    details = Text(max_length=MOST_DETAILS, allow_none=True)


def ruling(told: Mapping[str, Any] | Ruling) -> Ruling:
    """The ruling a letter makes, or the same ruling, checked; Invalid when the shape is wrong."""
    loaded: Ruling = _load(NewRulingSchema(), letter(told) if isinstance(told, Ruling) else told)
    return loaded


def stored(told: Any) -> Ruling | None:
    """The ruling in a letter that was kept; None where it cannot be read (it was kept before its limits held)."""
    try:
        loaded: Ruling = _load(RulingSchema(), told)
    except Invalid:
        return None
    return loaded


def letter(ruling: Ruling) -> dict[str, Any]:
    """The letter that makes this ruling again, as a proposal keeps it."""
    told = {name: getattr(ruling, name) for name in Ruling.__dataclass_fields__}
    told |= {"reasons": list(ruling.reasons), "criteria": dict(ruling.criteria)}
    told["review_by"] = ruling.review_by.isoformat() if ruling.review_by else None
    return {name: value for name, value in told.items() if value not in (None, [], {})}


def finding(letter: Mapping[str, Any]) -> dict[str, Any]:
    """The checked letter of a finding, without what is empty."""
    values = {name: value for name, value in letter.items() if value not in ("", None)}
    loaded: dict[str, Any] = _load(FindingSchema(), values)
    return loaded


def words(name: str, text: str) -> str:
    """The checked text of a field of plain words, "" when nothing is said; Invalid under the field's name when it is
    too long."""
    loaded: dict[str, str] = _load(Letter.from_dict({name: Text(max_length=MOST_WORDS)})(), {name: text})
    return loaded[name].strip()


def reason(name: str, text: str) -> str:
    """The same of a field in which something must be said."""
    said = words(name, text)
    if not said:
        raise Invalid({name: [_("Please give a reason.")]})
    return said


def basis(text: str) -> str:
    """The same of the basis on which something is decided."""
    said = words("basis", text)
    if not said:
        raise Invalid({"basis": [_("Please say on what basis.")]})
    return said


def remark(letter: Mapping[str, Any]) -> dict[str, Any]:
    """The checked letter of a remark."""
    loaded: dict[str, Any] = _load(RemarkSchema(), letter)
    return loaded


def appeal(letter: Mapping[str, Any]) -> dict[str, Any]:
    """The checked letter of an appeal."""
    loaded: dict[str, Any] = _load(AppealSchema(), letter)
    return loaded


def report(letter: Mapping[str, Any]) -> dict[str, Any]:
    """The checked letter of a report."""
    loaded: dict[str, Any] = _load(ReportSchema(), letter)
    return loaded


def _load(schema: Schema, letter: Mapping[str, Any]) -> Any:
    try:
        return schema.load(letter)
    except ValidationError as error:
        raise Invalid(error.normalized_messages()) from error
