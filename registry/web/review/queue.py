"""The queue of the desk, narrowed by an address that can be sent on: every parameter is read strictly, every number is
that of the list its link leads to."""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import redirect, request, url_for

from registry.accounts import queries as accounts
from registry.catalogue.schema import KINDS as OFFER_KINDS
from registry.kernel.actor import Actor
from registry.kernel.errors import InvalidParameter
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.kernel.paging import WHOLE, PageOf
from registry.kernel.text import fold
from registry.quality import waiting
from registry.quality.cases import FLAGS
from registry.quality.reviews import AT_DESK
from registry.quality.waiting import KINDS, URGENCIES, Waiting
from registry.web import acting, display
from registry.web.numbers import PER_PAGE, page_number
from registry.web.pages.offers import Chip
from registry.web.pages.providers import Filter, FilterGroup
from registry.web.pages.review import QueuePage, QueueRow, QueueSection
from registry.web.pages.review_case import Act
from registry.web.paging import paging, range_words
from registry.web.review import assigning, checks, words
from registry.web.values import Tag

WHOSE = ("mine", "free", "others")
LOOKS = {"overdue": "full", "stalled": ""}
FILTERS = ("whose", "urgency", "kind", "offer", "flag", "region")
BESIDE = (*FILTERS, "done")
_CLOSED: dict[str, tuple[str, ...]] = {
    "whose": WHOSE, "urgency": URGENCIES, "kind": KINDS, "offer": OFFER_KINDS, "flag": FLAGS,
}  # fmt: skip


@dataclass(frozen=True)
class Asked:
    """What the address asks of the queue; "" means not asked."""

    whose: str = ""
    urgency: str = ""
    kind: str = ""
    offer: str = ""
    flag: str = ""
    region: str = ""

    def address(self, page: int = 1) -> str:
        """The address of this queue, at a page."""
        return url_for("review.queue", **self.given(), page=page if page > 1 else None)

    def given(self) -> dict[str, Any]:
        """What is asked, by parameter."""
        return {name: getattr(self, name) for name in FILTERS if getattr(self, name)}

    def with_(self, name: str, value: str) -> "Asked":
        """The same with another value."""
        changes: dict[str, Any] = {name: value}
        return replace(self, **changes)


def show() -> QueuePage | Any:
    """The queue as asked; a page beyond the last leads to the last."""
    wish, number, actor = asked(), page_number(beside=BESIDE), acting.at_desk()
    return listing(actor, wish, number)


