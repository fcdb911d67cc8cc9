"""What one pays, as schema.org's Offer: one sum where the registry can work it out, else each price as it was stated
with what it is counted by. An unknown price is no price; free is 0."""

from typing import Any

from registry.catalogue.runs import RunView
from registry.interchange.schema_org.terms import HERE, Node, node
from registry.interchange.site import Site
from registry.kernel.money import Price, decimal

# UN/CEFACT codes of what a price is counted by
UNITS = {"month": "MON", "hour": "HUR", "unit": "C62"}
AVAILABILITY = {"open": "InStock", "closing": "InStock", "full": "SoldOut", "future": "PreOrder"}


def total(run: RunView, site: Site) -> int | None:
    """What one person pays in all, None when that is not known."""
    return run.payable(site.settings.currency)


def offers(run: RunView, site: Site, **more: Any) -> list[Node]:
    """How one gets a place of this run; `more` are properties every Offer of it has. Empty when no price is known."""
    terms = {**_terms(run), **more}
    sum_ = total(run, site)
    if sum_ is not None:
        return [_one(sum_, site.settings.currency, **terms)]
    stated = [price for price in run.prices if price.for_ is None and price.amount is not None]
    return [_stated(price, site, terms) for price in stated]


def _one(minor: int, currency: str, **terms: Any) -> Node:
    return node(
        "Offer",
        price=decimal(minor, currency),
        priceCurrency=currency,
        category="Paid" if minor else "Free",
        **terms,
    )


def _stated(price: Price, site: Site, terms: dict[str, Any]) -> Node:
    minor, currency = price.amount or 0, price.currency or site.settings.currency
    if price.basis == "total":
        return _one(minor, currency, name=price.text, **terms)
    each = node(
        "UnitPriceSpecification",
        price=decimal(minor, currency),
        priceCurrency=currency,
        unitCode=UNITS[price.basis],
        valueAddedTaxIncluded={"included": True, "excluded": False}.get(price.vat or ""),
    )
    return node("Offer", priceSpecification=each, name=price.text, category="Paid" if minor else "Free", **terms)


def _terms(run: RunView) -> dict[str, Any]:
    enrol = run.letter.get("enrol") or {}
    availability = "LimitedAvailability" if run.few_left else AVAILABILITY.get(run.state)
    return {
        "availability": HERE + availability if availability else None,
        "validFrom": enrol.get("from"),
        "validThrough": enrol.get("until"),
        "url": enrol.get("url"),
    }
