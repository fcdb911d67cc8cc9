"""The administrators' pages: providers by standing and one of them, people and one of them."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.fields import Field
from registry.web.pages.desk import DeskPage, FormPage
from registry.web.values import Fact, Link, Tag


@dataclass(frozen=True)
class AdminRow:
    """A provider or a person in a list."""

    name: str
    href: str
    more: str
    tags: tuple[Tag, ...]


@dataclass(frozen=True, kw_only=True)
class AdminListPage(DeskPage):
    """Providers or people, found by words; `groups` narrow them, the chosen one without an address."""

    template: ClassVar[str] = "admin/list.html"
    door: ClassVar[str] = "admin"

    heading: str
    lead: str
    query: str
    groups: tuple[Link, ...]
    kept: str
    rows: tuple[AdminRow, ...]
    empty: str


@dataclass(frozen=True, kw_only=True)
class AdminProvidersPage(AdminListPage):
    """The providers."""

    section: ClassVar[str] = "providers"


@dataclass(frozen=True, kw_only=True)
class AdminPeoplePage(AdminListPage):
    """The people."""

    section: ClassVar[str] = "people"


@dataclass(frozen=True, kw_only=True)
class AdminProviderPage(FormPage):
    """One provider: who it says it is, what speaks for and against it, what may be decided, who belongs to it.
    `waiting` leads to a proposal that waits for its second person; `seen` is the counter a decision rests on."""

    template: ClassVar[str] = "admin/provider.html"
    door: ClassVar[str] = "admin"
    section: ClassVar[str] = "providers"

    heading: str
    tags: tuple[Tag, ...]
    facts: tuple[Fact, ...]
    numbers: tuple[Fact, ...]
    namesakes: tuple[Link, ...]
    members: tuple[Link, ...]
    record: tuple[Link, ...]
    waiting: str
    decide: str
    seen: int | None
    decide_fields: tuple[Field, ...]
    enrol: str
    enrol_fields: tuple[Field, ...]


@dataclass(frozen=True)
class RoleRow:
    """A role of the registry and whether the person has it."""

    role: str
    name: str
    has: bool


@dataclass(frozen=True, kw_only=True)
class AdminPersonPage(FormPage):
    """One account: its roles, its providers, its sessions; `own`: it is one's own, so others change it."""

    template: ClassVar[str] = "admin/person.html"
    door: ClassVar[str] = "admin"
    section: ClassVar[str] = "people"

    heading: str
    tags: tuple[Tag, ...]
    facts: tuple[Fact, ...]
    providers: tuple[Link, ...]
    roles: tuple[RoleRow, ...]
    change: str
    active: bool
    own: bool
