"""What a machine can check of accessibility: axe on every page in light, dark and forced colours, width and size,
motion, print. The style guide has its own tests."""

import re
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.browser.conftest import EVENT, Site, Visit
from tests.browser.looking import CUT_OFF, RULES, headings, in_colours, large, narrow, sideways, violations

pytestmark = pytest.mark.browser
SHARES = 3  # the pages in so many tests, for as many processes
# images and icons, not pages
# what one reaches by a link of one's own only, or by a reference
OWN_LINKS = {"portal.confirm", "portal.report_status"}
PICTURES = {"portal.card", "portal.offer_card", "portal.favicon"}


ZOOMED: dict[str, Any] = {
    "viewport": {"width": 320, "height": 256},
    "screen": {"width": 1280, "height": 1024},
    "device_scale_factor": 4,
}


def key_pages(site: Site) -> tuple[str, ...]:
    """The pages most people come for, and the one with every part."""
    return "/", "/offers", site.offer(credential="micro"), EVENT, "/competences", "/places", "/styleguide"


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_every_page_is_accessible_has_its_headings_and_fits(site: Site, visit: Visit, share: int) -> None:
    page, found = visit("/about"), []
    for address in site.pages()[share::SHARES]:
        page.goto(site.address + address)
        said = headings(page) + large(page) + narrow(page, cut_off=False)
        said += in_colours(page) if address != "/styleguide" else []
        found += [f"{address}: {wrong}" for wrong in said]
    assert not found, "\n".join(found)


def test_axe_finds_nothing_on_a_narrow_screen(site: Site, visit: Visit) -> None:
    page, found = visit("/about", 320), []
    for address in ("/", "/offers", site.offer(credential="micro"), EVENT):
        page.goto(site.address + address)
        found += [(address, *one) for one in violations(page, RULES)]
    assert found == []


def test_no_style_sheet_holds_the_reader_to_one_orientation(visit: Visit) -> None:
    held = {"type": "rule", "values": ["css-orientation-lock"]}
    assert [violations(visit(page), held, sheets=True) for page in ("/", "/account/login")] == [[], []]


def test_every_kind_of_page_is_among_those_looked_at(site: Site) -> None:
    """A page that is added to the portal is looked at from its first day."""
    adapter = site.app.url_map.bind("127.0.0.1")
    shown = [urlsplit(address).path for address in site.pages() if address != "/nowhere"]
    rules = [rule for rule in site.app.url_map.iter_rules() if rule.endpoint.startswith("portal.")]
    there = {rule.endpoint for rule in rules if "GET" in rule.methods}
    assert {adapter.match(path)[0] for path in shown} == there - PICTURES - OWN_LINKS


def test_at_four_times_the_size_nothing_is_cut_off(site: Site, visit: Visit) -> None:
    """A window of 1280 by 1024 at 400 %: 320 by 256 is left."""
    page = visit("/about", **ZOOMED)
    for address in key_pages(site):
        page.goto(site.address + address)
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, address
        assert page.evaluate(CUT_OFF) == [], address
        page.locator(".menu summary").click()
        assert page.locator(".menu nav a").last.is_visible(), address


@pytest.mark.parametrize("prefix", ["/fr", "/de"])
def test_longer_words_do_not_scroll_sideways_at_320_pixels(site: Site, visit: Visit, prefix: str) -> None:
    page, found = visit("/about", 320), []
    for address in site.pages():
        page.goto(site.address + prefix + address)
        found += [f"{address}: {wrong}" for wrong in sideways(page, 320)]
    assert not found, "\n".join(found)


def test_the_button_of_the_search_is_as_high_as_its_boxes_in_every_language(visit: Visit) -> None:
    for prefix in ("", "/fr", "/de"):
        for width in (1280, 1024):
            find = visit(f"{prefix}/offers", width).locator(".find")
            box, button = find.locator("input[name=q]"), find.locator("button")
            assert button.bounding_box()["height"] <= box.bounding_box()["height"], (prefix, width)


