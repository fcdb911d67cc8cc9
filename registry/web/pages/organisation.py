"""The pages on which a provider comes to the registry and keeps itself: registering it, its members and who is invited,
its entry, its places."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.fields import Field
from registry.web.pages.desk import DeskPage, FormPage
from registry.web.pages.publish_forms import TwoValuesPage
from registry.web.values import Fact, Link


@dataclass(frozen=True, kw_only=True)
class OwnPage(DeskPage):
    """A page of one provider at its desk: `ways` lead to its other pages, the present one without an address."""

    door: ClassVar[str] = "publish"
    section: ClassVar[str] = "provider"

    heading: str
    ways: tuple[Link, ...] = ()


@dataclass(frozen=True, kw_only=True)
class JoinPage(FormPage):
    """Registering a provider; `known` is the one that has the number already, `known_words` how one comes to belong to
    it."""

    template: ClassVar[str] = "publish/organisation/join.html"
    door: ClassVar[str] = "publish"
    section: ClassVar[str] = "provider"

    heading: str
    fields: tuple[Field, ...]
    known: str = ""
    known_words: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class InvitationPage(DeskPage):
    """An invitation: to whom, to what. `accepts`: it may be accepted here."""

    template: ClassVar[str] = "publish/organisation/invitation.html"
    door: ClassVar[str] = "account"
    section: ClassVar[str] = "account"

    heading: str
    words: tuple[str, ...]
    accepts: bool


@dataclass(frozen=True, kw_only=True)
class InvitationOverPage(InvitationPage):
    """One that is over or never was."""

    @property
    def status(self) -> int:
        """404, alike for both."""
        return 404


@dataclass(frozen=True)
class Row:
    """A line of a list: a name that leads somewhere, and smaller words."""

    name: str
    href: str
    more: str


@dataclass(frozen=True, kw_only=True)
class RowsPage(OwnPage):
    """A list: the provider's places, or the providers one belongs to. `new` leads to entering another."""

    template: ClassVar[str] = "publish/organisation/rows.html"

    lead: str
    rows: tuple[Row, ...]
    empty: str
    new: Link


@dataclass(frozen=True, kw_only=True)
class EntryPage(OwnPage, FormPage):
    """The provider's entry, or a place of its: fields that are saved if nobody changed it since `seen`."""

    template: ClassVar[str] = "publish/organisation/entry.html"

    facts: tuple[Fact, ...]
    lead: str
    fields: tuple[Field, ...]
    seen: int | None
    marks: str


@dataclass(frozen=True, kw_only=True)
class TwoEntriesPage(TwoValuesPage):
    """Two people changed the entry or a place: both values, field by field."""

    section: ClassVar[str] = "provider"


@dataclass(frozen=True)
class MemberRow:
    """A member: who, and as what; `role_field` and `action` are for whoever may change it."""

    name: str
    email: str
    role: str
    role_field: Field
    action: str


@dataclass(frozen=True)
class InvitedRow:
    """Somebody who was invited and has not come yet."""

    email: str
    more: str
    action: str


@dataclass(frozen=True, kw_only=True)
class MembersPage(OwnPage, FormPage):
    """Who belongs to the provider and who is invited; `keeps`: the person may change that."""

    template: ClassVar[str] = "publish/organisation/members.html"

    lead: str
    members: tuple[MemberRow, ...]
    invited: tuple[InvitedRow, ...]
    fields: tuple[Field, ...]
    keeps: bool
    leave: str
