"""What the tests of decisions share: a small registry with a decision of every
kind."""

import pytest
from flask import Flask

from registry.config import Settings
from registry.kernel.actor import OPERATOR
from registry.quality import service
from tests import builders
from tests.ledger.insider import Insider


@pytest.fixture
def history(ctx: Flask) -> dict[str, str]:
    """Offers in every state that a decision can leave, by a name for what happened to them."""
    school, office = builders.vetted_provider(), builders.provider("unverified", name="Office")
    service.admit_provider(OPERATOR, office, "The register of 2025")
    offers = {
        "listed": builders.decided(provider_code=school),
        "conditional": builders.decided(
            builders.guidance(), school, conditions="State the waiting time.", review_by="2027-03-01"
        ),
        "refused": builders.decided(
            builders.validation(), school, action="refuse", reasons=["No evidence."], criteria={"price": "not-met"}
        ),
        "returned": builders.decided(provider_code=school, action="return", reasons=["Say more."], criteria={}),
        "withdrawn": builders.decided(provider_code=school),
        "suspended": builders.decided(provider_code=school),
        "admitted": builders.draft(provider_code=office),
        "amended": builders.decided(provider_code=school),
        "draft": builders.draft(provider_code=office),
    }
    service.withdraw(builders.member(school), offers["withdrawn"], builders.seen(offers["withdrawn"]), "Not taught.")
    ruling = {"action": "suspend", "reasons": ["A complaint is open."]}
    builders.ruled(offers["suspended"], ruling)
    service.admit_offer(OPERATOR, offers["admitted"], "The register of 2025")
    builders.amended(offers["amended"])
    return {**offers, "school": school, "office": office}


@pytest.fixture
def insider(history: dict[str, str], settings: Settings) -> Insider:
    """Someone who changes that registry past the application."""
    return Insider(settings)
