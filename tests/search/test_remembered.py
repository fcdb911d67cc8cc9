"""What a snapshot keeps at hand between questions does not grow with the values people can think of."""

from pathlib import Path

import numpy as np
import pytest

from registry.search.engine import Query
from registry.search.engines.whoosh import WhooshEngine
from registry.search.facets import month_text
from tests.search import generated
from tests.search.test_whoosh import offer


def lines(index: WhooshEngine) -> dict[object, int]:
    """Bytes of the lines of bits kept, by what they are kept under."""
    kept = index._current()._memory.items()
    return {key: value.nbytes for key, value in kept if isinstance(value, np.ndarray)}


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("price", [f"0-{high}" for high in range(1, 300)]),
        ("hours", [f"0-{high}" for high in range(1, 300)]),
        ("starts", [month_text(generated.MONTH + away) for away in range(30, 300)]),
    ],
)
def test_chosen_values_leave_no_lines_of_their_own(tmp_path: Path, name: str, values: list[str]) -> None:
    index = WhooshEngine(tmp_path, generated.ANALYSER)
    index.replace_all([offer("A"), offer("B")])
    index.find(Query(generated.NOW, generated.MONTH))
    before = lines(index)
    assert len(before) == 3
    for value in values:
        hits = index.find(Query(generated.NOW, generated.MONTH, chosen={name: (value,)}))
        assert value in hits.tallies[name]
    assert lines(index) == before
