"""The pages that explain the registry to people: about, help, contact, law, privacy, accessibility."""

import datetime as dt

from registry import config
from registry.config import Settings
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.vocabularies import queries as vocabularies
from registry.web import display, glossary, identity, moments, searches
from registry.web.formats import LICENCE
from registry.web.pages import AboutPage, AccessibilityPage, ContactPage, HelpPage, LegalPage, PrivacyPage
from registry.web.pages.explaining import LevelWords
from registry.web.values import Link

# when the accessibility statement was last made or looked through; change it with the statement
PREPARED = dt.date(2026, 11, 23)


def about() -> AboutPage:
    """What it is for, who runs it, and where to read more."""
    settings = config.current()
    return AboutPage(authority=settings.authority, legal_basis=_legal_basis(settings))


def guide() -> HelpPage:
    """How to choose, and what words mean."""
    settings = config.current()
    levels = tuple(
        LevelWords(display.official("digcomp-level", level.code), display.words(level.data["meaning"], "en").text)
        for level in vocabularies.concepts("digcomp-level")
    )
    return HelpPage(
        guidance=searches.guidance() or Link(settings.guidance_contact, f"mailto:{settings.guidance_contact}"),
        contact=settings.contact,
        levels=levels,
        glossary=glossary.entries(),
    )


def contact() -> ContactPage:
    """Whom to write to."""
    settings = config.current()
    return ContactPage(
        contact=settings.contact, guidance_contact=settings.guidance_contact, guidance=searches.guidance()
    )


def _legal_basis(settings: Settings) -> display.Words:
    """As the operator wrote it: in the registry's first language."""
    first = settings.languages[0]
    return display.Words(settings.legal_basis, "" if first == language() else first)


def legal() -> LegalPage:
    """Who answers for what, and what may be done with the data."""
    settings = config.current()
    return LegalPage(
        authority=settings.authority,
        legal_basis=_legal_basis(settings),
        contact=settings.contact,
        licence=Link(*LICENCE),
        vocabularies=Link(_("All lists with their sources"), identity.root() + "/api/v1/vocabularies"),
    )


def privacy() -> PrivacyPage:
    """What is known about a visitor."""
    settings = config.current()
    return PrivacyPage(authority=settings.authority, contact=settings.contact)


def accessibility() -> AccessibilityPage:
    """The accessibility statement, with the bodies of this installation."""
    settings = config.current()
    return AccessibilityPage(
        authority=settings.authority,
        site=settings.base_url,
        prepared=moments.day(PREPARED),
        contact=settings.contact,
        enforcement=settings.enforcement,
    )
