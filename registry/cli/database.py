"""`db …` is Flask-Migrate's group with our additions: `check` compares models and schema, `reproject` rebuilds the
facts of listed offers from their content."""

import click
from flask import Flask

from registry.catalogue import facts
from registry.cli.outcome import command
from registry.cli.prepare import prepare


@click.command("reproject")
@command
def reproject() -> None:
    """Rebuild what is derived from the listed content."""
    prepare()
    click.echo(f"{facts.reproject()} offers projected again.")


def extend(app: Flask) -> None:
    """Add our commands to the migration group."""
    group = app.cli.commands["db"]
    if not isinstance(group, click.Group):
        raise TypeError("Flask-Migrate's group is not there")
    group.add_command(reproject)
