"""The Merkle tree against the vectors of RFC 6962's reference and against the RFC's own recursive definitions."""

from functools import cache
from hashlib import sha256

import pytest

from registry.ledger import tree

LIMIT = 130
ENTRIES = [b"", b"\x00", b"\x10", b" !", b"01", b"@ABC", b"PQRSTUVW", b"`abcdefghijklmno"]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [tree.leaf_hash(str(number).encode()) for number in range(LIMIT)]


def power_below(width: int) -> int:
    power = 1
    while power * 2 < width:
        power *= 2
    return power


@cache
def naive_root(low: int, high: int) -> bytes:
    if high == low:
        return sha256(b"").digest()
    if high - low == 1:
        return LEAVES[low]
    middle = low + power_below(high - low)
    return sha256(b"\x01" + naive_root(low, middle) + naive_root(middle, high)).digest()


def naive_path(index: int, low: int, high: int) -> list[bytes]:
    if high - low == 1:
        return []
    middle = low + power_below(high - low)
    if index < middle:
        return [*naive_path(index, low, middle), naive_root(middle, high)]
    return [*naive_path(index, middle, high), naive_root(low, middle)]


def naive_consistency(old: int, low: int, high: int, known: bool) -> list[bytes]:
    if old == high:
        return [] if known else [naive_root(low, high)]
    middle = low + power_below(high - low)
    if old <= middle:
        return [*naive_consistency(old, low, middle, known), naive_root(middle, high)]
    return [*naive_consistency(old, middle, high, False), naive_root(low, middle)]


@pytest.fixture(scope="module")
def nodes() -> dict[tree.Node, bytes]:
    """All complete nodes of a tree grown leaf by leaf."""
    grown: dict[tree.Node, bytes] = {}
    for size, leaf in enumerate(LEAVES):
        grown.update(tree.grow(size, leaf, grown.__getitem__))
    return grown


@pytest.mark.parametrize("size", range(1, 9))
def test_the_roots_are_those_of_the_reference_vectors(size: int) -> None:
    grown: dict[tree.Node, bytes] = {}
    for number, entry in enumerate(ENTRIES[:size]):
        grown.update(tree.grow(number, tree.leaf_hash(entry), grown.__getitem__))
    assert tree.span_hash((0, size), grown.__getitem__).hex() == ROOTS[size - 1]


def test_the_empty_tree_has_the_hash_of_nothing() -> None:
    assert tree.fold([]) == sha256(b"").digest()


def test_every_root_equals_the_recursive_definition(nodes: dict[tree.Node, bytes]) -> None:
    for size in range(1, LIMIT + 1):
        assert tree.span_hash((0, size), nodes.__getitem__) == naive_root(0, size)


def test_every_complete_node_is_stored_once_and_right(nodes: dict[tree.Node, bytes]) -> None:
    assert len(nodes) == sum(LIMIT >> level for level in range(LIMIT.bit_length()))
    for (level, index), value in nodes.items():
        assert value == naive_root(index << level, (index + 1) << level)


def test_every_inclusion_proof_equals_the_definition_and_holds(nodes: dict[tree.Node, bytes]) -> None:
    for size in range(1, LIMIT + 1):
        for index in range(size):
            proof = [tree.span_hash(span, nodes.__getitem__) for span in tree.inclusion_spans(index, size)]
            assert proof == naive_path(index, 0, size)
            assert tree.includes(LEAVES[index], index, size, proof, naive_root(0, size))


def test_every_consistency_proof_equals_the_definition_and_holds(nodes: dict[tree.Node, bytes]) -> None:
    for new in range(1, LIMIT + 1):
        for old in range(1, new + 1):
            proof = [tree.span_hash(span, nodes.__getitem__) for span in tree.consistency_spans(old, new)]
            assert proof == naive_consistency(old, 0, new, True)
            assert tree.continues((old, new), (naive_root(0, old), naive_root(0, new)), proof)


def test_a_forged_inclusion_proof_is_refused(nodes: dict[tree.Node, bytes]) -> None:
    for size in range(2, 40):
        root = naive_root(0, size)
        for index in range(size):
            proof = [tree.span_hash(span, nodes.__getitem__) for span in tree.inclusion_spans(index, size)]
            assert not tree.includes(LEAVES[(index + 1) % size], index, size, proof, root)
            assert not tree.includes(LEAVES[index], index, size, proof[:-1], root)
            assert not tree.includes(LEAVES[index], index, size, [*proof, root], root)
            for place in range(len(proof)):
                forged = [*proof]
                forged[place] = sha256(forged[place]).digest()
                assert not tree.includes(LEAVES[index], index, size, forged, root)


def test_a_forged_consistency_proof_is_refused(nodes: dict[tree.Node, bytes]) -> None:
    for new in range(2, 40):
        for old in range(1, new):
            roots = (naive_root(0, old), naive_root(0, new))
            proof = [tree.span_hash(span, nodes.__getitem__) for span in tree.consistency_spans(old, new)]
            assert not tree.continues((old, new), (roots[1], roots[1]), proof)
            assert not tree.continues((old, new), (roots[0], roots[0]), proof)
            assert not tree.continues((old, new), roots, proof[:-1])
            for place in range(len(proof)):
                forged = [*proof]
                forged[place] = sha256(forged[place]).digest()
                assert not tree.continues((old, new), roots, forged)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 2)])
def test_a_leaf_outside_the_tree_has_no_proof(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="no leaf"):
        tree.inclusion_spans(index, size)


@pytest.mark.parametrize(("old", "new"), [(0, 3), (4, 3)])
def test_a_tree_cannot_continue_a_longer_or_empty_one(old: int, new: int) -> None:
    with pytest.raises(ValueError, match="cannot continue"):
        tree.consistency_spans(old, new)
