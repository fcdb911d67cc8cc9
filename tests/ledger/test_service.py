"""Appending: numbers without gaps, roots as of the reference, proofs from stored nodes, and nothing outside a
transaction."""

import json

import pytest
from flask import Flask
from sqlalchemy import select

from registry.kernel.canonical import canonical
from registry.kernel.db import db
from registry.kernel.errors import NotFound
from registry.kernel.transaction import transaction
from registry.ledger import queries, service, tree
from registry.ledger.model import Checkpoint


def fill(count: int) -> None:
    with transaction():
        for number in range(count):
            service.append({"v": 1, "action": f"act {number}"})


def append_and_fail() -> None:
    with transaction():
        service.append({"v": 1})
        raise ZeroDivisionError


def test_the_empty_ledger_has_no_entries_and_the_root_of_nothing(ctx: Flask) -> None:
    assert queries.size() == 0
    assert queries.root() == tree.EMPTY_ROOT
    with pytest.raises(NotFound):
        queries.checkpoint()


def test_entries_are_numbered_from_one_and_say_their_number(ctx: Flask) -> None:
    with transaction():
        assert [service.append({"v": 1}) for _ in range(3)] == [1, 2, 3]
    assert [json.loads(data)["seq"] for _, data in queries.entries(1, 10)] == [1, 2, 3]
    assert queries.entry_bytes(2) == canonical({"v": 1, "seq": 2})
    assert queries.entry(3) == {"v": 1, "seq": 3}


def test_a_page_of_entries_begins_where_it_is_told(ctx: Flask) -> None:
    fill(6)
    assert [seq for seq, _ in queries.entries(3, 2)] == [3, 4]
    assert queries.entries(7, 2) == []
    with pytest.raises(NotFound):
        queries.entry_bytes(7)


def test_what_is_rolled_back_leaves_no_gap(ctx: Flask) -> None:
    fill(2)
    with pytest.raises(ZeroDivisionError):
        append_and_fail()
    with transaction():
        with pytest.raises(ZeroDivisionError):
            append_and_fail()
        assert service.append({"v": 1}) == 3


def test_nothing_is_appended_outside_a_transaction(ctx: Flask) -> None:
    with pytest.raises(RuntimeError, match="outside transaction"):
        service.append({"v": 1})
    assert queries.size() == 0


def test_an_entry_with_a_float_is_refused(ctx: Flask) -> None:
    with pytest.raises(TypeError), transaction():
        service.append({"v": 1.5})
    assert queries.size() == 0


def test_every_append_records_the_root_of_its_size(ctx: Flask) -> None:
    fill(20)
    leaves = [tree.leaf_hash(data) for _, data in queries.entries(1, 20)]
    nodes: dict[tree.Node, bytes] = {}
    for size, leaf in enumerate(leaves, 1):
        nodes.update(tree.grow(size - 1, leaf, nodes.__getitem__))
        expected = tree.span_hash((0, size), nodes.__getitem__)
        assert queries.checkpoint(size) == (size, expected, None)
        assert queries.root(size) == expected
    assert queries.checkpoint() == queries.checkpoint(20)


def test_proofs_from_the_store_hold(ctx: Flask) -> None:
    fill(13)
    roots = {row.size: row.root for row in db.session.execute(select(Checkpoint.size, Checkpoint.root))}
    for size in roots:
        for seq in range(1, size + 1):
            leaf = tree.leaf_hash(queries.entry_bytes(seq))
            assert tree.includes(leaf, seq - 1, size, queries.inclusion_proof(seq, size), roots[size])
            proof = queries.consistency_proof(seq, size)
            assert tree.continues((seq, size), (roots[seq], roots[size]), proof)


@pytest.mark.parametrize(("seq", "size"), [(0, 3), (4, 3), (1, 5)])
def test_there_is_no_proof_beyond_the_ledger(ctx: Flask, seq: int, size: int) -> None:
    fill(4)
    with pytest.raises(NotFound):
        queries.inclusion_proof(seq, size)
    with pytest.raises(NotFound):
        queries.consistency_proof(seq, size)
