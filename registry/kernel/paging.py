"""Paging once, for every list, and its limits for every door."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

Item = TypeVar("Item")
PER_PAGE, MOST_PER_PAGE = 20, 100  # what a list shows when nothing is said, and what may be asked for
LAST_PAGE = 50  # of what is searched or asked for by programs: beyond it the address is refused
WHOLE = 10_000  # last page of a list that has no other way to what stands far back in it


@dataclass(frozen=True)
class PageOf(Generic[Item]):
    """One page of a list: its items, how many there are in all, the page's number from 1, its size, and the last page
    that may be asked for."""

    items: Sequence[Item]
    total: int
    page: int = 1
    per_page: int = PER_PAGE
    last_page: int = LAST_PAGE

    @property
    def pages(self) -> int:
        """How many pages can be asked for, at least one."""
        return min(self.last_page, max(1, -(-self.total // self.per_page)))

    @property
    def shown(self) -> int:
        """How many items stand on all these pages."""
        return min(self.total, self.pages * self.per_page)

    @property
    def has_prev(self) -> bool:
        """Is there a page before this one?"""
        return self.page > 1

    @property
    def has_next(self) -> bool:
        """Is there a page after this one?"""
        return self.page < self.pages

    @property
    def first(self) -> int:
        """Position of the first item shown, from 1; 0 when the list is empty."""
        return (self.page - 1) * self.per_page + 1 if self.items else 0

    @property
    def last(self) -> int:
        """Position of the last item shown."""
        return (self.page - 1) * self.per_page + len(self.items)

    def around(self, reach: int = 2) -> Iterable[int | None]:
        """Page numbers worth showing, None standing for a gap."""
        shown = {1, self.pages, *range(max(1, self.page - reach), min(self.pages, self.page + reach) + 1)}
        before = 0
        for number in sorted(shown):
            if number > before + 1:
                yield None
            yield number
            before = number
