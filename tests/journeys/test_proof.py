"""Published data can be checked offline by anyone: the proof of an offer and the program, both fetched over HTTP, are
carried away and run in a process without network and without anything of ours. Whatever was changed in a copy is
refused."""

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.ledger import check, signing
from registry.quality import service as quality
from tests import builders

# what a process does before the program: no sockets, nothing of ours
CLOSED = """
import runpy, socket, sys
def closed(*_, **__): raise OSError("the network is closed")
socket.socket = socket.create_connection = socket.getaddrinfo = closed
sys.modules["registry"] = None
if sys.argv.pop(1) == "bare": sys.modules["cryptography"] = None
sys.argv.pop(0)
runpy.run_path(sys.argv[0], run_name="__main__")
"""


class Elsewhere:
    """Another machine: what was fetched, and a Python without network."""

    def __init__(self, client: FlaskClient, folder: Path) -> None:
        self.client, self.folder = client, folder
        self.fetch("/ledger/check.py", "check.py")

    def fetch(self, address: str, name: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, (address, answer.text)
        (self.folder / name).write_bytes(answer.data)
        return answer.text

    def run(self, *arguments: str, bare: bool = False) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-I", "-c", CLOSED, "bare" if bare else "whole", "check.py", *arguments]
        return subprocess.run(command, cwd=self.folder, capture_output=True, text=True, timeout=60)


@pytest.fixture
def offer(ctx: Flask) -> str:
    """An offer that was returned before it was ever listed (that decision is sealed), then listed with conditions."""
    school = builders.vetted_provider()
    code = builders.decided(provider_code=school, action="return", reasons=["Say “more”.\n\u2028Ça va?"], criteria={})
    builders.catalogue_service.perform(builders.member(school), code, "submit", builders.seen(code))
    quality.take(builders.REVIEWER, code, builders.seen(code))
    ruling = builders.ruling(conditions="State the price.", review_by="2027-03-01")
    quality.decide(builders.REVIEWER, code, ruling, builders.seen(code))
    signing.sign()
    return code


@pytest.fixture
def elsewhere(ctx: Flask, tmp_path: Path) -> Elsewhere:
    return Elsewhere(ctx.test_client(), tmp_path)


@pytest.mark.promise("P23")
def test_a_proof_is_good_offline_with_the_key_one_was_given(offer: str, elsewhere: Elsewhere) -> None:
    elsewhere.fetch(f"/offers/{offer}/proof.json", "proof.json")
    key = elsewhere.fetch("/ledger/key", "key.txt").strip()
    for given in ((), ("--key", key), ("--key", "key.txt")):
        done = elsewhere.run("proof.json", *given)
        assert (done.returncode, done.stderr) == (0, ""), given
        assert "decision 3 " in done.stdout
        assert "2, 3" in done.stdout
    assert "compare it with one you got another way" in elsewhere.run("proof.json").stdout
    other = key.replace("localhost", "elsewhere")
    assert elsewhere.run("proof.json", "--key", other).returncode == 1
    done = elsewhere.run("proof.json", bare=True)
    assert done.returncode == 2
    assert "cryptography" in done.stderr


def places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every value in the proof that holds no others."""
    if isinstance(value, dict):
        for name, below in value.items():
            yield from places(below, (*path, name))
    elif isinstance(value, list):
        for at, below in enumerate(value):
            yield from places(below, (*path, at))
    if not isinstance(value, dict | list) or not value:
        yield path


def another(value: Any) -> Any:
    if isinstance(value, str) and value:
        middle = len(value) // 2
        return value[:middle] + ("A" if value[middle] != "A" else "B") + value[middle + 1 :]
    return {"x": 1} if value is None or value == "" else not value if isinstance(value, bool) else [value]


def put(proof: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(proof)
    here: Any = changed
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return changed


@pytest.mark.promise("P23")
def test_every_changed_value_of_a_copy_is_refused(
    offer: str, elsewhere: Elsewhere, capsys: pytest.CaptureFixture[str]
) -> None:
    proof = json.loads(elsewhere.fetch(f"/offers/{offer}/proof.json", "proof.json"))
    tampered = elsewhere.folder / "tampered.json"
    paths = list(places(proof))
    assert len(paths) > 30
    for path in paths:
        value = proof
        for step in path:
            value = value[step]
        tampered.write_text(json.dumps(put(proof, path, another(value))), encoding="utf-8")
        # in this process for speed; one of them is run elsewhere below
        expected = 2 if path == ("format",) else 1
        assert check.main([str(tampered)]) == expected, (path, capsys.readouterr())
    for name in proof:
        without = {key: value for key, value in proof.items() if key not in (name, "format")}
        tampered.write_text(json.dumps({"format": proof["format"], **without}), encoding="utf-8")
        assert check.main([str(tampered)]) == (1 if name != "format" else 0), name
    tampered.write_text(json.dumps({**proof, "content": proof["content"].replace("960", "90")}), encoding="utf-8")
    done = elsewhere.run("tampered.json")
    assert done.returncode == 1
    assert done.stderr == "CHANGED: the content is not the one decision 3 was about.\n"
    assert elsewhere.run("nothing.json").returncode == 2
    tampered.write_text("<!doctype html><title>There is nothing here</title>", encoding="utf-8")
    done = elsewhere.run("tampered.json")
    assert (done.returncode, "is a web page, no proof" in done.stderr) == (2, True), "nothing has changed"


@pytest.mark.promise("P23")
def test_words_left_out_are_missed(offer: str, elsewhere: Elsewhere) -> None:
    proof = json.loads(elsewhere.fetch(f"/offers/{offer}/proof.json", "proof.json"))
    proof["decisions"][0] |= {"words": None, "words_salt": None}
    (elsewhere.folder / "proof.json").write_text(json.dumps(proof), encoding="utf-8")
    assert "no decision erased them" in elsewhere.run("proof.json").stderr


@pytest.mark.promise("P08")
@pytest.mark.promise("P23")
def test_two_kept_checkpoints_are_held_against_each_other(offer: str, elsewhere: Elsewhere) -> None:
    elsewhere.fetch("/ledger/checkpoint", "old.note")
    elsewhere.fetch("/ledger/key", "key.txt")
    builders.decided(builders.guidance())
    signing.sign()
    elsewhere.fetch("/ledger/checkpoint", "new.note")
    elsewhere.fetch("/ledger/proof/consistency?from=3&to=5", "way.json")
    elsewhere.fetch(f"/offers/{offer}/proof.json", "proof.json")
    both = ("--since", "old.note", "--consistency", "way.json")
    assert elsewhere.run("new.note", *both, "--key", "key.txt").returncode == 0
    assert elsewhere.run("proof.json", *both).returncode == 0
    assert elsewhere.run("new.note", "--since", "new.note", "--key", "key.txt").returncode == 0
    assert "from=3&to=5" in elsewhere.run("new.note", "--since", "old.note", "--key", "key.txt").stderr
    assert elsewhere.run("new.note", *both).returncode == 2  # no key: the hashes alone say not whose they are
    assert "had 5 entries and has 3" in elsewhere.run("old.note", "--since", "new.note", "--key", "key.txt").stderr
    forged = (elsewhere.folder / "old.note").read_text().replace("\n3\n", "\n4\n")
    (elsewhere.folder / "old.note").write_text(forged)
    assert elsewhere.run("new.note", *both, "--key", "key.txt").returncode == 1


def test_a_proof_waits_for_the_signature_and_ends_with_the_listing(ctx: Flask, offer: str) -> None:
    client = ctx.test_client()
    builders.ruled(offer, {"action": "suspend", "reasons": ["Closed."]})
    assert client.get(f"/offers/{offer}/proof.json").status_code == 410
    builders.ruled(offer, {"action": "restore", "reasons": ["Open."]})
    answer = client.get(f"/offers/{offer}/proof.json")
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert answer.headers["Retry-After"] == "20"
    signing.sign()
    assert len(client.get(f"/offers/{offer}/proof.json").get_json()["decisions"]) == 4
    draft = builders.draft()
    assert client.get(f"/offers/{draft}/proof.json").status_code == 404
    assert client.get(f"/offers/{offer.lower()}/proof.json").status_code == 301
