"""Tables out: a spreadsheet opens them as they are, and takes no stranger's text for a formula."""

import csv
import io

import pytest

from registry.interchange import table


@pytest.mark.parametrize(
    "cell",
    [
        "=1+1",
        "+32 2",
        "-1",
        "@SUM(A1)",
        "\tx",
        "\rx",
        " =1",
        "\u00a0=1",
        "＝1",
        "\u200b=1",
        "\ufeff@x",
        "\u2003-1",
        "\0+1",
    ],
)
def test_what_would_be_a_formula_is_text(cell: str) -> None:
    assert table.harmless(cell) == f"'{cell}"


def test_a_cell_of_nothing_but_separators_takes_no_time() -> None:
    assert table.harmless("a" + "\n;" * 5_000) == "a" + "\n;" * 5_000


@pytest.mark.parametrize("separator", [";", ",", "\t", "|", "\r", "\n", "; ", ", \u200b"])
def test_a_piece_of_a_cell_is_text_as_well(separator: str) -> None:
    sign, unseen = separator[0], separator[1:]
    assert table.harmless(f"1.1 Words{separator}=cmd()") == f"1.1 Words{sign}'{unseen}=cmd()"
    assert table.harmless(f"1.1 Words{separator}1.2 Sums") == f"1.1 Words{separator}1.2 Sums"


@pytest.mark.parametrize(
    "cell", ["", "Lists", "1.5", "a-b, c", "1.1 Data; 1.2 More", "2027-01-11", "1 = 1", "'quoted'", "Übung"]
)
def test_what_would_be_none_stays_as_it_is(cell: str) -> None:
    assert table.harmless(cell) == cell


def test_a_table_comes_back_as_it_was() -> None:
    rows = [["Lists, sums", 'say "hello"'], ["two\nlines", "é"]]
    body = table.written(["Title", "Words"], rows)
    assert body.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))) == [["Title", "Words"], *rows]
