"""The keyboard reaches everything, shows where it is, and is never trapped; the script helps and never takes over."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import EVENT, Site, Visit

pytestmark = pytest.mark.browser
FOCUSED = """() => {
  const at = document.activeElement;
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  return {
    text: (at.textContent || at.name || '').trim(), body: at === document.body,
    shown: box.width > 0 && box.height > 0,
    marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
  };
}"""


def test_the_first_stop_leads_past_the_masthead(visit: Visit) -> None:
    page = visit("/offers")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["text"] == "Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('main').contains(document.activeElement)")


@pytest.mark.parametrize("address", ["/", "/offers", EVENT, "/decisions", "/about"])
def test_every_stop_is_seen_and_the_walk_ends(visit: Visit, address: str) -> None:
    page = visit(address)
    stops = 0
    while stops < 400:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop["body"]:
            break
        stops += 1
        assert stop["shown"], stop
        assert stop["marked"], stop
    assert 10 < stops < 400, "the walk comes round to the browser again"


def test_an_offers_stops_are_its_links_in_reading_order(site: Site, visit: Visit) -> None:
    page = visit(site.offer(credential="micro"))
    order = page.evaluate(
        "[...document.querySelectorAll('main a')].map((a) => Math.round(a.getBoundingClientRect().top))"
    )
    assert len(order) > 5
    assert order[0] == min(order)


def test_the_menu_of_a_narrow_screen_opens_and_closes(visit: Visit) -> None:
    page = visit("/", 390)
    link = page.get_by_role("link", name="Find an offer", exact=True).first
    expect(link).to_be_hidden()
    page.locator(".menu summary").focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    page.keyboard.press("Escape")
    expect(link).to_be_hidden()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_masthead_takes_at_most_two_lines_on_a_phone(visit: Visit) -> None:
    for width in (390, 320):
        assert visit("/", width).locator(".mast > .wrap").bounding_box()["height"] <= 96


def test_a_ticked_filter_shows_its_result_and_keeps_the_place(visit: Visit) -> None:
    page = visit("/offers")
    before = page.locator("h1").inner_text()
    box = page.locator("input[name=kind][value=guidance]")
    expected = page.locator("label:has(input[name=kind][value=guidance]) .soft").inner_text()
    box.focus()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile(r"/offers\?kind=guidance$"))
    expect(page.locator("h1")).to_have_text(f"{expected} offers")
    assert page.evaluate("document.activeElement.value") == "guidance", "the focus stays where it was"
    expect(page.locator("[role=status]")).to_contain_text(f"of {expected}")
    page.go_back()
    expect(page.locator("h1")).to_have_text(before)
    expect(page.locator("input[name=kind][value=guidance]")).not_to_be_checked()


@pytest.mark.parametrize("width", [1280, 390])
def test_a_topic_of_an_event_leads_on_to_its_offers(visit: Visit, width: int) -> None:
    page = visit(EVENT, width)
    if width < 500:
        page.locator(".fold > summary").click()
    topic = page.locator(".facets a.opt").nth(3)
    name = topic.evaluate("(one) => one.firstChild.textContent.trim()")
    topic.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#results h3").first).to_contain_text(name)
    expect(page.locator("#results [role=status]")).to_contain_text(name)
    assert page.evaluate("document.activeElement.id") == "results"
    assert abs(page.evaluate("document.getElementById('results').getBoundingClientRect().top")) < 2
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('results').contains(document.activeElement)")


def test_found_words_are_seen_in_forced_colours_too(visit: Visit) -> None:
    for scheme in ("light", "dark"):
        mark = visit("/offers?q=internet", scheme=scheme, forced_colors="active").locator("mark").first
        paper, ink = mark.evaluate("(one) => [getComputedStyle(one).backgroundColor, getComputedStyle(one).color]")
        assert paper != ink
        assert paper != "rgba(0, 0, 0, 0)", "a word takes its colours together"
