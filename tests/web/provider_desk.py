"""A provider with a member who is signed in, as tests of its desk need it."""

from itertools import count
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from lxml import html

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


def form_of(page: Any) -> dict[str, Any]:
    """What a browser would send of the form of a page as it stands: boxes in the order of the page, lines as browsers
    end them."""
    tree = html.document_fromstring(page.get_data(as_text=True))
    form = next(one for one in tree.forms if one.xpath(".//input[@name='seen']"))
    found: dict[str, Any] = {}
    for name, value in form.form_values():
        if name != "then":
            text = value.replace("\r\n", "\n").replace("\n", "\r\n")
            is_one = name not in found and not form.xpath(f".//input[@type='checkbox'][@name='{name}']")
            before = found.get(name, [])
            found[name] = text if is_one else [*(before if isinstance(before, list) else [before]), text]
    return found


def send(provider: Desk, address: str, form: dict[str, Any], **changes: Any) -> Any:
    return provider.client.post(address, data={**form, **changes})


def ticked(page: Any) -> dict[str, str]:
    """Path → which of both values is chosen on the page of two values."""
    tree = html.document_fromstring(page.get_data(as_text=True))
    chosen = tree.xpath("//input[@type='radio'][@checked]")
    return {one.get("name").removeprefix("choose."): one.get("value") for one in chosen}
