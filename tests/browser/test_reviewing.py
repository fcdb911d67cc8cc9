"""The reviewer's desk in a browser: a case from the queue to its listing with the keyboard and without script, and the
addresses of every page of the desk, which test_desks looks at."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR, VISITOR
from registry.kernel.transaction import transaction
from registry.quality import addresses as new_addresses
from registry.quality import remarks, reviews, service
from registry.quality.docket import Asked
from tests import builders, signing
from tests.browser.conftest import Site

pytestmark = pytest.mark.browser


class Desk:
    """People at the desk, and offers of a provider of its own."""

    def __init__(self, site: Site, browser: Browser) -> None:
        self.site, self.browser, self.contexts = site, browser, []  # type: ignore[var-annotated]
        self.people = 0
        with site.app.app_context():
            self.provider = builders.vetted_provider(name="Harbour Learning House of the browser")

    def visit(self, address: str, *roles: str, width: int = 1280, **more: Any) -> Page:
        """The page as somebody with these roles sees it."""
        self.people += 1
        with self.site.app.app_context():
            email = f"desk-{id(self)}-{self.people}@example.org"
            client = signing.a_client(self.site.app, email, roles=roles)
        context = self.browser.new_context(viewport={"width": width, "height": 800}, **more)
        value = client.get_cookie("session").value
        context.add_cookies([{"name": "session", "value": value, "url": self.site.address}])
        self.contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.goto(self.site.address + address)
        return page

    def submitted(self) -> str:
        """An offer that waits; its code."""
        with self.site.app.app_context():
            code = builders.draft(builders.training(title={"en": "Tables for the browser"}), self.provider)
            catalogue.perform(OPERATOR, code, "submit", builders.seen(code))
            return code

    def answer(self, code: str) -> None:
        """The provider answers everything it was asked."""
        with self.site.app.app_context():
            told = {task.id: "The trainer marks it." for task in remarks.open_for(code)}
            service.answer(builders.member(self.provider), code, builders.seen(code), told)


@pytest.fixture
def desk(site: Site, browser: Browser) -> Iterator[Desk]:
    """See Desk."""
    made = Desk(site, browser)
    yield made
    for context in made.contexts:
        context.close()


def tick(page: Page, verdict: str) -> None:
    """Choose this verdict on every criterion, with the keyboard alone."""
    for box in page.locator(f"fieldset.crit input[value={verdict}]").all():
        box.focus()
        page.keyboard.press("Space")


@pytest.mark.parametrize("script", [True, False])
def test_a_case_is_taken_asked_about_answered_and_listed(desk: Desk, script: bool) -> None:
    code = desk.submitted()
    page = desk.visit("/review", "reviewer", java_script_enabled=script)
    page.locator("tr", has_text=code).get_by_role("link").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Take this case").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Your findings")).to_be_visible()
    tick(page, "met")
    asked = page.locator("fieldset.crit").first
    asked.locator("input[value=ask]").check()
    if script:
        expect(page.get_by_role("button", name="Preview the questions")).to_be_visible()
    else:
        asked.get_by_text("Words, note, evidence").click()
    asked.get_by_label("To the provider").fill("Who marks the practical task?")
    page.locator("button.btn[name=then][value=decide]:visible").press("Enter")
    expect(page.get_by_role("heading", name="Ask the provider", level=1)).to_be_visible()
    expect(page.get_by_text("Who marks the practical task?")).to_be_visible()
    page.get_by_role("button", name="Send the questions").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The questions were sent.")
    desk.answer(code)
    page.reload()
    expect(page.get_by_text("The trainer marks it.").first).to_be_visible()
    tick(page, "met")
    page.locator("button.btn[name=then][value=decide]:visible").press("Enter")
    expect(page.get_by_role("heading", name="List the offer", level=1)).to_be_visible()
    expect(page.locator(".sheet")).to_contain_text("Listed")
    page.get_by_role("button", name="List it").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("It is decided")
    page.get_by_role("link", name="See its public page").click()
    expect(page.get_by_role("heading", name="Tables for the browser", level=1)).to_be_visible()


@pytest.mark.parametrize("script", [True, False])
def test_a_review_that_no_decision_ends_is_closed(desk: Desk, script: bool) -> None:
    code = desk.submitted()
    with desk.site.app.app_context():
        service.take(builders.REVIEWER, code, builders.seen(code))
        service.decide(builders.REVIEWER, code, builders.ruling(), builders.seen(code))
        with transaction():
            offer = builders.offer_row(code)
            number = reviews.recheck(offer, offer.current_version, None).id
    page = desk.visit(f"/review/cases/{code}?review={number}", "reviewer", java_script_enabled=script)
    page.get_by_role("button", name="Take this case").press("Enter")
    tick(page, "met")
    page.locator("fieldset.crit").first.locator("input[value=not-met]").check()
    if not script:
        page.locator("fieldset.crit").first.get_by_text("Words, note, evidence").click()
    page.locator("fieldset.crit").first.get_by_label("To the provider").fill("The price has changed.")
    if not script:  # what follows is said once it is saved
        page.get_by_role("button", name="Save for later").press("Enter")
    page.get_by_role("button", name="Save and close").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("The review is closed.")


COLUMNS = """() => [...document.querySelectorAll('main table')].map((table) => ({
  begin: [...table.querySelectorAll('thead th')].map((head) => Math.round(head.getBoundingClientRect().left)),
  broken: [...table.querySelectorAll('thead th')].filter((head) => head.clientHeight > 48).map((h) => h.innerText),
}))"""


@pytest.mark.parametrize("way", ["", "/fr", "/de"])
@pytest.mark.parametrize("width", [1280, 960])
def test_figures_of_the_whole_queue_stand_in_the_same_columns(desk: Desk, way: str, width: int) -> None:
    desk.submitted()
    page = desk.visit(f"{way}/review", "reviewer", width=width)
    first, *others = page.evaluate(COLUMNS)
    assert others
    assert len(first["begin"]) == 6
    assert [one for one in others if one != first] == []
    assert first["broken"] == [] or width < 1280
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def addresses(desk: Desk) -> list[str]:
    """One address for every page of the desk, with something on it."""
    code, waiting = desk.submitted(), desk.submitted()
    with desk.site.app.app_context():
        service.take(builders.REVIEWER, code, builders.seen(code))
        service.decide(builders.REVIEWER, code, builders.ruling(), builders.seen(code))
        changed = builders.training(title={"en": "Tables for the browser, anew"}, eqf=5)
        seen = catalogue.save(OPERATOR, code, changed, catalogue.revise(OPERATOR, code, builders.seen(code)))
        catalogue.perform(OPERATOR, code, "submit", seen)
        suspension = {"action": "suspend", "reasons": ["The price is wrong."]}
        proposal = service.propose(builders.REVIEWER, code, suspension, builders.seen(code))
        reference = service.report(VISITOR, code, "price", "It costs more.")
        other = builders.decided(provider_code=desk.provider)
        made = service.propose(builders.REVIEWER, other, suspension, builders.seen(other))
        decision = service.confirm(builders.ADMIN, made)
        elsewhere = builders.run_letter(enrol={"url": "https://else.example/" + "a-long-way-" * 9})
        catalogue.schedule_run(OPERATOR, code, elsewhere)
        held = max(held.id for held in new_addresses.page(Asked()).items)
        ended = service.report(VISITOR, code, "price")
        service.close_report(builders.REVIEWER, ended, "acted", "It is right now.")
        appeal = service.appeal(builders.member(desk.provider), decision, {"price": "It is right."})
    return [
        "/review", f"/review/cases/{code}", f"/review/cases/{waiting}", "/review/team", "/review/proposals",
        f"/review/proposals/{proposal}", "/review/appeals", f"/review/appeals/{appeal}", "/review/reports",
        f"/review/reports/{reference}", f"/review/decisions/{decision}/redact",
        f"/review/cases/{other}/decide?action=restore", "/review/addresses", f"/review/addresses/{held}",
        "/review/reports?state=ended",
    ]  # fmt: skip
