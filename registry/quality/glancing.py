"""The glance at a new address to enrol (decision 0022): the desk releases it, and the public is led there, or refuses
it, and the run goes back to its former one. What is found of a host goes for every run of the provider that waits
there. No decision: runs need no review, and what is listed stays as it is."""

from sqlalchemy import select

from registry.catalogue import holding, lifecycle
from registry.catalogue import queries as catalogue
from registry.catalogue.model import Run, RunHold
from registry.kernel import outbox
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Conflict, NotFound, WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction
from registry.providers.model import Provider
from registry.quality import interests, policy, schema

TOPIC = "quality.hold"
# how one stands on the page from which it is answered
WAITS, REFUSED = "waits", "refused"


def release_address(actor: Actor, hold_id: int, seen: str, stood: str = WAITS) -> int:
    """Let the public be led to this address, as seen: how many runs now do. One that `stood` there as refused is
    allowed from now on, and the provider, who is told, has to give it again.

    Raises NotFound, Forbidden, Conflict (it was looked at, or its provider changed it, meanwhile), WrongState (it is
    allowed already).
    """
    with transaction():
        hold, ref = _let_in(actor, hold_id)
        if stood == REFUSED:
            if hold.outcome != REFUSED:
                raise Conflict(_("This address has not been refused."), theirs=hold.outcome or WAITS)
            _allow(hold, ref)
            return 0
        runs = _waiting_with(hold, seen)
        for run, one in runs:
            before = lifecycle.snapshot(run)
            holding.end(one, "released", ref)
            _store(actor, run, before)
        return len(runs)


def refuse_address(actor: Actor, hold_id: int, seen: str, words: str) -> int:
    """Do not lead the public to this address, as seen: how many runs went back to their former address. `words` are for
    the provider, who is told; addresses at this host are refused from it from now on.

    Raises NotFound, Forbidden, Conflict, Invalid (no words).
    """
    with transaction():
        hold, ref = _let_in(actor, hold_id)
        said = schema.reason("words", words)
        runs = _waiting_with(hold, seen)
        for run, one in runs:
            before = lifecycle.snapshot(run)
            holding.end(one, REFUSED, ref, said)
            run.data = dict(holding.masked(run.data, one.former))
            _store(actor, run, before)
        outbox.emit(TOPIC, str(hold.id))
        return len(runs)


def _let_in(actor: Actor, hold_id: int) -> tuple[RunHold, str]:
    hold = db.session.get(RunHold, hold_id) if 0 < hold_id < 2**31 else None
    if hold is None:
        raise NotFound(_("There is nothing here."))
    provider = db.session.get_one(Provider, hold.provider_id)
    policy.require(actor, "look-at-address", policy.HANDLING_RIGHTS, provider.code)
    return hold, interests.require_none(actor, provider.id, provider.code)


def _allow(hold: RunHold, ref: str) -> None:
    """Take the refusal of its host back; whoever comes at the same moment waits for the refused holds of that host."""
    refused = select(RunHold.id).where(RunHold.provider_id == hold.provider_id, RunHold.host == hold.host)
    db.session.scalars(refused.where(RunHold.outcome == REFUSED).order_by(RunHold.id).with_for_update()).all()
    provider = db.session.get_one(Provider, hold.provider_id)
    if hold.host not in holding.answers(provider.code).refused:
        raise WrongState(_("Addresses at this host are allowed already."))
    outbox.emit(TOPIC, str(holding.allow(hold, ref).id))


def _waiting_with(hold: RunHold, seen: str) -> list[tuple[Run, RunHold]]:
    """The provider's runs that wait at the same host, locked, each with its hold; the named one must be among them.
    Offers are locked in one order, and runs before holds are read, as whoever changes a run does it."""
    open_ones = select(RunHold).join(Run, RunHold.run_id == Run.id).where(RunHold.closed_at.is_(None))
    alike = open_ones.where(RunHold.provider_id == hold.provider_id, RunHold.host == hold.host).order_by(
        Run.offer_id, Run.id
    )
    codes = db.session.scalars(alike.with_only_columns(Run.code)).all()
    runs = {run.id: run for run in map(catalogue.run_for_update, codes)}
    still = db.session.scalars(alike.execution_options(populate_existing=True)).all()
    found = [(runs[one.run_id], one) for one in still if one.run_id in runs]
    if hold.id not in {one.id for _run, one in found}:
        db.session.refresh(hold)
        raise Conflict(_over(hold.outcome), theirs=hold.outcome)
    if hold.address != seen:
        raise Conflict(_("The provider has changed the address since you looked at it."), theirs=hold.address)
    return found


def _over(outcome: str | None) -> str:
    """What has become of an address that does not wait."""
    return {
        "released": _("This address does not wait any more. It was released."),
        REFUSED: _("This address does not wait any more. It was refused."),
    }.get(outcome or "", _("This address does not wait any more. Its provider has changed it, or the date is gone."))


def _store(actor: Actor, run: Run, before: dict[str, object]) -> None:
    db.session.flush()
    lifecycle.set_run(run, run.state, actor, before)
    outbox.emit(lifecycle.TOPIC, run.offer.code)
