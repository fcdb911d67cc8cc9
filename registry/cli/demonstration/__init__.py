"""The demonstration: invented providers whose offers stand in every state, told by the registry's own verbs as a
history of months, so that decisions, versions and confirmations have ages. Loading is all or nothing, and loading again
adds only what is missing; what exists is never touched, whoever changed it since."""

import contextlib
import dataclasses
import datetime as dt
import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import Any

from flask import current_app

from registry import config
from registry.cli.demonstration.story import OfferStory, ProviderStory
from registry.kernel import clock
from registry.kernel.transaction import transaction
from registry.ledger import queries as ledger


def load(directory: Path, renewed: Collection[str] = ()) -> tuple[int, int]:
    """Tell what the registry does not hold yet of the files in `directory`; (new providers, new offers).

    Offers shown beside an event are linked to it when they are new, or when their event (slug in `renewed`) is.
    """
    letters = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(directory.glob("*.json"))]
    providers = [ProviderStory(letter, clock.now()) for letter in letters]
    offers = [OfferStory(provider, letter) for provider in providers for letter in provider.letter["offers"]]
    new_providers = [story for story in providers if not story.is_known]
    new_offers = [story for story in offers if not story.is_known]
    _tell([*new_providers, *new_offers])
    for story in offers:
        if story not in new_offers:
            story.show(renewed)
    return len(new_providers), len(new_offers)


def _tell(stories: Sequence[ProviderStory | OfferStory]) -> None:
    """Take every step in the order of time, each with the clock standing at its own.

    A past is invented only where the ledger is empty, because its times must not run backwards; elsewhere everything
    happens now, and what needs time to pass is left out.
    """
    if not stories:
        return
    now = clock.now()
    with transaction():
        has_past = ledger.size() == 0
        steps = [step for story in stories for step in story.steps() if has_past or not step.takes_time]
        for step in sorted(steps, key=lambda step: step.at) if has_past else steps:
            with _standing(min(step.at, now) if has_past else now):
                step.take()


@contextlib.contextmanager
def _standing(instant: dt.datetime) -> Iterator[None]:
    """Let this program's clock stand at the instant for a while."""
    real = config.current()
    app: dict[str, Any] = current_app.config
    app["REGISTRY"] = dataclasses.replace(real, now=instant.isoformat())
    try:
        yield
    finally:
        app["REGISTRY"] = real
