"""What is asked of the databases while something is done, to count it or to have it explained."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from flask import Flask, current_app, has_app_context
from sqlalchemy import event

from registry.kernel.db import db

BY_THE_CLOCK = "scheme.generation"  # whether the lists have changed is asked every few seconds, whatever is done


class Asked(NamedTuple):
    """A statement with its parameters."""

    statement: str
    parameters: Any

    @property
    def is_question(self) -> bool:
        """Does it read?"""
        return self.statement.lstrip().upper().startswith(("SELECT", "WITH"))


@contextmanager
def heard(app: Flask | None = None) -> Iterator[list[Asked]]:
    """What is asked meanwhile of the databases of this application (None: the one of the context), but for what depends
    on the hour alone. What the session remembers is read anew."""
    asked: list[Asked] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if BY_THE_CLOCK not in statement:
            asked.append(Asked(statement, parameters))

    if has_app_context():
        db.session.rollback()
    with (app or current_app).app_context():
        engines = set(db.engines.values())
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield asked
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)
