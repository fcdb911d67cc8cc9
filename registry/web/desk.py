"""What stands around the pages of a desk: its destinations, and who has signed in. A door adds its own line here, so
that the way from one desk to another is in one place."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import url_for

from registry.kernel.i18n import gettext as _
from registry.quality import waiting
from registry.web import acting


@dataclass(frozen=True)
class DeskLink:
    """A destination: `section` is that of the pages it leads to."""

    section: str
    text: str
    href: str


@dataclass(frozen=True)
class Desk:
    """The frame of one desk: its name, its destinations, and the name of the person ("" before one has signed in)."""

    name: str
    links: tuple[DeskLink, ...]
    person: str


def of(door: str) -> Desk:
    """The frame behind this door (account, publish, review, admin) for whoever is there."""
    name, links = DOORS[door]()
    person = acting.person()
    return Desk(name, links if person else (), (person.name or person.email) if person else "")


def between() -> tuple[DeskLink, ...]:
    """The ways to the desks that are open to this person."""
    found, person = [], acting.person()
    if person is None:
        return ()
    if acting.belongings():
        found.append(DeskLink("offers", _("My offers"), url_for("publish.home")))
    found.append(_provider() if acting.belongings() else _joining())
    if person.roles.intersection(acting.DESK):
        found.append(DeskLink("review", _("The reviewer’s desk"), url_for("review.queue")))
    if "admin" in person.roles:
        found.append(DeskLink("providers", _("Providers and people"), url_for("admin.providers")))
    return tuple(found)


def _provider() -> DeskLink:
    return DeskLink("provider", _("Provider and members"), url_for("publish.providers"))


def _joining() -> DeskLink:
    return DeskLink("provider", _("Register a provider"), url_for("publish.join"))


def _account() -> tuple[str, tuple[DeskLink, ...]]:
    return _("Your account"), between()


def _review() -> tuple[str, tuple[DeskLink, ...]]:
    actor = acting.at_desk()
    counts = waiting.counts(actor)
    links = (
        DeskLink("queue", _("My queue"), url_for("review.queue")),
        DeskLink("team", _("Team"), url_for("review.team")),
        _counted("appeals", _("Appeals"), counts["appeals"]),
        _counted("reports", _("Reports"), counts["reports"]),
        _counted("proposals", _("Proposals"), counts["proposals"]),
        _counted("addresses", _("Addresses"), counts["addresses"]),
        DeskLink("decisions", _("Public decisions"), url_for("portal.decisions")),
    )
    return _("The reviewer’s desk"), links


def _counted(section: str, name: str, count: int) -> DeskLink:
    """A destination where something waits says how much."""
    return DeskLink(section, f"{name} ({count})" if count else name, url_for(f"review.{section}"))


def _admin() -> tuple[str, tuple[DeskLink, ...]]:
    links = (
        DeskLink("providers", _("Providers"), url_for("admin.providers")),
        DeskLink("people", _("People"), url_for("admin.people")),
        DeskLink("review", _("The reviewer’s desk"), url_for("review.queue")),
    )
    return _("Administration of the registry"), links


def _publish() -> tuple[str, tuple[DeskLink, ...]]:
    links = [DeskLink("rules", _("Public rules"), url_for("portal.rules"))]
    if acting.person() and acting.belongings():
        links.insert(0, DeskLink("offers", _("My offers"), url_for("publish.home")))
    links.append(_provider() if acting.belongings() else _joining())
    return _("The provider’s desk"), tuple(links)


DOORS: dict[str, Callable[[], tuple[str, tuple[DeskLink, ...]]]] = {
    "account": _account,
    "publish": _publish,
    "review": _review,
    "admin": _admin,
}
