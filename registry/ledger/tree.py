"""The Merkle tree of RFC 6962 and RFC 9162 as pure functions over numbers and hashes.

Nothing here knows where hashes are kept. A *node* is the complete subtree at `(level, index)`, which covers the leaves
`index * 2**level` up to `(index + 1) * 2**level`, counted from 0; complete nodes never change, so they can be stored
once. Every other hash, roots and proofs included, is folded from complete nodes named by `cover`. Because leaves and
nodes are hashed as the RFCs say, any Certificate Transparency tool can check what is built here.
"""

from collections.abc import Callable, Iterator, Sequence
from hashlib import sha256

Node = tuple[int, int]
Span = tuple[int, int]
Read = Callable[[Node], bytes]

EMPTY_ROOT = sha256().digest()


def leaf_hash(entry: bytes) -> bytes:
    """The 32-byte hash of one entry as a leaf."""
    return sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The 32-byte hash of two neighbours."""
    return sha256(b"\x01" + left + right).digest()


def cover(low: int, high: int) -> list[Node]:
    """The complete nodes, left to right, that make up the leaves from `low` until before `high`.

    `low` must be where a subtree of at least that width may begin, as it is for every span of a root or proof.
    """
    nodes = []
    while low < high:
        width = high - low
        level = width.bit_length() - 1
        nodes.append((level, low >> level))
        low += 1 << level
    return nodes


def fold(hashes: Sequence[bytes]) -> bytes:
    """The hash over neighbouring subtrees of falling size; the root of the empty tree when there is none."""
    if not hashes:
        return EMPTY_ROOT
    result = hashes[-1]
    for left in reversed(hashes[:-1]):
        result = node_hash(left, result)
    return result


def span_hash(span: Span, read: Read) -> bytes:
    """The hash over one span of leaves; `read` gives complete nodes."""
    return fold([read(node) for node in cover(*span)])


def grow(size: int, leaf: bytes, read: Read) -> Iterator[tuple[Node, bytes]]:
    """The complete nodes that appear when `leaf` becomes number `size` (from 0): itself, then each parent it
    completes."""
    level, index, value = 0, size, leaf
    yield (level, index), value
    while index & 1:
        value = node_hash(read((level, index - 1)), value)
        level, index = level + 1, index >> 1
        yield (level, index), value


def inclusion_spans(index: int, size: int) -> list[Span]:
    """The spans whose hashes prove that leaf `index` is in the tree of `size`, nearest the leaf first (RFC 6962
    2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"no leaf {index} in a tree of {size}")
    spans: list[Span] = []
    low, high = 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        if index < middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low = middle
    return spans[::-1]


def consistency_spans(old: int, new: int) -> list[Span]:
    """The spans whose hashes prove that the tree of `new` continues the tree of `old` (RFC 6962 2.1.2)."""
    if not 0 < old <= new:
        raise ValueError(f"a tree of {new} cannot continue a tree of {old}")
    spans: list[Span] = []
    low, high = 0, new
    while old < high:
        middle = low + _split(high - low)
        if old <= middle:
            spans.append((middle, high))
            high = middle
        else:
            spans.append((low, middle))
            low = middle
    # The old root itself is known to who asks, so it is left out when it is one of the new tree's nodes.
    if low > 0:
        spans.append((low, high))
    return spans[::-1]


def root_from_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes]) -> bytes | None:
    """The root that an inclusion proof leads to, or None when the proof has the wrong length."""
    spans = inclusion_spans(index, size)
    if len(spans) != len(proof):
        return None
    value = leaf
    for (low, _), sibling in zip(spans, proof, strict=True):
        value = node_hash(value, sibling) if index < low else node_hash(sibling, value)
    return value


def includes(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether the proof shows leaf `index` in the tree of `size` with that `root`."""
    return root_from_inclusion(leaf, index, size, proof) == root


def continues(sizes: tuple[int, int], roots: tuple[bytes, bytes], proof: Sequence[bytes]) -> bool:
    """Whether the proof shows that the newer tree begins with the older one; `sizes` and `roots` are (old, new)."""
    spans = consistency_spans(*sizes)
    if len(spans) != len(proof):
        return False
    steps = list(zip(spans, proof, strict=True))
    # What both trees share begins the proof, unless it is the whole older tree, whose root is known.
    if spans and spans[0][1] == sizes[0]:
        (shared, _), before = steps.pop(0)
    else:
        shared, before = 0, roots[0]
    after = before
    for (low, _), value in steps:
        if low < shared:
            before, after = node_hash(value, before), node_hash(value, after)
        else:
            after = node_hash(after, value)
    return (before, after) == roots


def _split(width: int) -> int:
    """The largest power of two smaller than `width` (at least 2)."""
    return 1 << ((width - 1).bit_length() - 1)
