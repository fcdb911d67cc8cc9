"""Bringing the schema up or down from code. Alembic is slow to import and needed only to migrate, so nothing here
imports it before it is asked to: a server that finds its schema in order never pays for it."""

from typing import Any

from flask import Flask, current_app

from registry.config import ROOT
from registry.kernel.db import db

MIGRATIONS = ROOT / "migrations"


def set_up(app: Flask | Any) -> None:
    """Give the app Flask-Migrate, once."""
    from flask_migrate import Migrate  # see the head of the module

    if "migrate" not in app.extensions:
        ours = app.cli.commands["db"]
        Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True, compare_type=True)
        app.cli.add_command(ours)  # it has put its own group of this name in the place of ours


def upgrade(revision: str = "head") -> None:
    """Bring the database of the running app up to a revision."""
    from flask_migrate import upgrade as go_up  # see the head of the module

    set_up(current_app)
    go_up(revision=revision)


def downgrade(revision: str) -> None:
    """Bring it down to a revision."""
    from flask_migrate import downgrade as go_down  # see the head of the module

    set_up(current_app)
    go_down(revision=revision)
