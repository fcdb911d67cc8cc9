"""The letters in which a provider and a place arrive, whatever the door. Shape only; whether a code is in its closed
list is asked by the service, because a schema asks no database."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, pre_load, validate

from registry.kernel.fields import KEY_LENGTH, Concept, Count, HttpUrl, LanguageTag, LocalTextField, Text
from registry.kernel.letter import Letter

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*\Z"


class StrictSchema(Letter):
    """A letter in which an empty value means: not known."""

    @pre_load
    def _drop_empty(self, data: Any, **_unused: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        return {key: value for key, value in data.items() if value is not None and value != ""}


class IdentifierSchema(StrictSchema):
    """A number by which others know the provider."""

    scheme = Concept("identifier-scheme", required=True)
    country = Concept("country")
    value = Text(required=True, max_length=120)


class ProviderSchema(StrictSchema):
    """A provider. `slug` is made from the name unless it is given."""

    name = Text(required=True, max_length=300)
    slug = fields.String(validate=validate.And(validate.Length(1, 80), validate.Regexp(SLUG)))
    kinds = fields.List(Concept("provider-kind"), validate=validate.Length(max=12))
    setting = Concept("provider-setting")
    description = LocalTextField(max_length=4000)
    url = HttpUrl()
    email = fields.Email(validate=validate.Length(max=254))
    phone = Text(max_length=60)
    country = Concept("country")
    region = Concept("nuts")
    languages = fields.List(LanguageTag(metadata={"scheme": "language"}), validate=validate.Length(max=40))
    identifiers = fields.List(fields.Nested(IdentifierSchema), validate=validate.Length(max=20))


class PlaceSchema(StrictSchema):
    """A place; coordinates in millionths of a degree."""

    source_key = Text(max_length=KEY_LENGTH)
    name = Text(required=True, max_length=300)
    street = Text(max_length=300)
    postcode = Text(max_length=20)
    locality = Text(max_length=120)
    region = Concept("nuts")
    country = Concept("country")
    lat_e6 = Count(least=-90_000_000, most=90_000_000)
    lon_e6 = Count(least=-180_000_000, most=180_000_000)
    access = fields.List(Concept("access"), validate=validate.Length(max=20))
    phone = Text(max_length=60)
    email = fields.Email(validate=validate.Length(max=254))
    url = HttpUrl()


class InvitationSchema(StrictSchema):
    """Whom to invite, and as what."""

    email = fields.Email(required=True, validate=validate.Length(max=254))
    role = fields.String(required=True)


# made once: making a schema copies every one of its fields
PROVIDER, PLACE, INVITATION = ProviderSchema(), PlaceSchema(), InvitationSchema()
IDENTIFIER = IdentifierSchema()
