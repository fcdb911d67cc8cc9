"""The program as such: one app, no data, for rules that ask only how it is built."""

from collections.abc import Iterator

import pytest
from flask import Flask

from registry.app import create_app
from registry.config import Settings


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The app, with its context pushed."""
    app = create_app(
        Settings(data_dir=tmp_path_factory.mktemp("program"), secret_key="k" * 40, base_url="http://localhost")
    )
    with app.app_context():
        yield app
