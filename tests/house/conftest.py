"""The program as such: one app, no data, for rules that ask only how it is built."""

from collections.abc import Iterator

import pytest
from flask import Flask

from registry.app import create_app
from registry.config import Settings


@pytest.fixture(scope="session")
def _program(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    directory = tmp_path_factory.mktemp("program")
    return create_app(Settings(data_dir=directory, secret_key="k" * 40, base_url="http://localhost"))


@pytest.fixture
def program(_program: Flask) -> Iterator[Flask]:
    """The app, its context pushed for this test alone: one left pushed would be taken for another test's app."""
    with _program.app_context():
        yield _program
