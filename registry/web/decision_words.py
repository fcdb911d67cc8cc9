"""A decision in words: its row in a list, its link beside what it is about, and all its facts."""

from dataclasses import replace

from flask import url_for

from registry.catalogue import queries as catalogue
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.quality import browsing, criteria
from registry.quality.queries import PublicDecision
from registry.web import display, identity, moments, tongues
from registry.web.pages.decisions import DecisionPage, DecisionRow, DecisionTold, Verdict
from registry.web.reuse import addresses
from registry.web.values import Fact, Link

SHORT = 140  # characters of a reason that fit a list


def row(decision: PublicDecision) -> DecisionRow:
    """The decision in a list."""
    return DecisionRow(
        number=display.number(decision.number),
        href=url_for("portal.decision", number=decision.number),
        date=moments.day_short(decision.at),
        action=decision.outcome,
        subject=subject(decision),
        subject_lang=_subject_language(decision),
        reason=_short_reason(decision),
    )


def link(decision: PublicDecision) -> Link:
    """The decision beside the offer or provider it is about."""
    words = _("%(date)s: %(action)s", date=moments.day(decision.at), action=decision.outcome)
    return Link(words, url_for("portal.decision", number=decision.number))


def page(decision: PublicDecision) -> DecisionPage:
    """The decision's own page: what is told of it, later decisions about it, and how to check it."""
    later = tuple(link(one) for one in browsing.concerning(decision.number))
    return DecisionPage(told=replace(told(decision), later=later, proof=_proof(decision)))


def told(decision: PublicDecision) -> DecisionTold:
    """Everything that is public about it."""
    number = display.number(decision.number)
    return DecisionTold(
        number=number,
        heading=_("Decision %(number)s: %(action)s", number=number, action=decision.outcome),
        subject=subject(decision),
        subject_lang=_subject_language(decision),
        sealed=_sealed(decision),
        facts=_facts(decision),
        basis=tongues.written(decision.basis or ""),
        reasons=tuple(map(tongues.written, decision.reasons)),
        conditions=tongues.written(decision.conditions or ""),
        review=_review(decision),
        verdicts_heading=_("Criteria not met") if decision.is_masked else _("Criterion by criterion"),
        verdicts=_verdicts(decision),
        ledger=_ledger(decision),
    )


def subject(decision: PublicDecision) -> Link:
    """What it is about, with its address; words only where that is not public."""
    about = decision.subject
    if about is None:
        return Link(_("An offer not public") if decision.kind == "offer" else _("A provider not public"))
    if about.kind == "provider":
        name = about.title
        if about.provider_name != name:
            name = _("%(name)s (today: %(today)s)", name=name, today=about.provider_name)
        return Link(name, url_for("portal.provider", slug=about.provider_slug))
    return Link(about.title or about.code, url_for("portal.offer", code=about.code))


def titles(rules: str, codes: tuple[str, ...]) -> tuple[str, ...]:
    """Criteria by their titles in that edition of the rules."""
    edition = criteria.edition(rules)
    return tuple(edition.title_of(code, language()) for code in codes)


def role(name: str | None) -> str:
    """Who decided: a role, never a name."""
    return {
        "reviewer": _("a reviewer of the registry"),
        "admin": _("an administrator of the registry"),
        "operator": _("the operator of the registry"),
        "system": _("the registry’s rules, automatically"),
        "member": _("the provider"),
        "key": _("the provider"),
    }.get(name or "", "")


def _subject_language(decision: PublicDecision) -> str:
    tongue = decision.subject.language if decision.subject else None
    return tongue if tongue and tongue != language() else ""


def _short_reason(decision: PublicDecision) -> display.Words:
    """The reason on one line: what was not met, else the first words of the reasons or the basis."""
    if decision.not_met:
        return display.Words(display.apart(titles(decision.rule_version, decision.not_met)))
    said = decision.basis or next(iter(decision.reasons), "")
    short = said if len(said) <= SHORT else said[: said.rfind(" ", 0, SHORT)] + " …"
    return display.Words(short, tongues.written(said).lang)


