"""The table of the lifecycle: pinned here a second time, as whoever relies on it reads it, and tried in every cell of
action × state × role."""

import pytest
from sqlalchemy import update

from registry.catalogue import lifecycle, queries
from registry.catalogue.model import CURRENT, ENDED, STATES, Offer, Version
from registry.kernel import clock
from registry.kernel.actor import ROLES, Actor
from registry.kernel.db import db
from registry.kernel.errors import Forbidden, WrongState
from registry.kernel.transaction import transaction
from tests import builders

PROVIDER = "member key operator"
# action, states it is possible in, state it leads to, roles that take it
AGREED = [
    ("submit", "draft returned", "submitted", PROVIDER),
    ("resubmit", "draft returned", "submitted", "system"),
    ("recall", "submitted", "draft", f"{PROVIDER} system"),
    ("recall", "in-review asked", "draft", "system"),
    ("take", "submitted", "in-review", "reviewer"),
    ("release", "in-review", "submitted", "reviewer admin"),
    ("ask", "in-review", "asked", "reviewer"),
    ("answer", "asked", "in-review", PROVIDER),
    ("return", "in-review asked", "returned", "reviewer"),
    ("refuse", "in-review", "refused", "reviewer"),
    ("list", "in-review", "listed", "reviewer"),
    ("list", "draft", "listed", "operator"),
    ("amend", "draft", "listed", "system"),
    ("suspend", "listed", "suspended", "reviewer admin"),
    ("restore", "suspended", "listed", "reviewer admin"),
    ("lapse", "listed", "lapsed", "system"),
    ("relist", "lapsed", "listed", PROVIDER),
    ("supersede", "listed suspended lapsed", "superseded", "system"),
    ("expire", "listed suspended lapsed", "expired", "system"),
    ("withdraw", "listed suspended lapsed", "withdrawn", f"{PROVIDER} admin"),
    ("discard", "draft returned", "discarded", PROVIDER),
]


class Undo(Exception):
    """Leaves a transaction without a trace."""


def test_the_table_is_as_agreed() -> None:
    rows = [(row.name, set(row.from_), row.to, set(row.who)) for row in lifecycle.TABLE]
    assert rows == [(name, set(came.split()), to, set(who.split())) for name, came, to, who in AGREED]
    without_decision = {row.name for row in lifecycle.TABLE if not row.desk}
    assert without_decision == {"submit", "recall", "answer", "discard"}


def test_the_table_is_sound() -> None:
    pairs = [(row.name, state) for row in lifecycle.TABLE for state in row.from_]
    assert len(pairs) == len(set(pairs)), "an action from a state leads to one place"
    assert {row.to for row in lifecycle.TABLE} <= set(STATES)
    assert not {state for _name, state in pairs} & set(ENDED), "nothing leads out of an end"
    assert all(row.desk for row in lifecycle.TABLE if row.to == "listed"), "nothing is listed without a decision"
    needs = {need for row in lifecycle.TABLE for need in row.needs}
    assert needs == set(lifecycle._NEEDS) | lifecycle.ASKED_ELSEWHERE


def put(code: str, state: str) -> None:
    """Bring the second version into this state by force, and the first one out of its way."""
    first, second = queries.for_update(code).versions
    if state in CURRENT:  # only one version can be current
        db.session.execute(update(Version).where(Version.id == first.id).values(state="superseded"))
    values = {"state": state, "unlisted_at": clock.now()}
    db.session.execute(update(Version).where(Version.id == second.id).values(**values))
    db.session.execute(update(Offer).values(confirm_by=clock.now()))


def attempt(code: str, action: str, actor: Actor) -> str:
    """What comes of this action on the second version; nothing of it is kept."""
    came = ""
    try:
        with transaction():
            offer = queries.for_update(code)
            try:
                lifecycle.apply(offer, offer.versions[1], action, actor, "A sentence.")
                came = offer.versions[1].state
            except (WrongState, Forbidden) as refusal:
                came = refusal.code
            raise Undo
    except Undo:
        return came


def expected(action: str, state: str, actor: Actor, provider: str) -> str:
    row = next((row for row in lifecycle.TABLE if row.name == action and state in row.from_), None)
    if row is None:
        return "wrong-state"
    own = provider in actor.providers
    elsewhere = {role for other in lifecycle.TABLE if other.name == action for role in other.who}
    if row.who == {"system"} != {actor.role} and actor.role in elsewhere:
        return "wrong-state"
    if actor.role not in row.who or (actor.role in ("member", "key") and not own):
        return "forbidden"
    return "forbidden" if own and "four-eyes" in row.needs else row.to


def everyone(provider: str) -> list[Actor]:
    own = [builders.acting(role, provider) for role in ("member", "key", "reviewer")]
    return [*own, *(builders.acting(role) for role in ROLES)]


@pytest.mark.parametrize("state", STATES)
def test_every_action_by_every_role_from_every_state(amended: tuple[str, str], state: str) -> None:
    provider, code = amended
    with pytest.raises(Undo), transaction():
        put(code, state)
        for actor in everyone(provider):
            allowed = []
            for action in lifecycle.ACTIONS:
                came = attempt(code, action, actor)
                assert came == expected(action, state, actor, provider), (action, state, actor)
                allowed += [action] if came in STATES else []
            offered = lifecycle.available(queries.for_update(code).versions[1], actor)
            assert offered == allowed, "the actions offered are those that are allowed"
        raise Undo
