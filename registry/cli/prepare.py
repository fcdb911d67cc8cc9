"""Sets up what is missing before a command works: the schema at its newest migration and the vocabularies. Quick when
nothing is missing: two reads, and Alembic is not even imported."""

import contextlib
import fcntl
from collections.abc import Iterator

from sqlalchemy import inspect, text

from registry.cli import schema
from registry.config import ROOT, current
from registry.kernel.db import db
from registry.vocabularies import service as vocabularies

SEEDS = ROOT / "seeds"


def prepare() -> None:
    """Migrate the database to the newest schema and load the vocabularies, if either is behind."""
    current().data_dir.mkdir(parents=True, exist_ok=True)
    with alone():
        if present_revision() != newest_revision():
            schema.upgrade()
        vocabularies.load(SEEDS / "vocabularies")


@contextlib.contextmanager
def alone() -> Iterator[None]:
    """One process of this data directory at a time: two first starts at once would both migrate and both seed."""
    with (current().data_dir / "setup.lock").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


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
