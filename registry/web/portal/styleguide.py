"""The style guide: every part of the site in every state, for those who build it and for the tests that photograph
it."""

from registry import config
from registry.web.guide import choosing, entry, example, lists, look, times, writing
from registry.web.pages import StyleGuidePage


def show() -> StyleGuidePage:
    """All parts, filled with invented values."""
    offer = example.offer()
    return StyleGuidePage(
        look=look.look(),
        times=times.times(offer),
        choosing=choosing.choosing(),
        entry=entry.entry(offer),
        writing=writing.writing(),
        lists=lists.lists(f"{config.current().base_url}/styleguide"),
    )
