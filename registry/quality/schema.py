"""The letter in which a ruling arrives from any door, and the ruling itself. Shape only; whether the criteria are
those of the offer's kind and whether the action may be taken is asked by the service."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import RAISE, Schema, ValidationError, fields, post_load, validate

from registry.kernel.errors import Invalid
from registry.kernel.fields import Text
from registry.quality.criteria import VERDICTS

MOST_WORDS = 4000


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


class RulingSchema(Schema):
    """A mapping as forms and API send it; loads into a Ruling."""

    class Meta:
        unknown = RAISE

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


def ruling(letter: Mapping[str, Any] | Ruling) -> Ruling:
    """The ruling a letter makes, or the ruling itself; Invalid when the shape is wrong."""
    if isinstance(letter, Ruling):
        return letter
    try:
        loaded: Ruling = RulingSchema().load(letter)
    except ValidationError as error:
        raise Invalid(error.normalized_messages()) from error
    return loaded