def test_nothing_moves(site: Site, visit: Visit) -> None:
    page = visit("/offers")
    assert page.evaluate("document.getAnimations().length") == 0
    moving = "[...document.querySelectorAll('*')].filter((e) => getComputedStyle(e).transitionDuration !== '0s').length"
    assert page.evaluate(moving) == 0


def test_figures_stay_visible_in_forced_colours(site: Site, visit: Visit) -> None:
    page = visit(site.offer(credential="micro"), forced_colors="active")
    seen = page.evaluate(
        """() => {
          const paper = getComputedStyle(document.body).backgroundColor;
          const full = getComputedStyle(document.querySelector('.c.f')).backgroundColor;
          const box = getComputedStyle(document.querySelector('.signal')).borderTopStyle;
          return {differs: full !== paper && full !== 'rgba(0, 0, 0, 0)', box};
        }"""
    )
    assert seen == {"differs": True, "box": "solid"}


def test_a_result_prints_as_a_timetable(site: Site, visit: Visit) -> None:
    page = visit("/offers")
    page.emulate_media(media="print")
    for hidden in (".menu", ".facets", ".find", ".order"):
        assert not page.locator(hidden).first.is_visible(), hidden
    assert page.locator(".row h3").first.is_visible()


def test_an_offer_on_paper_says_where_one_enrols(site: Site, visit: Visit) -> None:
    page = visit(site.offer(kind="training", open="now"))
    page.emulate_media(media="print")
    button = page.locator(".signal a.btn")
    assert button.is_visible()
    printed = button.evaluate("(one) => getComputedStyle(one, '::after').content")
    assert button.get_attribute("href") in printed
    ink = button.evaluate("(one) => getComputedStyle(one).color")
    assert ink == "rgb(0, 0, 0)", "no paper shows what is behind letters"
    assert not page.locator(".signal a", has_text="Add to calendar").first.is_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_a_day_and_its_month_stand_in_one_line(visit: Visit, width: int) -> None:
    page = visit("/fr/offers?region=IE&per_page=100", width)
    broken = page.locator(".day b:not(.w)").evaluate_all(
        "(all) => all.filter((one) => one.scrollWidth > one.clientWidth + 1"
        " || one.getBoundingClientRect().height > 1.6 * parseFloat(getComputedStyle(one).lineHeight))"
        ".map((one) => one.textContent)"
    )
    assert broken == []


@pytest.mark.parametrize("width", [1280, 390])
def test_each_value_of_a_row_is_heard_with_its_label(visit: Visit, width: int) -> None:
    page = visit("/offers", width)
    heard = page.locator(".row").first.aria_snapshot()
    for label in ("Where", "Hours", "Price"):
        assert re.search(rf"\b{label}\b", heard), heard
    assert page.locator(".row .lb").first.bounding_box()["width"] > 1 or width > 700


def test_every_link_of_the_map_is_large_enough_to_hit(visit: Visit) -> None:
    for width in (1280, 390):
        page = visit("/", width)
        heights = page.locator(".map a").evaluate_all("(all) => all.map((one) => one.getBoundingClientRect().height)")
        assert len(heights) > 26
        assert min(heights) >= 24


def test_the_filters_can_be_skipped(visit: Visit) -> None:
    page = visit("/offers")
    skip = page.get_by_role("link", name="Skip to results")
    assert skip.bounding_box()["x"] < 0, "unseen until it has the focus"
    skip.focus()
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.getElementById('results').contains(document.activeElement)")


def test_the_folded_filters_show_that_they_open(visit: Visit) -> None:
    page = visit("/offers", 390)
    sign = "getComputedStyle(document.querySelector('.fold > summary'), '::after').content"
    assert page.evaluate(sign) == '"+"'
    page.locator(".fold > summary").click()
    assert page.evaluate(sign) == '"–"'
