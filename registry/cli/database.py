"""`db …` is Flask-Migrate's group with our addition `reproject`. Alembic is slow to import and needed only to migrate,
so the group fills itself when it is asked for: a server that finds its schema in order never pays for it."""

import copy
import functools
from typing import Any

import click
from flask import current_app, g
from flask.cli import with_appcontext

from registry.catalogue import facts
from registry.cli.outcome import command
from registry.cli.prepare import alone, prepare, projected_anew
from registry.cli.schema import MIGRATIONS, set_up


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
        changing = {name: _alone(group.commands[name]) for name in ("upgrade", "downgrade", "stamp")}
        return {**group.commands, **changing, "reproject": reproject}


def _alone(command_: click.Command) -> click.Command:
    """The same command, with the schema to itself (another machine may be starting for the first time), and with facts
    as this release derives them."""
    own, callback = copy.copy(command_), command_.callback

    @with_appcontext
    @functools.wraps(callback)  # type: ignore[arg-type]  # each of them has one
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        with alone(), projected_anew():
            return callback(*args, **kwargs)  # type: ignore[misc]  # see above

    own.callback = wrapped
    return own


@click.command("reproject")
@command
def reproject() -> None:
    """Rebuild what is derived from the listed content."""
    prepare()
    click.echo(f"{facts.reproject()} offers projected again.")
