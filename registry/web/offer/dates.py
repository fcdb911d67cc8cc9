"""The table of dates and what one pays."""

from registry import config
from registry.catalogue.runs import RunView, coming
from registry.catalogue.views import OfferView
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.kernel.money import Price, payable
from registry.web import charts, display, runs
from registry.web.pages.offer import BillRow, RunRow
from registry.web.values import Link

MOST_PAST = 10


def coming_rows(offer: OfferView) -> tuple[RunRow, ...]:
    """Those that are not over, the next one first."""
    return tuple(_row(run, offer.language) for run in coming(offer.runs))


def past_rows(offer: OfferView) -> tuple[RunRow, ...]:
    """Finished and cancelled ones, latest first."""
    over = [run for run in offer.runs if run.is_over]
    over.sort(key=lambda run: run.times.starts.timestamp() if run.times.starts else 0, reverse=True)
    return tuple(_row(run, offer.language) for run in over[:MOST_PAST])


def _row(run: RunView, original: str) -> RunRow:
    where, where_more = runs.where(run)
    when = [line for line in (*runs.schedule(run.letter), runs.lasts(run)) if line]
    access = [display.named("access", code) for code in run.place.access] if run.place else []
    return RunRow(
        start=runs.start(run),
        when=tuple(when),
        lang=runs.schedule_language(run.letter, original),
        where=where,
        where_more=display.listed([where_more, *access]),
        cost=runs.cost(run),
        seats=None if run.is_over else charts.seats((run.letter.get("places") or {}).get("total"), run.left),
        places="" if run.is_over else _places(run),
        tag=runs.tag(run),
        more=_more(run),
        enrol=_enrol(run),
    )


def _places(run: RunView) -> str:
    given = run.letter.get("places") or {}
    total, left = given.get("total"), given.get("left")
    if left is None:
        return "" if total is None else ngettext("%(num)s place", "%(num)s places", total)
    if total is None:
        return ngettext("%(num)s left", "%(num)s left", left)
    return ngettext("%(left)s of %(total)s left", "%(left)s of %(total)s left", left, left=left, total=total)


def _more(run: RunView) -> str:
    """Until when one can enrol; or that the source contradicts itself."""
    if run.to_be_confirmed:
        printed = [item.get("printed") for item in run.letter.get("conflicts") or () if item.get("printed")]
        return _("Dates to be confirmed; the provider also writes: %(words)s", words=display.listed(printed))
    until = (run.letter.get("enrol") or {}).get("until")
    if until and run.state == "open" and run.times.closes:
        return _("until %(date)s", date=display.last_day(run.times.closes))
    return ""


def _enrol(run: RunView) -> Link | None:
    url = (run.letter.get("enrol") or {}).get("url")
    return Link(_("Enrol"), url) if url and run.state in ("open", "closing", "on-request") else None


def bill(offer: OfferView) -> tuple[BillRow, ...]:
    """The parts of the next run's price, when it has more than one."""
    prices = _prices(offer.next_run)
    if len(prices) < 2:
        return ()
    return tuple(BillRow(_part(price), _amount(price)) for price in prices if price.amount is not None)


def total(offer: OfferView) -> str:
    """What one person pays in all, where that can be said."""
    prices, currency = _prices(offer.next_run), config.current().currency
    amount = payable(prices, currency)
    if amount is not None:
        return display.money(amount, currency)
    return _amount(prices[0]) if len(prices) == 1 and prices[0].amount is not None else ""


def words(offer: OfferView) -> tuple[display.Words, ...]:
    """Prices as the provider put them into words."""
    shown = {total(offer).casefold()}
    texts = (price.text for price in _prices(offer.next_run))
    said = dict.fromkeys(text for text in texts if text and text.casefold() not in shown)
    return tuple(display.Words(text, "" if offer.language == language() else offer.language) for text in said)


def _prices(run: RunView | None) -> list[Price]:
    return [Price.from_letter(letter) for letter in run.letter.get("prices") or ()] if run else []


def _part(price: Price) -> str:
    name = display.named("price-part", price.part)
    for_whom = display.named("target-group", price.for_) if price.for_ else ""
    return _("%(part)s, for: %(group)s", part=name, group=for_whom) if for_whom else name


def _amount(price: Price) -> str:
    amount = display.money(price.amount or 0, price.currency or config.current().currency)
    return " ".join(filter(None, (amount, runs.basis(price))))
