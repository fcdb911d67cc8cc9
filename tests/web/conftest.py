"""What tests of pages share."""

import pytest
from flask import Flask

from tests.web.provider_desk import Desk


@pytest.fixture
def provider(app: Flask) -> Desk:
    """A provider whose administrator is signed in."""
    return Desk(app)
