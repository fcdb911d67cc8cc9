"""The words a visitor may stumble over, each with a sentence or two, from `seeds/help`. The codes are anchors of the
help page, so that any page can point at a word."""

import json
from functools import cache
from typing import Any

from registry.config import ROOT
from registry.kernel.text import fold
from registry.web import display
from registry.web.pages.explaining import Entry

FILE = ROOT / "seeds" / "help" / "glossary.json"


def entries() -> tuple[Entry, ...]:
    """The glossary in the reader's language and alphabet."""
    found = (
        Entry(row["code"], display.words(row["term"], "en"), display.words(row["meaning"], "en")) for row in _rows()
    )
    return tuple(sorted(found, key=lambda entry: fold(entry.term.text)))


@cache
def _rows() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))["entries"]
    return rows
