"""Sets up what is missing before a command works: the schema at its newest migration and the vocabularies. Quick when
nothing is missing: two reads, and Alembic is not even imported."""

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from sqlalchemy import func, inspect, select, text

from registry.catalogue import facts
from registry.cli import schema
from registry.config import ROOT, current
from registry.kernel.db import db, is_postgresql
from registry.kernel.errors import Unavailable
from registry.vocabularies import service as vocabularies

SEEDS = ROOT / "seeds"
_LOCK = 1001  # any number that no other advisory lock of the registry uses


def prepare() -> None:
    """Migrate the database to the newest schema and load the vocabularies, if either is behind."""
    current().data_dir.mkdir(parents=True, exist_ok=True)
    with alone():
        if present_revision() != newest_revision():
            with projected_anew():
                schema.upgrade()
        vocabularies.load(SEEDS / "vocabularies")


@contextlib.contextmanager
def projected_anew() -> Iterator[None]:
    """Rebuild what is derived from content when the schema was brought from an older release to the newest: a release
    may derive more from it than the one before."""
    before = present_revision()
    yield
    if before is not None and before != newest_revision() == present_revision():
        facts.reproject()


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One process of this database at a time, whichever machine and data directory it has: two first starts at once
    would both migrate and both seed. The lock falls free when its holder dies."""
    engine = db.engines[None]
    if is_postgresql():
        with engine.begin() as connection:  # of its own: what is done meanwhile commits on others
            connection.execute(text("SET LOCAL idle_in_transaction_session_timeout = 0"))
            connection.execute(select(func.pg_advisory_xact_lock(_LOCK)))
            db.session.rollback()  # what was read while waiting is no longer so
            yield
        return
    with _opened(Path(f"{engine.url.database}.setup")) as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        db.session.rollback()
        yield


def _opened(path: Path) -> IO[str]:
    try:
        return path.open("w")
    except OSError as error:
        raise Unavailable(f"The database cannot be used: {path.parent}: {error.strerror}.") from error


def present_revision() -> str | None:
    """The migration the database stands at; None for an empty one."""
    with db.engines[None].connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return revision


def newest_revision() -> str:
    """The migration the program needs: the number that HEAD names."""
    return (schema.MIGRATIONS / "versions" / "HEAD").read_text(encoding="ascii").split("_")[0]
