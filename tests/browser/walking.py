"""Somebody who has a keyboard and nothing else: goes from stop to stop with Tab until the control they want has the
focus, and complains of every stop that cannot be seen or does not show that it is one."""

import re
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import ElementHandle, Locator, Page, expect

FARTHEST = 400  # stops; no page has as many
PATIENCE = 20_000  # ms a page may take on a machine that has much else to do
# where the focus is, whether it can be seen there, and whether that is what was looked for
STOP = """(wanted) => {
  const at = document.activeElement;
  if (!at || at === document.body) return {body: true};
  const style = getComputedStyle(at), box = at.getBoundingClientRect();
  return {
    body: false, here: at === wanted, shown: box.width > 0 && box.height > 0 && style.visibility === 'visible',
    // without :focus it is something within it (the calendar of a date), which has the browser's own ring
    marked: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2 || !at.matches(':focus'),
    html: at.outerHTML.slice(0, 120),
  };
}"""


@dataclass
class Walker:
    """At a page; `unseen`: stops that could not be seen, or did not show that they have the focus."""

    page: Page
    unseen: list[str] = field(default_factory=list)

    def stop(self, wanted: ElementHandle | None = None, key: str = "Tab") -> dict[str, Any]:
        """The next stop."""
        self.page.keyboard.press(key)
        found: dict[str, Any] = self.page.evaluate(STOP, wanted)
        if not found["body"] and not (found["shown"] and found["marked"]):
            self.unseen.append(f"{self.page.url}: {found['html']}")
        return found

    def to(self, wanted: Locator) -> None:
        """Press Tab until it has the focus; AssertionError when one comes round twice without having met it."""
        expect(wanted).to_have_count(1, timeout=PATIENCE)
        node, rounds = wanted.element_handle(), 0
        if node.evaluate("(one) => one === document.activeElement"):
            return
        for _number in range(FARTHEST):
            found = self.stop(node)
            if found.get("here"):
                assert found["shown"], f"{self.page.url}: cannot be seen: {found['html']}"
                assert found["marked"], f"{self.page.url}: does not show that it has the focus: {found['html']}"
                return
            rounds += found["body"]
            assert rounds < 2, f"{self.page.url}: Tab does not reach {wanted}"
        raise AssertionError(f"{self.page.url}: {wanted} is too far away")

    def press(self, name: str, within: Locator | None = None) -> None:
        """Go to the first button or link of this name and press Enter."""
        around = within or self.page
        wanted = around.get_by_role("button", name=name, exact=True)
        self.to(wanted.or_(around.get_by_role("link", name=name, exact=True)).first)
        self.page.keyboard.press("Enter")

    def open(self, wanted: Locator) -> None:
        """Open what is folded away."""
        self.to(wanted)
        self.page.keyboard.press("Space")

    def write(self, box: str | Locator, words: str, within: Locator | None = None) -> None:
        """Type these words into a box, named by its label, in place of what it holds."""
        self.to(self._labelled(box, within) if isinstance(box, str) else box)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(words)

    def pick(self, label: str, words: str, within: Locator | None = None) -> None:
        """Choose from a list by typing how the choice begins."""
        box = self._labelled(label, within)
        self.to(box)
        self.page.keyboard.type(words)
        chosen = box.evaluate("(one) => one.selectedOptions[0].label")
        assert chosen.startswith(words), f"{label}: typing “{words}” chooses “{chosen}”"

    def _labelled(self, label: str, within: Locator | None) -> Locator:
        """The box of this label, be it optional or not."""
        return (within or self.page).get_by_label(re.compile(rf"^{re.escape(label)}( \(optional\))?$"))

    def tick(self, name: str, within: Locator | None = None) -> None:
        """Tick the box of this name."""
        box = (within or self.page).get_by_role("checkbox", name=name)
        self.to(box)
        self.page.keyboard.press("Space")
        expect(box).to_be_checked()

    def choose(self, name: str, group: Locator) -> None:
        """Choose one of a group by how it begins: Tab to the group, arrows within it."""
        wanted = group.get_by_role("radio", name=re.compile(rf"^{re.escape(name)}"))
        expect(wanted).to_have_count(1, timeout=PATIENCE)
        every = group.get_by_role("radio")
        node = wanted.element_handle()
        entrance = every.and_(self.page.locator(":checked"))
        self.to(entrance if entrance.count() else every.first)
        self.page.keyboard.press("Space")
        for _number in range(every.count()):
            if node.evaluate("(one) => one.checked && one === document.activeElement"):
                return
            self.stop(key="ArrowDown")
        raise AssertionError(f"{self.page.url}: the arrows do not reach “{name}”")
