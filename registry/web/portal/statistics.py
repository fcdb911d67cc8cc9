"""How well the registry does its own work, in numbers anybody can follow: computed anew for each visit from what was
decided within a year, never typed in."""

from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.quality import browsing, figures
from registry.quality.figures import Figures
from registry.web import display, moments, month_bars
from registry.web.pages import StatisticsPage
from registry.web.values import Fact

MONTHS = 12


def show() -> StatisticsPage:
    """The page."""
    found = figures.public()
    return StatisticsPage(
        since=moments.day(found.since),
        times=_times(found),
        appeals=_appeals(found),
        reports=_reports(found),
        months=month_bars.bars(browsing.by_month(MONTHS)),
    )


def _times(found: Figures) -> tuple[Fact, ...]:
    cases = ngettext("%(count)s case", "%(count)s cases", found.decided, count=display.number(found.decided))
    return (
        Fact(_("From submission to decision"), _days(found.decided_days), _("Median of %(cases)s.", cases=cases)),
        Fact(_("Until a reviewer takes it"), _days(found.taken_days), _("Part of the whole.")),
        Fact(_("From then to the decision"), _days(found.examined_days), _("With the provider’s time to answer.")),
        Fact(_("Waiting now"), display.number(found.waiting), _("Submitted and not yet decided.")),
        Fact(_("The oldest of them"), _days(found.oldest_days), _("Since it was submitted.")),
    )


def _appeals(found: Figures) -> tuple[Fact, ...]:
    same, of = found.agreement.same, found.agreement.of
    return (
        Fact(_("Appeals decided"), display.number(found.appeals), _("Heard by somebody who did not decide before.")),
        Fact(
            _("Decisions overturned"),
            _percent(found.overturned),
            _("%(count)s of %(total)s appeals upheld.", count=_n(found.upheld), total=_n(found.appeals))
            if found.appeals
            else "",
        ),
        Fact(_("Appeals open"), display.number(found.appeals_open)),
        Fact(
            _("Second opinions that agree"),
            _percent(100 * same // of if of else None),
            _("%(count)s of %(total)s verdicts, given without knowing the first.", count=_n(same), total=_n(of))
            if of
            else _("A share of decisions is examined a second time, without knowing the first."),
        ),
    )


def _reports(found: Figures) -> tuple[Fact, ...]:
    return (
        Fact(_("Reports answered"), display.number(found.reports), _("Of problems with offers.")),
        Fact(_("Until the answer"), _days(found.report_days), _("Median.") if found.report_days is not None else ""),
        Fact(_("Reports open"), display.number(found.reports_open)),
    )


def _n(value: int) -> str:
    return display.number(value)


def _days(value: float | None) -> str:
    """Days in words; a dash where nothing happened yet."""
    if value is None:
        return "–"
    said = display.hundredths(round(value * 100))
    return ngettext("%(days)s day", "%(days)s days", 1 if value == 1 else 2, days=said)


def _percent(value: int | None) -> str:
    return "–" if value is None else _("%(number)s %%", number=value)
