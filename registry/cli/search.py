"""`search rebuild|verify|status`: the index is derived and may be thrown away at any time."""

import click
import orjson
from flask.cli import AppGroup

from registry.cli.outcome import REFUSED, command, ends
from registry.cli.prepare import prepare
from registry.search import indexer

search = AppGroup("search", help="The search index.")


@search.command("rebuild")
@command
def rebuild() -> None:
    """Build the index anew beside the old one and switch."""
    prepare()
    click.echo(f"{indexer.rebuild()} offers indexed.")


@search.command("verify")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@command
def verify(as_json: bool) -> None:
    """Compare the index with the database; exit 1 when they differ."""
    prepare()
    difference = indexer.verify()
    click.echo(orjson.dumps(difference.to_dict()).decode() if as_json else difference.told())
    if not difference.is_clean:
        ends(REFUSED)


@search.command("status")
@command
def status() -> None:
    """Show what the index holds and what waits for it."""
    prepare()
    click.echo(orjson.dumps(indexer.status(), option=orjson.OPT_INDENT_2).decode())