def listing(actor: Actor, wish: Asked, number: int, **more: Any) -> QueuePage | Any:
    """One page of it; `more`: what was wrong with an assignment that was sent, which stays on the page that says so,
    be it the last one now, with the cases that were ticked and stand there no more."""
    every = waiting.everything(actor)
    fitting, problems, ticked = matching(every, wish, actor), more.get("problems", ()), more.get("ticked", ())
    last = max(-(-len(fitting) // PER_PAGE), 1)
    if number > last and not problems:
        return redirect(wish.address(last), 302)
    number = min(number, last)
    items = fitting[(number - 1) * PER_PAGE : number * PER_PAGE]
    page = PageOf(items, len(fitting), number, PER_PAGE, WHOLE)
    beside = [one for one in every if one.code in ticked and one not in items and _is_given(one, actor)]
    mine = sum(one.reviewer_ref == actor.ref for one in every)
    return QueuePage(
        heading=ngettext("%(count)s case waits", "%(count)s cases wait", page.total, count=display.number(page.total)),
        words=ngettext("%(count)s of them is yours.", "%(count)s of them are yours.", mine, count=display.number(mine)),
        groups=groups(every, wish, actor),
        chips=tuple(
            Chip(label(name, getattr(wish, name)), wish.with_(name, "").address())
            for name in FILTERS
            if getattr(wish, name)
        ),
        clear=url_for("review.queue") if any(getattr(wish, name) for name in FILTERS) else "",
        sections=_sections(beside, items, actor, ticked),
        pages=paging(page, wish.address),
        range_words=range_words(page),
        assign=more.get("fields") or assigning.fields(actor),
        assign_here=url_for("review.assign", **wish.given(), page=number if number > 1 else None),
        problems=problems,
        notice=_notice(),
    )


def asked() -> Asked:
    """Read the address; InvalidParameter names what cannot be read."""
    given: dict[str, str] = {}
    for name, value in request.args.items(multi=True):
        if name not in FILTERS or not value.strip():
            continue
        if name in given or (name in _CLOSED and value not in _CLOSED[name]) or len(value) > 40:
            raise InvalidParameter(name, value, _("This value is not in the list of this parameter."))
        given[name] = value.strip()
    return Asked(**given)


def _values(actor: Actor) -> Mapping[str, Callable[[Waiting], tuple[str, ...]]]:
    """What of a case each filter looks at."""

    def whose(one: Waiting) -> str:
        return "mine" if one.reviewer_ref == actor.ref else "others" if one.reviewer_ref else "free"

    return {
        "whose": lambda one: (whose(one),),
        "urgency": lambda one: (one.urgency,),
        "kind": lambda one: (one.kind,),
        "offer": lambda one: (one.offer_kind,),
        "flag": lambda one: one.flags,
        "region": lambda one: (one.region,) if one.region else (),
    }


def matching(every: Iterable[Waiting], wish: Asked, actor: Actor, without: str = "") -> list[Waiting]:
    """Those that meet every filter, one of them left out if so asked."""
    look = _values(actor)
    chosen = [(name, getattr(wish, name)) for name in FILTERS if name != without and getattr(wish, name)]
    return [one for one in every if all(value in look[name](one) for name, value in chosen)]


def groups(every: Sequence[Waiting], wish: Asked, actor: Actor) -> tuple[FilterGroup, ...]:
    """Every filter with its numbers; one with a single value is not worth asking."""
    called = {
        "whose": _("Whose"),
        "urgency": _("Time"),
        "kind": _("What it is"),
        "offer": _("Kind of offer"),
        "flag": _("Risks"),
        "region": _("Region of the provider"),
    }
    found = (FilterGroup(called[name], _filters(name, every, wish, actor)) for name in FILTERS)
    return tuple(group for group in found if len(group.filters) > 1 or any(one.chosen for one in group.filters))


def _filters(name: str, every: Sequence[Waiting], wish: Asked, actor: Actor) -> tuple[Filter, ...]:
    look = _values(actor)[name]
    counts = Counter(value for one in matching(every, wish, actor, without=name) for value in look(one))
    chosen = getattr(wish, name)
    if chosen:
        counts.setdefault(chosen, 0)
    order = {value: place for place, value in enumerate(_CLOSED.get(name, ()))}
    values = sorted(counts, key=lambda value: (order.get(value, 0), fold(label(name, value))))
    return tuple(
        Filter(
            words=label(name, value),
            count=display.number(counts[value]),
            count_words=ngettext("case", "cases", counts[value]),
            href=wish.with_(name, value).address() if counts[value] else "",
            chosen=value == chosen,
        )
        for value in values
    )


def label(name: str, value: str) -> str:
    """A value of a filter in words."""
    if name == "whose":
        return {"mine": _("Mine"), "free": _("Nobody’s"), "others": _("Of others")}[value]
    if name == "urgency":
        return urgency(value)
    if name == "kind":
        return words.kind(value)
    if name == "flag":
        return checks.names()[value]
    return display.named({"offer": "kind", "region": "nuts"}[name], value)


def urgency(code: str) -> str:
    """How urgent a case is, in words."""
    return {
        "overdue": _("Overdue"),
        "stalled": _("Stalled"),
        "assigned": _("Newly assigned"),
        "open": _("In time"),
    }[code]


def _sections(
    beside: Sequence[Waiting], items: Sequence[Waiting], actor: Actor, ticked: Collection[str]
) -> tuple[QueueSection, ...]:
    """First what was ticked and stands elsewhere now, then the page by urgency."""
    shown = (*beside, *items)
    records = waiting.records({one.provider_code for one in shown})
    people = accounts.by_refs({one.reviewer_ref for one in shown if one.reviewer_ref})
    names = {ref: person.name or person.email for ref, person in people.items()}
    found: dict[str, list[QueueRow]] = {}
    for place, one in enumerate(shown):
        record = words.record(records[one.provider_code])
        row = replace(_row(one, actor, names, record), ticked=one.code in ticked)
        heading = _("You ticked these; they are not on this page") if place < len(beside) else urgency(one.urgency)
        found.setdefault(heading, []).append(row)
    return tuple(QueueSection(heading, tuple(rows)) for heading, rows in found.items())


def _is_given(one: Waiting, actor: Actor) -> bool:
    """Is it a case this person can give to somebody?"""
    return one.kind in AT_DESK and actor.role == "admin"


def _row(one: Waiting, actor: Actor, names: Mapping[str, str], record: str) -> QueueRow:
    called = checks.names()
    who = _("You") if one.reviewer_ref == actor.ref else names.get(one.reviewer_ref or "", "")
    takable = actor.role == "reviewer" and one.state == "submitted" and one.reviewer_ref in (None, actor.ref)
    return QueueRow(
        href=_href(one),
        title=display.Words(one.title, one.language if one.language != language() else ""),
        code=one.code,
        kind=words.kind(one.kind),
        provider=one.provider_name,
        record=record,
        age=words.day(one.pace),
        tag=Tag(urgency(one.urgency), LOOKS[one.urgency]) if one.urgency in LOOKS else None,
        flags=tuple(called.get(name, name) for name in one.flags),
        who=who or _("nobody"),
        take=Act(url_for("review.take", code=one.code), _("Take")) if takable and one.kind in AT_DESK else None,
        seen=one.seen,
        pick=f"{one.code} {one.seen}" if _is_given(one, actor) else "",
    )


def _href(one: Waiting) -> str:
    if one.kind == "appeal":
        return url_for("review.appeal", number=one.number)
    if one.kind == "report":
        return url_for("review.report", reference=one.number)
    if one.kind == "address":
        return url_for("review.address", number=one.number)
    named = one.number if one.kind in ("recheck", "blind") else None
    return url_for("review.case", code=one.code, review=named)


def _notice() -> str:
    return {
        "interest": _("From now on others look after this provider. Its cases have left your queue."),
        "closed": _("The review is closed."),
        "assigned": _("The cases are given."),
    }.get(request.args.get("done", ""), "")
