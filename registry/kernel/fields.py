"""The marshmallow fields every schema shares: text in several languages, concepts of closed lists, whole numbers of
minutes and hundredths, addresses, dates and wall times. Each cleans what people type and says what would be right."""

import datetime as dt
import re
import zoneinfo
from collections.abc import Mapping
from typing import Any

from marshmallow import ValidationError, fields

from registry.kernel.i18n import gettext as _
from registry.kernel.text import cleaned
from registry.kernel.web_address import is_http_url

KEY_LENGTH = 300  # of the key by which a source knows a thing
MOST_MINUTES = 5_256_000  # ten years of hours
_TAG = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*\Z")
_CONCEPT = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}\Z")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d\Z")


class Text(fields.String):
    """Text without control characters, at most `max_length` characters; an empty one counts as absent where it may."""

    def __init__(self, *, max_length: int = 500, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_length = max_length

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = cleaned(super()._deserialize(value, attr, data, **kwargs))
        if self.required and not text:
            raise ValidationError(_("This is needed."))
        if len(text) > self.max_length:
            raise ValidationError(_too_long(text, self.max_length))
        return text


class LocalTextField(fields.Field[dict[str, str]]):
    """A text in one or more languages: {"en": "…"}; empty languages are dropped, at least one must remain when
    required."""

    def __init__(self, *, max_length: int = 2000, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.max_length = max_length

    def _deserialize(
        self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any
    ) -> dict[str, str]:
        if not isinstance(value, Mapping):
            raise ValidationError(_('Expected texts by language, like {"en": "…"}.'))
        texts: dict[str, str] = {}
        errors: dict[str, list[str]] = {}
        for tag, text in value.items():
            if not isinstance(tag, str) or not _TAG.match(tag):
                errors[str(tag)] = [_("This is no language tag, such as en or fr.")]
            elif not isinstance(text, str):
                errors[tag] = [_("Expected text.")]
            elif len(text := cleaned(text)) > self.max_length:
                errors[tag] = [_too_long(text, self.max_length)]
            elif text:
                texts[tag] = text
        if errors:
            raise ValidationError(errors)
        if self.required and not texts:
            raise ValidationError(_("This is needed."))
        return texts


class Concept(fields.String):
    """The code of a concept; the service checks that the scheme (in `metadata`) knows it, because a schema asks no
    database."""

    def __init__(self, scheme: str, **kwargs: Any) -> None:
        super().__init__(metadata={"scheme": scheme, **kwargs.pop("metadata", {})}, **kwargs)
        self.scheme = scheme

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        code = super()._deserialize(value, attr, data, **kwargs).strip()
        if not _CONCEPT.match(code):
            raise ValidationError(
                _("“%(given)s” is no code of the list “%(scheme)s”.", given=_shown(code), scheme=self.scheme)
            )
        return code


class LanguageTag(fields.String):
    """A BCP 47 language tag such as en or de-AT."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        tag = super()._deserialize(value, attr, data, **kwargs).strip()
        if not _TAG.match(tag):
            raise ValidationError(_("“%(given)s” is no language tag, such as en or fr.", given=_shown(tag)))
        return tag


class Count(fields.Integer):
    """A whole number from 0 to `most`; a number written with a fraction is refused, never rounded."""

    def __init__(self, *, most: int = 1_000_000_000, least: int = 0, **kwargs: Any) -> None:
        super().__init__(strict=True, **kwargs)
        self.most, self.least = most, least

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if isinstance(value, bool):
            raise ValidationError(_("Expected a whole number."))
        number = super()._deserialize(value, attr, data, **kwargs)
        if number is None or not self.least <= number <= self.most:
            raise ValidationError(
                _("Expected a whole number from %(low)s to %(high)s.", low=self.least, high=self.most)
            )
        return number


class Minutes(Count):
    """A duration in whole minutes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=kwargs.pop("most", MOST_MINUTES), **kwargs)


class Hundredths(Count):
    """A credit amount in hundredths: 150 is one and a half."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(most=kwargs.pop("most", 100_000), **kwargs)


class HttpUrl(fields.String):
    """An http(s) address with one host in it, without credentials."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        url = super()._deserialize(value, attr, data, **kwargs).strip()
        if not is_http_url(url):
            raise ValidationError(_("“%(given)s” is no web address; it should start with https://.", given=_shown(url)))
        return url


class IsoDate(fields.String):
    """A date as ISO text, 2027-01-11, between 1900 and 2200; stored as given, never converted."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = value.isoformat() if type(value) is dt.date else super()._deserialize(value, attr, data, **kwargs)
        try:
            date = dt.date.fromisoformat(text)
        except ValueError:
            raise ValidationError(_("“%(given)s” is no date like 2027-01-31.", given=_shown(text))) from None
        if not 1900 <= date.year <= 2200:
            raise ValidationError(_("The year %(year)s cannot be right.", year=date.year))
        return date.isoformat()


class WallTime(fields.String):
    """A time of day on the wall, 18:00."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if not _TIME.match(text):
            raise ValidationError(_("“%(given)s” is no time like 18:00.", given=_shown(text)))
        return text


class Zone(fields.String):
    """An IANA time zone, Europe/Brussels."""

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text = super()._deserialize(value, attr, data, **kwargs)
        if text not in _zones():
            raise ValidationError(_("“%(given)s” is no time zone like Europe/Brussels.", given=_shown(text)))
        return text


class Instant(fields.AwareDateTime):
    """An instant in UTC."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="iso", default_timezone=dt.UTC, **kwargs)


def _too_long(text: str, most: int) -> str:
    return _("At most %(most)s characters; this has %(count)s.", most=most, count=len(text))


def _shown(text: str) -> str:
    """As much of what was given as a refusal quotes, without what cannot be shown."""
    return cleaned(text[:60])


_known_zones: set[str] = set()


def _zones() -> set[str]:
    if not _known_zones:
        _known_zones.update(zoneinfo.available_timezones())
    return _known_zones
