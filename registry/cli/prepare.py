"""Sets up what is missing before a command works: the schema at its newest migration and the vocabularies. Quick when
nothing is missing: two reads."""

from pathlib import Path

from alembic.script import ScriptDirectory
from flask import current_app
from flask_migrate import upgrade
from sqlalchemy import inspect, text

from registry.config import ROOT, current
from registry.kernel.db import db
from registry.vocabularies import service as vocabularies

SEEDS = ROOT / "seeds"


def prepare() -> None:
    """Migrate the database to the newest schema and load the vocabularies, if either is behind."""
    current().data_dir.mkdir(parents=True, exist_ok=True)
    if present_revision() != newest_revision():
        upgrade()
    vocabularies.load(SEEDS / "vocabularies")


def present_revision() -> str | None:
    """The migration the database stands at; None for an empty one."""
    with db.engines[None].connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()


def newest_revision() -> str | None:
    """The migration the program needs."""
    directory: str = current_app.extensions["migrate"].directory
    return ScriptDirectory(str(Path(directory))).get_current_head()
