"""The pages by which one becomes somebody: signing in, registering, passwords, factors; one shape for all of them. And
the page of one's account."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.fields import Field
from registry.web.pages.desk import DeskPage, FormPage
from registry.web.values import Fact, Link


@dataclass(frozen=True)
class Part:
    """One form of such a page: where it goes, its fields, what its button says; `plain`: not the main one; `options`
    are what a browser needs to make or show a passkey ("" where it is about none)."""

    action: str
    fields: tuple[Field, ...]
    submit: str
    plain: bool = False
    heading: str = ""
    options: str = ""
    making: bool = False


@dataclass(frozen=True, kw_only=True)
class AccountFormPage(FormPage):
    """A heading, what was said (by the act before), one or more forms, ways on. `picture` is the square an
    authenticator reads, as a data address, `key` the same as text; `codes` are recovery codes, shown once."""

    template: ClassVar[str] = "account/form.html"
    section: ClassVar[str] = "account"
    located: ClassVar[bool] = True

    heading: str
    lead: str = ""
    said: tuple[str, ...] = ()
    picture: str = ""
    key: str = ""
    codes: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    ways: tuple[Link, ...] = ()


@dataclass(frozen=True)
class Place:
    """A desk that is open to the person, or a provider of theirs."""

    name: str
    href: str
    more: str = ""


@dataclass(frozen=True, kw_only=True)
class AccountPage(DeskPage):
    """One's account: who one is, which desks are open, how one signs in."""

    template: ClassVar[str] = "account/home.html"
    section: ClassVar[str] = "account"

    heading: str
    said: tuple[str, ...]
    facts: tuple[Fact, ...]
    places: tuple[Place, ...]
    ways: tuple[Link, ...]
    sessions: str
    language_field: Field
