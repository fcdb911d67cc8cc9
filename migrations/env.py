"""Alembic's environment: the app's own engine (on SQLite the writing one) and the metadata of every model."""

import sqlalchemy as sa
from alembic import context
from flask import current_app
from sqlalchemy import Connection

from registry.kernel.db import Base, UtcDateTime

JSON = 'sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")'


def render_item(kind: str, item: object, _autogen_context: object) -> str | bool:
    """Write our own column types as plain ones, so that a migration never changes with the program."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sa.JSON):
        return JSON
    return False


def run(connection: Connection) -> None:
    """Run the migrations on this connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render_item,
        compare_type=True,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


if context.is_offline_mode():
    raise SystemExit("Migrations run on a database; there is no offline form.")
engine = current_app.extensions["migrate"].db.engines[None]
with engine.connect() as connection:
    run(connection)
