"""Addresses in letters: always under the configured address, never under what some request said; and the signed link by
which a member confirms offers without signing in. It names the provider, the member, and the letter it stands in, and
it ends by itself."""

import datetime as dt
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeSerializer

from registry import config
from registry.catalogue.lifecycle import RELIST_WITHIN
from registry.kernel import clock

LASTS = dt.timedelta(days=90)  # a link to confirm; one to bring offers back lasts as long as they can come back


class Unreadable(Exception):
    """This was never a link of ours."""


@dataclass(frozen=True)
class Confirmation:
    """What a link is good for: the offers its provider was told of on that day, about to be overdue or lapsed."""

    provider_code: str
    person_ref: str
    told_on: dt.date
    lapsed: bool

    @property
    def token(self) -> str:
        """As it stands in the link."""
        parts = [self.provider_code, self.person_ref, self.told_on.isoformat(), int(self.lapsed)]
        token = _signer().dumps(parts)
        return token if isinstance(token, str) else token.decode()

    @property
    def ends_on(self) -> dt.date:
        """The last day it works."""
        return self.told_on + (RELIST_WITHIN if self.lapsed else LASTS)

    @property
    def is_over(self) -> bool:
        """Has its time run out?"""
        return clock.today() > self.ends_on


def confirmation(token: str) -> Confirmation:
    """What the link in a letter is about; Unreadable when it was altered."""
    try:
        provider, person, day, lapsed = _signer().loads(token)
        return Confirmation(provider, person, dt.date.fromisoformat(day), bool(lapsed))
    except (BadData, ValueError, TypeError) as error:
        raise Unreadable from error


def page(path: str, language: str) -> str:
    """The address of a page in this language."""
    settings = config.current()
    prefix = "" if language == settings.languages[0] else f"/{language}"
    return settings.base_url + prefix + path


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(config.current().key, salt="confirm")
