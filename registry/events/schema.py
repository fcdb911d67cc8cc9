"""The letter in which an event arrives, whatever the door: its shape and the few things that must fit together. The
same schema serves the organiser's form, the API and the seeds."""

from typing import Any
from urllib.parse import parse_qsl, urlencode

from marshmallow import ValidationError, fields, validate, validates_schema

from registry.kernel import codes
from registry.kernel.fields import HttpUrl, LanguageTag, LocalTextField, Text, Zone
from registry.kernel.i18n import gettext as _
from registry.kernel.letter import Letter

STATUSES = ("planned", "moved", "cancelled")
MODES = ("online", "onsite", "blended")
ENTRIES = ("open", "waiting", "full", "closed")
# A wall time carries no offset: "2022-02-23T15:00+01:00" is refused, the zone stands beside it.
WALL = "%Y-%m-%dT%H:%M"


class SpeakerSchema(Letter):
    """A person on the agenda; `confirmed` false is shown as "to be confirmed", it is no part of the name."""

    name = Text(required=True, max_length=200)
    role = Text(allow_none=True, max_length=200)
    unit = Text(allow_none=True, max_length=200)
    confirmed = fields.Boolean(load_default=True)


class ShowcaseSchema(Letter):
    """A link to one offer or to a search; a search needs a title, an offer has its own."""

    title = LocalTextField(max_length=200, allow_none=True)
    offer_code = fields.String(allow_none=True)
    query = Text(allow_none=True)

    @validates_schema
    def _one_target(self, data: dict[str, Any], **_unused: Any) -> None:
        code, query = data.get("offer_code"), data.get("query")
        if bool(code) == bool(query):
            raise ValidationError(_("Name either one offer or one search."), "offer_code")
        if code and codes.canonical(code) != code:
            raise ValidationError(_("This is no code of an offer of this registry."), "offer_code")
        if query and not data.get("title"):
            raise ValidationError(_("A search needs a title."), "title")
        if query and urlencode(parse_qsl(query), safe=",") != query:
            raise ValidationError(_("Give the search as it stands in the address, without the question mark."), "query")


class SlotSchema(Letter):
    """An item of the agenda; without an end when none was announced."""

    starts_at = fields.NaiveDateTime(required=True, format=WALL)
    ends_at = fields.NaiveDateTime(allow_none=True, format=WALL)
    title = LocalTextField(required=True, max_length=200)
    speakers = fields.List(fields.Nested(SpeakerSchema), load_default=list)
    showcase = fields.List(fields.Nested(ShowcaseSchema), load_default=list)


class OrganiserSchema(Letter):
    """Who invites."""

    name = Text(required=True, max_length=200)
    url = HttpUrl()


class EventSchema(Letter):
    """A whole event; required texts exist in its original `language`."""

    slug = fields.String(required=True, validate=validate.Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*$"))
    title = LocalTextField(required=True, max_length=200)
    summary = LocalTextField(required=True, max_length=600)
    background = LocalTextField(max_length=4000, allow_none=True)
    start = fields.NaiveDateTime(required=True, format=WALL)
    end = fields.NaiveDateTime(required=True, format=WALL)
    zone = Zone(required=True)
    mode = fields.String(required=True, validate=validate.OneOf(MODES))
    url = HttpUrl(allow_none=True)
    language = LanguageTag(required=True)
    organiser = fields.Nested(OrganiserSchema, required=True)
    audience = LocalTextField(max_length=1000, allow_none=True)
    registration = LocalTextField(max_length=600, allow_none=True)
    entry = fields.String(allow_none=True, validate=validate.OneOf(ENTRIES))
    entry_until = fields.NaiveDateTime(allow_none=True, format=WALL)
    status = fields.String(load_default="planned", validate=validate.OneOf(STATUSES))
    note = LocalTextField(max_length=1000, allow_none=True)
    demonstration = fields.Boolean(load_default=False)
    slots = fields.List(fields.Nested(SlotSchema), load_default=list)
    showcase = fields.List(fields.Nested(ShowcaseSchema), load_default=list)

    @validates_schema
    def _fits_together(self, data: dict[str, Any], **_unused: Any) -> None:
        errors: dict[str, Any] = {}
        if data["end"] <= data["start"]:
            errors["end"] = [_("The end must lie after the start.")]
        until = data.get("entry_until")
        if until and until > data["end"]:
            errors["entry_until"] = [_("Registration ends before the event does.")]
        for name in ("title", "summary"):
            if data["language"] not in data[name]:
                errors[name] = [_("The text in the event's original language is missing.")]
        slots = _misplaced(data)
        if slots:
            errors["slots"] = slots
        if errors:
            raise ValidationError(errors)


def _misplaced(data: dict[str, Any]) -> dict[int, Any]:
    """Slots outside the event, ending before they start, or out of order, by index."""
    errors: dict[int, Any] = {}
    earlier = data["start"]
    for index, slot in enumerate(data["slots"]):
        start, end = slot["starts_at"], slot.get("ends_at")
        if not earlier <= start <= data["end"]:
            errors[index] = {"starts_at": [_("Items stand in the order of time, within the event.")]}
        elif end and not start <= end <= data["end"]:
            errors[index] = {"ends_at": [_("An item ends after its start and within the event.")]}
        earlier = max(earlier, start)
    return errors
