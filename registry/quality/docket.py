"""One page of a list of the desk: what waits there, the oldest first, or what has ended, the latest first, without what
the reader has to keep away from. How much has ended grows for ever, so it is narrowed and counted by the database."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, Select, func, select

from registry.kernel.db import db
from registry.kernel.paging import PER_PAGE as SOME
from registry.kernel.paging import WHOLE, PageOf

One = TypeVar("One")


@dataclass(frozen=True)
class Asked:
    """Which page of which list: what has ended or what waits, without these providers (their codes)."""

    ended: bool = False
    number: int = 1
    per_page: int = SOME
    away: Collection[str] = ()


@dataclass(frozen=True)
class Docket:
    """A kind of thing that waits and ends: its rows, and the columns that say whose it is, since when it waits, when it
    ended, and its number."""

    rows: Any  # a select, of whatever columns
    provider: Any
    since: Any
    closed: Any
    number: Any

    def page(self, asked: Asked, read: Callable[[Select[Any]], Sequence[One]]) -> PageOf[One]:
        """One page of it, read by `read`; two questions besides."""
        query = self.rows.where(self._is(asked.ended), self.provider.not_in(list(asked.away)))
        latest = (self.closed.desc(), self.number.desc())
        ordered = query.order_by(*(latest if asked.ended else (self.since, self.number)))
        some = ordered.limit(asked.per_page).offset((asked.number - 1) * asked.per_page)
        return PageOf(read(some), _count(query), asked.number, asked.per_page, WHOLE)

    def count(self, asked: Asked) -> int:
        """How many there are."""
        return _count(self.rows.where(self._is(asked.ended), self.provider.not_in(list(asked.away))))

    def _is(self, ended: bool) -> ColumnElement[bool]:
        found: ColumnElement[bool] = self.closed.is_not(None) if ended else self.closed.is_(None)
        return found


def _count(query: Select[Any]) -> int:
    return db.session.scalar(select(func.count()).select_from(query.with_only_columns(1).subquery())) or 0
