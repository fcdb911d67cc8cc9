"""What one gets: the standard elements of a micro-credential, each given or missing, or in short what else one takes
home."""

from typing import Any

from registry.catalogue.elements import GIVEN, MISSING, NOT_APPLICABLE, Element
from registry.catalogue.views import OfferView
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import ngettext
from registry.web import display
from registry.web.pages.offer import ElementRow
from registry.web.values import Fact

# elements whose value is codes of a list
_SCHEMES = {
    "assessment": "assessment-type",
    "participation": "mode",
    "quality-assurance": "quality-assurance",
    "supervision": "supervision",
    "stackability": "stackability",
}


def is_micro(offer: OfferView) -> bool:
    """Is it meant as a micro-credential?"""
    return offer.spec.credential is not None and offer.spec.credential.type == "micro"


def elements(offer: OfferView) -> tuple[ElementRow, ...]:
    """Every element a catalogue can give, whatever one receives; nothing for guidance, which leads to no credential,
    and where one receives nothing."""
    return tuple(_row(item, offer) for item in _shown(offer))


def elements_words(offer: OfferView) -> tuple[str, ...]:
    """How many are given, whether that suffices, and whose numbers these are."""
    shown = _shown(offer)
    if not shown:
        return ()
    required = [item for item in shown if item.mandatory and item.state in (GIVEN, MISSING)]
    given = sum(item.state == GIVEN for item in required)
    optional = [item for item in shown if not item.mandatory]
    counted = _(
        "%(given)s of %(all)s required elements given, %(more)s of %(others)s optional ones.",
        given=given,
        all=len(required),
        more=sum(item.state == GIVEN for item in optional),
        others=len(optional),
    )
    missing = is_micro(offer) and any(item.state == MISSING for item in required)
    verdict = _("Until all required ones are given, the registry lists it as a certificate.") if missing else ""
    source = _(
        "Numbers follow Annex I of the European approach. Your name and the date appear on the credential itself."
    )
    return tuple(filter(None, (counted, verdict, source)))


def receives(offer: OfferView) -> tuple[Fact, ...]:
    """In short, for everything that is no micro-credential."""
    given = offer.spec.credential
    facts = []
    if offer.credential:
        facts.append(Fact(_("You receive"), display.named("credential", offer.credential)))
    if given and given.awarding_body and given.awarding_body.name:
        facts.append(Fact(_("Awarded by"), given.awarding_body.name))
    validation = offer.spec.validation
    if validation and validation.receives:
        said = display.words(validation.receives, offer.language)
        facts.append(Fact(_("In words"), said.text, lang=said.lang))
    return tuple(facts)


def _shown(offer: OfferView) -> list[Element]:
    if offer.kind == "guidance" or offer.credential in (None, "none"):
        return []
    return [item for item in offer.elements if item.in_catalogue]


def _row(item: Element, offer: OfferView) -> ElementRow:
    absent = {MISSING: _("not stated"), NOT_APPLICABLE: _("does not apply")}
    said = display.Words(absent[item.state]) if item.state in absent else value(item, offer)
    name, why = names()[item.code]
    return ElementRow(item.number, name, why, said.text, said.lang, item.state == GIVEN)


def names() -> dict[str, tuple[str, str]]:
    """By code the element's name, and what it is good for."""
    return {
        "title": (_("Title"), _("what it is called")),
        "country": (_("Country of the issuer"), _("whose law applies")),
        "awarding-body": (_("Awarding body"), _("who stands behind it")),
        "outcomes": (_("Learning outcomes"), _("what you can do")),
        "workload": (_("Workload"), _("time to plan for")),
        "level": (_("Level"), _("so that others can place it")),
        "assessment": (_("Type of assessment"), _("how it is proved")),
        "participation": (_("Form of participation"), _("how you take part")),
        "quality-assurance": (_("Quality assurance"), _("why one can trust it")),
        "prerequisites": (_("Before you start"), _("what you need")),
        "supervision": (_("Supervision and identity"), _("that it was really you")),
        "stackability": (_("Can be combined"), _("where it may lead")),
        "further": (_("Further information"), _("what else to know")),
    }


def value(item: Element, offer: OfferView) -> display.Words:
    """The element's value in words; codes by their list, counts where the page shows the whole elsewhere."""
    given: Any = item.value
    if item.code in _SCHEMES:
        codes = (given,) if isinstance(given, str) else given
        labels = [display.named(_SCHEMES[item.code], code) for code in codes]
        return display.Words(display.listed(labels))
    if item.code == "country":
        country, region = given
        names = [display.named("nuts", region) if region else "", display.country_name(country)]
        return display.Words(display.listed(names))
    if item.code == "outcomes":
        return display.Words(ngettext("%(num)s, listed above", "%(num)s, listed above", len(given)))
    if item.code == "workload":
        credits = [_credits(one.system, one.hundredths) for one in offer.spec.credits]
        return display.Words(display.listed([display.duration(given), *credits]))
    if item.code == "level":
        return display.Words(_("EQF level %(level)s", level=given))
    return display.Words(given) if isinstance(given, str) else display.words(given, offer.language)


def _credits(system: str | None, hundredths: int | None) -> str:
    if hundredths is None:
        return ""
    name = display.named("credit-system", system) if system else _("credits")
    return f"{display.hundredths(hundredths)} {name}"
