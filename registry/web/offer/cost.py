"""What one pays: the parts of the next date's price, the sum, the provider's words, and the price of an hour beside
comparable offers."""

from registry import config
from registry.catalogue.price_context import HIGH, LOW, TYPICAL, PriceContext
from registry.catalogue.runs import RunView
from registry.catalogue.views import OfferView
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language, ngettext
from registry.kernel.money import Price
from registry.web import display, runs
from registry.web.pages.offer import BillRow, PriceBand


def bill(offer: OfferView) -> tuple[BillRow, ...]:
    """The parts of the next run's price, when it has more than one."""
    prices = _prices(offer.next_run)
    if len(prices) < 2:
        return ()
    return tuple(BillRow(_part(price), _amount(price)) for price in prices if price.amount is not None)


def total(offer: OfferView) -> str:
    """What one person pays in all, where that can be said."""
    run, currency = offer.next_run, config.current().currency
    amount = run.payable(currency) if run else None
    if amount is not None:
        return display.money(amount, currency)
    prices = _prices(run)
    return _amount(prices[0]) if len(prices) == 1 and prices[0].amount is not None else ""


def words(offer: OfferView) -> tuple[display.Words, ...]:
    """Prices as the provider put them into words."""
    shown = {total(offer).casefold()}
    texts = (price.text for price in _prices(offer.next_run))
    said = dict.fromkeys(text for text in texts if text and text.casefold() not in shown)
    return tuple(display.Words(text, "" if offer.language == language() else offer.language) for text in said)


def _prices(run: RunView | None) -> tuple[Price, ...]:
    return run.prices if run else ()


def _part(price: Price) -> str:
    name = display.named("price-part", price.part)
    for_whom = display.named("target-group", price.for_) if price.for_ else ""
    return _("%(part)s, for: %(group)s", part=name, group=for_whom) if for_whom else name


def _amount(price: Price) -> str:
    amount = display.money(price.amount or 0, price.currency or config.current().currency)
    return " ".join(filter(None, (amount, runs.basis(price))))


def per_hour(context: PriceContext | None) -> str:
    """The price of an hour and where it stands, in a few words; "" where it cannot be compared."""
    if context is None:
        return ""
    if context.per_hour == 0:
        return ""
    amount = _money(context.per_hour)
    return {
        LOW: _("%(amount)s an hour: less than usual", amount=amount),
        TYPICAL: _("%(amount)s an hour: usual", amount=amount),
        HIGH: _("%(amount)s an hour: more than usual", amount=amount),
    }[context.place]


def bands(context: PriceContext | None) -> tuple[PriceBand, ...]:
    """Low, typical and high prices of an hour among comparable offers, the one this offer is in marked."""
    if context is None:
        return ()
    low, high, own = _money(context.low), _money(context.high), _money(context.per_hour)
    ranges = (
        (LOW, _("Low"), _("under %(amount)s", amount=low) if context.low else ""),
        (TYPICAL, _("Usual"), low if context.low == context.high else f"{low}\u2060–\u2060{high}"),
        (HIGH, _("High"), _("over %(amount)s", amount=high)),
    )
    return tuple(
        PriceBand(name, words, _("this offer: %(amount)s", amount=own) if place == context.place else "")
        for place, name, words in ranges
        if words
    )


def method(context: PriceContext | None) -> str:
    """How it was compared, in one sentence; "" without a comparison."""
    if context is None:
        return ""
    return ngettext(
        "Price divided by hours, beside %(num)s offer of the same kind that shares a competence at a close level:"
        " usual is the middle half.",
        "Price divided by hours, beside %(num)s offers of the same kind that share a competence at a close level:"
        " usual is the middle half.",
        context.compared,
    )


def _money(amount: int) -> str:
    return display.sum_of(amount, config.current().currency)
