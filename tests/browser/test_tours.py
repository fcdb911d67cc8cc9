"""From the home page to an offer one can enrol in: by search, by map, by place, by competence, by the event's agenda;
each in at most three clicks, in three languages, on desktop and phone, with and without script; and what people at the
desks find in the demonstration. With REGISTRY_SCREENS naming a folder two of the English tours and the desks leave
their pictures there."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func

from registry.accounts.queries import by_email
from registry.catalogue.model import Offer, Version
from registry.kernel.db import db
from registry.quality.model import Decision
from tests import signing
from tests.browser.conftest import Site, Visit

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
            photograph(self.page, self._folder / f"{self._name}-{self.clicks}.jpeg")


def photograph(page: Page, path: Path) -> None:
    """Keep what is seen without scrolling."""
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, type="jpeg", quality=72)


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


# how one comes: width, scheme, script; without script in one size of each language, a phone in two of the three
DESKTOP, PHONE, PLAIN, SMALL = (1280, "light", True), (390, "dark", True), (1280, "dark", False), (390, "light", False)
COMERS = {
    "en-desktop": ("", DESKTOP),
    "en-phone": ("", PHONE),
    "en-desktop-no-script": ("", PLAIN),
    "fr-desktop": ("/fr", DESKTOP),
    "fr-phone-no-script": ("/fr", SMALL),
    "de-phone": ("/de", PHONE),
    "de-phone-no-script": ("/de", SMALL),
}


@pytest.mark.parametrize("comer", COMERS)
@pytest.mark.parametrize("way", WAYS)
def test_three_clicks_from_home_to_an_offer_one_can_enrol_in(visit: Visit, way: str, comer: str) -> None:
    prefix, (width, scheme, script) = COMERS[comer]
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


# what the README shows of the desks: who looks, the state of the offer, the address, what must be seen there
DESKS = {
    "tasks": ("latch@registry.example", "draft", "/publish/offers/{code}", "Ready for a micro-credential?"),
    "micro": ("latch@registry.example", "draft", "/publish/offers/{code}#micro", "What others will read"),
    "case": ("reviewer@registry.example", "in-review", "/review/cases/{code}", "What to look at"),
    "decision": ("reviewer@registry.example", "suspended", "/decisions/{number}", "Why"),
}


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")], ids=["desktop", "phone"])
@pytest.mark.parametrize("shown", DESKS)
def test_the_demonstration_has_something_on_every_desk(
    site: Site, visit: Visit, shown: str, width: int, scheme: str
) -> None:
    email, state, address, words = DESKS[shown]
    with site.app.app_context():
        person = by_email(email)
        assert person
        found = db.session.query(Offer.code).join(Version, Version.offer_id == Offer.id).filter(Version.state == state)
        last = db.session.query(func.max(Decision.number)).filter(Decision.subject_code == Offer.code)
        every = found.add_columns(last.scalar_subquery()).order_by(Offer.code).all()
        db.session.rollback()
    page = visit("/", width, scheme)
    held = signing.signed_in(site.app, person.id).get_cookie("session")
    assert held
    page.context.add_cookies([{"name": "session", "value": held.value, "url": site.address}])
    answers = (page.goto(site.address + address.format(code=code, number=number)) for code, number in every)
    assert any(answer and answer.ok and page.get_by_text(words).count() for answer in answers)
    if folder := os.environ.get("REGISTRY_SCREENS", ""):
        photograph(page, Path(folder) / f"{shown}-{'desktop' if width > 390 else 'phone'}.jpeg")
