"""The style guide in a real browser: axe in light, dark and forced colours, both widths, and its pictures. They are
kept where REGISTRY_SCREENS says, and only then."""

import os
from pathlib import Path

import pytest

from tests.browser.conftest import Visit
from tests.browser.looking import COLOURS, RULES, sideways, violations

pytestmark = pytest.mark.browser
GUIDE, WIDE = "/styleguide", 1280
SCREENS = os.environ.get("REGISTRY_SCREENS", "")
# what is filled to be seen: without colours it must be filled or framed
SURFACES = ".signal, .tag.go, .tag.full, .c.f, .c.h, .btn, .chip"


@pytest.mark.parametrize("width", [WIDE, 320])
def test_axe_finds_nothing_on_any_part(visit: Visit, width: int) -> None:
    page = visit(GUIDE, width)
    for name, (media, rules) in COLOURS.items():
        page.emulate_media(**media)
        if width == WIDE or rules is RULES:  # colours are the same in every width
            assert violations(page, rules) == [], name
        assert sideways(page, width) == [], name
        if SCREENS:
            Path(SCREENS).mkdir(parents=True, exist_ok=True)
            page.screenshot(path=Path(SCREENS) / f"styleguide-{width}-{name}.png", full_page=True)


def test_every_link_of_an_invented_thing_stays_on_the_page(visit: Visit) -> None:
    page = visit(GUIDE)
    broken = page.locator("main a[href^='#']").evaluate_all(
        "(all) => all.map((a) => a.hash.slice(1)).filter((id) => !document.getElementById(id))"
    )
    assert broken == []
    out = page.locator("main a:not([href^='#'])").evaluate_all("(all) => all.map((a) => a.getAttribute('href'))")
    leads = ("/competences/", "/developers", "mailto:courses@fairwater.example")  # a letter to nobody
    assert {address for address in out if not address.startswith(leads)} == set()


def test_what_one_acts_on_is_seen_without_colours(visit: Visit) -> None:
    page = visit(GUIDE, forced_colors="active")
    unseen = page.locator(SURFACES).evaluate_all(
        """(all) => {
          const paper = getComputedStyle(document.body).backgroundColor;
          return all.filter((one) => {
            const style = getComputedStyle(one);
            const filled = ![paper, 'rgba(0, 0, 0, 0)'].includes(style.backgroundColor);
            return !filled && style.borderTopStyle === 'none';
          }).map((one) => one.outerHTML.slice(0, 80));
        }"""
    )
    assert unseen == []


def test_the_guide_prints_without_its_controls(visit: Visit) -> None:
    page = visit(GUIDE)
    page.emulate_media(media="print")
    for hidden in (".menu", ".facets", ".find", ".order", ".pages"):
        assert not page.locator(hidden).first.is_visible(), hidden
    for kept in (".row", ".slot", ".elem", ".tiles", ".fp"):
        assert page.locator(kept).first.is_visible(), kept
