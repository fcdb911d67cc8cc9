"""The program that checks a proof knows nothing of ours, so its trees are held against the ledger's: every proof of
every size up to a bound, and every proof with one hash changed, missing or too many."""

import pytest

from registry.ledger import check, tree

LIMIT = 40
LEAVES = [tree.leaf_hash(str(number).encode()) for number in range(LIMIT)]
NODES: dict[tree.Node, bytes] = {}
for _index, _leaf in enumerate(LEAVES):
    NODES.update(tree.grow(_index, _leaf, NODES.__getitem__))


def root(size: int) -> bytes:
    return tree.span_hash((0, size), NODES.__getitem__)


def hashes(spans: list[tree.Span]) -> list[bytes]:
    return [tree.span_hash(span, NODES.__getitem__) for span in spans]


def spoilt(proof: list[bytes]) -> list[list[bytes]]:
    """The proof with each hash changed, each missing, and one too many."""
    other = b"\xff" * 32
    changed = [[*proof[:at], other, *proof[at + 1 :]] for at in range(len(proof))]
    missing = [[*proof[:at], *proof[at + 1 :]] for at in range(len(proof))]
    return [*changed, *missing, [*proof, other]]


@pytest.mark.promise("P23")
def test_it_follows_every_inclusion_proof_and_no_spoilt_one() -> None:
    for size in range(1, LIMIT + 1):
        for index in range(size):
            proof = hashes(tree.inclusion_spans(index, size))
            assert check.root_by_inclusion(LEAVES[index], index, size, proof) == root(size)
            for wrong in spoilt(proof):
                assert check.root_by_inclusion(LEAVES[index], index, size, wrong) != root(size)


def follows(old: int, new: int, proof: list[bytes]) -> bool:
    try:
        return check.roots_by_consistency((old, new), root(old), proof) == (root(old), root(new))
    except check.Changed:
        return False


@pytest.mark.promise("P23")
def test_it_follows_every_consistency_proof_and_no_spoilt_one() -> None:
    for new in range(1, LIMIT + 1):
        for old in range(1, new + 1):
            proof = hashes(tree.consistency_spans(old, new))
            assert follows(old, new, proof), (old, new)
            assert not any(follows(old, new, wrong) for wrong in spoilt(proof)), (old, new)


def test_it_writes_json_as_the_entries_are_written() -> None:
    from registry.kernel.canonical import canonical

    value = {"b": [1, None, True], "a": {"é": '\u2028\n"\\\u0007', "z\U0001f600": "", "z\ufb33": 1}, "": -5}
    assert check.canonical(value) == canonical(value)
