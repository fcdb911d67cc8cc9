"""The verbs of examining: taking a case and giving it back, assigning it, writing down what was found, asking the
provider and being answered. None of them decides. A case is one reviewer's alone for some days after they last did
something about it; then others may take it over."""

from collections.abc import Mapping
from typing import TypedDict, Unpack

from sqlalchemy import select

from registry.accounts import queries as accounts
from registry.catalogue import lifecycle
from registry.catalogue import policy as catalogue_policy
from registry.catalogue import queries as catalogue
from registry.catalogue.model import EXAMINED_NOW, Offer, Version
from registry.kernel import clock, outbox
from registry.kernel.actor import Actor
from registry.kernel.db import db
from registry.kernel.errors import Forbidden, Invalid, NotFound, WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction
from registry.providers import members
from registry.quality import criteria, interests, policy, proposals, remarks, reviews, schema
from registry.quality.cases import FINDINGS, Finding, Review


class Said(TypedDict, total=False):
    """What may be said with a finding."""

    words: str
    note: str
    evidence: str


def take(actor: Actor, code: str, seen: int) -> int:
    """Take a submitted offer to examine it, or take over one nobody holds any more, as seen; returns its new counter.

    No decision, so no entry. Raises NotFound, Forbidden, Conflict, WrongState (someone else has it); so do the others.
    """
    with transaction():
        offer, ref = _let_in(actor, code, "take", seen)
        version, review = _at_desk(offer)
        if ref in interests.overruled(offer):
            raise Forbidden(_("An appeal against your decision was upheld; someone else examines this now."))
        require_free(review, ref)
        if version is None or version.state not in ("in-review", "asked"):
            version = lifecycle.step(offer, "take", actor)
        else:
            offer.counter += 1
        review = review or reviews.begin(offer, version, _kind(offer))
        reviews.give(review, ref, taken=True)
        reviews.inherit(review, offer, version)
        return _moved(offer)


def release(actor: Actor, code: str, seen: int) -> int:
    """Give a case back to the desk, one's own or (an admin) anybody's; what was found stays with it."""
    with transaction():
        offer, ref = _let_in(actor, code, "release", seen)
        version, review = _at_desk(offer)
        if actor.role != "admin" and review is not None and review.reviewer_ref not in (ref, None):
            raise Forbidden(_("Someone else is examining this offer."))
        if version is not None and version.state == "submitted" and review is not None and review.reviewer_ref:
            offer.counter += 1
        else:
            lifecycle.step(offer, "release", actor)
        if review is not None:
            reviews.give(review, None, taken=False)
        return _moved(offer)


def assign(actor: Actor, code: str, seen: int, reviewer_ref: str, reason: str) -> int:
    """Give a case to a reviewer, who still has to take it and reads the reason; Invalid without one, or when this
    person may not examine it."""
    with transaction():
        offer, _ref = _let_in(actor, code, "assign", seen)
        version, review = _at_desk(offer)
        if version is None:
            raise WrongState(_("This is not possible in the state the offer is in."), state=offer.newest_version.state)
        said = schema.reason("reason", reason)
        if not _may_examine(reviewer_ref, offer):
            raise Invalid({"reviewer_ref": [_("This person cannot examine this offer.")]})
        review = review or reviews.begin(offer, version, _kind(offer))
        reviews.give(review, reviewer_ref, taken=False)
        review.assigned_why = said
        offer.counter += 1
        return _moved(offer)


def ask(actor: Actor, code: str, seen: int, question: str = "") -> int:
    """Ask the provider before deciding: the question, all remarks not sent yet and what findings ask become its tasks,
    and the clock pauses. Invalid when nothing is asked."""
    with transaction():
        offer, ref = _let_in(actor, code, "ask", seen)
        version, review = _at_desk(offer)
        if version is None or version.state != "in-review":
            lifecycle.step(offer, "ask", actor)  # says why not
        review = held_by(ref, offer, review)
        sent = remarks.send(review, schema.words("question", question))
        if not sent:
            raise Invalid({"note": [_("Please write a sentence.")]})
        lifecycle.step(offer, "ask", actor, "\n\n".join(sent))
        reviews.touch(review)
        outbox.emit(reviews.TOPIC, str(review.id))
        return _moved(offer)


def answer(actor: Actor, code: str, seen: int, answers: Mapping[int, str], note: str = "") -> int:
    """The provider answers what was asked, each open remark by its number, and the case goes back to the desk; returns
    the new counter. Invalid while a remark has no answer."""
    with transaction():
        offer = catalogue.for_update(code)
        catalogue_policy.require(actor, "save", offer)
        offer.unchanged_since(seen)
        _version, review = _at_desk(offer)
        given = remarks.answered(offer.id, {int(key): text for key, text in answers.items()})
        said = [text for text in (schema.words("note", note), *given) if text]
        lifecycle.step(offer, "answer", actor, "\n\n".join(said))
        if review is not None:
            if review.reviewer_ref:
                reviews.touch(review)
            outbox.emit(reviews.TOPIC, str(review.id))
        return _moved(offer)


