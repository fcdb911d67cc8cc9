"""An answer that comes late takes nothing away: what was typed meanwhile stays, and the focus stays where it went."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Visit

pytestmark = pytest.mark.browser
ACTIVE = """() => {
  const at = document.activeElement;
  return [at.localName, at.name, at.value, at.firstChild?.textContent].join("|");
}"""
SEARCH = re.compile(r"/offers(\?|$)")


def held(page: Page) -> Callable[[], None]:
    """Answers to searches wait until the function returned is called."""
    waiting: list[Route] = []

    def wait(route: Route) -> None:
        waiting.append(route)

    page.route(SEARCH, wait)

    def release() -> None:
        while not waiting:
            page.wait_for_timeout(10)
        for route in waiting:
            route.continue_()
        page.unroute(SEARCH)

    return release


@pytest.mark.parametrize("box", ["q", "near"])
def test_what_is_typed_while_an_answer_is_on_its_way_stays(visit: Visit, box: str) -> None:
    page = visit("/offers?q=internet")
    release = held(page)
    page.locator("input[name=kind][value=training]").check()
    typed = page.locator(f"#find input[name={box}]")
    typed.focus()
    page.keyboard.press("End")
    page.keyboard.type("Trier")
    page.keyboard.press("ArrowLeft")
    release()
    expect(page).to_have_url(re.compile("kind=training"))
    expect(page.locator("input[name=kind][value=training]")).to_be_checked()
    page.keyboard.type("x")
    expect(typed).to_be_focused()
    expect(typed).to_have_value(("internet" if box == "q" else "") + "Triexr")
    expect(page.locator("#find input[name=q]")).to_have_value("internetTriexr" if box == "q" else "internet")


@pytest.mark.parametrize(
    ("steps", "key", "there"),
    [
        (1, "Tab", "input|kind|guidance|"),
        (3, "Tab", "summary|||Competence"),
        (1, "Shift+Tab", "summary|||Kind of offer"),
    ],
)
def test_a_step_on_with_the_keyboard_is_not_taken_back(visit: Visit, steps: int, key: str, there: str) -> None:
    page = visit("/offers")
    release = held(page)
    page.locator("input[name=kind][value=training]").focus()
    page.keyboard.press("Space")
    for _step in range(steps):
        page.keyboard.press(key)
    assert page.evaluate(ACTIVE) == there
    release()
    expect(page).to_have_url(re.compile("kind=training"))
    expect(page.locator("input[name=kind][value=training]")).to_be_checked()
    assert page.evaluate(ACTIVE) == there


def test_what_is_typed_after_back_stays(visit: Visit) -> None:
    page = visit("/offers?q=internet")
    page.locator("input[name=kind][value=training]").check()
    expect(page).to_have_url(re.compile("kind=training"))
    release = held(page)
    page.evaluate("history.back()")
    typed = page.locator("#find input[name=q]")
    typed.focus()
    page.keyboard.press("End")
    page.keyboard.type(" photo")
    release()
    expect(page.locator("input[name=kind][value=training]")).not_to_be_checked()
    expect(typed).to_have_value("internet photo")
    expect(typed).to_be_focused()


def test_who_went_on_is_not_fetched_to_the_results(visit: Visit) -> None:
    page = visit("/offers?kind=training")
    release = held(page)
    page.locator(".chips a").first.click()
    page.locator("#find input[name=q]").focus()
    page.keyboard.type("photo")
    release()
    expect(page.locator(".chips a")).to_have_count(0)
    expect(page.locator("#find input[name=q]")).to_be_focused()
    expect(page.locator("#find input[name=q]")).to_have_value("photo")


def test_where_the_focus_was_is_gone_the_results_have_it(visit: Visit) -> None:
    page = visit("/offers?kind=training")
    release = held(page)
    page.locator("input[name=kind][value=validation]").check()
    page.locator("input[name=kind][value=training]").uncheck()
    gone = page.locator("#results h3 a").first
    gone.focus()
    release()
    expect(page).to_have_url(re.compile(r"\?kind=validation$"))
    assert page.evaluate("document.activeElement.id") == "results"


def test_a_region_in_the_box_is_not_taken_for_typed(visit: Visit) -> None:
    page = visit("/offers?region=DEC")
    expect(page.locator("#find input[name=near]")).to_have_value("Saarland")
    page.locator(".chips a").first.click()
    expect(page).to_have_url(re.compile("/offers$"))
    expect(page.locator("#find input[name=near]")).to_have_value("")
