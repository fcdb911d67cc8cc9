"""The schema every letter is read with: an unknown key is an error, not a silence, and whatever does not fit is refused
in our own words, in the language of the moment. marshmallow's words are exchanged here, in one place, wherever they
stand: in the schema, in its fields and what they hold, in the validators."""

from collections.abc import Iterable
from typing import Any

from marshmallow import RAISE, Schema, fields

from registry.kernel.i18n import lazy_gettext as _l

__all__ = ["Letter"]

# what marshmallow says → what is said instead; what stands in braces is filled in by marshmallow
_WORDS = {
    "Missing data for required field.": _l("This is needed."),
    "Field may not be null.": _l("This is needed."),
    "Invalid value.": _l("This is not written as it should be."),
    "Invalid input type.": _l("Expected fields with their values."),
    "Invalid type.": _l("Expected fields with their values."),
    "Not a valid mapping type.": _l("Expected fields with their values."),
    "Unknown field.": _l("There is no such field."),
    "Not a valid list.": _l("Expected a list."),
    "Not a valid string.": _l("Expected text."),
    "Not a valid utf-8 string.": _l("Expected text."),
    "Not a valid number.": _l("Expected a whole number."),
    "Number too large.": _l("Expected a whole number."),
    "Not a valid integer.": _l("Expected a whole number."),
    "Not a valid boolean.": _l("Expected yes or no, as true or false."),
    "Not a valid date.": _l("Expected a date such as 2027-01-31."),
    "Not a valid {obj_type}.": _l("Expected a day and time such as 2027-01-31T18:00."),
    "Not a valid {awareness} {obj_type}.": _l("Expected a day and time such as 2027-01-31T18:00."),
    "Not a valid email address.": _l("Enter an e-mail address like name@example.org."),
    "Not a valid URL.": _l("This is no web address; it should start with https://."),
    "Longer than maximum length {max}.": _l("This is longer than the {max} allowed here."),
    "Length must be between {min} and {max}.": _l("This should be {min} to {max} long."),
    "String does not match expected pattern.": _l("This is not written as it should be."),
    "Must be one of: {choices}.": _l("Choose one of: {choices}."),
}
# where validators keep what they say
_SAYINGS = ("error", "message_min", "message_max", "message_all", "message_equal")


class _Said(dict[str, Any]):
    """Messages by their key, each in the language of the moment it is asked for."""

    def __getitem__(self, key: str) -> Any:
        return _said(super().__getitem__(key))


class Letter(Schema):
    """A mapping in which an unknown key is an error, refused in the reader's language."""

    class Meta:
        unknown = RAISE

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.error_messages = _Said(self.error_messages)

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Give a field, and what it holds, our words."""
        _translate(field_obj)


def _translate(field: fields.Field[Any]) -> None:
    field.error_messages = _Said(field.error_messages)
    _exchange(field.validators)
    for below in ("inner", "key_field", "value_field"):
        if (held := getattr(field, below, None)) is not None:
            _translate(held)


def _exchange(validators: Iterable[Any]) -> None:
    """Let validators say ours, which they fill in and so make text of at the moment they refuse."""
    for one in validators:
        for name in _SAYINGS:
            if isinstance(text := getattr(one, name, None), str) and text in _WORDS:
                setattr(one, name, _WORDS[text])
        _exchange(getattr(one, "validators", ()))


def _said(text: Any) -> Any:
    """Ours for a message of marshmallow's; any other as it is, so that a field can bring its own."""
    return str(_WORDS[text]) if isinstance(text, str) and text in _WORDS else text
