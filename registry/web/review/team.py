"""How the desk does as a whole: what waits and for how long, how fast it decides, how often second opinions agree and
appeals are upheld. No person is named: figures are there to mend the desk, not to rank people."""

from collections import Counter
from collections.abc import Sequence

from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.kernel.text import pick
from registry.quality import criteria, figures, pace
from registry.quality.figures import Figures
from registry.web import display, moments
from registry.web.pages.review import Bars, TeamPage
from registry.web.values import Fact

# whole days from which a bar of the figure of ages begins
STEPS = (0, 3, 6, 11, 21)
WIDE, HIGH, GAP, LEAST = 40, 100, 8, 5


def show() -> TeamPage:
    """The page."""
    told = figures.public()
    return TeamPage(
        words=_("What was decided since %(date)s, and what waits now.", date=moments.day(told.since)),
        facts=_facts(told),
        bars=tuple(one for one in (_ages(), _in_hand(), _agreement(told)) if one.rows),
        method=(
            _("Days run from submission to decision; the time in which the provider was asked is part of them."),
            _("A second opinion agrees where its verdict on a criterion is that of the decision it looks at again."),
            _limits(),
        ),
    )


def _facts(told: Figures) -> tuple[Fact, ...]:
    overturned = "" if told.overturned is None else _("%(percent)s %%", percent=told.overturned)
    same = told.agreement
    agreed = _("%(percent)s %%", percent=100 * same.same // same.of) if same.of else ""
    return tuple(
        Fact(label, value or _("nothing yet"), more)
        for label, value, more in (
            (_("Waiting now"), display.number(told.waiting), ""),
            (_("Oldest case"), _days(told.oldest_days), ""),
            (_("Decided"), display.number(told.decided), ""),
            (_("From submission until taken"), _days(told.taken_days), _("median")),
            (_("From taken to decided"), _days(told.examined_days), _("median")),
            (_("From submission to decision"), _days(told.decided_days), _("median")),
            (_("Second opinions agree"), agreed, _of(same.same, same.of)),
            (_("Appeals upheld"), overturned, _of(told.upheld, told.appeals)),
            (_("Appeals that wait"), display.number(told.appeals_open), ""),
            (_("Reports closed within"), _days(told.report_days), _("median")),
            (_("Reports that wait"), display.number(told.reports_open), ""),
        )
    )


def _days(count: float | None) -> str:
    if count is None:
        return ""
    tenths = round(count * 100)
    plural = int(count) if tenths % 100 == 0 else 2  # a fraction of days takes the plural
    return ngettext("%(days)s day", "%(days)s days", plural, days=display.hundredths(tenths))


def _of(part: int, whole: int) -> str:
    return _("%(part)s of %(whole)s", part=display.number(part), whole=display.number(whole)) if whole else ""


def _ages() -> Bars:
    """How long what waits has waited, in steps of days."""
    waited = figures.ages()
    steps = [(low, STEPS[place + 1] - 1 if place + 1 < len(STEPS) else None) for place, low in enumerate(STEPS)]
    counts = [sum(low <= days and (high is None or days <= high) for days in waited) for low, high in steps]
    names = [
        _("%(low)s to %(high)s days", low=low, high=high) if high else _("%(low)s days and more", low=low)
        for low, high in steps
    ]
    shown = list(zip(names, counts, strict=True)) if waited else []
    return _bars(_("How long cases have waited"), (_("Days"), _("Cases")), shown)


def _in_hand() -> Bars:
    """How many people have how many cases in hand; none of them is named."""
    held = Counter(one.in_hand for one in figures.team())
    shown = [
        (ngettext("%(num)s case in hand", "%(num)s cases in hand", count), people)
        for count, people in sorted(held.items())
    ]
    return _bars(_("What reviewers have in hand"), (_("In hand"), _("Reviewers")), shown)


def _agreement(told: Figures) -> Bars:
    """Agreement of second opinions by criterion, in percent."""
    titles = {
        point.code: pick(point.title, language()).text for edition in criteria.editions() for point in edition.criteria
    }
    shown = [
        (titles.get(code, code), 100 * same // of) for code, (same, of) in told.agreement.by_criterion.items() if of
    ]
    return _bars(_("How often second opinions agree"), (_("Criterion"), _("Percent")), shown)


def _bars(name: str, heads: tuple[str, str], shown: Sequence[tuple[str, int]]) -> Bars:
    """One bar a value, its height against the largest."""
    largest = max((value for _name, value in shown), default=0) or 1
    path = "".join(
        f"M{place * (WIDE + GAP)} {HIGH}h{WIDE}v-{max(value * HIGH // largest, 1)}h-{WIDE}z"
        for place, (_name, value) in enumerate(shown)
    )
    width = max(len(shown), LEAST) * (WIDE + GAP) - GAP
    return Bars(name, path, width, HIGH, heads, tuple((words, display.number(value)) for words, value in shown))


def _limits() -> str:
    """The service levels, in one sentence."""
    return _(
        "There are %(first)s days for a new offer, %(change)s for a change, %(appeal)s for an appeal and %(report)s "
        "for a report.",
        first=pace.DAYS["first"],
        change=pace.DAYS["change"],
        appeal=pace.DAYS["appeal"],
        report=pace.DAYS["report"],
    )
