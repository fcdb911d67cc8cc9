"""`worker [--once]`: hands changes to their listeners and does what is due."""

import click
from flask import Flask, current_app

from registry import worker
from registry.cli.outcome import command
from registry.cli.prepare import prepare


@click.command("worker")
@click.option("--once", is_flag=True, help="One turn, then end.")
@click.option("--parent", type=int, hidden=True, help="End when this process, which started it, is gone.")
@command
def work(once: bool, parent: int | None) -> None:
    """Feed the index and do what is due, until stopped."""
    prepare()
    if not once:
        app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the loop outlives this context
        worker.run(app, parent)
        return
    settled = worker.once()
    click.echo("Another worker is at work." if settled is None else f"{settled} deliveries settled.")
