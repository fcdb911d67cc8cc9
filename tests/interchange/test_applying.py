"""Applying a plan: drafts or listings, changes, withdrawals, in chunks that can be killed and sent again."""

import pytest
from sqlalchemy import select

from registry.catalogue import queries as catalogue
from registry.catalogue import service as offers
from registry.interchange import service
from registry.interchange.model import Import, ImportRow
from registry.interchange.record import FileRefused
from registry.kernel import outbox
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.errors import Forbidden, Unavailable
from registry.ledger import verify
from registry.providers import queries as providers
from registry.providers import service as provider_service
from registry.quality import audit
from registry.quality import service as quality
from registry.quality.model import Decision
from tests import builders
from tests.interchange.feeds import SAMPLES, SLUG, Course, applied, file, planned, published, rows, runs, states

pytestmark = pytest.mark.usefixtures("ctx")
MANY = [Course(f"c{number:02}") for number in range(10)]


def code_of(key: str) -> str:
    provider = providers.by_slug(SLUG)
    assert provider is not None
    code = catalogue.by_source_key(provider.code, key)
    assert code is not None
    return code


def decisions() -> list[tuple[str, str]]:
    db.session.rollback()
    rows_ = db.session.execute(select(Decision.kind, Decision.action).order_by(Decision.number))
    return [(kind, action) for kind, action in rows_]


def test_applying_enters_provider_places_offers_and_runs_as_drafts() -> None:
    report = applied(file(Course("c1"), Course("c2")))
    assert (report.counts["new"], report.problems, report.applied) == (2, [], True)
    assert states() == {"c1": ["draft"], "c2": ["draft"]}
    assert runs("c1") == {"c1/a": ("planned", "2027-01-11")}
    provider = providers.by_slug(SLUG)
    assert provider is not None
    assert (provider.name, provider.standing) == ("Mill Street", "unverified")
    assert [place.name for place in providers.places(provider.code)] == ["Mill"]
    assert decisions() == []


def test_again_is_all_unchanged_and_costs_one_row() -> None:
    data = file(Course("c1"), Course("c2"))
    published(data)
    before = rows()
    report = published(data)
    assert report.counts["unchanged"] == 2
    assert rows() == {**before, "import_": before["import_"] + 1}


def test_publishing_lists_each_offer_by_a_decision_with_its_ledger_entry() -> None:
    published(file(Course("c1"), Course("c2")))
    assert states() == {"c1": ["listed"], "c2": ["listed"]}
    assert decisions() == [("provider", "admit"), ("offer", "list"), ("offer", "list")]
    assert rows()["ledger_entry"] == 3
    view = catalogue.public(code_of("c1"))
    assert isinstance(view, catalogue.OfferView)
    assert not view.examined
    assert view.runs[0].place is not None
    assert verify.verify() + audit.audit() == []


def test_a_draft_of_an_earlier_import_is_listed_when_publishing_is_asked_for_later() -> None:
    data = file(Course("c1"))
    applied(data)
    assert published(data).counts["changed"] == 1
    assert states() == {"c1": ["listed"]}


def test_a_draft_people_are_working_on_is_not_listed_by_an_import() -> None:
    data = file(Course("c1"))
    published(data)
    code = code_of("c1")
    seen = offers.revise(OPERATOR, code, builders.seen(code))
    content = {**planned(data).steps[0].record.letter, "title": {"en": "Not ready yet"}}
    offers.save(OPERATOR, code, content, seen)
    assert published(data).counts["unchanged"] == 1
    assert states() == {"c1": ["listed", "draft"]}


def test_a_change_of_a_listed_offer_waits_as_its_next_version_unless_it_is_published() -> None:
    published(file(Course("c1")))
    assert applied(file(Course("c1", title="Sorting pictures"))).counts["changed"] == 1
    assert states() == {"c1": ["listed", "draft"]}
    assert published(file(Course("c1", title="Sorting pictures"))).counts["changed"] == 1
    assert states() == {"c1": ["superseded", "listed"]}
    assert published(file(Course("c1", title="Sorting films"))).counts["changed"] == 1
    assert states() == {"c1": ["superseded", "superseded", "listed"]}
    assert verify.verify() + audit.audit() == []


def test_runs_come_change_and_go_without_a_new_version() -> None:
    published(file(Course("c1", runs={"a": "2027-01-11", "b": "2027-02-01", "old": "2020-01-01"})))
    published(file(Course("c1", runs={"a": "2027-01-12", "c": "2027-03-01"})))
    assert runs("c1") == {
        "c1/a": ("planned", "2027-01-12"),
        "c1/b": ("removed", "2027-02-01"),
        "c1/c": ("planned", "2027-03-01"),
        "c1/old": ("planned", "2020-01-01"),
    }
    assert states() == {"c1": ["listed"]}
    published(file(Course("c1", runs={"a": "2027-01-12", "b": "2027-02-08", "c": "2027-03-01"})))
    assert runs("c1")["c1/b"] == ("planned", "2027-02-08")


def test_an_offer_being_examined_is_refused_and_the_others_are_taken() -> None:
    content = file(Course("c1"), Course("c2"))
    applied(content)
    code = code_of("c1")
    full = builders.training()
    offers.save(OPERATOR, code, full, builders.seen(code))
    builders.take_steps(code, ("submit", OPERATOR))
    report = applied(file(Course("c1", title="New"), Course("c2", title="New")))
    assert (report.counts["changed"], report.counts["refused"]) == (1, 1)
    assert "being examined" in report.problems[0]["message"]
    assert states()["c1"] == ["submitted"]


