"""The page that explains the ledger: what it proves, how it stands, how anyone checks it."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.pages.base import Page
from registry.web.pages.explaining import AddressRow, Line


@dataclass(frozen=True, kw_only=True)
class LedgerPage(Page):
    """What the ledger proves, and its present state: `trouble` is said while a check has found a fault; `note` is the
    newest signed checkpoint with the keys it is signed with, "" before anything is signed."""

    template: ClassVar[str] = "portal/ledger.html"
    section: ClassVar[str] = "decisions"

    state: tuple[str, ...]
    trouble: str
    note: str
    keys: tuple[str, ...]
    steps: tuple[Line, ...]
    later: tuple[Line, ...]
    addresses: tuple[AddressRow, ...]
