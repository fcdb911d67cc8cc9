"""What a machine sees of a page that is open, in whatever colours and width: axe’s findings, the order of headings,
what does not fit. Each page is opened once and looked at in all ways."""

import itertools
from collections.abc import Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

RULES = {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
# what axe says of structure is the same in all colours: in dark and forced ones only these can find anything new
OF_COLOUR = {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
# the reader's colours, and what axe looks for in them; the first are also the last, so that the page stays in them
COLOURS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "dark": ({"color_scheme": "dark", "forced_colors": "none"}, OF_COLOUR),
    "forced": ({"color_scheme": "light", "forced_colors": "active"}, OF_COLOUR),
    "light": ({"color_scheme": "light", "forced_colors": "none"}, RULES),
}
# what went wrong is told before anything else, the page's own heading included
HEADINGS = """[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')]
  .filter((one) => !one.closest('[role=alert]')).map((one) => +one.tagName[1])"""
# what holds text, is seen, and reaches beyond the window or is larger than the box that hides what does not fit
CUT_OFF = """() => [...document.querySelectorAll('body *')].filter((one) => {
  if (one.closest('.vh, .skip, svg, datalist') || !one.checkVisibility() || !one.innerText?.trim()) return false;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  if (style.clipPath !== 'none' || style.position === 'absolute' && box.width <= 1) return false;
  const hides = [style.overflowX, style.overflowY].some((how) => how === 'hidden' || how === 'clip');
  return box.left < -1 || box.right > innerWidth + 1
    || hides && (one.scrollWidth > one.clientWidth + 1 || one.scrollHeight > one.clientHeight + 1);
}).map((one) => one.outerHTML.slice(0, 100))"""

# short words of headings that stand in two lines: their column is too narrow for them
BROKEN = """() => [...document.querySelectorAll('h1,h2,h3,h4')].flatMap((one) => {
  if (!one.checkVisibility()) return [];
  const texts = document.createTreeWalker(one, NodeFilter.SHOW_TEXT), found = [], range = document.createRange();
  for (let text = texts.nextNode(); text; text = texts.nextNode()) {
    if (text.parentElement.closest('.vh')) continue;
    for (const word of text.data.matchAll(/[\\p{L}\\d]{2,16}/gu)) {
      range.setStart(text, word.index);
      range.setEnd(text, word.index + word[0].length);
      if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1) found.push(word[0]);
    }
  }
  return found;
})"""


def violations(page: Page, rules: dict[str, Any], *, sheets: bool = False) -> list[tuple[str, str]]:
    """What axe finds on the page: the rule and the beginning of the element. `sheets` lets it fetch the style sheets
    again, which costs as much as all the rest and is for one rule alone (css-orientation-lock)."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    options = {"runOnly": rules, "resultTypes": ["violations"], "preload": sheets}
    found = page.evaluate("(options) => axe.run(options)", options)["violations"]
    return [(one["id"], one["nodes"][0]["html"][:160]) for one in found]


def in_colours(page: Page, names: Sequence[str] = tuple(COLOURS)) -> list[str]:
    """What axe finds in these colours of the reader, one after the other."""
    found = []
    for name in names:
        media, rules = COLOURS[name]
        page.emulate_media(**media)
        found += [f"{name}: {rule}: {html}" for rule, html in violations(page, rules)]
    return found


def headings(page: Page) -> list[str]:
    """That there is not one heading of the page, or that a level is left out."""
    levels = page.evaluate(HEADINGS)
    is_whole = levels[:1] == [1] and levels.count(1) == 1
    steps = all(after - before <= 1 for before, after in itertools.pairwise(levels))
    return [] if is_whole and steps else [f"headings {levels}"]


def sideways(page: Page, most: int) -> list[str]:
    """That the page is wider than the window."""
    wide = page.evaluate("document.documentElement.scrollWidth")
    return [f"{wide} of {most} pixels wide"] if wide > most else []


def broken(page: Page) -> list[str]:
    """Short words of headings that are broken, although the window is wide."""
    return [f"broken: {word}" for word in page.evaluate(BROKEN)]


def narrow(page: Page, *, cut_off: bool = True) -> list[str]:
    """What does not fit 320 pixels; the window is as wide as before afterwards."""
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    found = sideways(page, 320) + (page.evaluate(CUT_OFF) if cut_off else [])
    if before:
        page.set_viewport_size(before)
    return [f"at 320 pixels: {one}" for one in found]


def large(page: Page) -> list[str]:
    """What does not fit when the letters are twice as large."""
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found = sideways(page, page.viewport_size["width"] if page.viewport_size else 1280)
    page.evaluate("document.documentElement.style.fontSize = ''")
    return [f"with large letters: {one}" for one in found]
