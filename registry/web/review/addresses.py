"""New addresses to enrol at the desk: what the public would be led to, beside what it is led to meanwhile. One click
releases it; refusing it takes a sentence to the provider."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from flask import redirect, url_for

from registry.kernel.errors import Conflict, Invalid, WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.kernel.paging import PageOf
from registry.quality import addresses, service
from registry.quality.addresses import AddressView
from registry.quality.glancing import REFUSED, WAITS
from registry.web import acting, decision_words, display, forms, moments
from registry.web.doing import once
from registry.web.fields import Field
from registry.web.pages.review import AddressesPage, AddressPage, ListRow
from registry.web.review import keeping, listing
from registry.web.values import Fact, Link, Tag

SHELF = listing.Shelf("review.addresses", addresses.page, addresses.count)


def every() -> AddressesPage | Any:
    """Those that wait, or those that were looked at."""
    return listing.shown(SHELF, _list)


def _list(page: PageOf[AddressView], ended: bool) -> AddressesPage:
    return AddressesPage(
        heading=_("New addresses to enrol"),
        words=_("People are not led to a host nobody knew of the provider before somebody has looked at it."),
        rows=tuple(_row(one) for one in page.items),
        nothing=_("No address has been looked at.") if ended else _("No address waits."),
        **listing.around(SHELF, page, ended, _("Host")),
    )


def show(number: int) -> AddressPage:
    """One new address."""
    return _page(_one(number))


def release(number: int) -> AddressPage | Any:
    """Let people be led there."""
    actor, letter = acting.at_desk(), forms.sent()
    seen, stood = str(letter.get("address", "")), REFUSED if letter.get("stood") == REFUSED else WAITS
    done = "allowed" if stood == REFUSED else "released"
    return _done(number, done, lambda: service.release_address(actor, number, seen, stood))


def refuse(number: int) -> AddressPage | Any:
    """Do not, and tell the provider why."""
    actor, letter = acting.at_desk(), forms.sent()
    seen, words = str(letter.get("address", "")), str(letter.get("words", ""))
    return _done(number, "refused", lambda: service.refuse_address(actor, number, seen, words))


def _done(number: int, done: str, act: Any) -> AddressPage | Any:
    """Do it once and go back to the list; what was refused, or moved on, is shown as it is now, with what was typed."""
    _one(number)
    try:
        once(acting.somebody().ref, act)
    except Invalid as error:
        return _page(_one(number), forms.sent(), error)
    except (Conflict, WrongState) as error:
        page = _page(_one(number), forms.sent(), error)
        if not page.fields and forms.sent().get("words"):
            raise  # there is no room for what was typed
        return page
    return redirect(url_for("review.addresses", done=done), 303)


def _one(number: int) -> AddressView:
    return keeping.the_one(acting.at_desk(), addresses.one(number))


def _title(one: AddressView) -> display.Words:
    return display.Words(one.title, one.language if one.language != language() else "")


def _row(one: AddressView) -> ListRow:
    return ListRow(
        href=url_for("review.address", number=one.id),
        title=_title(one),
        more=f"{one.provider_name}, {when(one)}",
        what=plain(one.host),
        since=moments.day_short(one.closed_at or one.since),
        tag=tag(one),
    )


def tag(one: AddressView) -> Tag:
    """How it stands, or ended."""
    if one.closed_at is None:
        return Tag(_("Waits"), "go")
    return {
        "released": Tag(_("Released")),
        "refused": Tag(_("Refused"), "full"),
        "over": Tag(_("Over: it moved on"), "off"),
    }[one.outcome or "over"]


def plain(host: str) -> str:
    """A host in letters that nobody can mistake for others."""
    try:
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return host


def when(one: AddressView) -> str:
    """The date whose address it is, as short as may be."""
    given = (one.letter.get("start") or {}).get("date")
    return moments.day(dt.date.fromisoformat(given)) if given else _("without a fixed date")


def _page(one: AddressView, letter: Mapping[str, Any] | None = None, error: forms.Refusal | None = None) -> AddressPage:
    waits = one.closed_at is None and one.run_state != "removed"
    fields = forms.filled(_fields(), letter or {}, error) if waits else ()
    others = addresses.alike(one) if waits else []
    allowed = addresses.allowed_since(one)
    return AddressPage(
        number=one.id,
        address=one.address,
        stood=WAITS if one.closed_at is None else REFUSED,
        title=_title(one),
        facts=_facts(one, allowed),
        alike_words=ngettext(
            "%(num)s more date of this provider waits at the same host and goes the same way.",
            "%(num)s more dates of this provider wait at the same host and go the same way.", len(others),
        ) if others else "",
        alike=tuple(Fact(other.title, other.address, when(other)) for other in others),
        ways=_ways(one),
        release=_release(one) if waits or (one.outcome == "refused" and allowed is None) else "",
        release_words=_release_words(one),
        fields=fields,
        refuse_words=_("The dates keep their former address.") if one.former else _("The date is then without one."),
        problems=forms.problems(error, fields),
    )  # fmt: skip


def _release(one: AddressView) -> str:
    return _("Release it") if one.closed_at is None else _("Allow it after all")


def _release_words(one: AddressView) -> str:
    if one.closed_at is None:
        if not one.offer_stands:
            return _(
                "Later dates of this provider at this host need no look, nor does this one if the offer comes back."
            )
        return _("People are led there from now on, and later dates of this provider at this host need no look.")
    return _("The provider may give it again, and it is shown at once; its feed brings it with the next import.")


def _fields() -> tuple[Field, ...]:
    return (Field("words", _("Why not"), "area", hint=_("The provider reads this."), rows=4),)


def _facts(one: AddressView, allowed: dt.datetime | None) -> tuple[Fact, ...]:
    facts = [
        Fact(_("New address"), one.address),
        Fact(_("Host"), plain(one.host)),
        Fact(_("Shown meanwhile") if one.closed_at is None else _("Shown before"), one.former or _("no address")),
        Fact(_("The provider’s own page"), one.home or _("not stated")),
        Fact(_("Provider"), one.provider_name),
        Fact(_("Date"), when(one)),
        Fact(_("Given"), moments.day_and_time(one.since), decision_words.role(one.role)),
        Fact(_("State"), tag(one).text, _unseen(one)),
    ]
    if one.closed_at is not None:
        facts.append(Fact(_("Ended"), moments.day_and_time(one.closed_at), one.words or ""))
    if allowed is not None:
        facts.append(Fact(_("Allowed after all"), moments.day_and_time(allowed)))
    return tuple(facts)


def _unseen(one: AddressView) -> str:
    """Why it waits in no list."""
    if one.closed_at is not None or one.offer_stands:
        return ""
    return _("The offer is not listed any more: nobody is led there, and nobody has to answer.")


def _ways(one: AddressView) -> tuple[Link, ...]:
    return (
        Link(_("See its public page"), url_for("portal.offer", code=one.offer_code)),
        Link(_("See the case"), url_for("review.case", code=one.offer_code)),
    )
