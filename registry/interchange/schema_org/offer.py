"""An offer: a training is a Course with its runs, guidance and validation are Services whose runs are Offers. The three
share who offers it, what it is called and which competences it serves."""

from typing import Any

from registry.catalogue.runs import RunView
from registry.catalogue.views import OfferView
from registry.interchange.schema_org import prices
from registry.interchange.schema_org.credential import credential, eqf
from registry.interchange.schema_org.organisation import authority, named, place
from registry.interchange.schema_org.run import instance
from registry.interchange.schema_org.terms import (
    COMPETENCES,
    LEVELS,
    Node,
    document,
    duration,
    label,
    node,
    one_or_many,
    said,
    term,
)
from registry.interchange.site import Site, offer_path

EVERYONE = "everyone"
# our access codes → the words schema.org's readers know them by
FEATURES = {"captions": "captions", "sign-language": "signLanguage"}


def offer(view: OfferView, site: Site) -> Node:
    """The offer as a document."""
    return document(_course(view, site) if view.kind == "training" else _service(view, site))


def type_of(kind: str) -> str:
    """Which type an offer of this kind is."""
    return "Course" if kind == "training" else "Service"


def _said_of_all(view: OfferView, site: Site) -> dict[str, Any]:
    spec = view.spec
    description = said(spec.description, view.language, site, markdown=True)
    return {
        "id_": site.uri(offer_path(view.code)),
        "name": said(view.title, view.language, site),
        "description": description or said(spec.summary, view.language, site),
        "url": site.page(offer_path(view.code)),
        "sameAs": spec.homepage,
        "identifier": view.code,
        "provider": named(view.provider, site),
        "audience": one_or_many(_audience(view, site)),
    }


def _course(view: OfferView, site: Site) -> Node:
    spec = view.spec
    runs = _coming(view)
    levels = sorted({outcome.level for outcome in spec.outcomes if outcome.level})
    outcomes = [said(outcome.title, view.language, site) for outcome in spec.outcomes]
    reached = [term(LEVELS, str(level), site) for level in levels]
    qualification = eqf(view, site)
    return node(
        "Course",
        **_said_of_all(view, site),
        abstract=said(spec.summary, view.language, site),
        availableLanguage=one_or_many(list(spec.languages)),
        teaches=[*outcomes, *(term(COMPETENCES, code, site) for code in view.competences)],
        educationalLevel=one_or_many([*reached, *([qualification] if qualification else [])]),
        coursePrerequisites=said(spec.prerequisites, view.language, site, markdown=True),
        timeRequired=duration(view.minutes),
        numberOfCredits=one_or_many(_credits(view, site)),
        educationalCredentialAwarded=credential(view, site),
        isAccessibleForFree=_is_free(runs, site),
        accessibilityFeature=[FEATURES[code] for code in view.access if code in FEATURES],
        datePublished=view.first_listed_at.isoformat(),
        dateModified=view.listed_at.isoformat(),
        sdPublisher=authority(site),
        hasCourseInstance=[instance(view, run, site) for run in runs],
    )


def _service(view: OfferView, site: Site) -> Node:
    return node(
        "Service",
        **_said_of_all(view, site),
        serviceType=label("kind", view.kind, site),
        category=[term(COMPETENCES, code, site) for code in view.competences],
        availableChannel=_channels(view, site),
        serviceOutput=_output(view, site),
        offers=_offers(view, site),
    )


def _coming(view: OfferView) -> list[RunView]:
    return [run for run in view.runs if not run.is_over]


def _audience(view: OfferView, site: Site) -> list[Node]:
    groups = [code for code in view.spec.target_groups if code != EVERYONE]
    return [node("Audience", audienceType=label("target-group", code, site)) for code in groups]


def _credits(view: OfferView, site: Site) -> list[Node]:
    return [
        node(
            "QuantitativeValue",
            value=one.hundredths // 100 if one.hundredths % 100 == 0 else one.hundredths / 100,
            unitText=label("credit-system", one.system, site),
        )
        for one in view.spec.credits
        if one.hundredths and one.system
    ]


def _is_free(runs: list[RunView], site: Site) -> bool | None:
    """Is every run free, or none? None when it differs, or when a price is unknown."""
    totals = [prices.total(run, site) for run in runs]
    if not totals or any(total is None for total in totals):
        return None
    free = {total == 0 for total in totals}
    return free.pop() if len(free) == 1 else None


def _channels(view: OfferView, site: Site) -> list[Node]:
    codes = view.spec.guidance.channels if view.spec.guidance else ()
    languages = one_or_many(list(view.spec.languages))
    enrol = view.spec.enrol.url if view.spec.enrol else None
    return [
        node("ServiceChannel", name=label("channel", code, site), availableLanguage=languages, serviceUrl=enrol)
        for code in codes
    ] or ([node("ServiceChannel", availableLanguage=languages, serviceUrl=enrol)] if enrol else [])


def _output(view: OfferView, site: Site) -> Node | None:
    """What a validation leads to: the credential, else the words for what one receives."""
    awarded = credential(view, site)
    receives = view.spec.validation.receives if view.spec.validation else None
    if awarded or not receives:
        return awarded
    return node("CreativeWork", description=said(receives, view.language, site))


def _offers(view: OfferView, site: Site) -> list[Node]:
    """The coming runs of a service with their prices; without runs, what its text says of the cost."""
    found = [
        one
        for run in _coming(view)
        for one in prices.offers(run, site, availableAtOrFrom=place(run.place, site) if run.place else None)
    ]
    cost = view.spec.guidance.cost if view.spec.guidance else None
    return found or ([node("Offer", description=said(cost, view.language, site))] if cost else [])
