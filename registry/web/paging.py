"""Page numbers as links, for every list."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from registry.kernel.i18n import gettext as _
from registry.kernel.paging import PageOf
from registry.web import display


@dataclass(frozen=True)
class PageLink:
    """One number; 0 stands for a gap."""

    number: int
    href: str
    current: bool


@dataclass(frozen=True)
class Paging:
    """The numbers of a list and its steps back and forth ("" where there is none); `cut` says on the last page that
    the list goes on where no page leads."""

    name: str
    links: tuple[PageLink, ...]
    previous: str
    next: str
    back: str
    forth: str
    cut: str = ""


def paging(page: PageOf[Any], href: Callable[[int], str]) -> Paging:
    """The links of one page; `href` gives the address of a page by number."""
    links = tuple(
        PageLink(number or 0, href(number) if number else "", number == page.page) for number in page.around()
    )
    return Paging(
        name=_("Pages"),
        links=links,
        previous=href(page.page - 1) if page.has_prev else "",
        next=href(page.page + 1) if page.has_next else "",
        back=_("Back"),
        forth=_("Next"),
        cut="" if page.has_next else _cut(page),
    )


def _cut(page: PageOf[Any]) -> str:
    if page.shown == page.total:
        return ""
    shown, total = display.number(page.shown), display.number(page.total)
    return _(
        "This list ends after the first %(shown)s of %(total)s. Filters lead to the others.", shown=shown, total=total
    )


def range_words(page: PageOf[Any]) -> str:
    """1–20 of 126; "" where nothing is shown."""
    if not page.items:
        return ""
    first, last = display.number(page.first), display.number(page.last)
    return _("%(first)s–%(last)s of %(total)s", first=first, last=last, total=display.number(page.total))


def page_words(number: int) -> str:
    """page 2 – "" for the first, which needs no telling."""
    return _("page %(number)s", number=number) if number > 1 else ""
