"""Appeals at the desk: the decision beside the provider's grounds, criterion by criterion. Somebody who had no part in
the decision takes the appeal and proposes the answer; another one confirms it."""

from collections.abc import Mapping
from typing import Any

from flask import redirect, url_for

from registry.catalogue import unlisted
from registry.kernel import clock
from registry.kernel.errors import Conflict, Invalid
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.kernel.paging import PageOf
from registry.quality import appeals, criteria, interests, proposals, queries, service
from registry.quality.appeals import AppealView
from registry.quality.proposals import ProposalView
from registry.quality.queries import PublicDecision
from registry.web import acting, decision_words, display, forms, moments
from registry.web.doing import once
from registry.web.fields import Field
from registry.web.pages.review import AppealPage, AppealsPage, Ground, ListRow
from registry.web.pages.review_case import Act
from registry.web.review import findings, keeping, listing
from registry.web.values import Fact, Tag

ANSWERS = ("uphold", "dismiss")


SHELF = listing.Shelf("review.appeals", appeals.page, appeals.count)


def every() -> AppealsPage | Any:
    """Those that wait, or those that were answered."""
    return listing.shown(SHELF, _list)


def _list(page: PageOf[AppealView], ended: bool) -> AppealsPage:
    return AppealsPage(
        heading=_("Appeals"),
        words=_("Whoever took a decision has no part in the appeal against it."),
        rows=tuple(_row(one) for one in page.items),
        nothing=_("No appeal has been answered.") if ended else _("No appeal waits."),
        **listing.around(SHELF, page, ended, _("Appeal against")),
    )


def show(number: int) -> AppealPage:
    """One appeal."""
    return _page(_one(number))


def take(number: int) -> Any:
    """Hear it."""
    actor = acting.at_desk()
    once(actor.ref, lambda: service.take_appeal(actor, number))
    return redirect(url_for("review.appeal", number=number), 303)


def propose(number: int) -> AppealPage | Any:
    """Propose the answer to a second person."""
    actor, letter = acting.at_desk(), forms.sent()
    one = _one(number)
    try:
        if letter.get("action") not in ANSWERS:
            raise Invalid({"action": [_("Please choose an answer.")]})
        ruling = {"action": letter["action"], "reasons": [str(letter.get("reasons", ""))]}
        seen = forms.seen()
        proposed = once(actor.ref, lambda: service.propose(actor, one.offer_code, ruling, seen))
    except Invalid as error:
        return _page(one, letter, error)
    except Conflict as error:
        page = _page(_one(number), letter, error)
        if not page.fields:
            raise  # there is no room for what was typed
        return page
    return redirect(url_for("review.proposal", number=proposed), 303)


def _one(number: int) -> AppealView:
    return keeping.the_one(acting.at_desk(), appeals.one(number))


def _title(one: AppealView) -> display.Words:
    return display.Words(one.title, one.language if one.language != language() else "")


def _answer(one: AppealView) -> ProposalView | None:
    """The answer that waits for a second person."""
    waiting = proposals.waiting_for(one.offer_code) if one.closed_at is None else None
    return waiting if waiting and waiting.action in ANSWERS else None


def _row(one: AppealView) -> ListRow:
    against = _("decision %(number)s", number=display.number(one.against))
    return ListRow(
        href=url_for("review.appeal", number=one.id),
        title=_title(one),
        more=one.provider_name,
        what=f"{against}: {_action(one)}",
        since=moments.day_short(one.closed_at or one.at),
        tag=_tag(one),
    )


def _action(one: AppealView) -> str:
    return {
        "refuse": _("Refused"),
        "return": _("Returned for changes"),
        "suspend": _("Suspended"),
    }.get(one.action, one.action)


def _tag(one: AppealView) -> Tag:
    if one.closed_at is not None:
        return Tag(_("Upheld") if one.outcome == "upheld" else _("Dismissed"), "off")
    return Tag(_("Being heard")) if one.hearer_ref else Tag(_("Waits to be taken"), "go")


def _page(
    one: AppealView, letter: Mapping[str, Any] | None = None, error: Invalid | Conflict | None = None
) -> AppealPage:
    actor = acting.at_desk()
    decided = queries.one(one.against)
    may_take = one.closed_at is None and one.hearer_ref is None and actor.ref not in interests.took_part(one.against)
    hears = one.closed_at is None and one.hearer_ref == actor.ref and _answer(one) is None
    fields = forms.filled(_fields(), letter or {}, error) if hears else ()
    words = one.words or ""
    return AppealPage(
        number=one.id,
        code=one.offer_code,
        title=_title(one),
        facts=_facts(one),
        words=display.Words(words),
        grounds=_grounds(one, decided),
        decided=decision_words.told(decided) if decided else None,
        take=Act(url_for("review.take_appeal", number=one.id), _("Hear this appeal")) if may_take else None,
        fields=fields,
        seen=forms.seen_again(error, unlisted.read(actor, one.offer_code).counter),
        why=_why(one, actor.ref),
        problems=forms.problems(error, fields),
    )


def _why(one: AppealView, ref: str | None) -> str:
    """Why the reader cannot answer it; "" when they can."""
    if one.closed_at is not None or one.hearer_ref == ref:
        return _("An answer waits for a second person.") if _answer(one) else ""
    if ref in interests.took_part(one.against):
        return _("You took the decision, so others hear the appeal against it.")
    return _("Somebody else hears this appeal.") if one.hearer_ref else ""


def _fields() -> tuple[Field, ...]:
    answers = (("uphold", _("Uphold: the decision is undone")), ("dismiss", _("Dismiss: the decision stands")))
    return (
        Field("action", _("The answer"), "radios", choices=forms.choices(answers)),
        Field("reasons", _("Reason"), "area", hint=_("Public, with the answer."), rows=6),
    )


def _facts(one: AppealView) -> tuple[Fact, ...]:
    day = (clock.now() - one.at).days + 1
    facts = [
        Fact(_("Appealed"), moments.day_and_time(one.at), _("day %(day)s", day=day) if one.closed_at is None else ""),
        Fact(_("Provider"), one.provider_name),
        Fact(
            _("Against decision"),
            display.number(one.against),
            _action(one),
            href=url_for("portal.decision", number=one.against),
        ),
        Fact(_("State"), _tag(one).text),
    ]
    if one.ruling:
        facts.append(Fact(_("Answer"), display.number(one.ruling), href=url_for("portal.decision", number=one.ruling)))
    return tuple(facts)


def _grounds(one: AppealView, decided: PublicDecision | None) -> tuple[Ground, ...]:
    """Every criterion the provider contests, with what was found."""
    edition = criteria.edition(decided.rule_version) if decided else criteria.current(clock.today())
    known = findings.verdicts()
    found = decided.findings if decided else {}
    return tuple(
        Ground(
            title=edition.title_of(code, language()),
            verdict=known.get(found.get(code, ""), _("nothing was said of it")),
            said=decided.said.get(code, "") if decided else "",
            ground=text,
        )
        for code, text in one.grounds.items()
    )
