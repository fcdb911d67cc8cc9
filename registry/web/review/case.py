"""The page of one case: what it is, the offer or what changed in it, and the findings as a form."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from registry.catalogue.views import OfferView
from registry.kernel.errors import Invalid
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.web import display, forms
from registry.web.pages.review_case import Act, CasePage, CriterionForm, Inherited, NextStep, Revision
from registry.web.provider_parts import standing_words
from registry.web.review import acts, cases, changes, checks, findings, hindering, history, remarks, whole
from registry.web.review import words as say
from registry.web.review.cases import Case
from registry.web.review.findings import Sheet
from registry.web.values import Link, Tag


def page(
    case: Case, letter: Mapping[str, Any] | None = None, error: Invalid | None = None, notice: str = ""
) -> CasePage:
    """The case; with a letter that was refused, filled with it and with what is wrong."""
    offer, criteria = case.told.offer, _criteria(case, letter, error)
    kept = _inherited(case, letter or {}, error)
    fields = (*findings.fields_of(criteria), *(one.again for one in kept if one.again), *remarks.form(case))
    return CasePage(
        code=offer.code,
        title=case.title,
        lead=say.kind_sentence(case),
        day=say.day(case.told.pace),
        lock=say.lock(case),
        tags=(Tag(history.state(offer.state), "full" if offer.state == "suspended" else ""),),
        provider=Link(offer.newest.provider.name, _provider_href(offer.newest)),
        record=f"{say.record(case.told.record)} {standing_words(offer.newest.provider.standing)}",
        public=_public(case),
        proposal=_proposal(case),
        hindrance=hindering.of(case),
        seen=offer.counter,
        review_id=case.review.id if case.review else 0,
        review_seen=forms.seen_again(error, case.review.counter if case.review else 0),
        here=url_for("review.save", **cases.address(case)),
        acts=_acts(case),
        flags=checks.flags(case.told.flags),
        revision=_revision(case),
        whole=None if case.told.before else whole.of(offer.newest),
        money=whole.money(offer.newest),
        checks=checks.rows(case.told.checks),
        past=history.steps(case),
        findings_words=_words(case, case.open_codes),
        criteria=criteria,
        inherited=kept,
        steps=_steps(case, case.open_codes),
        others=_others(case),
        remarks=remarks.rows(case),
        remark_fields=forms.filled(remarks.form(case), letter or {}, error),
        notice=notice,
        problems=forms.problems(error, fields),
    )


def _criteria(case: Case, letter: Mapping[str, Any] | None, error: Invalid | None) -> tuple[CriterionForm, ...]:
    """The fieldsets, for whoever holds the case."""
    if not case.is_mine:
        return ()
    saved = {
        one.criterion: {
            "verdict": one.verdict,
            "words": one.words or "",
            "note": one.note or "",
            "evidence": one.evidence or "",
        }
        for one in case.findings
    }
    filled = letter if letter is not None and "findings" in letter else {"findings": saved}
    return findings.form(
        case.open_points, Sheet(filled, error, case.told.fields, case.ends_with_decision, case.told.reopened)
    )


def _words(case: Case, codes: list[str]) -> str:
    if not case.is_mine:
        return say.whose(case)
    return ngettext("%(num)s criterion is open.", "%(num)s criteria are open.", len(codes))


def _steps(case: Case, codes: list[str]) -> tuple[NextStep, ...]:
    if not case.is_mine:
        return ()
    found = {one.criterion: one.verdict for one in case.findings}
    public = case.told.offer.current
    stays = public.number if public and case.told.offer.current_state == "listed" else None
    return findings.steps(findings.next_step(found, codes), stays, ends=case.ends_with_decision)


def _inherited(case: Case, letter: Mapping[str, Any], error: Invalid | None) -> tuple[Inherited, ...]:
    """What was taken over; whoever holds the case may open it again."""
    titles = {point.code: case.title_of(point) for point in case.points}
    verdicts = findings.verdicts()
    return tuple(
        Inherited(
            one.criterion,
            titles[one.criterion],
            verdicts[one.verdict],
            _decision(one.inherited_from),
            findings.again_field(one.criterion, letter, error) if case.is_mine else None,
        )
        for one in case.findings
        if one.inherited_from and one.criterion in titles
    )


def _decision(number: int) -> Link:
    words = _("decision %(number)s", number=display.number(number))
    return Link(words, url_for("portal.decision", number=number))


def _revision(case: Case) -> Revision | None:
    before, after = case.told.before, case.told.offer.newest
    if before is None:
        return None
    found = changes.between(before.spec, after.spec)
    inherited = [one for one in case.findings if one.inherited_from]
    kept = _decision(inherited[0].inherited_from or 0) if inherited else None
    words = ngettext("%(count)s of %(total)s values differs.", "%(count)s of %(total)s values differ.", found.count,
                     count=display.number(found.count), total=display.number(found.total))  # fmt: skip
    if inherited:
        more = ngettext(
            "The other %(num)s criterion keeps its", "The other %(num)s criteria keep their", len(inherited)
        )
        words = f"{words} {more}"
    public = case.told.offer.current_state == "listed"
    name = (
        _("Version %(number)s, public", number=before.number)
        if public
        else _("Version %(number)s", number=before.number)
    )
    return Revision(
        words=words,
        kept=kept,
        before_name=name,
        after_name=_("Version %(number)s, proposed", number=after.number),
        figures=changes.figures(before.spec, after.spec),
        changes=found.changes,
    )


def _public(case: Case) -> Link | None:
    listed = case.told.offer.current_state == "listed" or case.told.offer.state == "listed"
    if not listed:
        return None
    return Link(_("See its public page"), url_for("portal.offer", code=case.code))


def _proposal(case: Case) -> Link | None:
    if case.told.proposal is None:
        return None
    words = _("A proposal about this waits for a second person; that comes first.")
    return Link(words, url_for("review.proposal", number=case.told.proposal.id))


def _provider_href(offer: OfferView) -> str:
    return url_for("portal.provider", slug=offer.provider.slug)


def _acts(case: Case) -> tuple[Act, ...]:
    """Taking, giving back, keeping away."""
    code = case.code
    found = []
    if case.may_take:
        found.append(Act(url_for("review.take", **cases.address(case)), _("Take this case")))
    if case.may_release:
        found.append(Act(url_for("review.release", **cases.address(case)), _("Give it back to the desk")))
    found.append(Act(url_for("review.interest", code=code), _("Declare a conflict of interest")))
    return tuple(found)


def _others(case: Case) -> tuple[Link, ...]:
    return tuple(
        Link(acts.heading(action), url_for("review.decide", **cases.address(case), action=action))
        for action in acts.possible(case)
    )
