"""The letter in which one run arrives: dates as given, schedule in words and as a pattern, prices, places with the
time they were counted, and how to enrol. Values stay as given; `runs.py` says what they mean."""

import re
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields, validate, validates_schema

from registry.catalogue.letter_fields import Identifier, Raw, StatedAt, row, tags
from registry.kernel.fields import (
    KEY_LENGTH,
    Concept,
    Count,
    HttpUrl,
    IsoDate,
    LocalTextField,
    Minutes,
    Text,
    WallTime,
    Zone,
)
from registry.kernel.i18n import gettext as _
from registry.kernel.money import PriceSchema
from registry.providers.schema import StrictSchema

DAYS = ("mo", "tu", "we", "th", "fr", "sa", "su")
LONGEST_DAYS = 20 * 366  # nothing one learns lasts longer; a longer span is somebody's placeholder
_ISO_DURATION = re.compile(
    r"P(?=\d|T\d)(?:(\d{1,9})Y)?(?:(\d{1,9})M)?(?:(\d{1,9})W)?(?:(\d{1,9})D)?"
    r"(?:T(?=\d)(?:(\d{1,9})H)?(?:(\d{1,9})M)?(?:(\d{1,9})S)?)?",
    re.ASCII,
)


def duration_parts(iso: str) -> tuple[int, ...] | None:
    """Years, months, weeks, days, hours, minutes and seconds of an ISO 8601 duration; None when it is none, or is
    longer than twenty years."""
    found = _ISO_DURATION.fullmatch(iso)
    if not found:
        return None
    years, months, weeks, days, hours, minutes, seconds = parts = tuple(int(part or 0) for part in found.groups())
    whole = years * 365 + months * 30 + weeks * 7 + days + (hours * 3600 + minutes * 60 + seconds) // 86_400
    return parts if whole <= LONGEST_DAYS else None


def _is_duration(iso: str) -> None:
    if duration_parts(iso) is None:
        raise ValidationError(_("Give a duration such as P5W or PT90M, of at most 20 years."))


class WhenSchema(StrictSchema):
    """A date, or a wall time with its zone, and the words it was given in."""

    date = IsoDate()
    time = WallTime()
    zone = Zone()
    text = Text(max_length=300)

    @validates_schema
    def _fits(self, data: Mapping[str, Any], **_unused: Any) -> None:
        if "time" in data and "date" not in data:
            raise ValidationError(_("A time of day needs its date."), "time")


class DurationSchema(StrictSchema):
    """How long it lasts, from start to end."""

    iso = fields.String(validate=_is_duration)
    minutes = Minutes()
    text = Text(max_length=300)


class PatternSchema(StrictSchema):
    """Days of the week with their hours on the wall."""

    days = fields.List(fields.String(validate=validate.OneOf(DAYS)), validate=validate.Length(1, 7))
    from_ = WallTime(data_key="from", attribute="from")
    until = WallTime()


class ScheduleSchema(StrictSchema):
    """When in the week: in words and as a pattern."""

    text = LocalTextField(max_length=500)
    pattern = row(fields.Nested(PatternSchema), 14)
    type = Concept("schedule")
    times = row(Concept("time"), 3)


class PlacesSchema(StrictSchema):
    """Places in all and left, and when that was counted."""

    total = Count(most=1_000_000)
    left = Count(most=1_000_000)
    stated_at = StatedAt()

    @validates_schema
    def _fits(self, data: Mapping[str, Any], **_unused: Any) -> None:
        if data.get("left", 0) > data.get("total", data.get("left", 0)):
            raise ValidationError(_("More places are left than there are."), "left")


class RunEnrolSchema(StrictSchema):
    """How and until when to enrol; both days included."""

    from_ = IsoDate(data_key="from", attribute="from")
    until = IsoDate()
    url = HttpUrl()
    text = LocalTextField(max_length=1000)

    @validates_schema
    def _fits(self, data: Mapping[str, Any], **_unused: Any) -> None:
        if data.get("from") and data.get("until") and data["from"] > data["until"]:
            raise ValidationError(_("Enrolment ends before it begins."), "until")


class SourceSchema(StrictSchema):
    """How the source names this run."""

    identifiers = row(Identifier(), 20)


class ConflictSchema(StrictSchema):
    """Two values the source gave for one field: the machine-readable one, which is used, and the printed one."""

    field = Text(required=True, max_length=80)
    machine = Text(required=True, max_length=300)
    printed = Text(required=True, max_length=300)


class RunSchema(StrictSchema):
    """One run. `place` names a place of the provider by its code or by the key a feed gave it."""

    title = LocalTextField(max_length=300)
    start = fields.Nested(WhenSchema)
    end = fields.Nested(WhenSchema)
    duration = fields.Nested(DurationSchema)
    rolling = fields.Boolean(truthy={True}, falsy={False})
    on_request = fields.Boolean(truthy={True}, falsy={False})
    schedule = fields.Nested(ScheduleSchema)
    mode = Concept("mode")
    online_kind = Concept("online-kind")
    language = tags(10)
    prices = row(fields.Nested(PriceSchema), 20)
    places = fields.Nested(PlacesSchema)
    enrol = fields.Nested(RunEnrolSchema)
    place = Text(max_length=KEY_LENGTH)
    location_text = Text(max_length=500)
    source = fields.Nested(SourceSchema)
    raw = Raw()
    conflicts = row(fields.Nested(ConflictSchema), 30)

    @validates_schema
    def _fits_together(self, data: Mapping[str, Any], **_unused: Any) -> None:
        start, end = data.get("start", {}), data.get("end", {})
        if not start.get("date") or not end.get("date"):
            return
        both_timed = start.get("time") and end.get("time") and start.get("zone") == end.get("zone")
        moments = [(when["date"], when["time"] if both_timed else "") for when in (start, end)]
        if moments[1] < moments[0]:
            raise ValidationError({"date": [_("The end lies before the start.")]}, "end")


class ContactSchema(StrictSchema):
    """The mailbox of an offer: a role's, not a person's."""

    email = fields.Email(validate=validate.Length(max=254))
    phone = Text(max_length=60)
    url = HttpUrl()


class OriginSchema(StrictSchema):
    """Where an offer came from, and what hangs on the offer itself rather than on its reviewed content."""

    source_key = Text(max_length=KEY_LENGTH)
    format = Text(max_length=40)
    identifiers = row(Identifier(), 20)
    raw = Raw()
    access = row(Concept("access"), 20)
    contact = fields.Nested(ContactSchema)