def test_what_cannot_be_listed_stays_a_draft_and_is_told() -> None:
    report = published(file(Course("c1"), Course("c2", description="")))
    assert states() == {"c1": ["listed"], "c2": ["draft"]}
    assert [(one["record"], one["field"]) for one in report.problems] == [("c2", "description")]
    assert report.is_partial


def test_a_complete_file_withdraws_what_is_missing_in_it() -> None:
    published(file(*MANY))
    report = applied(file(*MANY[:9]), complete=True)
    assert (report.counts["missing"], report.counts["withdrawn"]) == (1, 1)
    assert states()["c09"] == ["withdrawn"]
    assert decisions()[-1] == ("offer", "withdraw")
    assert applied(file(*MANY[:9]), complete=True).counts["withdrawn"] == 0


def test_what_was_withdrawn_because_it_was_missing_comes_back_with_the_file() -> None:
    published(file(*MANY))
    applied(file(*MANY[:9]), complete=True)
    assert published(file(*MANY)).counts["changed"] == 1
    assert states()["c09"] == ["withdrawn", "listed"]


def test_what_people_withdrew_here_stays_withdrawn() -> None:
    published(file(Course("c1")))
    code = code_of("c1")
    quality.withdraw(OPERATOR, code, builders.seen(code))
    assert published(file(Course("c1"))).counts["unchanged"] == 1
    assert states() == {"c1": ["withdrawn"]}


def test_a_large_withdrawal_needs_its_number() -> None:
    published(file(*MANY))
    before = rows()
    for confirm in (None, 1, 3):
        with pytest.raises(FileRefused) as refused:
            applied(file(*MANY[:8]), complete=True, confirm=confirm)
        assert "--confirm 2" in refused.value.problems[0].hint
    assert rows() == before
    assert applied(file(*MANY[:8]), complete=True, confirm=2).counts["withdrawn"] == 2


def test_when_everything_is_refused_nothing_is_changed() -> None:
    before = rows()
    with pytest.raises(FileRefused):
        applied(file(Course("c1", title="")))
    assert rows() == before


def test_only_the_operator_publishes() -> None:
    plan = planned(file(Course("c1")), publish=True, basis="b")
    with pytest.raises(Forbidden):
        service.apply(builders.ADMIN, plan)
    assert states() == {}


def test_a_conflict_since_the_plan_refuses_that_record_only() -> None:
    applied(file(Course("c1"), Course("c2")))
    plan = planned(file(Course("c1", title="New"), Course("c2", title="New")))
    code = code_of("c1")
    offers.furnish(OPERATOR, code, {"access": ["step-free"]}, builders.seen(code))
    report = service.apply(OPERATOR, plan)
    assert (report.counts["changed"], report.counts["refused"]) == (1, 1)
    assert "changed since" in report.problems[0]["message"]


class Killed(BaseException):
    """Stands for the process ending here."""


def test_a_killed_import_has_done_whole_records_and_goes_on_when_sent_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "CHUNK", 4)
    real, done = service.apply_step, []

    def dying(*args: object) -> str:
        if len(done) == 6:
            raise Killed
        done.append(1)
        return real(*args)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(service, "apply_step", dying)
    with pytest.raises(Killed):
        published(file(*MANY))
    assert len(states()) == 4
    monkeypatch.setattr(service, "apply_step", real)
    report = published(file(*MANY))
    assert (report.counts["unchanged"], report.counts["new"]) == (4, 6)
    assert states() == {course.key: ["listed"] for course in MANY}
    imports = list(db.session.scalars(select(Import)))
    assert [(one.state, one.counts["new"]) for one in imports] == [("done", 10)]
    assert decisions().count(("provider", "admit")) == 1
    assert len(set(db.session.scalars(select(ImportRow.source_key)))) == rows()["import_row"] == 10


def test_a_busy_database_stops_the_import_with_what_was_done_and_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "CHUNK", 4)
    real = service.apply_step
    calls: list[int] = []

    def busy(*args: object) -> str:
        calls.append(1)
        if len(calls) > 5:
            raise Unavailable("The registry is busy writing.")
        return real(*args)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(service, "apply_step", busy)
    report = applied(file(*MANY))
    assert (report.counts["new"], report.counts["refused"]) == (4, 6)
    assert "send the file again" in report.problems[-1]["message"]
    assert len(states()) == 4


def test_every_change_leaves_a_word_in_the_outbox() -> None:
    published(file(Course("c1")))
    db.session.rollback()
    changes = {(topic, key) for topic, key in db.session.execute(select(outbox.Change.topic, outbox.Change.key))}
    assert ("catalogue.offer", code_of("c1")) in changes


def test_a_place_people_changed_keeps_that_when_its_runs_change() -> None:
    data = (SAMPLES / "xcri-1.2.xml").read_bytes()
    applied(data, slug="harbour-college")
    provider = providers.by_slug("harbour-college")
    assert provider is not None
    place = providers.places(provider.code)[0]
    letter = {**providers.place_for_update(place.code).letter(), "access": ["step-free"], "street": "elsewhere"}
    provider_service.update_place(OPERATOR, place.code, letter)
    applied(data.replace(b"<mlo:places>16", b"<mlo:places>12"), slug="harbour-college")
    db.session.rollback()
    place = providers.places(provider.code)[0]
    assert (place.street, place.access) == ("elsewhere", ("step-free",)), "the source says nothing else than before"
