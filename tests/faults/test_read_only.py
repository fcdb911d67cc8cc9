"""P24: public reading goes on with the database read-only and the worker stopped."""

import shutil
import stat
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, text

from registry import worker
from registry.app import create_app
from registry.config import Settings
from registry.kernel import db as database
from registry.kernel.db import db
from registry.kernel.errors import Unavailable
from registry.kernel.transaction import transaction
from registry.kernel.write_lock import WriteLock
from registry.search import service as search
from tests.conftest import let_go, settle

PAGES = (
    *("/", "/offers", "/offers?q=internet", "/fr/offers", "/providers", "/events", "/decisions", "/competences"),
    "/api/v1/offers",
)


def _refuse_writes(app: Flask) -> None:
    """Make every connection of this process read-only, as a read-only disk or a standby would."""
    if database.is_postgresql():

        @event.listens_for(db.engines[None], "connect")
        def _(connection: object, _record: object) -> None:
            connection.execute("SET default_transaction_read_only = on")  # type: ignore[attr-defined]  # psycopg's
            connection.commit()  # type: ignore[attr-defined]  # psycopg's
    else:

        @event.listens_for(db.engines[None], "connect", insert=True)
        def _(connection: object, _record: object) -> None:
            connection.execute("PRAGMA query_only=ON")  # type: ignore[attr-defined]  # sqlite3's

    for engine in db.engines.values():
        engine.dispose()


@pytest.mark.promise("P24")
def test_public_pages_answer_with_a_read_only_database_and_no_worker(demonstration: Flask) -> None:
    app = demonstration
    with app.app_context():
        _refuse_writes(app)
        with pytest.raises(Unavailable), transaction():
            db.session.execute(text("DELETE FROM lease"))
    client = app.test_client()
    for address in PAGES:
        assert client.get(address).status_code == 200, address
    with app.app_context():
        listed = "SELECT code FROM offer JOIN version ON version.offer_id = offer.id WHERE version.state = 'listed'"
        code = db.session.scalar(text(listed))
    assert client.get(f"/offers/{code}").status_code == 200


@pytest.mark.promise("P11")
@pytest.mark.promise("P24")
def test_without_any_index_the_pages_still_answer_and_say_so(demonstration: Flask) -> None:
    shutil.rmtree(demonstration.config["REGISTRY"].index_dir)
    answer = demonstration.test_client().get("/offers")
    assert answer.status_code == 200
    assert "The search is being rebuilt." in answer.get_data(as_text=True)
    with demonstration.app_context():
        assert search.engine().check() is not None or search.engine().stamps() == {}
        worker.once()
        assert search.engine().check() is None


def test_the_data_directory_is_private(app: Flask, tmp_path: Path) -> None:
    key = app.config["REGISTRY"].data_dir / "secret.key"
    assert not key.exists() or stat.S_IMODE(key.stat().st_mode) == 0o600


@pytest.mark.one_database
def test_a_database_at_rest_on_a_read_only_disk_is_read(demonstration: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk no process may write to takes no files for the write-ahead log either."""
    settings: Settings = demonstration.config["REGISTRY"]
    with demonstration.app_context():
        let_go()
    settle(settings.data_dir / "registry.db")
    for beside in ("registry.db-wal", "registry.db-shm"):
        (settings.data_dir / beside).unlink(missing_ok=True)
    monkeypatch.setattr("os.access", lambda *_asked, **_more: False)
    client = create_app(settings).test_client()
    assert {path: client.get(path).status_code for path in PAGES} == dict.fromkeys(PAGES, 200)
    left = {path.name for path in settings.data_dir.glob("registry.db*")}
    assert not left & {"registry.db-wal", "registry.db-shm"}, "reading has made no file"


def test_a_disk_that_takes_no_lock_is_a_refusal_and_no_fault(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="Nothing can be written"):
        WriteLock(str(tmp_path / "gone" / "registry.db")).acquire(object())
