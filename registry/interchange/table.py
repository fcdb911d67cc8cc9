"""Tables out, as CSV that a spreadsheet opens as it stands: UTF-8 with the mark that says so, and no cell that a
spreadsheet would take for a formula, because the texts are those of strangers."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
SIGNS = "=+\\-@＝＋－＠"  # by which spreadsheets know a formula, the wide ones some take for them included
# before the sign some drop quotes and what is not seen: spaces of any width, control characters, marks of joining
UNSEEN = r"[\s\"'\x00-\x1f\x7f-\xa0\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202f"
UNSEEN += r"\u205f-\u206f\u2800\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffc]*+"
# a cell, and each piece of one: where the list separator is ";" or a tab, a spreadsheet may take the pieces for cells
FORMULA = re.compile(f"^(?=[\t\r\n])|(^|[;,\t|\r\n])(?={UNSEEN}[{SIGNS}])")


def written(head: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """The table with its head."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow([harmless(cell) for cell in head])
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (BOM + text.getvalue()).encode()


def harmless(cell: str) -> str:
    """The cell as text: an apostrophe before what would be a formula, which spreadsheets take for "this is text"; the
    pieces of a cell likewise."""
    return FORMULA.sub(r"\1'", cell)
