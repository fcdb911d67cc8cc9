"""The people of the demonstration: members of some of its providers, those who examine, organise and administer. Their
password is known to everybody and their codes are given to whoever asks, so a registry under https never has them."""

import json
from dataclasses import dataclass
from typing import Any

from registry import config
from registry.accounts import queries, service
from registry.accounts.service import Invented
from registry.config import ROOT
from registry.kernel.actor import OPERATOR
from registry.kernel.transaction import transaction
from registry.providers import joining
from registry.providers import queries as providers
from registry.web.account import factors

FILE = ROOT / "seeds" / "accounts" / "demonstration.json"


@dataclass(frozen=True)
class Known:
    """An account of the demonstration as it is told to whoever tries it."""

    email: str
    what: str
    password: str


def load() -> int:
    """Open those accounts that are not there yet; how many. None under https."""
    if config.current().base_url.startswith("https"):
        return 0
    told = _told()
    missing = [one for one in told["accounts"] if queries.by_email(one["email"]) is None]
    if not missing:
        return 0
    password = factors.hashed(told["password"])  # slow on purpose, so once and outside the transaction
    for one in missing:
        _open(one, password)
    return len(missing)


def known() -> list[Known]:
    """Those of them that are open."""
    told = _told()
    rows = [(one["email"], one.get("member_of") or ", ".join(one["roles"])) for one in told["accounts"]]
    return [Known(email, what, told["password"]) for email, what in rows if queries.by_email(email)]


def _open(one: dict[str, Any], password: str) -> None:
    ref = one.get("ref") or service.new_ref()
    with transaction():
        made = Invented(one["email"], one["name"], ref, one["language"], password, factors.new_secret())
        user_id = service.invent(OPERATOR, made)
        for role in one.get("roles", []):
            service.give_role(OPERATOR, user_id, role)
        provider = providers.by_slug(one["member_of"]) if "member_of" in one else None
        if provider:
            joining.enrol(OPERATOR, provider.code, user_id, one["as"])


def _told() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return told
