"""`db …` is Flask-Migrate's group with our addition `reproject`. Alembic is slow to import and needed only to migrate,
so the group fills itself when it is asked for: a server that finds its schema in order never pays for it."""

from typing import Any

import click
from flask import Flask, current_app, g

from registry.catalogue import facts
from registry.cli.outcome import command
from registry.config import ROOT
from registry.kernel.db import db

MIGRATIONS = ROOT / "migrations"


class Migrations(click.Group):
    """Flask-Migrate's commands and ours, loaded on first use."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Every command's name."""
        return sorted(self._filled())

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        """One command."""
        return self._filled().get(name)

    def _filled(self) -> dict[str, click.Command]:
        from flask_migrate.cli import db as group  # see the head of the module

        set_up(current_app)
        g.directory, g.x_arg = str(MIGRATIONS), []  # what the options of Flask-Migrate's own group would set
        return {**group.commands, "reproject": reproject}


@click.command("reproject")
@command
def reproject() -> None:
    """Rebuild what is derived from the listed content."""
    click.echo(f"{facts.reproject()} offers projected again.")


def set_up(app: Flask | Any) -> None:
    """Give the app Flask-Migrate, once."""
    from flask_migrate import Migrate  # see the head of the module

    if "migrate" not in app.extensions:
        Migrate(app, db, directory=str(MIGRATIONS), render_as_batch=True, compare_type=True)


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
