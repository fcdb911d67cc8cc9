"""Tables out: a spreadsheet opens them as they are, and takes no stranger's text for a formula."""

import csv
import io

import pytest

from registry.interchange import table


@pytest.mark.parametrize("cell", ["=1+1", "+32 2", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\u00a0=1", "＝1"])
def test_what_would_be_a_formula_is_text(cell: str) -> None:
    assert table.harmless(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Lists", "1.5", "2027-01-11", "1 = 1", "'quoted'", "Übung"])
def test_what_would_be_none_stays_as_it_is(cell: str) -> None:
    assert table.harmless(cell) == cell


def test_a_table_comes_back_as_it_was() -> None:
    rows = [["Lists, sums", 'say "hello"'], ["two\nlines", "é"]]
    body = table.written(["Title", "Words"], rows)
    assert body.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))) == [["Title", "Words"], *rows]
