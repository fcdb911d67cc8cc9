"""Every page as a frozen value that names its template: what a template may use is exactly the fields of its page plus
GLOBALS, and a house test compares the two. Views build these values; nothing else is handed to a template."""

from registry.web.pages.account import AccountFormPage, AccountPage
from registry.web.pages.admin import AdminPeoplePage, AdminPersonPage, AdminProviderPage, AdminProvidersPage
from registry.web.pages.base import GLOBALS, Page, fields_of, shown
from registry.web.pages.competences import CompetencePage, CompetencesPage
from registry.web.pages.confirm import ConfirmPage
from registry.web.pages.decisions import DecisionPage, DecisionsPage
from registry.web.pages.errors import ErrorPage, GonePage, KeptPage
from registry.web.pages.events import EventPage, EventsPage, HandoutPage
from registry.web.pages.explaining import (
    AboutPage,
    AccessibilityPage,
    ContactPage,
    DevelopersPage,
    HelpPage,
    LegalPage,
    PrivacyPage,
    RankingPage,
    RulesPage,
)
from registry.web.pages.home import HomePage
from registry.web.pages.ledger import LedgerPage
from registry.web.pages.offer import OfferPage
from registry.web.pages.offers import NothingFoundPage, OffersPage
from registry.web.pages.organisation import (
    EntryPage,
    InvitationOverPage,
    InvitationPage,
    JoinPage,
    MembersPage,
    RowsPage,
)
from registry.web.pages.places import PlacesPage
from registry.web.pages.providers import ProviderPage, ProvidersPage
from registry.web.pages.publish import PUBLISH_PAGES
from registry.web.pages.reports import ReportFindPage, ReportFormPage, ReportStatusPage
from registry.web.pages.review import (
    AppealPage,
    AppealsPage,
    ProposalPage,
    ProposalsPage,
    QueuePage,
    RedactPage,
    ReportPage,
    ReportsPage,
    TeamPage,
)
from registry.web.pages.review_case import CasePage, ConflictPage, DecidePage
from registry.web.pages.statistics import StatisticsPage
from registry.web.pages.styleguide import StyleGuidePage

PAGES: tuple[type[Page], ...] = (
    HomePage,
    OffersPage,
    NothingFoundPage,
    OfferPage,
    GonePage,
    ProvidersPage,
    ProviderPage,
    EventsPage,
    EventPage,
    HandoutPage,
    DecisionsPage,
    DecisionPage,
    LedgerPage,
    StatisticsPage,
    ReportFormPage,
    ReportStatusPage,
    ReportFindPage,
    CompetencesPage,
    CompetencePage,
    PlacesPage,
    RulesPage,
    RankingPage,
    ConfirmPage,
    HelpPage,
    AboutPage,
    ContactPage,
    LegalPage,
    PrivacyPage,
    AccessibilityPage,
    DevelopersPage,
    StyleGuidePage,
    AccountFormPage,
    AccountPage,
    AdminProvidersPage,
    AdminProviderPage,
    AdminPeoplePage,
    AdminPersonPage,
    JoinPage,
    InvitationPage,
    InvitationOverPage,
    MembersPage,
    EntryPage,
    RowsPage,
    ErrorPage,
    KeptPage,
    *PUBLISH_PAGES,
    QueuePage,
    CasePage,
    DecidePage,
    ConflictPage,
    ProposalsPage,
    ProposalPage,
    AppealsPage,
    AppealPage,
    ReportsPage,
    ReportPage,
    TeamPage,
    RedactPage,
)


def every() -> tuple[type[Page], ...]:
    """Every page there is."""
    return PAGES


__all__ = [
    "GLOBALS",
    "PAGES",
    "AboutPage",
    "AccessibilityPage",
    "CompetencePage",
    "CompetencesPage",
    "ConfirmPage",
    "ContactPage",
    "DecisionPage",
    "DecisionsPage",
    "DevelopersPage",
    "ErrorPage",
    "EventPage",
    "EventsPage",
    "GonePage",
    "HandoutPage",
    "HelpPage",
    "HomePage",
    "LedgerPage",
    "LegalPage",
    "NothingFoundPage",
    "OfferPage",
    "OffersPage",
    "Page",
    "PlacesPage",
    "PrivacyPage",
    "ProviderPage",
    "ProvidersPage",
    "RankingPage",
    "ReportFindPage",
    "ReportFormPage",
    "ReportPage",
    "ReportStatusPage",
    "RulesPage",
    "StatisticsPage",
    "StyleGuidePage",
    "every",
    "fields_of",
    "shown",
]
