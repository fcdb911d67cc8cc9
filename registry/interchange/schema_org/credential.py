"""What the learner receives, as EducationalOccupationalCredential. A micro-credential that misses an element of the
European standard is called what the registry calls it: a certificate."""

from registry.catalogue.views import OfferView
from registry.interchange.schema_org.terms import COMPETENCES, EQF, Node, label, node, one_or_many, said, term
from registry.interchange.site import Site

NONE = "none"


def credential(offer: OfferView, site: Site) -> Node | None:
    """None when the offer leads to none, or does not say."""
    kind, stated = offer.credential, offer.spec.credential
    if kind is None or kind == NONE:
        return None
    body = stated.awarding_body if stated else None
    awarding = node("Organization", name=body.name, address=_country(body.country)) if body and body.name else None
    return node(
        "EducationalOccupationalCredential",
        name=said((stated and stated.title) or offer.title, offer.language, site),
        credentialCategory=label("credential", kind, site),
        competencyRequired=one_or_many([term(COMPETENCES, code, site) for code in offer.competences]),
        educationalLevel=eqf(offer, site),
        provider=awarding,
    )


def eqf(offer: OfferView, site: Site) -> Node | None:
    """The level of the European Qualifications Framework, where one was given."""
    level = offer.spec.eqf
    return term(EQF, str(level), site) if isinstance(level, int) else None


def _country(code: str | None) -> Node | None:
    return node("PostalAddress", addressCountry=code) if code else None
