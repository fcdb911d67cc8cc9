"""What is to be done for one provider, by deadline, before what is in work, listed and off the list: numbers that are
links, and the offers behind one of them. What only needs a word (still right, bring it back) is ticked and said for
many at once. A person with several providers chooses; what is shown never depends on how many offers others have."""

from flask import request, url_for

from registry.catalogue import desk
from registry.catalogue.desk import CONFIRM, ENDED, TO_DO, Line
from registry.kernel import clock
from registry.kernel.errors import NotFound
from registry.kernel.i18n import gettext as _
from registry.providers.members import Belonging
from registry.web import acting, display, moments
from registry.web.numbers import page_number
from registry.web.pages.publish import Count, DashboardPage, Todo
from registry.web.paging import paging
from registry.web.publish import at
from registry.web.values import Link, Tag

SHOW = "show"
# as they stand, and the first that has something is shown: what is to be done, in work, listed, off the list
_ORDER = (TO_DO, "returned", CONFIRM, "drafts", "in-review", "listed", ENDED, "off")


def provider(own: list[Belonging]) -> Belonging:
    """The provider that was asked for, else the first; NotFound for one that is not theirs."""
    asked = request.args.get("provider")
    found = next((one for one in own if one.slug == asked), None) if asked else next(iter(own), None)
    if found is None:
        raise NotFound(_("There is no such provider."))
    return found


def show() -> DashboardPage:
    """See the module."""
    own = acting.belongings()
    here = provider(own)
    counts = desk.counts(here.code)
    asked = request.args.get(SHOW)
    sort = asked if asked in _ORDER else next((one for one in _ORDER if counts[one]), TO_DO)
    page = desk.lines(here.code, sort, page_number(beside=("provider", SHOW)))
    names = _names()
    may = here.code in acting.actor("member").submits
    return DashboardPage(
        provider=here.name,
        others=tuple(Link(one.name, url_for("publish.home", provider=one.slug)) for one in own if one != here),
        said=at.said(),
        counts=tuple(
            Count(display.number(counts[one]), names[one], _address(here, one), one == sort) for one in _ORDER
        ),
        heading=names[sort],
        todo=tuple(_todo(line, may) for line in page.items),
        pages=paging(page, lambda number: _address(here, sort, number)) if page.pages > 1 else None,
        new=url_for("publish.new", provider=here.slug),
        wait=at.wait(),
        empty=not any(counts.values()),
        confirm=url_for("publish.confirm_all", provider=here.slug)
        if may and any(line.is_confirmable for line in page.items)
        else "",
    )


def _names() -> dict[str, str]:
    return {
        TO_DO: _("To do"),
        "drafts": _("Drafts"),
        "returned": _("Returned or asked"),
        "in-review": _("In review"),
        "listed": _("Listed"),
        "off": _("Off the list"),
        CONFIRM: _("To confirm"),
        ENDED: _("All runs over"),
    }


def _address(here: Belonging, sort: str, page: int = 1) -> str:
    return url_for("publish.home", provider=here.slug, show=sort, page=page if page > 1 else None)


def _todo(line: Line, may: bool) -> Todo:
    end = "publish.remarks" if line.state in ("returned", "asked") else "publish.offer"
    lang = "" if line.language == display.reader().language else line.language
    box = line.code if may and line.is_confirmable else ""
    tag = Tag(_("To confirm"), "go") if line.state == "listed" and line.is_confirmable else at.state(line.state)
    return Todo(line.title, lang, url_for(end, code=line.code), tag, when(line), box)


def when(line: Line) -> str:
    """The day that comes for an offer, or since when it stands as it does."""
    if line.state == "listed" and line.confirm_by:
        if line.confirm_by <= clock.now():
            return _("Overdue since %(date)s", date=moments.day(line.confirm_by))
        return _("To be confirmed by %(date)s", date=moments.day(line.confirm_by))
    if line.relist_until and line.is_confirmable:
        return _("Can be brought back until %(date)s", date=moments.day(line.relist_until))
    if line.relist_until:
        return _("Too long off the list to be brought back: submit a new version")
    return _("Version %(number)s, since %(date)s", number=line.number, date=moments.day(line.since))
