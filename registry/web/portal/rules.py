"""The rules for inclusion and the order of results, told from what the program works by: the editions in
`seeds/rules`, and the weights of the search engine."""

from collections.abc import Iterable

from flask import request, url_for

from registry import config
from registry.catalogue.lifecycle import CONFIRM_EVERY, GRACE
from registry.catalogue.schema import KINDS as OFFERS
from registry.kernel import clock
from registry.kernel.errors import InvalidParameter
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.kernel.text import LocalText
from registry.quality import criteria, validity
from registry.quality.criteria import Criterion, Edition
from registry.search.document import FIELDS
from registry.search.engine import STEPS
from registry.search.engines.whoosh.words import WEIGHTS
from registry.web import display, moments
from registry.web.numbers import only
from registry.web.pages import RankingPage, RulesPage
from registry.web.pages.explaining import EditionRow, Example, Point, PointGroup, Weight

ORDER: tuple[tuple[str, ...], ...] = (
    OFFERS,
    ("training",),
    ("training", "validation"),
    ("guidance",),
    ("validation",),
    ("provider",),
)


def show() -> RulesPage:
    """The edition in force, or the one asked for."""
    today = clock.today()
    current = criteria.current(today)
    edition = _asked(current)
    return RulesPage(
        title=display.words(edition.title, "en").text,
        here=_address(edition, current),
        in_force=_in_force(edition),
        past="" if edition == current else _("This edition is not the one in force today."),
        confirming=ngettext(
            "At least every %(num)s day the provider says that the offer is still right.",
            "At least every %(num)s days the provider says that the offer is still right.",
            CONFIRM_EVERY.days,
        ),
        ending=ngettext(
            "An examination counts for %(num)s year.", "An examination counts for %(num)s years.", validity.YEARS
        ),
        groups=_groups(edition),
        editions=tuple(_row(one, current) for one in reversed(criteria.editions())),
        contact=config.current().contact,
    )


def _in_force(edition: Edition) -> str:
    return _(
        "Edition %(version)s, in force from %(since)s, to be reviewed by %(review)s.",
        version=edition.version,
        since=moments.day(edition.valid_from),
        review=moments.day(edition.review_due),
    )


def _asked(current: Edition) -> Edition:
    only("edition")
    version = request.args.get("edition", current.version)
    try:
        return criteria.edition(version)
    except LookupError:
        raise InvalidParameter("edition", version, _("There is no such edition of the rules.")) from None


def _address(edition: Edition, current: Edition) -> str:
    return url_for("portal.rules", edition=None if edition == current else edition.version)


def _groups(edition: Edition) -> tuple[PointGroup, ...]:
    """Points that apply to the same kinds stand together; an edition may have kinds together that ORDER lacks."""
    found: dict[tuple[str, ...], list[Criterion]] = {kinds: [] for kinds in ORDER}
    for criterion in edition.criteria:
        found.setdefault(criterion.kinds, []).append(criterion)
    return tuple(PointGroup("-".join(kinds), _kinds(kinds), _points(some)) for kinds, some in found.items() if some)


def _kinds(kinds: tuple[str, ...]) -> str:
    if kinds == ("provider",):
        return _("Providers")
    if kinds == OFFERS:
        return _("Every offer")
    return _(" and ").join(display.named("kind", kind) for kind in kinds)


def _points(some: Iterable[Criterion]) -> tuple[Point, ...]:
    explained = criteria.explained()
    points = []
    for criterion in some:
        said = explained.get(criterion.code)
        points.append(
            Point(
                code=criterion.code,
                title=display.words(criterion.title, "en").text,
                question=_words(criterion.question, said.question if said else {}),
                evidence=_words(criterion.evidence, said.evidence if said else {}),
                history=_history(criterion.code),
            )
        )
    return tuple(points)


def _words(own: LocalText, explained: LocalText) -> str:
    """As the edition says it; the first edition left that to the explanations beside it."""
    texts = own or explained
    return display.words(texts, "en").text if texts else ""


def _history(code: str) -> str:
    first, *later = criteria.history(code)
    said = [_("Since %(date)s, edition %(version)s.", date=moments.day(first.valid_from), version=first.version)]
    said += [
        _("Worded anew %(date)s, edition %(version)s.", date=moments.day(one.valid_from), version=one.version)
        for one in later
    ]
    return " ".join(said)


def _row(edition: Edition, current: Edition) -> EditionRow:
    return EditionRow(
        version=edition.version,
        since=moments.day(edition.valid_from),
        review=moments.day(edition.review_due),
        points=display.number(len(edition.criteria)),
        href=_address(edition, current),
    )


def ranking() -> RankingPage:
    """The order of results with the weights the engine has."""
    names = {
        "title": _("Title"),
        "outcomes": _("Learning outcomes"),
        "summary": _("Summary"),
        "competence": _("Competences"),
        "about": _("Kind, place, provider and for whom"),
        "body": _("Description"),
    }
    weigh = dict(zip(FIELDS, WEIGHTS, strict=True))
    return RankingPage(
        steps=display.number(STEPS),
        overdue=_(
            "A provider must say at least every %(every)s days that an offer is still right. From the day that is "
            "overdue the offer stands behind those in time; after %(grace)s more days it leaves the list until the "
            "provider confirms it.",
            every=display.number(CONFIRM_EVERY.days),
            grace=display.number(GRACE.days),
        ),
        weights=tuple(Weight(names[name], _weight(weigh[name])) for name in FIELDS),
        example=(
            Example(_("Photos on your phone"), _("The word stands in the title as typed."), _weight(weigh["title"])),
            Example(
                _("Show your holiday"),
                _("A learning outcome has “photo”, another form: two fifths of its weight."),
                _weight(weigh["outcomes"] * 2 / 5),
            ),
            Example(_("Tablet for beginners"), _("Only the description has the word."), _weight(weigh["body"])),
        ),
        contact=config.current().contact,
    )


def _weight(value: float) -> str:
    return display.hundredths(round(value * 100))
