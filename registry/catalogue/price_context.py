"""What an hour costs beside comparable offers: of the same kind, with a common competence in a common band, whose
price and hours are known. The middle half is called typical, what lies below it low, above it high; with fewer than
eight to compare nothing is said."""

from collections.abc import Iterable
from dataclasses import dataclass

from registry.catalogue.likeness import band
from registry.catalogue.traits import Traits

LEAST = 8
LOW, TYPICAL, HIGH = "low", "typical", "high"


@dataclass(frozen=True)
class PriceContext:
    """An offer's price of an hour, the first and third quartile of `compared` others (minor units), and where it
    stands."""

    per_hour: int
    low: int
    high: int
    compared: int

    @property
    def place(self) -> str:
        """LOW, TYPICAL or HIGH; on a border it is typical."""
        if self.per_hour < self.low:
            return LOW
        return HIGH if self.per_hour > self.high else TYPICAL


def context(own: Traits, others: Iterable[Traits]) -> PriceContext | None:
    """The price of `own` among the comparable ones of `others`; None when it, or too few of them, can be compared."""
    mine = own.per_hour
    prices = sorted(price for other in others if is_comparable(own, other) and (price := other.per_hour) is not None)
    if mine is None or len(prices) < LEAST:
        return None
    return PriceContext(mine, _quantile(prices, 1), _quantile(prices, 3), len(prices))


def is_comparable(own: Traits, other: Traits) -> bool:
    """Another offer of the same kind that shares a competence in a band both reach?"""
    if own.code == other.code or own.kind != other.kind:
        return False
    both = own.levels.keys() & other.levels.keys()
    return any(_same_band(own.levels[code], other.levels[code]) for code in both)


def _same_band(one: int | None, other: int | None) -> bool:
    return one is not None and other is not None and band(one) == band(other)


def _quantile(prices: list[int], quarter: int) -> int:
    """The quartile between its two neighbours, rounded down."""
    whole, rest = divmod((len(prices) - 1) * quarter, 4)
    after = prices[min(whole + 1, len(prices) - 1)]
    return prices[whole] + (after - prices[whole]) * rest // 4
