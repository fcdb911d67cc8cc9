"""Tables out, as CSV that a spreadsheet opens as it stands: UTF-8 with the mark that says so, and no cell that a
spreadsheet would take for a formula, because the texts are those of strangers."""

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
# the first signs by which spreadsheets know a formula, the control characters some of them drop before looking included
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def written(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table with its head."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(cell) for cell in head])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (BOM + text.getvalue()).encode()


def harmless(cell: str) -> str:
    """The cell as text: an apostrophe before what would be a formula, which spreadsheets take for "this is text"."""
    return f"'{cell}" if cell.lstrip(" \u00a0").startswith(FORMULA) else cell
