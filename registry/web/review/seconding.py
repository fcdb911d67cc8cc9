"""What waits for a second person: the list of proposals, one of them with the decision as the public would read it, and
the two answers. Whoever proposed may only take it back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import redirect, url_for

from registry.catalogue import unlisted
from registry.kernel.errors import Conflict, Forbidden, Invalid, NotFound, RegistryError, WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.kernel.paging import PageOf
from registry.providers import queries as providers
from registry.quality import foreseeing, proposals, queries, service
from registry.quality.proposals import ProposalView
from registry.quality.schema import Ruling
from registry.web import acting, decision_words, display, forms, moments
from registry.web.doing import once
from registry.web.fields import Field
from registry.web.pages.decisions import DecisionTold
from registry.web.pages.review import ListRow, ProposalPage, ProposalsPage, RedactPage
from registry.web.review import keeping, listing
from registry.web.review.decide import before_it_is_taken
from registry.web.values import Fact, Link, Tag

SHELF = listing.Shelf("review.proposals", proposals.page, proposals.count)


def every() -> ProposalsPage | Any:
    """Those that wait, or those that ended."""
    return listing.shown(SHELF, _list)


def _list(page: PageOf[ProposalView], ended: bool) -> ProposalsPage:
    named, ref = _named(page.items), acting.at_desk().ref
    return ProposalsPage(
        heading=_("Proposals"),
        words=_("Refusing, suspending, closing, erasing and answering an appeal take two people."),
        rows=tuple(_row(one, ref, named) for one in page.items),
        nothing=_("No proposal has ended.") if ended else _("Nothing waits for a second person."),
        **listing.around(SHELF, page, ended, _("What is proposed")),
    )


def show(number: int) -> ProposalPage:
    """One proposal."""
    return _page(_one(number))


def confirm(number: int) -> ProposalPage | Any:
    """Confirm it: it is decided."""
    actor = acting.at_desk()
    try:
        decided = once(actor.ref, lambda: service.confirm(actor, number))
    except Invalid as error:
        return _page(_one(number), {}, error)
    return redirect(url_for("portal.decision", number=decided), 303)


def reject(number: int) -> ProposalPage | Any:
    """Do not confirm it, or take one's own back."""
    actor, letter = acting.at_desk(), forms.sent()
    try:
        once(actor.ref, lambda: service.reject(actor, number, str(letter.get("words", ""))))
    except Invalid as error:
        return _page(_one(number), letter, error)
    return redirect(url_for("review.proposals", done="rejected"), 303)


def redaction(number: int) -> RedactPage:
    """The form by which an admin proposes to erase the words of a decision."""
    return _redact(number, {}, None)


def redact(number: int) -> RedactPage | Any:
    """Propose it."""
    actor, letter = acting.actor("admin"), forms.sent()
    try:
        act = lambda: service.redact(actor, number, str(letter.get("reasons", "")))  # noqa: E731 - the nonce's act
        proposed = once(actor.ref, act)
    except Invalid as error:
        return _redact(number, letter, error)
    return redirect(url_for("review.proposal", number=proposed), 303)


def _redact(number: int, letter: Mapping[str, Any], error: Invalid | None) -> RedactPage:
    decision = queries.one(number)
    if decision is None:
        raise NotFound(_("There is no such decision."))
    hint = _("Public, and kept for good: do not repeat what is to be erased.")
    fields = forms.filled((Field("reasons", _("Reason"), "area", hint=hint),), letter, error)
    return RedactPage(
        number=display.number(number),
        here=url_for("review.redact", number=number),
        decided=decision_words.told(decision),
        fields=fields,
        problems=forms.problems(error, fields),
    )


def heading(action: str) -> str:
    """What is proposed, in words."""
    return {
        "refuse": _("Refuse the offer"),
        "suspend": _("Suspend"),
        "close": _("Close the provider"),
        "uphold": _("Uphold the appeal"),
        "dismiss": _("Dismiss the appeal"),
        "redact": _("Erase the words of a decision"),
    }.get(action, action)


@dataclass(frozen=True)
class About:
    """What a proposal is about: its title in words, its provider's name."""

    title: display.Words
    provider: str