def _sealed(decision: PublicDecision) -> str:
    if decision.is_masked:
        return _("This decision is about something that was never listed. Only what you see here is public.")
    if decision.is_redacted:
        erased = _("The words of this decision have been erased by a later decision.")
        return " ".join((erased, _("The ledger still proves that it was taken.")))
    return ""


def _facts(decision: PublicDecision) -> tuple[Fact, ...]:
    about = decision.subject
    facts = [
        Fact(_("Decided"), moments.day_and_time(decision.at)),
        Fact(_("Who decided"), role(decision.role), _("Decided by two people.") if decision.by_two else ""),
        Fact(_("Outcome"), decision.outcome),
    ]
    if about and about.kind == "offer":
        facts.append(Fact(_("Offer"), about.code, href=url_for("portal.offer", code=about.code)))
        href = url_for("portal.provider", slug=about.provider_slug)
        facts.append(Fact(_("Provider"), about.provider_name, href=href))
    if decision.version:
        facts.append(Fact(_("Version"), str(decision.version)))
    if decision.concerns:
        number = display.number(decision.concerns)
        facts.append(Fact(_("Concerns decision"), number, href=url_for("portal.decision", number=decision.concerns)))
    facts.append(Fact(_("Rules"), decision.rule_version, href=_rules(decision)))
    return tuple(fact for fact in facts if fact.value)


def _rules(decision: PublicDecision, criterion: str = "") -> str:
    """The edition of the rules it was taken under, at this criterion."""
    current = criteria.current(clock.today()).version == decision.rule_version
    edition = None if current else decision.rule_version
    return url_for("portal.rules", edition=edition, _anchor=criterion or None)


def _verdicts(decision: PublicDecision) -> tuple[Verdict, ...]:
    """Every criterion looked at in the order of the rules; of what is masked only those not met."""
    found = dict.fromkeys(decision.not_met, "not-met") if decision.is_masked else dict(decision.findings)
    edition = criteria.edition(decision.rule_version)
    places = {point.code: place for place, point in enumerate(edition.criteria)}
    said = {"met": _("met"), "not-met": _("not met"), "not-applicable": _("does not apply")}
    return tuple(
        Verdict(
            Link(edition.title_of(code, language()), _rules(decision, code)),
            said.get(found[code], _("not examined")),
            {"met": True, "not-met": False}.get(found[code]),
            tongues.written(decision.said.get(code, "")),
            _origin(decision.inherited.get(code)),
        )
        for code in sorted(found, key=lambda code: (places.get(code, len(places)), code))
    )


def _origin(number: int | None) -> Link | None:
    if number is None:
        return None
    words = _("found in decision %(number)s", number=display.number(number))
    return Link(words, url_for("portal.decision", number=number))


def _proof(decision: PublicDecision) -> tuple[Link, ...]:
    """How to check it: the proof of the offer while it is listed, the entry itself, the page that explains."""
    about, ways = decision.subject, []
    if about and about.kind == "offer" and catalogue.faces([about.code]):
        ways.append(Link(_("Proof of this offer, to be checked offline"), addresses.offer_proof(about.code)))
    entry = f"{identity.root()}/ledger/entries?start={decision.entry}&count=1"
    ways += [Link(_("The entry, byte for byte"), entry), Link(_("What the ledger proves"), identity.ledger())]
    return tuple(ways)


def _review(decision: PublicDecision) -> str:
    if not decision.conditions or not decision.review_by:
        return ""
    return _("To be looked at again by %(date)s.", date=moments.day(decision.review_by))


def _ledger(decision: PublicDecision) -> tuple[Fact, ...]:
    size = ngettext("with %(num)s entry", "with %(num)s entries", decision.size)
    facts = [
        Fact(_("Entry"), display.number(decision.entry)),
        Fact(_("Hash of the entry"), decision.leaf),
        Fact(_("Root of the ledger"), decision.root, size),
    ]
    if decision.content_sha256:
        facts.append(Fact(_("Hash of the content"), decision.content_sha256))
    return tuple(facts)
