"""The signer signs what it has recomputed, once for each size, with keys only their owner can read; whatever was
changed beneath it, by a single bit, it does not sign. Notes are read here by a parser of the test's own."""

import base64
import contextlib
import hashlib
import re
import shutil
import sqlite3
import stat
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from flask import Flask

from registry.config import Settings
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.ledger import keys, note, queries, service, signing, tree, verify, watch
from registry.quality import watch as whole
from tests import builders
from tests.ledger.insider import Insider

TABLES = ("ledger_entry", "ledger_node", "ledger_checkpoint")


def fill(count: int) -> None:
    with transaction():
        for number in range(count):
            service.append({"v": 1, "action": f"act {number}", "at": "2026-11-23T10:00:00Z"})


def independently(text: str, vkey: str) -> tuple[str, int, bytes]:
    """C2SP signed-note and tlog-checkpoint, read as their texts say and by nothing of ours."""
    name, key_hash, encoded = vkey.split("+", 2)
    key = base64.b64decode(encoded)
    assert key[0] == 1
    assert hashlib.sha256(name.encode() + b"\n" + key).hexdigest()[:8] == key_hash
    body, signatures = re.fullmatch(r"(.*\n)\n((?:— [^ ]+ [A-Za-z0-9+/=]+\n)+)", text, re.DOTALL).groups()  # type: ignore[union-attr]
    for line in signatures.splitlines():
        _dash, signer, value = line.split(" ")
        data = base64.b64decode(value)
        if signer == name and data[:4].hex() == key_hash:
            Ed25519PublicKey.from_public_bytes(key[1:]).verify(data[4:], body.encode())
            break
    else:
        raise InvalidSignature
    origin, size, root = body.splitlines()
    return origin, int(size), base64.b64decode(root)


def test_the_newest_checkpoint_is_signed_once_and_anyone_can_read_it(ctx: Flask) -> None:
    assert signing.sign() is None
    fill(3)
    assert signing.sign() == 3
    text = queries.newest_note_text()
    assert independently(text, str(keys.known()[0])) == ("localhost/ledger", 3, queries.root())
    assert signing.sign() is None
    fill(2)
    assert signing.sign() == 5
    assert [size for size, _text in queries.notes(0, 9)] == [3, 5]
    assert verify.verify() == []
    assert watch.warnings() == []


def test_the_key_is_made_once_and_only_its_owner_reads_it(ctx: Flask, settings: Settings) -> None:
    first = keys.private()[0].public_key()
    assert keys.private()[0].public_key() == first
    mode = (settings.data_dir / keys.FILE).stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    assert [path.name for path in settings.data_dir.glob("ledger*")] == [keys.FILE]


def test_while_a_new_key_is_made_known_both_sign(ctx: Flask, settings: Settings) -> None:
    fill(1)
    signing.sign()
    old = keys.known()[0]
    path = settings.data_dir / keys.FILE
    new = Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(new + path.read_bytes())
    fill(1)
    assert signing.sign() == 2
    signed = note.read(queries.newest_note_text())
    assert len(keys.known()) == 2
    assert all(signed.is_signed_by(verifier) for verifier in keys.known())
    path.write_bytes(new)
    fill(1)
    assert signing.sign() == 3
    assert not note.read(queries.newest_note_text()).is_signed_by(old)
    assert verify.verify() == []


def test_a_file_that_holds_no_key_signs_nothing(ctx: Flask, settings: Settings) -> None:
    fill(1)
    (settings.data_dir / keys.FILE).write_text("no key")
    with pytest.raises(ValueError, match="Ed25519"):
        signing.sign()
    assert queries.newest_note() is None


@pytest.mark.promise("P08")
@pytest.mark.parametrize("table", TABLES)
def test_a_flipped_bit_anywhere_is_not_signed_and_healed_it_is(ctx: Flask, settings: Settings, table: str) -> None:
    fill(4)
    signing.sign()
    fill(3)
    insider = Insider(settings)
    for row in insider.rows(table):
        for column, value in row.items():
            data = value.encode() if isinstance(value, str) else value
            if not isinstance(data, bytes):
                continue
            for at in {0, len(data) // 2, len(data) - 1}:
                flipped = data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]
                changed: Any = flipped.decode(errors="replace") if isinstance(value, str) else flipped
                insider.change(table, row, {column: changed})
                assert signing.sign() is None, (row, column, at)
                assert watch.warnings(), (row, column, at)
                insider.change(table, {**row, column: changed}, {column: value})
    assert signing.sign() == 7
    assert watch.warnings() == []


@pytest.mark.promise("P08")
def test_a_past_rewritten_with_every_hash_is_not_signed(ctx: Flask, settings: Settings) -> None:
    fill(4)
    signing.sign()
    kept = note.read(queries.newest_note_text())
    insider = Insider(settings)
    rows = insider.rows("ledger_entry")
    fill(1)
    data = rows[1]["entry"].replace(b"act 1", b"act 9")
    entries = [*rows[:1], {**rows[1], "entry": data, "leaf": tree.leaf_hash(data)}, *insider.rows("ledger_entry")[2:]]
    nodes: dict[tree.Node, bytes] = {}
    for index, row in enumerate(entries):
        nodes.update(tree.grow(index, row["leaf"], nodes.__getitem__))
    insider.replace("ledger_entry", entries)
    insider.replace("ledger_node", [{"level": at[0], "idx": at[1], "hash": value} for at, value in nodes.items()])
    roots = [tree.span_hash((0, size), nodes.__getitem__) for size in range(1, 6)]
    insider.replace("ledger_checkpoint", [{"size": n, "root": root, "note": None} for n, root in enumerate(roots, 1)])
    assert verify.verify() == []  # inside one database nothing shows, but for whoever kept the note
    assert queries.root(kept.size) != kept.root
    insider.change("ledger_checkpoint", insider.rows("ledger_checkpoint")[3], {"note": keys_note(kept)})
    assert signing.sign() is None


