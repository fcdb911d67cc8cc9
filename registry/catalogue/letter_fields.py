"""Fields only the catalogue's letters need, beside the kernel's."""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate

from registry.kernel.fields import Concept, Count, Instant, LanguageTag, Text
from registry.kernel.i18n import gettext as _
from registry.kernel.text import cleaned

_COMPETENCE = re.compile(r"[1-5]\.[1-6]")


def row(of: fields.Field[Any], most: int = 50) -> fields.List[Any]:
    """A row of at most `most` values."""
    return fields.List(of, validate=validate.Length(max=most))


def tags(most: int = 40) -> fields.List[Any]:
    """A row of language tags."""
    return row(LanguageTag(metadata={"scheme": "language"}), most)


def competence_code() -> Concept:
    """The code of a competence, not of a whole area."""
    return Concept("digcomp", validate=_is_competence)


def _is_competence(code: str) -> None:
    if not _COMPETENCE.fullmatch(code):
        raise ValidationError(_("Give a competence such as 1.2."))


class Raw(fields.Dict):
    """Values as given that could not be read, by field."""

    def __init__(self) -> None:
        super().__init__(keys=Text(max_length=80), values=Text(max_length=2000), validate=validate.Length(max=60))


class Level(Count):
    """A level from 1 to 8, in whichever of the two ways it was written."""

    def __init__(self) -> None:
        super().__init__(least=1, most=8)


class Eqf(fields.Field[int | str]):
    """An EQF level 1–8, or the word none when the provider states that no level applies."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int | str:
        if value == "none" or (type(value) is int and 1 <= value <= 8):
            level: int | str = value
            return level
        if isinstance(value, str) and len(value) == 1 and value in "12345678":
            return int(value)
        raise ValidationError(_("Give an EQF level from 1 to 8, or “none”."))


class StatedAt(Instant):
    """An instant kept as text in UTC, because a letter is JSON."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        instant: dt.datetime = super()._deserialize(value, attr, data, **kwargs)
        return instant.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


class Identifier(fields.Field[Any]):
    """An identifier as a source gave it: text, or a few texts such as type and value."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        texts = dict(value) if isinstance(value, Mapping) else {"value": value}
        words = [*texts, *texts.values()]
        if len(texts) > 6 or not all(isinstance(word, str) and len(word) <= 500 for word in words):
            raise ValidationError(_("Expected an identifier as text."))
        clean = {cleaned(name): cleaned(text) for name, text in texts.items()}
        return clean if isinstance(value, Mapping) else clean["value"]
