"""What the desk asks does not go through the offers of everybody: with thousands of them beside, each question about
what waits is answered from an index."""

import datetime as dt
import re
from collections.abc import Callable

from flask import Flask
from sqlalchemy import insert, text

from registry.catalogue import queries
from registry.catalogue import service as catalogue
from registry.catalogue.model import Offer, Run, RunChange, RunHold, Transition, Version
from registry.kernel import clock
from registry.kernel.actor import OPERATOR, VISITOR
from registry.kernel.db import db, is_postgresql
from registry.kernel.transaction import transaction
from registry.ledger import queries as ledger
from registry.ledger.model import Entry
from registry.quality import addresses, appeals, casebook, figures, proposals, reports, risks, service, waiting
from registry.quality.cases import Review
from registry.quality.claims import Report
from registry.quality.docket import Asked
from registry.quality.model import Decision
from tests import builders
from tests.asking import heard

OTHERS = 3_000
# tables that grow with the offers of everybody
LARGE = ("offer", "version", "transition", "review", "run", "run_change", "run_hold", "report", "decision")


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
        taught = {"data": {}, "state": "planned", "counter": 1, "created_at": now, "updated_at": now}
        runs = [{**taught, "id": row["id"], "code": f"R{row['id']}", "offer_id": row["id"]} for row in offers]
        db.session.execute(insert(Run), runs)
        change = {"at": now, "role": "member", "before": {"data": {}}, "after": {"data": {}}}
        db.session.execute(insert(RunChange), [{**change, "run_id": row["id"]} for row in runs])
        looked = {"provider_id": holder, "host": "else.example", "address": "", "since": now, "role": "member"}
        ended = {"closed_at": now, "outcome": "released"}
        db.session.execute(insert(RunHold), [{**looked, **ended, "run_id": row["id"]} for row in runs])
        said = {"reason": "price", "at": now, "closed_at": now, "outcome": "acted"}
        reports = [{**said, "reference": f"R-{row['id']}", "offer_id": row["id"]} for row in offers]
        db.session.execute(insert(Report), reports)
        _list_all([offer["code"] for offer in offers], now)
        db.session.execute(text("ANALYZE"))


def _list_all(codes: list[str], now: dt.datetime) -> None:
    """A decision about each, with an entry that says nothing."""
    begin = ledger.size() + 1
    entries = [{"seq": begin + at, "entry": b"{}", "leaf": b"%032d" % at} for at in range(len(codes))]
    db.session.execute(insert(Entry), entries)
    listed = {"kind": "offer", "provider_code": "X", "action": "list", "from_state": "draft", "to_state": "listed"}
    listed |= {"criteria": {}, "rule_version": "1", "role": "reviewer", "examined": True, "at": now, "text_sha256": ""}
    decisions = [{**listed, "version_number": 1, "number": begin + at, "subject_code": code}
                 for at, code in enumerate(codes)]  # fmt: skip
    db.session.execute(insert(Decision), decisions)


def plans(act: object) -> list[str]:
    """How the database answers every question this asks."""
    with heard() as asked:
        act()  # type: ignore[operator]  # a question without arguments
    engine = db.engines.get("read", db.engines[None])
    explain = "EXPLAIN " if is_postgresql() else "EXPLAIN QUERY PLAN "
    with engine.connect() as connection:
        return [
            "\n".join(str(row[-1]) for row in connection.exec_driver_sql(explain + one.statement, one.parameters))
            for one in asked
            if one.is_question
        ]


def whole_table() -> re.Pattern[str]:
    """A step of a plan that goes through all of one of these tables, or through an index that has all of its rows."""
    names = "|".join(LARGE)
    if is_postgresql():
        return re.compile(rf"Seq Scan on ({names})\b", re.MULTILINE)
    indexes = [index for name in LARGE for index in db.metadata.tables[name].indexes]
    of_some = "|".join(str(index.name) for index in indexes if index.dialect_options["sqlite"]["where"] is not None)
    return re.compile(rf"SCAN ({names})\b(?! USING (COVERING )?INDEX ({of_some})\b)", re.MULTILINE)


def test_the_queue_and_the_oldest_case_do_not_go_through_everybodys_offers(ctx: Flask) -> None:
    builders.in_review()
    builders.decided()
    crowd()
    whole = whole_table()
    found = plans(lambda: waiting.everything(builders.REVIEWER)) + plans(figures.ages)
    assert len(found) <= 13
    assert any("ix_version_examined_now" in plan for plan in found), found
    assert [plan for plan in found if whole.search(plan)] == []


def test_lists_of_what_waits_and_one_case_do_not_go_through_what_everybody_has(ctx: Flask) -> None:
    code = builders.decided(builders.training(enrol={"url": "https://harbour.example/a"}))
    run = catalogue.schedule_run(OPERATOR, code, builders.run_letter(enrol={"url": "https://else.example/b"}))
    service.report(VISITOR, code, "price")
    crowd()
    whole = whole_table()
    questions: list[Callable[[], object]] = [
        lambda: waiting.counts(builders.REVIEWER),
        lambda: addresses.page(Asked()),
        lambda: reports.page(Asked()),
        lambda: proposals.page(Asked()),
        lambda: appeals.page(Asked()),
        lambda: addresses.alike(addresses.page(Asked()).items[0]),
        lambda: risks.of_runs([code]),
        lambda: casebook.read(builders.REVIEWER, code),
    ]
    found = [plan for question in questions for plan in plans(question)]
    assert [plan for plan in found if whole.search(plan)] == []
    assert any("uq_run_hold_open" in plan for plan in found), found
    assert addresses.page(Asked()).items[0].run_code == run


def test_a_public_page_finds_what_waits_of_its_runs_by_index(ctx: Flask) -> None:
    code = builders.decided()
    crowd()
    found = plans(lambda: queries.public(code))
    assert any("run_hold" in plan for plan in found)
    assert [plan for plan in found if whole_table().search(plan)] == []
