"""Sets up what is missing before a command works: the schema at its newest migration and the vocabularies. Quick when
nothing is missing: two reads, and Alembic is not even imported."""

from sqlalchemy import inspect, text

from registry.cli import database
from registry.config import ROOT, current
from registry.kernel.db import db
from registry.vocabularies import service as vocabularies

SEEDS = ROOT / "seeds"


def prepare() -> None:
    """Migrate the database to the newest schema and load the vocabularies, if either is behind."""
    current().data_dir.mkdir(parents=True, exist_ok=True)
    if present_revision() != newest_revision():
        database.upgrade()
    vocabularies.load(SEEDS / "vocabularies")


def present_revision() -> str | None:
    """The migration the database stands at; None for an empty one."""
    with db.engines[None].connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        revision: str | None = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return revision


def newest_revision() -> str:
    """The migration the program needs: the number that HEAD names."""
    return (database.MIGRATIONS / "versions" / "HEAD").read_text(encoding="ascii").split("_")[0]