def _named(every: Sequence[ProposalView]) -> Mapping[int, About]:
    """By number what each is about, in two questions."""
    titles = unlisted.titles({one.subject_code for one in every})
    names = providers.names({one.provider_code for one in every})
    found = {}
    for one in every:
        title, tongue = titles.get(one.subject_code, (names.get(one.provider_code, one.subject_code), language()))
        words = display.Words(title, tongue if tongue != language() else "")
        found[one.id] = About(words, names.get(one.provider_code, ""))
    return found


def _one(number: int) -> ProposalView:
    return keeping.the_one(acting.at_desk(), proposals.one(number))


def _row(one: ProposalView, ref: str | None, named: Mapping[int, About]) -> ListRow:
    return ListRow(
        href=url_for("review.proposal", number=one.id),
        title=named[one.id].title,
        more=named[one.id].provider,
        what=heading(one.action),
        since=moments.day_short(one.closed_at or one.at),
        tag=_tag(one, ref),
    )


def _tag(one: ProposalView, ref: str | None) -> Tag:
    if one.closed_at is not None:
        return Tag(_outcome(one.outcome), "off")
    if one.ruling is None:
        return Tag(_("Cannot be read"), "full")
    return Tag(_("Yours, waits")) if one.by_ref == ref else Tag(_("Waits for a second person"), "go")


def _outcome(code: str | None) -> str:
    return {
        "confirmed": _("Confirmed"),
        "rejected": _("Not confirmed"),
        "taken-back": _("Taken back"),
        "over": _("Over: it moved on"),
    }.get(code or "", "")


def _page(one: ProposalView, letter: Mapping[str, Any] | None = None, error: Invalid | None = None) -> ProposalPage:
    actor = acting.at_desk()
    own, told, why = one.by_ref == actor.ref, None, ""
    if one.closed_at is None and one.ruling is None:
        why = _("What was proposed cannot be read, so nobody can confirm it. End it, and propose it anew.")
    elif one.closed_at is None and not own:
        told, why = _foreseen(one.id)
    elif one.closed_at is None:
        why = _("You proposed this, so somebody else has to confirm it.")
    fields: tuple[Field, ...] = ()
    if one.closed_at is None and not own:
        hint = _("Whoever proposed it reads this.")
        fields = forms.filled((Field("words", _("Why not"), "area", hint=hint),), letter or {}, error)
    about = _named([one])[one.id]
    reject_words = _("Take it back") if own else _("Do not confirm it")
    return ProposalPage(
        number=one.id,
        heading=heading(one.action),
        about=Link(about.title.text, url_for("review.case", code=one.subject_code) if one.kind == "offer" else ""),
        about_lang=about.title.lang,
        facts=_facts(one, about),
        why=why,
        told=told,
        confirm=_("Confirm it") if told else "",
        fields=fields,
        reject=reject_words if one.closed_at is None else "",
        problems=forms.problems(error, fields),
    )


def _foreseen(number: int) -> tuple[DecisionTold | None, str]:
    """The decision as it would be, or why this person cannot confirm it."""
    try:
        return before_it_is_taken(foreseeing.confirmed(acting.at_desk(), number)), ""
    except (Conflict, Forbidden, Invalid, WrongState) as error:
        refusal: RegistryError = error
        return None, refusal.message


def _facts(one: ProposalView, about: About) -> tuple[Fact, ...]:
    ruling = one.ruling or Ruling(one.action)
    decided = url_for("portal.decision", number=one.decision) if one.decision else ""
    concerned = url_for("portal.decision", number=one.concerns) if one.concerns else ""
    facts = [
        Fact(_("Proposed"), moments.day_and_time(one.at), decision_words.role(one.role)),
        Fact(_("Provider"), about.provider),
        Fact(_("Concerns decision"), display.number(one.concerns) if one.concerns else "", href=concerned),
        Fact(_("Basis"), ruling.basis or ""),
        Fact(_("Reason"), " ".join(ruling.reasons)),
        Fact(_("Outcome"), _outcome(one.outcome), one.words or ""),
        Fact(_("Decision"), display.number(one.decision) if one.decision else "", href=decided),
    ]
    return tuple(fact for fact in facts if fact.value)
