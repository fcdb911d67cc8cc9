"""After an upgrade what is derived from content is as this release derives it, however the schema was brought up."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from registry.catalogue.model import Fact
from registry.cli import schema
from registry.cli.prepare import newest_revision, prepare
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from tests import builders


def facts() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Fact.id))) or 0


def by_hand(app: Flask) -> None:
    assert app.test_cli_runner().invoke(args=["db", "upgrade"]).exit_code == 0


@pytest.mark.parametrize("brought_up", [lambda _app: prepare(), by_hand], ids=["by a start", "by hand"])
def test_facts_are_made_anew(ctx: Flask, brought_up: Callable[[Flask], None]) -> None:
    builders.listed()
    had = facts()
    with transaction():
        db.session.execute(delete(Fact))
    db.session.remove()
    schema.downgrade(f"{int(newest_revision()) - 1:04d}")
    assert facts() == 0
    brought_up(ctx)
    assert facts() == had > 0


def test_a_start_without_anything_new_leaves_them_alone(ctx: Flask) -> None:
    builders.listed()
    with transaction():
        db.session.execute(delete(Fact))
    prepare()
    assert facts() == 0
