"""Money: whole minor units with a currency, what the price is for and how it is counted, and always the words as
given. Free is an explicit 0; a price nobody stated is None and stays unknown."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from babel.numbers import get_currency_precision
from marshmallow import ValidationError, validate, validates_schema

from registry.kernel.fields import Concept, Count, Text
from registry.kernel.i18n import gettext as _
from registry.kernel.letter import Letter

BASES = ("total", "month", "hour", "unit")
PARTS = ("tuition", "material", "exam", "registration")
VATS = ("included", "excluded", "exempt")


class PriceSchema(Letter):
    """The letter of one price. `for` is a target group or absent for everyone."""

    amount = Count(allow_none=True, metadata={"unit": "minor currency units"})
    currency = Concept("currency")
    basis = Concept("price-basis", validate=validate.OneOf(BASES))
    part = Concept("price-part", validate=validate.OneOf(PARTS))
    for_ = Concept("target-group", data_key="for", attribute="for")
    vat = Text(validate=validate.OneOf(VATS))
    text = Text(max_length=500)

    @validates_schema
    def says_something(self, data: Mapping[str, Any], **_unused: Any) -> None:
        """An amount other than 0 needs its currency; without an amount the words as given must be there."""
        if data.get("amount") and not data.get("currency"):
            raise ValidationError(_("An amount needs its currency."), "currency")
        if data.get("amount") is None and not data.get("text"):
            raise ValidationError(_("Give an amount, or the price in words."), "amount")


@dataclass(frozen=True)
class Price:
    """One price part; `amount` in minor units or None when only words were given; `for_` a target group or None."""

    amount: int | None = None
    currency: str | None = None
    basis: str = "total"
    part: str = "tuition"
    for_: str | None = None
    vat: str | None = None
    text: str | None = None

    @classmethod
    def from_letter(cls, letter: Mapping[str, Any]) -> "Price":
        """Build from the letter PriceSchema loads."""
        values = {("for_" if key == "for" else key): value for key, value in letter.items()}
        return cls(**values)

    def to_letter(self) -> dict[str, Any]:
        """The letter again, without what is unknown."""
        letter = {("for" if key == "for_" else key): value for key, value in asdict(self).items()}
        return {key: value for key, value in letter.items() if value is not None}


def payable(prices: Iterable[Price], currency: str) -> int | None:
    """What one person without special rights pays in all, in minor units of `currency`; None when that is not known.

    Every part for everyone must be a total in this currency (or 0); one part in words, per month or in another
    currency makes the sum unknown rather than wrong.
    """
    parts = [price for price in prices if price.for_ is None]
    if not parts:
        return None
    total = 0
    for price in parts:
        if price.amount is None or (price.amount and (price.basis != "total" or price.currency != currency)):
            return None
        total += price.amount
    return total


def decimal(minor: int, currency: str) -> str:
    """Minor units as a decimal number for programs: 120.00."""
    return str(Decimal(minor).scaleb(-get_currency_precision(currency)))
