"""The ledger over HTTP: what is told can be recomputed from nothing but what is told; strict parameters, problems, and
open to any page of the world."""

import base64
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.kernel.transaction import transaction
from registry.ledger import check, note, service, signing, tree

SIZE = 11


def fill(count: int) -> None:
    with transaction():
        for number in range(count):
            service.append({"v": 1, "action": f"act {number}", "at": "2026-11-23T10:00:00Z"})


@pytest.fixture
def client(ctx: Flask) -> FlaskClient:
    fill(6)
    signing.sign()
    fill(SIZE - 6)
    signing.sign()
    return ctx.test_client()


def bytes_of(texts: list[str]) -> list[bytes]:
    return [base64.b64decode(text) for text in texts]


def read(client: FlaskClient, address: str) -> Any:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in answer.headers
    return answer.get_json()


def test_the_newest_checkpoint_is_plain_text_for_a_minute_and_has_a_mark(client: FlaskClient) -> None:
    answer = client.get("/ledger/checkpoint")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.headers["Cache-Control"] == "public, max-age=60"
    assert client.get("/ledger/checkpoint", headers={"If-None-Match": answer.headers["ETag"]}).status_code == 304
    key = client.get("/ledger/key")
    assert key.content_type == "text/plain; charset=utf-8"
    signed = note.read(answer.text)
    assert signed.is_signed_by(note.read_verifier(key.text))
    assert (signed.origin, signed.size) == ("localhost/ledger", SIZE)


def test_all_signed_checkpoints_are_told_after_any_size(client: FlaskClient) -> None:
    told = read(client, "/ledger/checkpoints")
    assert [item["size"] for item in told["items"]] == [6, SIZE]
    assert [item["size"] for item in read(client, "/ledger/checkpoints?after=6")["items"]] == [SIZE]
    assert note.read(told["items"][0]["note"]).size == 6
    assert told["links"]["next"] is None


def test_the_entries_give_the_signed_root(client: FlaskClient) -> None:
    leaves = []
    address = "/ledger/entries?count=4"
    while address:
        told = read(client, address)
        leaves += [tree.leaf_hash(data) for data in bytes_of([item["entry"] for item in told["items"]])]
        assert [item["seq"] for item in told["items"]][-1] == len(leaves)
        address = (told["links"]["next"] or "").removeprefix("http://localhost")
    nodes: dict[tree.Node, bytes] = {}
    for index, leaf in enumerate(leaves):
        nodes.update(tree.grow(index, leaf, nodes.__getitem__))
    assert tree.span_hash((0, SIZE), nodes.__getitem__) == note.read(client.get("/ledger/checkpoint").text).root


def test_every_proof_told_is_right(client: FlaskClient) -> None:
    entries = bytes_of([item["entry"] for item in read(client, "/ledger/entries")["items"]])
    for seq in range(1, SIZE + 1):
        told = read(client, f"/ledger/proof/inclusion?seq={seq}&size={SIZE}")
        proof, root = bytes_of(told["hashes"]), base64.b64decode(told["root"])
        assert check.root_by_inclusion(check.leaf_hash(entries[seq - 1]), seq - 1, SIZE, proof) == root
        told = read(client, f"/ledger/proof/consistency?from={seq}&to={SIZE}")
        roots = base64.b64decode(told["from_root"]), base64.b64decode(told["to_root"])
        assert check.roots_by_consistency((seq, SIZE), roots[0], bytes_of(told["hashes"])) == roots
    assert read(client, "/ledger/proof/inclusion?seq=2")["size"] == SIZE


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/ledger/checkpoint?x=1", "x"),
        ("/ledger/key?lang=fr", "lang"),
        ("/ledger/checkpoints?after=-1", "after"),
        ("/ledger/checkpoints?after=1&after=2", "after"),
        ("/ledger/entries?start=0", "start"),
        ("/ledger/entries?start=01", "start"),
        ("/ledger/entries?count=257", "count"),
        ("/ledger/entries?count=%D9%A3", "count"),
        ("/ledger/entries?page=2", "page"),
        ("/ledger/proof/inclusion", "seq"),
        ("/ledger/proof/inclusion?seq=12", "seq"),
        ("/ledger/proof/inclusion?seq=7&size=6", "seq"),
        ("/ledger/proof/inclusion?seq=1&size=12", "size"),
        ("/ledger/proof/inclusion?seq=1&size=1&x=", "x"),
        ("/ledger/proof/consistency?to=5", "from"),
        ("/ledger/proof/consistency?from=0&to=5", "from"),
        ("/ledger/proof/consistency?from=6&to=5", "from"),
        ("/ledger/proof/consistency?from=6&to=1e3", "to"),
        ("/ledger/check.py?x=1", "x"),
    ],
)
def test_a_parameter_that_cannot_be_read_is_named(client: FlaskClient, address: str, named: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["parameter"] == named


@pytest.mark.one_database
def test_what_is_not_there_is_a_problem_and_has_no_language(ctx: Flask) -> None:
    client = ctx.test_client()
    for address in ("/ledger/checkpoint", "/ledger/key", "/ledger/nothing"):
        answer = client.get(address)
        assert (answer.status_code, answer.content_type) == (404, "application/problem+json"), address
    assert client.get("/fr/ledger/checkpoint").status_code == 404
    assert client.post("/ledger/entries").status_code == 405
    assert client.get("/ledger/entries").get_json() == {"items": [], "size": 0, "links": {"next": None}}
