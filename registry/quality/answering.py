"""A provider answers single remarks of an offer that was returned to it, one by one while it puts things right: what
was done, or why not. The answers come back to the desk with the next submission."""

from collections.abc import Mapping

from registry.catalogue import policy as catalogue_policy
from registry.catalogue import queries as catalogue
from registry.catalogue.model import EDITABLE
from registry.kernel import outbox
from registry.kernel.actor import Actor
from registry.kernel.errors import WrongState
from registry.kernel.i18n import gettext as _
from registry.kernel.transaction import transaction
from registry.quality import remarks, reviews
from registry.quality.remarks import Answer


def answer_remarks(actor: Actor, code: str, answers: Mapping[int, Answer]) -> int:
    """Write answers to open remarks, by number; an empty one takes the answer back. How many reviews it concerns.

    Raises NotFound, Forbidden, Invalid (no such remark, too long), Conflict (somebody answered meanwhile), WrongState
    (not the provider's to write: it is being examined, or nothing is open).
    """
    with transaction():
        offer = catalogue.for_update(code)
        catalogue_policy.require(actor, "save", offer)
        version = offer.open_version
        if version is None or version.state not in EDITABLE:
            raise WrongState(_("This is not possible in the state the offer is in."), state=offer.newest_version.state)
        concerned = remarks.noted(offer.id, answers)
        for number in concerned:
            outbox.emit(reviews.TOPIC, str(number))
        return len(concerned)
