"""What the tests of decisions look at after an act: states, standings, rows, changes told, and whether all is in
order."""

from sqlalchemy import select

from registry.catalogue import queries as catalogue
from registry.catalogue import service as offers
from registry.kernel import outbox
from registry.kernel.actor import OPERATOR, Actor
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.ledger import verify
from registry.quality import audit, service
from registry.quality.model import Decision
from tests import builders
from tests.builders import REVIEWER

REASON = {"reasons": ["It is not so."]}


def state(code: str) -> str:
    db.session.rollback()
    with transaction():
        offer = catalogue.for_update(code)
        return (offer.open_version or offer.current_version or offer.newest_version).state


def standing(code: str) -> str:
    db.session.rollback()
    return builders.provider_row(code).standing


def proposed(actor: Actor, code: str, action: str, basis: str) -> int:
    """Propose to suspend or close a provider as it is now; the proposal's number."""
    return service.propose_provider(actor, code, action, basis, builders.provider_row(code).counter)


def stored(number: int) -> Decision:
    db.session.rollback()
    return db.session.get_one(Decision, number)


def changes() -> set[tuple[str, str]]:
    db.session.rollback()
    return {(row.topic, row.key) for row in db.session.execute(select(outbox.Change.topic, outbox.Change.key))}


def clean() -> bool:
    return verify.verify() == [] and audit.audit() == []


def waiting(*steps: str) -> str:
    """A listed offer with a next version at the desk; its code."""
    code = builders.decided()
    counter = offers.revise(OPERATOR, code, builders.seen(code))
    counter = offers.save(OPERATOR, code, builders.training(title={"en": "Said anew"}), counter)
    offers.perform(OPERATOR, code, "submit", counter)
    for step in steps:
        if step == "take":
            service.take(REVIEWER, code, builders.seen(code))
        else:
            service.ask(REVIEWER, code, builders.seen(code), "For whom is it?")
    return code
