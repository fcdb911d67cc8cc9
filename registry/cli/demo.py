"""`./portal demo`: sets up what is missing, loads the demonstration, builds the index and serves the portal with its
worker. Run as a module, because its options decide settings and must stand before the application is made."""

import errno
import os
import shutil
import signal
import socket
import sys
from pathlib import Path

import click
from flask import Flask
from gunicorn.util import import_app

from registry.cli import seed
from registry.cli.demonstration import people
from registry.cli.outcome import REFUSED, command, ends
from registry.cli.prepare import prepare
from registry.cli.server import APPLICATION, Server
from registry.config import ROOT, ConfigError, current
from registry.kernel.db import db
from registry.search import indexer

ROOM = 64 * 1024 * 1024  # bytes the data directory's disk must have left


@click.command()
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to serve on.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to serve on.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Directory for database and index.")
def demo(port: int, host: str, data: Path | None) -> None:
    """Serve the portal with demonstration data; Ctrl-C ends it and its worker."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a background shell job inherits it ignored
    if data is not None:
        os.environ["REGISTRY_DATA_DIR"] = str(data.resolve())
    os.environ.setdefault("REGISTRY_BASE_URL", f"http://localhost:{port}")
    _refuse_taken(host, port)
    sys.path.insert(0, str(ROOT))
    try:
        app: Flask = import_app(APPLICATION)
    except ConfigError as error:
        click.echo(str(error), err=True)
        ends(REFUSED)
    with app.app_context():
        _set_up()
        accounts = people.known()
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()  # the server forks; no child may inherit an open connection
        letters = None if current().smtp else current().letters_dir
    click.echo(f"The portal is at {os.environ['REGISTRY_BASE_URL']} (Ctrl-C ends it).")
    if letters is not None:
        click.echo(f"Letters it would send are files in {letters}.")
    _tell(accounts)
    Server(host, port).run()


@command
def _set_up() -> None:
    directory = current().data_dir
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        click.echo(f"The data directory {directory} cannot be made: {os.strerror(error.errno or 0)}.", err=True)
        ends(REFUSED)
    free = shutil.disk_usage(directory).free
    if free < ROOM:
        click.echo(f"The disk of {directory} is full: {free // 2**20} MB left, {ROOM // 2**20} MB needed.", err=True)
        ends(REFUSED)
    prepare()
    seed.everything(demonstration=True)
    indexer.heal()


def _tell(accounts: list[people.Known]) -> None:
    """Print the accounts of the demonstration, which have one password and codes that anyone may ask for."""
    if not accounts:
        return
    click.echo(f"Sign in at /account/login with the password “{accounts[0].password}” as")
    for one in accounts:
        click.echo(f"  {one.email:28} {one.what}")
    click.echo("The second factor of one of them: ./portal account code EMAIL (with the same REGISTRY_DATA_DIR)")


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                reason = f"Port {port} is taken by another program. Choose one: ./portal demo --port {port + 1}"
            else:
                # a name that cannot be resolved has a number of its own, which only its words explain
                reason = f"Cannot serve on {host}:{port}: {error.strerror}."
            click.echo(reason, err=True)
            ends(REFUSED)


if __name__ == "__main__":
    demo(prog_name="./portal demo")
