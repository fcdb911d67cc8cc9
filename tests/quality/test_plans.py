"""What the desk asks does not go through the offers of everybody: with thousands of them beside, each question about
what waits is answered from an index."""

import datetime as dt
import re

from flask import Flask
from sqlalchemy import event, insert, text

from registry.catalogue.model import Offer, Transition, Version
from registry.kernel import clock
from registry.kernel.db import db, is_postgresql
from registry.kernel.transaction import transaction
from registry.quality import figures, waiting
from registry.quality.cases import Review
from tests import builders

OTHERS = 3_000
# tables that grow with the offers of everybody
LARGE = ("offer", "version", "transition", "review")


def crowd() -> None:
    """As many listed offers beside, written past the verbs."""
    holder = builders.provider_row(builders.provider(name="Everybody else")).id
    now = clock.now()
    offers = [
        {"id": number, "code": f"X{number}", "provider_id": holder, "kind": "training", "access": [], "created_at": now}
        for number in range(10_000, 10_000 + OTHERS)
    ]
    version = {"number": 1, "state": "listed", "content": "{}", "content_sha256": "", "format": 1, "title": "Another"}
    more = {"language": "en", "created_at": now, "created_by": "member", "submitted_at": now, "examined": False}
    with transaction():
        db.session.execute(insert(Offer), [{**offer, "counter": 1} for offer in offers])
        rows = [{**version, **more, "id": offer["id"], "offer_id": offer["id"], "counter": 1} for offer in offers]
        db.session.execute(insert(Version), rows)
        steps = {"action": "open", "to_state": "draft", "role": "member", "at": now}
        db.session.execute(insert(Transition), [{**steps, "version_id": offer["id"]} for offer in offers])
        again = {"kind": "recheck", "opened_at": now, "due_at": now + dt.timedelta(days=700), "counter": 1}
        reviews = [{**again, "offer_id": offer["id"], "version_id": offer["id"]} for offer in offers]
        db.session.execute(insert(Review), reviews)
        db.session.execute(text("ANALYZE"))


def plans(act: object) -> list[str]:
    """How the database answers every question this asks."""
    asked: list[tuple[str, object]] = []

    def note(_connection: object, _cursor: object, statement: str, parameters: object, *_more: object) -> None:
        asked.append((statement, parameters))

    db.session.rollback()
    engine = db.engines.get("read", db.engines[None])
    event.listen(engine, "before_cursor_execute", note)
    act()  # type: ignore[operator]  # a question without arguments
    event.remove(engine, "before_cursor_execute", note)
    explain = "EXPLAIN " if is_postgresql() else "EXPLAIN QUERY PLAN "
    with engine.connect() as connection:
        return [
            "\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain + statement, parameters))
            for statement, parameters in asked
            if statement.lstrip().upper().startswith("SELECT")
        ]


def test_the_queue_and_the_oldest_case_do_not_go_through_everybodys_offers(ctx: Flask) -> None:
    builders.in_review()
    builders.decided()
    crowd()
    names = "|".join(LARGE)
    whole = re.compile(rf"Seq Scan on ({names})\b" if is_postgresql() else rf"SCAN ({names})$", re.MULTILINE)
    found = plans(lambda: waiting.everything(builders.REVIEWER)) + plans(figures.ages)
    assert any("ix_version_examined_now" in plan for plan in found), found
    assert [plan for plan in found if whole.search(plan)] == []
    assert len(found) <= 12
