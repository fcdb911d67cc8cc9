"""From the home page to an offer one can enrol in: by search, by map, by place, by competence, by the event's agenda;
each in at most three clicks, in three languages, on desktop and phone, with and without script. With REGISTRY_SCREENS
naming a folder two of the English tours leave their pictures there."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
MOST_CLICKS = 3
KEPT = ("search", "event")  # tours whose pictures are kept
WORDS = {"": "internet", "/fr": "internet", "/de": "internet"}
# a run one can act on now is marked in yellow; its row leads to the offer
ACTIONABLE = "li.row:has(.tag.go) :is(h3, h4, h5) a"


class Tour:
    """One visitor's way; every click counts, every place may be photographed."""

    def __init__(self, page: Page, name: str, photographed: bool) -> None:
        self.page, self.clicks, self._name = page, 0, name
        folder = os.environ.get("REGISTRY_SCREENS", "")
        self._folder = Path(folder) if folder and photographed else None
        if name.startswith(KEPT[0]):  # all begin on the same page
            self.photograph()

    def click(self, selector: str) -> None:
        """Follow the first link (or button) that fits, by the pointer."""
        before = self.page.url
        self.page.locator(selector).locator("visible=true").first.click()
        self.page.wait_for_url(lambda address: address != before)
        self.page.wait_for_load_state()
        self.clicks += 1
        self.photograph()

    def photograph(self) -> None:
        """Keep what is seen without scrolling."""
        if self._folder:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / f"{self._name}-{self.clicks}.jpeg"
            self.page.screenshot(path=path, type="jpeg", quality=72)


def by_search(tour: Tour, prefix: str) -> None:
    tour.page.locator("#q").fill(WORDS[prefix])
    tour.click(".find button")
    tour.click(ACTIONABLE)


def by_map(tour: Tour, _prefix: str) -> None:
    tour.click("main a.c")
    tour.click(ACTIONABLE)


def by_place(tour: Tour, _prefix: str) -> None:
    tour.click("main .tally a[href*='region=']")
    tour.click(ACTIONABLE)


def by_competence(tour: Tour, prefix: str) -> None:
    tour.click(f"main a[href^='{prefix}/competences/1.']")
    tour.click(ACTIONABLE)


def by_event(tour: Tour, prefix: str) -> None:
    tour.click(f"main a[href^='{prefix}/events/policy-event']")
    # the agenda leads to the offers that show an item, on the same page
    tour.click(".slot .topics a")
    tour.click(ACTIONABLE)


WAYS: dict[str, Callable[[Tour, str], None]] = {
    "search": by_search,
    "map": by_map,
    "place": by_place,
    "competence": by_competence,
    "event": by_event,
}


@pytest.mark.parametrize(
    ("width", "scheme", "script"),
    [(1280, "light", True), (390, "dark", True), (1280, "dark", False), (390, "light", False)],
    ids=["desktop", "phone", "desktop-no-script", "phone-no-script"],
)
@pytest.mark.parametrize("prefix", ["", "/fr", "/de"], ids=["en", "fr", "de"])
@pytest.mark.parametrize("way", WAYS)
def test_three_clicks_from_home_to_an_offer_one_can_enrol_in(
    visit: Visit, way: str, prefix: str, width: int, scheme: str, script: bool
) -> None:
    page = visit(f"{prefix}/", width, scheme, script=script)
    size = "desktop" if width > 390 else "phone"
    tour = Tour(page, f"{way}-{size}", photographed=script and not prefix and way in KEPT)
    WAYS[way](tour, prefix)
    assert tour.clicks <= MOST_CLICKS
    assert re.search(rf"{prefix}/offers/[A-Z]+-", page.url)
    short = page.locator("section[aria-labelledby=short]")
    expect(short).to_be_visible()
    assert (
        short.locator("a.btn[href^='http'], a[href^='mailto:'], a[href^='tel:']").count() or "@" in short.inner_text()
    )
