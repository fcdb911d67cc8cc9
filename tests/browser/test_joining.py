"""Accounts and a provider's own pages in a browser: gone through with the keyboard and without script. How every page
of them looks is in test_desks."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.accounts import queries as accounts
from registry.kernel.db import db
from registry.providers import members
from tests import builders, signing
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser
Opened = Any


@pytest.fixture
def at(site: Site, browser: Browser) -> Iterator[Opened]:
    """Open the site as this account, or as nobody."""
    contexts: list[Any] = []

    def opened(user_id: int | None = None, **more: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 800}} | more)
        contexts.append(context)
        if user_id is not None:
            held = signing.signed_in(site.app, user_id).get_cookie("session")
            assert held is not None
            context.add_cookies([{"name": "session", "value": held.value, "url": site.address}])
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def people(site: Site) -> dict[str, Any]:
    """A member with a provider; an account of nobody's."""
    tail = "joining@example.org"
    with site.app.app_context():
        if accounts.by_email(f"member-{tail}") is None:
            code = builders.provider("unverified", name="Harbour Learning House for joining")
            member = signing.account(f"member-{tail}", name="Mia Member")
            signing.join(member.id, code)
            signing.account(f"new-{tail}")
        found = {who: accounts.by_email(f"{who}-{tail}") for who in ("member", "new")}
        ids = {who: person.id for who, person in found.items() if person}
        [own] = members.of_user(ids["member"])
        db.session.rollback()
    return {**ids, "code": own.code}


def test_a_provider_is_registered_with_the_keyboard_and_a_slip_loses_nothing(
    site: Site, at: Opened, people: dict[str, Any]
) -> None:
    page = at(people["new"])
    page.goto(site.address + "/publish/join")
    name = page.get_by_label("Name of the provider")
    name.focus()
    page.keyboard.type("Evening School of the Quay")
    page.keyboard.press("Tab")  # the country is the registry's
    page.keyboard.press("Tab")
    kind = page.locator("[name='identifiers.0.scheme']")
    while kind.input_value() != "kbo-bce":
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("0403.170.702")
    page.keyboard.press("Enter")
    problems = page.locator("#problems")
    expect(problems).to_be_focused()
    problems.get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    number = page.locator("[name='identifiers.0.value']")
    expect(number).to_be_focused()
    expect(number).to_have_value("0403.170.702")
    expect(name).to_have_value("Evening School of the Quay")
    page.keyboard.press("Control+A")
    page.keyboard.type("0403.170.701")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Evening School of the Quay")
    expect(page.get_by_text("Not verified yet")).to_be_visible()


def test_a_colleague_is_invited_without_script(site: Site, at: Opened, people: dict[str, Any]) -> None:
    page = at(people["member"], java_script_enabled=False)
    page.goto(site.address + f"/publish/providers/{people['code']}/members")
    page.get_by_label("E-mail address").fill("colleague-joining@example.org")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("heading", name="colleague-joining@example.org")).to_be_visible()
    page.get_by_role("button", name="Take back colleague-joining@example.org").click()
    expect(page.get_by_role("heading", name="colleague-joining@example.org")).to_have_count(0)
