"""Every journey without script; with it no request that leaves the site and nothing the content policy refuses."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Site, Visit, is_own

pytestmark = pytest.mark.browser


def test_a_search_from_the_home_page_to_an_offer(visit: Visit) -> None:
    page = visit("/", script=False)
    page.get_by_label("What do you want to be able to do?").fill("online")
    page.get_by_role("button", name="Show offers").click()
    expect(page.locator("h1")).to_contain_text("for “online”")
    page.locator("input[name=kind][value=training]").check()
    page.get_by_role("button", name="Apply filters").click()
    assert "kind=training" in page.url
    assert "q=online" in page.url
    page.get_by_role("link", name="Remove filter Training").click()
    assert "kind" not in page.url
    page.locator(".row h3 a").first.click()
    expect(page.get_by_role("heading", name="Who checked it")).to_be_visible()


def test_filters_and_menu_of_a_phone(visit: Visit) -> None:
    page = visit("/de/offers", 390, script=False)
    box = page.locator("input[name=kind][value=guidance]")
    expect(box).to_be_hidden()
    page.locator(".fold > summary").click()
    expect(box).to_be_visible()
    box.check()
    page.get_by_role("button", name="Filter anwenden").click()
    assert page.url.endswith("/de/offers?kind=guidance")
    page.locator(".menu summary").click()
    page.get_by_role("link", name="Entscheidungen", exact=True).first.click()
    expect(page.locator("h1")).to_contain_text("Entscheidungen")


def test_the_map_leads_to_its_offers(visit: Visit) -> None:
    page = visit("/competences", script=False)
    block = page.locator("a.c").first
    number = block.inner_text().split()[0]
    block.click()
    expect(page.locator("h1")).to_contain_text(number)


def test_no_page_asks_elsewhere_or_breaks_the_content_policy(site: Site, visit: Visit) -> None:
    page = visit("/about")
    foreign: list[str] = []
    refused: list[str] = []
    page.on("request", lambda request: None if is_own(request, site.address) else foreign.append(request.url))
    page.on("console", lambda message: refused.append(message.text) if "Content Security" in message.text else None)
    page.on("pageerror", lambda error: refused.append(str(error)))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => console.log('Content Security: ' + e.blockedURI))"
    )
    for address in site.pages():
        page.goto(site.address + address, wait_until="load")
    assert foreign == []
    assert refused == []
