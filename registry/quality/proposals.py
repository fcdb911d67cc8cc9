"""Questions about rulings that wait for a second person."""

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import select

from registry.kernel.db import db
from registry.kernel.errors import WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.paging import PageOf
from registry.quality import schema
from registry.quality.claims import Proposal
from registry.quality.docket import Asked, Docket
from registry.quality.schema import Ruling


@dataclass(frozen=True)
class ProposalView:
    """One proposal: about an offer or provider (`kind`, `subject_code`), what is proposed (`ruling`; None: it cannot be
    read), by whom, and how it ended (`outcome` None: it waits; else confirmed, rejected, taken-back or over)."""

    id: int
    kind: str
    subject_code: str
    provider_code: str
    version_number: int | None
    action: str
    ruling: Ruling | None
    concerns: int | None
    role: str
    by_ref: str
    at: dt.datetime
    closed_at: dt.datetime | None
    outcome: str | None
    words: str | None
    decision: int | None


def page(asked: Asked) -> PageOf[ProposalView]:
    """One page of those that wait for a second person, or of those that ended."""
    return _docket().page(asked, lambda query: [_view(row) for row in db.session.scalars(query)])


def count(asked: Asked) -> int:
    """How many wait, or ended."""
    return _docket().count(asked)


def _docket() -> Docket:
    return Docket(select(Proposal), Proposal.provider_code, Proposal.at, Proposal.closed_at, Proposal.id)


def one(proposal_id: int) -> ProposalView | None:
    """The proposal with this number; None when there is none."""
    row = db.session.get(Proposal, proposal_id) if 0 < proposal_id < 2**31 else None
    return _view(row) if row else None


def waiting_for(subject_code: str) -> ProposalView | None:
    """The open proposal about this offer or provider."""
    query = select(Proposal).where(Proposal.subject_code == subject_code, Proposal.closed_at.is_(None))
    row = db.session.scalar(query)
    return _view(row) if row else None


def require_none_waits(subject_code: str, action: str | None = None) -> None:
    """WrongState while a proposal about this offer or provider, of this action if one is named, waits for its second
    person."""
    waiting = waiting_for(subject_code)
    if waiting is not None and action in (None, waiting.action):
        raise WrongState(_("A proposal about this waits for a second person; that comes first."))


def of_subject(subject_code: str) -> list[ProposalView]:
    """All proposals there were about it, the newest first."""
    query = select(Proposal).where(Proposal.subject_code == subject_code).order_by(Proposal.id.desc())
    return [_view(row) for row in db.session.scalars(query)]


def _view(row: Proposal) -> ProposalView:
    values = {name: getattr(row, name) for name in ProposalView.__dataclass_fields__}
    return ProposalView(**values | {"ruling": schema.stored(row.ruling)})
