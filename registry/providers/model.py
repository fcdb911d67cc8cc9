"""What is stored of providers and what the database itself keeps true: codes and slugs are never shared, not even
former ones, and one legal identifier belongs to one provider. Mailboxes, places and their accessibility hang here,
outside what is reviewed."""

import datetime as dt
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from registry.kernel.db import Json, Model, UtcDateTime
from registry.kernel.errors import Conflict
from registry.kernel.fields import KEY_LENGTH
from registry.kernel.i18n import gettext as _
from registry.kernel.text import LocalText

STANDINGS = ("unverified", "verified", "admitted", "suspended", "closed")
# editor: writes; submitter: also submits, confirms, withdraws; admin: also entry and members
MEMBER_ROLES = ("editor", "submitter", "admin")
# a provider in one of these standings is not shown, nor is anything it offers
HIDDEN = ("suspended", "closed")


class Provider(Model):
    """An organisation or person that offers; `counter` moves with every change, `public_since` says when visitors
    first could see it."""

    __tablename__ = "provider"
    __table_args__ = (CheckConstraint(f"standing in {STANDINGS}", name="standing"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    name: Mapped[str] = mapped_column(String(300))
    kinds: Mapped[list[str]] = mapped_column(Json, default=list)
    setting: Mapped[str | None] = mapped_column(String(20))
    description: Mapped[LocalText | None] = mapped_column(Json)
    url: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(60))
    country: Mapped[str | None] = mapped_column(String(2))
    region: Mapped[str | None] = mapped_column(String(10))
    languages: Mapped[list[str]] = mapped_column(Json, default=list)
    standing: Mapped[str] = mapped_column(String(12), default="unverified", index=True)
    public_since: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    counter: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    identifiers: Mapped[list["ProviderIdentifier"]] = relationship(
        back_populates="provider", cascade="all, delete-orphan", order_by="ProviderIdentifier.id", lazy="raise_on_sql"
    )
    former: Mapped[list["ProviderSlug"]] = relationship(cascade="all, delete-orphan", lazy="raise_on_sql")

    def unchanged_since(self, seen: int) -> None:
        """Raise Conflict when the provider moved on since its counter was `seen`."""
        if seen != self.counter:
            raise Conflict(_("This provider has changed since you looked at it."), theirs=self.counter)

    def letter(self) -> dict[str, Any]:
        """The mapping ProviderSchema would load, without what is unknown; its identifiers must have been loaded."""
        names = ("name", "kinds", "setting", "description", "url", "email", "phone", "country", "region", "languages")
        values = {name: getattr(self, name) for name in names}
        numbers = [{"scheme": one.scheme, "country": one.country, "value": one.value} for one in self.identifiers]
        values["identifiers"] = [{key: value for key, value in number.items() if value} for number in numbers]
        return {name: value for name, value in values.items() if value not in (None, [])}

    @property
    def is_hidden(self) -> bool:
        """Do its standing keep it, and all it offers, from the public?"""
        return self.standing in HIDDEN


class ProviderSlug(Model):
    """A slug a provider had once: it redirects and is never given to another."""

    __tablename__ = "provider_slug"

    slug: Mapped[str] = mapped_column(String(80), primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)


class ProviderIdentifier(Model):
    """A number by which others know the provider; `country` is empty where the scheme has none, so that the
    constraint bites."""

    __tablename__ = "provider_identifier"
    __table_args__ = (UniqueConstraint("scheme", "country", "value", name="uq_provider_identifier_number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    scheme: Mapped[str] = mapped_column(String(40))
    country: Mapped[str] = mapped_column(String(2), default="")
    value: Mapped[str] = mapped_column(String(120))

    provider: Mapped[Provider] = relationship(back_populates="identifiers", lazy="raise_on_sql")


class Place(Model):
    """Where something takes place: address, region and coordinates in millionths of a degree, and how accessible it
    is."""

    __tablename__ = "place"
    __table_args__ = (UniqueConstraint("provider_id", "source_key", name="uq_place_source"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    source_key: Mapped[str | None] = mapped_column(String(KEY_LENGTH))
    name: Mapped[str] = mapped_column(String(300))
    street: Mapped[str | None] = mapped_column(String(300))
    postcode: Mapped[str | None] = mapped_column(String(20))
    locality: Mapped[str | None] = mapped_column(String(120))
    region: Mapped[str | None] = mapped_column(String(10))
    country: Mapped[str | None] = mapped_column(String(2))
    lat_e6: Mapped[int | None]
    lon_e6: Mapped[int | None]
    access: Mapped[list[str]] = mapped_column(Json, default=list)
    phone: Mapped[str | None] = mapped_column(String(60))
    email: Mapped[str | None] = mapped_column(String(254))
    url: Mapped[str | None] = mapped_column(Text)
    counter: Mapped[int] = mapped_column(default=1)

    provider: Mapped[Provider] = relationship(lazy="raise_on_sql")

    def letter(self) -> dict[str, Any]:
        """The mapping PlaceSchema would load, without what is unknown."""
        names = ("source_key", "name", "street", "postcode", "locality", "region", "country", "lat_e6", "lon_e6")
        values = {name: getattr(self, name) for name in (*names, "access", "phone", "email", "url")}
        return {name: value for name, value in values.items() if value not in (None, [])}


class Membership(Model):
    """Someone belongs to a provider: an editor writes, a submitter also answers for it, an admin also keeps its entry
    and its members."""

    __tablename__ = "membership"
    __table_args__ = (CheckConstraint(f"role in {MEMBER_ROLES}", name="role"),)

    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), primary_key=True)
    user_id: Mapped[int] = mapped_column(
        ForeignKey("user_account.id", ondelete="CASCADE"), primary_key=True, index=True
    )
    role: Mapped[str] = mapped_column(String(12))
    since: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    provider: Mapped[Provider] = relationship(lazy="raise_on_sql")


class Invitation(Model):
    """Someone was asked to join a provider. The letter holds the token, the table its hash; it is used up, or ends, or
    is taken back."""

    __tablename__ = "invitation"
    __table_args__ = (CheckConstraint(f"role in {MEMBER_ROLES}", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    provider_id: Mapped[int] = mapped_column(ForeignKey("provider.id"), index=True)
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[str] = mapped_column(String(12))
    token_sha256: Mapped[str] = mapped_column(String(64), unique=True)
    by_ref: Mapped[str | None] = mapped_column(String(32))
    sent_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    provider: Mapped[Provider] = relationship(lazy="raise_on_sql")
