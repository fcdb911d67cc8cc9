"""The registry's work in numbers: they are those of what happened, told in words where nothing did, and the picture of
the months says the same as the table."""

from typing import Any

import pytest
from flask import Flask

from registry.quality import service as quality
from registry.web.month_bars import bars
from tests import builders
from tests.web.reading import page


def facts(tree: Any) -> dict[str, str]:
    return {row.xpath("./dt")[0].text_content(): row.xpath("./dd")[0].text_content() for row in tree.xpath("//dl/div")}


def test_the_numbers_are_those_of_what_happened(ctx: Flask) -> None:
    client = ctx.test_client()
    assert facts(page(client, "/statistics"))["From submission to decision"] == "–Median of 0 cases."
    code = builders.decided()
    reference = quality.report(builders.acting("visitor"), code, "price")
    quality.close_report(builders.REVIEWER, reference, "acted", "Corrected.")
    tree = page(client, "/statistics")
    told = facts(tree)
    assert told["From submission to decision"] == "0 daysMedian of 1 case."
    assert told["Reports answered"].startswith("1")
    assert told["Until the answer"] == "0 daysMedian."
    assert told["Decisions overturned"] == "–"
    assert tree.xpath("//table//a/@href") == ["/decisions?month=2026-11"]
    assert tree.xpath("//svg/@aria-label") == ["November 2026: 2"]


@pytest.mark.one_database
def test_bars_are_as_high_as_their_numbers(shown: Flask) -> None:
    with shown.test_request_context():
        drawn = bars([("2026-10", 1), ("2026-11", 4), ("2026-12", 0)])
        assert [bar.height for bar in drawn.bars] == [30, 120, 0]
        assert [bar.href for bar in drawn.bars] == ["/decisions?month=2026-10", "/decisions?month=2026-11", ""]
        assert bars([]).bars == ()
