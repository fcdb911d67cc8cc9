"""What a change means in letters: for each kind of change a listener, which reads the truth, decides who should know,
and puts the letters down, each under a key that says what it is about and for whom. A change told twice puts nothing
down twice."""

import datetime as dt
from collections.abc import Callable, Iterable

from sqlalchemy import func, select

from registry.catalogue import holding, lifecycle
from registry.catalogue.model import Offer, Run, RunHold, Transition, Version
from registry.kernel import clock, outbox
from registry.kernel.actor import OWN
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.notices import outgoing
from registry.providers import members
from registry.providers.members import SUBMITS, Member
from registry.providers.model import Provider
from registry.quality import criteria, glancing
from registry.quality import service as quality
from registry.quality.model import Decision

NEWS = dt.timedelta(days=7)  # what happened longer ago is told to nobody
STAFF = ("reviewer", "admin")
# at these states of an open version its last step was news for the provider
STEPS = {"asked": ("ask", "question"), "submitted": ("submit", "submitted")}


def answering(provider_code: str) -> list[Member]:
    """The members who answer for the provider; these get its letters."""
    return [member for member in members.of_provider(provider_code) if member.role in SUBMITS]


def decided(keys: list[str]) -> None:
    """Tell providers what was decided about them and their offers: by people at the desk, and when an approval ended by
    itself. What a provider did itself it knows; lapses are told together, by the day."""
    with transaction():
        for decision in _decisions(keys):
            if decision.role in STAFF or decision.action == "expire":
                _tell_decision(decision)


def _decisions(keys: Iterable[str]) -> Iterable[Decision]:
    numbers = [int(key) for key in keys]
    query = select(Decision).where(Decision.number.in_(numbers), Decision.at > clock.now() - NEWS)
    return db.session.scalars(query.order_by(Decision.number)).all()


def _tell_decision(decision: Decision) -> None:
    people = answering(decision.provider_code)
    if not people:
        return
    title, language, provider = _subject(decision)
    values = {
        "number": decision.number,
        "about": decision.kind,
        "action": decision.action,
        "code": decision.subject_code,
        "title": title,
        "language": language,
        "provider": provider,
        "at": clock.day(decision.at).isoformat(),
        "examined": decision.examined,
        "reasons": list(decision.reasons or ([decision.basis] if decision.basis else [])),
        "said": dict(decision.said or {}),
        "not_met": criteria.not_met(decision.criteria),
        "rules": decision.rule_version,
        "conditions": decision.conditions,
        "review_by": decision.review_by.isoformat() if decision.review_by else None,
    }
    for person in people:
        outgoing.put(
            "decision", f"decision:{decision.number}:{person.user_id}", person.user_id, person.language, values
        )


def _subject(decision: Decision) -> tuple[dict[str, str], str, str]:
    """Title by language, original language, and the provider's name."""
    provider = db.session.scalar(select(Provider.name).where(Provider.code == decision.provider_code)) or ""
    if decision.kind != "offer":
        return {"": provider}, "", provider
    query = select(Version).join(Offer, Version.offer_id == Offer.id).where(Offer.code == decision.subject_code)
    version = db.session.scalars(query.where(Version.number == decision.version_number)).one()
    return dict(version.specification.title), version.language, provider


def stepped(keys: list[str]) -> None:
    """Tell providers that something was asked, and that what they submitted has arrived."""
    with transaction():
        for action, code, provider, version, step in _steps(keys):
            kind = STEPS[version.state][1]
            if action != STEPS[version.state][0]:
                continue  # given back to the queue: nothing the provider did or has to do
            if kind == "submitted" and step.role not in OWN:
                continue  # the operator needs no letter from the registry
            values = {
                "code": code,
                "title": dict(version.specification.title),
                "language": version.language,
                "provider": provider.name,
                "at": clock.day(step.at).isoformat(),
                "words": step.note or "",
            }
            for person in answering(provider.code):
                outgoing.put(kind, f"{kind}:{step.id}:{person.user_id}", person.user_id, person.language, values)


def _steps(keys: Iterable[str]) -> Iterable[tuple[str, str, Provider, Version, Transition]]:
    """The last step of each open version among these offers that was asked about or has arrived."""
    last = select(func.max(Transition.id)).where(Transition.version_id == Version.id).correlate(Version)
    query = (
        select(Offer.code, Provider, Version, Transition)
        .join(Version, Version.offer_id == Offer.id)
        .join(Provider, Offer.provider_id == Provider.id)
        .join(Transition, Transition.id == last.scalar_subquery())
        .where(Offer.code.in_(list(keys)), Version.state.in_(list(STEPS)), Transition.at > clock.now() - NEWS)
    )
    for code, provider, version, step in db.session.execute(query.order_by(Transition.id)):
        yield step.action, code, provider, version, step


def address_answered(keys: list[str]) -> None:
    """Tell the provider that a new address to enrol was refused, or that its host is allowed after all; what is not so
    any more is no news."""
    query = select(RunHold).where(RunHold.id.in_([int(key) for key in keys]), RunHold.outcome.in_(holding.ANSWERS))
    with transaction():
        for hold in db.session.scalars(query.where(RunHold.closed_at > clock.now() - NEWS)).all():
            named = select(Offer.code, Version.title, Version.language, Provider).join(Run, Run.offer_id == Offer.id)
            owned = named.join(Provider, Offer.provider_id == Provider.id).join(Version, Version.offer_id == Offer.id)
            newest = owned.where(Run.id == hold.run_id).order_by(Version.number.desc()).limit(1)
            code, title, language, provider = db.session.execute(newest).one()
            said = holding.answers(provider.code)
            kind, news = ("address", said.refused) if hold.outcome == "refused" else ("address-allowed", said.allowed)
            if hold.host not in news:
                continue
            values = {
                "code": code,
                "title": {language: title},
                "language": language,
                "provider": provider.name,
                "at": clock.day(hold.closed_at or clock.now()).isoformat(),
                "host": hold.host,
                "former": hold.former,
                "words": hold.words or "",
            }
            for person in answering(provider.code):
                outgoing.put(kind, f"{kind}:{hold.id}:{person.user_id}", person.user_id, person.language, values)


def _none() -> Iterable[str]:
    """What was before letters were sent is told to nobody."""
    return ()


def listener(topic: str, tell: Callable[[list[str]], None]) -> outbox.Listener:
    """Who writes letters when this topic changes."""
    return outbox.Listener(f"letters of {topic}", frozenset({topic}), tell, _none)


LISTENERS = (
    listener(quality.TOPIC, decided),
    listener(lifecycle.TOPIC, stepped),
    listener(glancing.TOPIC, address_answered),
)
