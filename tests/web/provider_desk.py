"""A provider with a member who is signed in, as tests of its desk need it."""

from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from registry.catalogue import desk
from tests import builders, signing

NUMBER = count(1000)


class Desk:
    """A provider with a member who is signed in."""

    def __init__(self, app: Flask, role: str = "admin") -> None:
        self.app = app
        with app.app_context():
            self.provider = builders.vetted_provider(email="desk@harbour.example")
            self.account = signing.account(f"{role}@example.org")
            signing.join(self.account.id, self.provider, role)
        self.client: FlaskClient = signing.signed_in(app, self.account.id)

    def draft(self, **changes: Any) -> str:
        with self.app.app_context():
            return builders.draft(builders.training(**changes), self.provider)

    def listed(self) -> str:
        with self.app.app_context():
            return builders.decided(builders.training(), self.provider)

    def of(self, code: str) -> desk.Draft:
        with self.app.app_context():
            return desk.draft(builders.member(self.provider), code)

    def send(self, address: str, **values: object) -> Any:
        nonce = str(values.pop("nonce", f"nonce-of-the-tests-{next(NUMBER)}"))
        return self.client.post(address, data=signing.form(nonce, **values))
