"""What the tests of the catalogue share."""

import pytest
from flask import Flask

from registry.catalogue import service
from registry.kernel.actor import OPERATOR
from tests import builders


@pytest.fixture
def amended(ctx: Flask) -> tuple[str, str]:
    """A listed offer with an open second version that differs in its summary only; its provider and its code."""
    provider = builders.provider()
    code = builders.listed(provider_code=provider)
    seen = service.revise(OPERATOR, code, builders.seen(code))
    service.save(OPERATOR, code, builders.training(summary={"en": "Corrected."}), seen)
    return provider, code
