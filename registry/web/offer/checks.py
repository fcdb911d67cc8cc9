"""Who checked an offer: the decision that lists it, criterion by criterion, and when it was last confirmed."""

import datetime as dt
from functools import cached_property

from flask import url_for

from registry.catalogue.views import OfferView
from registry.kernel import clock
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.quality import criteria, pace, queries, validity
from registry.quality.queries import PublicDecision
from registry.web import confirming, decision_words, display, moments, searches
from registry.web.pages.offer import Check
from registry.web.values import Fact, Link


class Checks:
    """What is known of one offer's examination; its decisions are read once."""

    def __init__(self, offer: OfferView, before: dt.datetime | None = None) -> None:
        """`before`: only what was decided before that moment counts."""
        self.offer, self._then = offer, before is not None
        self._decisions = [one for one in queries.of_offer(offer.code) if before is None or one.at < before]

    @cached_property
    def _listing(self) -> PublicDecision | None:
        """The decision by which the present version stands in the list."""
        return next((one for one in self._decisions if one.to_state == "listed"), None)

    @cached_property
    def _origin(self) -> PublicDecision | None:
        """The decision on what the offer says: by it somebody examined or admitted it. Amending, suspending and the
        like leave that as it is."""
        return next((one for one in self._decisions if one.action == "list"), None)

    @property
    def seal(self) -> str:
        """The one line under the title."""
        date = moments.day(self._origin.at if self._origin else self.offer.listed_at)
        if not self.offer.examined:
            return _("Admitted on %(date)s, not yet examined", date=date)
        met = [check for check in self.criteria if check.met]
        if self.criteria and len(met) == len(self.criteria):
            words = ngettext("%(num)s criterion met", "all %(num)s criteria met", len(met))
            return _("Checked on %(date)s, %(criteria)s", date=date, criteria=words)
        return _("Checked on %(date)s", date=date)

    @cached_property
    def criteria(self) -> tuple[Check, ...]:
        """The criteria looked at, with what was found; those that do not apply are left out."""
        decision = self._origin
        if decision is None:
            return ()
        edition = criteria.edition(decision.rule_version)
        said = {"met": "", "not-met": _("not met"), "not-examined": _("not examined")}
        met = {"met": True, "not-met": False}
        return tuple(
            Check(edition.title_of(point.code, language()), said[verdict], met.get(verdict))
            for point in edition.of_kind(self.offer.kind)
            if (verdict := decision.findings.get(point.code, "not-examined")) in said
        )

    @property
    def not_examined(self) -> str:
        """The notice on an offer nobody has examined yet, "" for others."""
        if self.offer.examined:
            return ""
        return _(
            "Admitted from an existing register, not yet examined. The registry has taken over what the provider says."
        )

    @property
    def facts(self) -> tuple[Fact, ...]:
        """Status, decision, confirmation, next check."""
        facts = [Fact(_("Status"), _("Listed") if self.offer.examined else _("Admitted, not examined"))]
        decision = self._listing
        if decision:
            number = display.number(decision.number)
            words = _("No. %(number)s, %(date)s", number=number, date=moments.day(decision.at))
            entry = _("public, entry %(number)s of the ledger", number=number)
            facts.append(Fact(_("Decision"), words, entry, href=url_for("portal.decision", number=decision.number)))
        if day := self._next_check:
            late = "" if self._then or day >= clock.today() else _("overdue, still to be done")
            facts.append(Fact(_("Next check"), _("by %(date)s", date=moments.day(day)), late))
        if self.offer.confirmed_at:
            lately = "" if self._then else moments.lately(self.offer.confirmed_at)
            by_whom = _("by the provider, %(ago)s", ago=lately) if lately else _("by the provider")
            facts.append(Fact(_("Confirmed"), moments.day(self.offer.confirmed_at), by_whom))
        if self.offer.confirm_by:
            facts.append(confirming.fact(self.offer.confirm_by))
        return (*facts, self._provider)

    @property
    def _next_check(self) -> dt.date | None:
        """When somebody looks at it again; of an earlier day only what the decision said is known."""
        if self._then:
            return self._origin.review_by if self._origin else None
        due = validity.next_check(self.offer.code)
        if due is None or due >= clock.today():
            return due
        return due + dt.timedelta(days=pace.DAYS["recheck"])  # what is due now, the desk does within these days

    @property
    def _provider(self) -> Fact:
        """The provider's own record: its standing, and how many offers it has in the list, as the link will show."""
        provider = self.offer.provider
        standing = {"verified": _("verified by the registry"), "admitted": _("admitted from a register")}
        count = searches.of_provider(provider.slug)
        words = ngettext("%(num)s offer in the list", "%(num)s offers in the list", count)
        more = display.listed([standing.get(provider.standing, _("not verified yet")), "" if self._then else words])
        return Fact(_("Provider"), provider.name, more, href=url_for("portal.provider", slug=provider.slug))

    @property
    def all_met(self) -> str:
        """The one line under which the criteria fold, when all are met; "" otherwise."""
        checks = self.criteria
        if not checks or not all(check.met for check in checks):
            return ""
        return ngettext("%(num)s criterion, met", "All %(num)s criteria, each met", len(checks))

    @property
    def report(self) -> Link:
        """How to say that something is wrong."""
        return Link(_("Something wrong? Report a problem"), url_for("portal.report", code=self.offer.code))

    @property
    def decisions(self) -> tuple[Link, ...]:
        """All decisions about it, newest first."""
        return tuple(decision_words.link(decision) for decision in self._decisions)
