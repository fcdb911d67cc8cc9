"""What a server refuses to begin with: a public registry with accounts whose password everybody knows."""

from flask import Flask
from sqlalchemy import inspect

from registry.accounts import queries
from registry.config import ConfigError, Settings
from registry.kernel.db import db


def refuse_demonstration(app: Flask) -> None:
    """Raise ConfigError when the registry is under https and has open accounts of the demonstration."""
    settings: Settings = app.config["REGISTRY"]
    if not settings.base_url.startswith("https"):
        return
    with app.app_context():
        has_table = inspect(db.engines[None]).has_table("user_account")
        found = has_table and queries.has_demonstration()
        db.session.remove()
        for engine in db.engines.values():
            engine.dispose()
    if found:
        raise ConfigError(
            "This registry is under https and has open accounts of the demonstration, whose password everybody knows. "
            "Close them (./portal account close EMAIL) or use another database."
        )
