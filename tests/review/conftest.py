"""A desk to work at: an application with one reviewer signed in, a provider, and offers that were submitted."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from registry.quality import addresses, reviews
from registry.quality.docket import Asked
from tests import builders, signing


class Desk:
    """What a test of the desk needs; verbs are called with `with desk.app.app_context()`, requests without one."""

    def __init__(self, app: Flask) -> None:
        self.app, self._nonces = app, 0
        with app.app_context():
            self.provider = builders.vetted_provider()
        self.reviewer = self.someone("rae@example.org", "reviewer")

    def someone(self, email: str, *roles: str, of: str | None = None) -> FlaskClient:
        """Somebody with these roles, signed in."""
        with self.app.app_context():
            return signing.a_client(self.app, email, roles=roles, of=of)

    def submitted(self, content: dict[str, Any] | None = None) -> str:
        """An offer that waits for a reviewer; its code."""
        with self.app.app_context():
            code = builders.draft(content or builders.training(), self.provider)
            catalogue.perform(OPERATOR, code, "submit", builders.seen(code))
            return code

    def revised(self, code: str, content: dict[str, Any]) -> None:
        """A next version of a listed offer, submitted."""
        with self.app.app_context():
            seen = catalogue.revise(OPERATOR, code, builders.seen(code))
            seen = catalogue.save(OPERATOR, code, content, seen)
            catalogue.perform(OPERATOR, code, "submit", seen)

    def seen(self, code: str) -> int:
        """The offer's counter now."""
        with self.app.app_context():
            return builders.seen(code)

    def form(self, **values: Any) -> dict[str, Any]:
        """A form with a nonce of its own."""
        self._nonces += 1
        return signing.form(f"nonce-of-the-desk-{self._nonces:04}", **values)

    def held(self, host: str = "else.example") -> tuple[str, int]:
        """A listed offer of which a date leads to a host nobody knew; its code, and the number of the address."""
        with self.app.app_context():
            code = builders.decided(provider_code=self.provider)
            run = catalogue.schedule_run(
                OPERATOR, code, builders.run_letter(enrol={"url": "https://harbour.example/a"})
            )
            catalogue.change_run(OPERATOR, run, builders.run_letter(enrol={"url": f"https://{host}/b"}), 1)
            held = max(addresses.page(Asked()).items, key=lambda one: one.id)
            return code, held.id

    def take(self, code: str, client: FlaskClient | None = None) -> Any:
        """Take the case."""
        return (client or self.reviewer).post(f"/review/cases/{code}/take", data=self.form(seen=self.seen(code)))

    def page(self, address: str, client: FlaskClient | None = None, status: int = 200) -> Any:
        """The page as a tree."""
        answer = (client or self.reviewer).get(address)
        assert answer.status_code == status, (address, answer.status_code, answer.location)
        return html.document_fromstring(answer.get_data(as_text=True))

    def findings(self, code: str, then: str = "save", **verdicts: str) -> Any:
        """Save what was found: every open criterion met but for those named (`price="not-met"`), with words."""
        tree = self.page(f"/review/cases/{code}")
        form = tree.xpath("//form[contains(@action, '/findings')]")[0]
        values: dict[str, Any] = dict.fromkeys(form.xpath(".//input[@type='radio']/@name"), "met")
        for name, verdict in verdicts.items():
            path = f"findings.{name.replace('_', '-')}"
            values |= {f"{path}.verdict": verdict, f"{path}.words": f"About {name}."}
        seen = form.xpath(".//input[@name='seen']/@value")[0]
        address = f"/review/cases/{code}/findings"
        return self.reviewer.post(address, data={**self.form(seen=seen), **values, "then": then})

    def found(self, code: str) -> int:
        """The counter of what its review has found; 0 without one."""
        with self.app.app_context():
            review = reviews.open_of(builders.offer_row(code).open_version)
            return review.counter if review else 0

    def decide(self, code: str, action: str, then: str = "confirm", **values: Any) -> Any:
        """Take the decision that was looked at, or look at it."""
        address = f"/review/cases/{code}/decide?action={action}"
        made_of = {"seen": self.seen(code), "found": self.found(code)}
        return self.reviewer.post(address, data={**self.form(**made_of), **values, "then": then})

    def listed(self, content: dict[str, Any] | None = None) -> str:
        """An offer this desk has listed; its code."""
        code = self.submitted(content)
        assert self.take(code).status_code == 303
        assert self.findings(code).status_code == 303
        assert self.decide(code, "list").status_code == 303
        return code


@pytest.fixture
def desk(app: Flask) -> Desk:
    """See Desk."""
    return Desk(app)
