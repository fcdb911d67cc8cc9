"""Reading rows that someone may have tampered with. SQLite keeps any value in any column, and a value its column's
type cannot be made of ends a whole result; a verification must name that row instead and go on with the next."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, LargeBinary, Row, Select, String, case, cast, func, select, type_coerce
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.types import NullType

from registry.kernel.db import db, is_postgresql

BATCH = 500
# what turning stored bytes into values raises; SQLite tells text that is not UTF-8 as an operational error
UNREADABLE = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError, OperationalError)


def raw(column: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """What is in a column of bytes, None where SQLite keeps something else there: what passes for text need not be any,
    and would end the whole result."""
    return type_coerce(column if is_postgresql() else case((func.typeof(column) == "blob", column)), NullType())


def raw_text(column: InstrumentedAttribute[str | None]) -> ColumnElement[Any]:
    """The bytes of what is in a column of text, None where SQLite keeps something else there."""
    if is_postgresql():
        return type_coerce(func.convert_to(column, "UTF8"), NullType())
    return type_coerce(case((func.typeof(column) == "text", cast(column, LargeBinary))), NullType())


def is_vague(column: InstrumentedAttribute[bool]) -> ColumnElement[bool]:
    """Is there something in a column of truth values that is neither? Read, any number would pass for true."""
    return cast(column, String).not_in(("0", "1", "true", "false"))


def as_bytes(value: Any) -> bytes:
    """The bytes of a raw value; none when it is not of bytes, which has no hash that fits."""
    return bytes(value) if isinstance(value, bytes | bytearray | memoryview) else b""


def rows(
    query: Select[*tuple[Any, ...]], key: InstrumentedAttribute[int]
) -> Iterator[tuple[int, Row[*tuple[Any, ...]] | None]]:
    """Each row of `query`, whose first column is the whole-number `key` of its table, in the order of the key; None
    in place of a row that cannot be read."""
    keys = db.session.scalars(select(key).order_by(key)).all()
    query = query.order_by(key).execution_options(populate_existing=True)
    for start in range(0, len(keys), BATCH):
        batch = keys[start : start + BATCH]
        try:
            found = db.session.execute(query.where(key.in_(batch))).all()
        except UNREADABLE:
            yield from _one_by_one(query, key, batch)
        else:
            yield from ((row[0], row) for row in found)


def _one_by_one(
    query: Select[*tuple[Any, ...]], key: InstrumentedAttribute[int], keys: Any
) -> Iterator[tuple[int, Row[*tuple[Any, ...]] | None]]:
    for number in keys:
        try:
            row = db.session.execute(query.where(key == number)).one_or_none()
        except UNREADABLE:
            yield number, None
        else:
            if row is not None:
                yield number, row
