"""The layout of rows in planes, against the plain way of looking at every row of every offer."""

import numpy as np
import pytest

from registry.search.engines.whoosh.planes import Planes, counted, lines, masked


def registry(seed: int, offers: int) -> tuple[Planes, list[list[int]]]:
    """A layout, and for each offer (by its new number) the positions of its rows."""
    counts = np.random.default_rng(seed).integers(1, 9, offers)
    planes = Planes(counts)
    positions = iter(planes.positions(counts).tolist())
    rows: list[list[int]] = [[] for _ in range(offers)]
    for given, count in enumerate(counts.tolist()):
        rows[int(planes.number[given])] = [next(positions) for _ in range(count)]
    return planes, rows


@pytest.mark.parametrize(("seed", "offers"), [(1, 0), (2, 1), (3, 64), (4, 65), (5, 300)])
def test_planes_tell_the_same_as_looking_at_every_row(seed: int, offers: int) -> None:
    planes, rows = registry(seed, offers)
    used = [position for positions in rows for position in positions]
    assert len(set(used)) == len(used)
    assert all(planes.of(offer) == positions for offer, positions in enumerate(rows))
    chance = np.random.default_rng(seed + 100)
    mask = np.zeros(planes.rows, bool)
    mask[used] = chance.random(len(used)) < 0.3
    values = chance.integers(0, 1000, planes.rows)
    some = [bool(mask[positions].any()) for positions in rows]
    assert planes.some(mask).tolist() == some
    least = [min((values[position] for position in positions if mask[position]), default=-1) for positions in rows]
    assert planes.least(np.where(mask, values, 5000), mask, 5000).tolist() == [5000 if v == -1 else v for v in least]


@pytest.mark.parametrize(("seed", "offers"), [(1, 0), (6, 1), (7, 130)])
def test_bits_count_the_offers_that_have_a_value(seed: int, offers: int) -> None:
    planes, rows = registry(seed, offers)
    chance = np.random.default_rng(seed)
    used = np.array([position for positions in rows for position in positions], np.int64)
    what = chance.integers(0, 5, len(used))
    held = lines(used, what, 5, planes.rows)
    mask, wanted = np.zeros(planes.rows, bool), chance.random(offers) < 0.7
    mask[used] = chance.random(len(used)) < 0.5
    value = dict(zip(used.tolist(), what.tolist(), strict=True))
    expected = [
        sum(
            1
            for offer, positions in enumerate(rows)
            if wanted[offer] and any(mask[position] and value[position] == line for position in positions)
        )
        for line in range(5)
    ]
    assert planes.count(held, mask, wanted).tolist() == expected
    for line in range(5):
        assert np.flatnonzero(masked(held[line], planes.rows)).tolist() == sorted(used[what == line].tolist())
    assert counted(held, mask).tolist() == [int(mask[used[what == line]].sum()) for line in range(5)]