def save_finding(actor: Actor, review_id: int, criterion: str, verdict: str, **said: Unpack[Said]) -> None:
    """Write down what was found on one criterion, in place of what stood there; with `words` (for the provider and the
    public), a `note` for the desk, the address of `evidence`. The words of a question are not those of another verdict.

    Raises NotFound, Forbidden, WrongState (closed, or the finding is taken over and the criterion not opened again),
    Invalid (no such criterion or verdict, words missing).
    """
    with transaction():
        review, offer = own_review(actor, review_id)
        letter = schema.finding({**said, "verdict": verdict})
        known = [point.code for point in criteria.current(clock.today()).of_kind(offer.kind)]
        if criterion not in known:
            raise Invalid({"criterion": [_("This criterion does not apply here.")]})
        if verdict not in FINDINGS:
            raise Invalid({"verdict": [_("This verdict is not known.")]})
        known_row = select(Finding).where(Finding.review_id == review.id, Finding.criterion == criterion)
        row = db.session.scalar(known_row) or Finding(review_id=review.id, criterion=criterion)
        if row.verdict == "ask" and verdict != "ask" and letter.get("words") == row.words:
            letter["words"] = None
        if verdict in ("not-met", "ask") and not letter.get("words"):
            asked = _("These are the words of your question. Please say in words what is missing.")
            raise Invalid({"words": [asked if "words" in letter else _("Please say in words what is missing.")]})
        if row.inherited_from is not None:
            raise WrongState(_("This criterion keeps its finding. Open it again first, with a reason."))
        row.verdict, row.at = verdict, clock.now()
        row.words, row.note, row.evidence = (letter.get(name) for name in ("words", "note", "evidence"))
        db.session.add(row)
        reviews.touch(review)


def require_hold(actor: Actor, review_id: int) -> None:
    """This review is open, and this actor's to fill. Raises NotFound, Forbidden, WrongState."""
    with transaction():
        own_review(actor, review_id)


def remark(actor: Actor, review_id: int, field: str, text: str, criterion: str | None = None) -> int:
    """Note something for the provider at a field of the offer ("" for the whole); it is sent when the provider is asked
    or the offer returned. Returns its number. Raises as `save_finding`."""
    with transaction():
        review, offer = own_review(actor, review_id)
        number = remarks.add(review, offer.kind, schema.remark({"field": field, "text": text, "criterion": criterion}))
        reviews.touch(review)
        return number


def settle(actor: Actor, review_id: int, remark_id: int) -> None:
    """A remark needs nothing more; one that was not sent is gone. Raises as `save_finding`."""
    with transaction():
        review, _offer = own_review(actor, review_id)
        remarks.settle(review, remark_id)
        reviews.touch(review)


def held_by(ref: str, offer: Offer, review: Review | None) -> Review:
    """The review of the offer's open version, which must be this person's; opened now when there is none yet."""
    version = offer.open_version
    if review is None and version is not None:
        review = reviews.begin(offer, version, _kind(offer))
        reviews.give(review, ref, taken=True)
        reviews.inherit(review, offer, version)
    if review is None or review.reviewer_ref != ref:
        raise Forbidden(_("Someone else is examining this offer. Take it over first."))
    return review


def _let_in(actor: Actor, code: str, action: str, seen: int) -> tuple[Offer, str]:
    """The offer for update, once the actor may do this to it as seen; and who the actor is."""
    offer = catalogue.for_update(code)
    catalogue_policy.require(actor, "see", offer)
    policy.require(actor, action, policy.HANDLING_RIGHTS, offer.provider.code)
    ref = interests.require_none(actor, offer.provider_id, offer.provider.code)
    offer.unchanged_since(seen)
    proposals.require_none_waits(offer.code, "refuse")  # it is confirmed of a case its proposer has
    return offer, ref


def _at_desk(offer: Offer) -> tuple[Version | None, Review | None]:
    """The version that is being examined, and its review."""
    version = offer.open_version
    if version is None or version.state not in EXAMINED_NOW:
        return None, None
    return version, reviews.open_of(version)


def require_free(review: Review | None, ref: str) -> None:
    """Nobody else has it, or has had it in hand lately."""
    if review is None or review.reviewer_ref in (None, ref):
        return
    if review.taken_at is None:
        raise WrongState(_("This case is assigned to someone else."))
    if review.locked_until is None or review.locked_until > clock.now():
        raise WrongState(_("Someone else is examining this offer."))


def own_review(actor: Actor, review_id: int) -> tuple[Review, Offer]:
    """The open review this actor holds, and its offer."""
    review, offer = locked(review_id)
    policy.require(actor, "take", policy.HANDLING_RIGHTS, offer.provider.code)
    ref = interests.require_none(actor, offer.provider_id, offer.provider.code)
    if review.closed_at:
        raise WrongState(_("This review is closed."))
    if review.reviewer_ref != ref or review.taken_at is None:
        raise Forbidden(_("Someone else is examining this offer. Take it over first."))
    if review.kind in reviews.AT_DESK:
        proposals.require_none_waits(offer.code, "refuse")  # what was found is what its second person reads
    return review, offer


def locked(review_id: int) -> tuple[Review, Offer]:
    """The review and its offer for update, the offer first as for every other verb; NotFound when there is none."""
    code = db.session.scalar(select(Offer.code).join(Review, Review.offer_id == Offer.id).where(Review.id == review_id))
    if code is None:
        raise NotFound(_("There is no such review."))
    offer = catalogue.for_update(code)
    review = select(Review).where(Review.id == review_id).with_for_update()
    return db.session.scalars(review.execution_options(populate_existing=True)).one(), offer


def _may_examine(ref: str, offer: Offer) -> bool:
    person = accounts.by_refs([ref]).get(ref)
    if person is None or "reviewer" not in person.roles or interests.has(ref, offer.provider_id):
        return False
    own = {one.code for one in members.of_user(person.id)}
    return offer.provider.code not in own and ref not in interests.overruled(offer)


def _kind(offer: Offer) -> str:
    """A change is held against what stands in the list; what stands there no more is examined whole, as at first."""
    return "change" if offer.current_version else "first"


def _moved(offer: Offer) -> int:
    outbox.emit(lifecycle.TOPIC, offer.code)
    return offer.counter
