"""Where the provider teaches: its places, their addresses and how accessible they are."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, request, url_for

from registry.kernel.errors import Conflict, Invalid, NotFound
from registry.kernel.i18n import gettext as _
from registry.providers import queries, service
from registry.providers.model import Place, Provider
from registry.web import display, doing, forms
from registry.web.fields import Field
from registry.web.pages.organisation import EntryPage, Row, RowsPage, TwoEntriesPage
from registry.web.publish import conflicts
from registry.web.publish.conflicts import Stands
from registry.web.publish.organisation import fields as asked
from registry.web.publish.organisation.entry import mine, ways
from registry.web.values import Link

# what a feed or a map said of a place and no form asks
KEPT = ("source_key", "lat_e6", "lon_e6")


def places(code: str) -> RowsPage:
    """The provider's places."""
    _actor, provider = mine(code)
    rows = tuple(
        Row(
            one.name,
            url_for("publish.place", code=code, place=one.code),
            display.listed([one.locality or "", *(display.named("access", access) for access in one.access)]),
        )
        for one in queries.places(provider.code)
    )
    return RowsPage(
        heading=_("Places of %(name)s", name=provider.name),
        ways=ways(provider, "places"),
        lead=_("Runs of your offers take place at these. Learners see how accessible they are."),
        rows=rows,
        empty=_("No place yet. What is taught online needs none."),
        new=Link(_("Enter a place"), url_for("publish.new_place", code=code)),
    )


def new(code: str) -> Any:
    """Enter a place."""
    actor, provider = mine(code)
    fields = asked.place({"country": provider.country})
    if request.method == "GET":
        return _page(provider, None, forms.filled(fields, {"country": provider.country}))
    letter = forms.sent(asked.LISTS)
    try:
        asked.refuse_others(fields, letter)
        doing.once(actor.ref, lambda: service.add_place(actor, code, letter))
    except Invalid as error:
        return _page(provider, None, forms.filled(fields, letter, error), error)
    return redirect(url_for("publish.places", code=code), 303)


def place(code: str, place: str) -> Any:
    """One place, and changing it."""
    actor, provider = mine(code)
    stored = _of(provider, place)
    present = stored.letter()
    fields = asked.place(present)
    if request.method == "GET":
        return _page(provider, stored, forms.filled(fields, present))
    stands = _stands(provider, stored)
    letter = forms.pruned(conflicts.settled(stands, forms.sent(asked.LISTS)))
    try:
        asked.refuse_others(fields, letter)
        if forms.seen() == stored.counter or not conflicts.is_what_stands(stands, letter):
            service.update_place(actor, place, _with_kept(letter, present), forms.seen())
    except Invalid as error:
        return _page(provider, stored, forms.filled(fields, letter, error), error)
    except Conflict:
        return conflicts.show(_stands(provider, _of(provider, place)), letter)
    return redirect(url_for("publish.places", code=code), 303)


def _stands(provider: Provider, stored: Place) -> Stands:
    present = stored.letter()
    return Stands(
        heading=_("Somebody else has changed this place"),
        action=url_for("publish.place", code=provider.code, place=stored.code),
        seen=stored.counter,
        parts=asked.parts(asked.place(present)),
        form=present,
        lang="",
        page=TwoEntriesPage,
    )


def _of(provider: Provider, code: str) -> Place:
    """A place of this provider; NotFound alike for another's and for none."""
    found = queries.place(code)
    if found is None or found.provider_id != provider.id:
        raise NotFound(_("There is no such place."))
    return found


def _with_kept(letter: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """The letter with what no form asks; where the address is another, its coordinates are not known any more."""
    moved = any(letter.get(part) != present.get(part) for part in ("street", "postcode", "locality", "country"))
    kept = KEPT[:1] if moved else KEPT
    return {**{name: present[name] for name in kept if name in present}, **letter}


def _page(
    provider: Provider, stored: Place | None, fields: tuple[Field, ...], error: Invalid | None = None
) -> EntryPage:
    return EntryPage(
        heading=stored.name if stored else _("Enter a place"),
        ways=ways(provider, ""),
        facts=(),
        lead=provider.name,
        fields=fields,
        seen=forms.seen_again(error, stored.counter) if stored else 0,
        marks=conflicts.marks(_stands(provider, stored), error) if stored else "",
        problems=forms.problems(error, fields),
    )