def keys_note(kept: note.Note) -> str:
    return note.sign(kept.origin, (kept.size, kept.root), keys.private())


@pytest.mark.parametrize("what", ["another size", "another root", "a stranger's key", "another ledger's name", "text"])
def test_a_note_that_is_not_of_this_checkpoint_names_it(ctx: Flask, settings: Settings, what: str) -> None:
    fill(3)
    signing.sign()
    root, own, stranger = queries.root(), keys.private(), [Ed25519PrivateKey.generate()]
    forged = {
        "another size": note.sign(keys.origin(), (2, root), own),
        "another root": note.sign(keys.origin(), (3, b"x" * 32), own),
        "a stranger's key": note.sign(keys.origin(), (3, root), stranger),
        "another ledger's name": note.sign("example.org/ledger", (3, root), own),
        "text": "signed",
    }[what]
    insider = Insider(settings)
    insider.change("ledger_checkpoint", insider.rows("ledger_checkpoint")[2], {"note": forged})
    for full in (True, False):
        assert [fault.seq for fault in verify.verify(full)] == [3]


def test_a_note_of_another_type_names_its_checkpoint(ctx: Flask, settings: Settings) -> None:
    fill(3)
    signing.sign()
    if Insider(settings).smuggles("UPDATE ledger_checkpoint SET note = CAST(note AS BLOB) WHERE size = 3"):
        assert [fault.seq for fault in verify.verify()] == [3]


@pytest.mark.promise("P08")
def test_what_the_daily_check_finds_stops_the_signer_until_it_is_mended(ctx: Flask, settings: Settings) -> None:
    builders.decided()
    whole.check_whole()
    assert watch.last(watch.WHOLE).fault == ""  # type: ignore[union-attr]
    assert signing.sign() == 2
    insider = Insider(settings)
    row = insider.rows("decision")[0]
    insider.change("decision", row, {"basis": "Forged."})
    whole.check_whole()  # done within a day: not again
    assert watch.warnings() == []
    watch.record(watch.WHOLE, "unknown")
    whole.check_whole()
    assert "entry 1: the decision's words" in watch.warnings()[0]
    builders.vetted_provider(name="Another")
    assert signing.sign() is None
    insider.change("decision", {**row, "basis": "Forged."}, {"basis": row["basis"]})
    whole.check_whole()
    assert signing.sign() == 3


def test_entries_long_without_a_signature_are_worth_a_word(ctx: Flask) -> None:
    with transaction():
        service.append({"v": 1, "at": "2026-11-23T09:00:00Z"})
    assert "is the worker running" in watch.warnings()[0]
    assert any("not signed" in line for line in ctx.test_client().get("/readyz").get_json()["warnings"])
    signing.sign()
    assert watch.warnings() == []


def run(app: Flask, *arguments: str) -> Result:
    return app.test_cli_runner().invoke(args=["ledger", "verify", *arguments])


@pytest.mark.promise("P08")
@pytest.mark.one_database  # a copy of the whole database as a file
def test_an_old_copy_of_the_database_does_not_continue_a_kept_note(
    ctx: Flask, settings: Settings, tmp_path: Path
) -> None:
    builders.vetted_provider()
    signing.sign()
    early = tmp_path / "early.note"
    early.write_text(queries.newest_note_text(), encoding="utf-8")
    with contextlib.closing(sqlite3.connect(settings.data_dir / "registry.db")) as connection:
        connection.execute(f"VACUUM INTO '{tmp_path / 'old.db'}'")
    builders.decided()
    signing.sign()
    late = tmp_path / "late.note"
    late.write_text(queries.newest_note_text(), encoding="utf-8")
    assert run(ctx, "--since", str(early)).exit_code == 0
    assert run(ctx, "--full", "--since", str(late)).exit_code == 0
    db.session.remove()
    for engine in db.engines.values():
        engine.dispose()
    for path in settings.data_dir.glob("registry.db*"):
        path.unlink()
    shutil.copy(tmp_path / "old.db", settings.data_dir / "registry.db")
    assert run(ctx, "--full").exit_code == 0
    found = run(ctx, "--since", str(late))
    assert found.exit_code == 1
    assert "the kept checkpoint covers 3 entries" in found.stderr
    builders.decided(builders.guidance())  # grown past the note, it is still another ledger
    found = run(ctx, "--since", str(late))
    assert found.exit_code == 1
    assert "not those that were signed" in found.stderr


def test_a_kept_note_that_is_none_or_of_another_ledger_cannot_be_checked(ctx: Flask, tmp_path: Path) -> None:
    fill(1)
    kept = tmp_path / "kept.note"
    kept.write_text("hello", encoding="utf-8")
    assert run(ctx, "--since", str(kept)).exit_code == 2
    kept.write_text(note.sign(keys.origin(), (1, queries.root()), [Ed25519PrivateKey.generate()]), encoding="utf-8")
    found = run(ctx, "--since", str(kept))
    assert found.exit_code == 2
    assert "no key of this ledger" in found.stderr
