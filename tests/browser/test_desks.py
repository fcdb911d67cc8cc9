"""Every page of the desks, of accounts and administrators, and those behind the links of letters: axe in light and in
dark, nothing sideways at 320 pixels, headings in order, everything reached by Tab in the order it is read and seen to
have the focus. Each page is opened once and looked at in all these ways."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from registry.cli.demonstration import people
from tests import signing
from tests.browser.conftest import Site
from tests.browser.desk_pages import Pages
from tests.browser.looking import broken, headings, in_colours, narrow, sideways

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# what a keyboard must reach within the page, in the order it is read; a group of radios is one stop
BEGIN = """() => {
  const main = document.getElementById('main');
  const every = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const groups = new Set();
  window.wanted = [...main.querySelectorAll(every)].filter((one) => {
    if (one.disabled || one.tabIndex < 0 || !one.checkVisibility({visibilityProperty: true})) return false;
    if (one.type !== 'radio') return true;
    const group = [...(one.form ?? main).querySelectorAll(`input[type=radio][name="${CSS.escape(one.name)}"]`)];
    const entrance = group.find((other) => other.checked) ?? group[0];
    return one === entrance;
  });
  window.stops = [];
  addEventListener('focusin', ({target}) => {
    if (target === main || !main.contains(target)) return;
    const style = getComputedStyle(target), box = target.getBoundingClientRect();
    const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
    stops.push({target, seen: marked && box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight});
  });
  main.focus();
  // a date or a time has stops within itself
  return wanted.length + 4 * wanted.filter((one) => one.type === 'date' || one.type === 'time').length;
}"""
END = """() => {
  const told = (one) => one.outerHTML.slice(0, 110), met = stops.map((one) => one.target);
  const order = met.filter((one) => wanted.includes(one));
  return [
    ...wanted.filter((one) => !met.includes(one)).map((one) => 'not reached: ' + told(one)),
    ...stops.filter((one) => !one.seen).map((one) => 'focus not seen: ' + told(one.target)),
    ...order.filter((one, at) => wanted.indexOf(one) < at).map((one) => 'out of order: ' + told(one)),
  ];
}"""


@pytest.fixture(scope="session")
def pages(site: Site, browser: Browser) -> Pages:
    return Pages(site, browser)


def entered(pages: Pages, browser: Browser, who: str) -> Page:
    """A page of somebody's browser."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    if who:
        client = signing.signed_in(pages.site.app, pages.made.accounts[who].id)
        held = client.get_cookie("session")
        assert held is not None
        context.add_cookies([{"name": "session", "value": held.value, "url": pages.site.address}])
    page = context.new_page()
    page.set_default_timeout(20_000)
    return page


def walked(page: Page) -> list[str]:
    """What the keyboard does not reach, or reaches unseen."""
    for _stop in range(page.evaluate(BEGIN)):
        page.keyboard.press("Tab")
    found: list[str] = page.evaluate(END)
    return found


def looked_at(page: Page) -> list[str]:
    """What is wrong with the page that is open."""
    return walked(page) + headings(page) + broken(page) + in_colours(page, ("dark", "light")) + narrow(page)


def test_every_page_of_the_reviewers_desk_is_among_those_looked_at(pages: Pages) -> None:
    assert pages.missing_of_review() == set()


@pytest.mark.parametrize("who", ["", "new", "member", "staff"], ids=lambda who: who or "nobody")
def test_every_page_is_accessible_reached_by_keyboard_and_fits(pages: Pages, browser: Browser, who: str) -> None:
    page, found = entered(pages, browser, who), []
    for address in pages.by_person()[who]:
        answer = page.goto(pages.site.address + address)
        assert answer is not None
        if answer.status != (404 if address.endswith("/nothing") else 200):
            found.append(f"{address}: {answer.status}")
            continue
        found += [f"{address}: {wrong}" for wrong in looked_at(page)]
    page.context.close()
    assert not found, "\n".join(found)


def typed(page: Page, pages: Pages, **values: str) -> Page:
    """The page of an offer's outcomes with these values in its fields (`__` for a dot)."""
    page.goto(f"{pages.site.address}/publish/offers/{pages.made.offers['training']}/topics/outcomes")
    for name, value in values.items():
        page.locator(f"[name='{name.replace('__', '.')}']").fill(value)
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save and come back").click()


def picking(page: Page, pages: Pages) -> str:
    typed(page, pages).get_by_role("button", name="Look for a competence").first.click()
    return "A competence for"


def refused(page: Page, pages: Pages) -> str:
    save(typed(page, pages, workload__minutes="many"))
    return "There is a problem"


def both_values(page: Page, pages: Pages) -> str:
    page.add_init_script("delete window.fetch")  # nothing is saved by itself meanwhile
    older, newer = typed(page, pages, workload__minutes="91"), page.context.new_page()
    save(typed(newer, pages, workload__minutes="90"))
    # a page that is closed while the next one comes may never say that it is
    expect(newer.locator(".note[role=status]")).to_be_visible()
    newer.close()
    save(older)
    return "choose for each field which one stays"


def second_factor(page: Page, pages: Pages) -> str:
    with pages.site.app.app_context():
        password = people.known()[0].password
    page.goto(pages.site.address + "/account/login")
    page.get_by_label("E-mail").fill("reviewer@registry.example")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()
    return "Code"


@pytest.mark.parametrize("way", [picking, refused, both_values, second_factor], ids=lambda way: way.__name__)
def test_pages_that_answer_a_form_are_as_good(
    pages: Pages, browser: Browser, way: Callable[[Page, Pages], str]
) -> None:
    page = entered(pages, browser, "" if way is second_factor else "member")
    expect(page.locator("main")).to_contain_text(way(page, pages))
    assert looked_at(page) == []
    page.context.close()


@pytest.mark.parametrize("who", ["", "new", "member", "staff"], ids=lambda who: who or "nobody")
def test_long_words_fit_a_narrow_screen(pages: Pages, browser: Browser, who: str) -> None:
    """German has the longest."""
    page, found = entered(pages, browser, who), []
    page.set_viewport_size({"width": 320, "height": 800})
    for address in pages.by_person()[who]:
        page.goto(f"{pages.site.address}/de{address}")
        found += [f"{address}: {wrong}" for wrong in sideways(page, 320)]
    page.context.close()
    assert not found, "\n".join(found)
