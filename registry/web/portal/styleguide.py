"""The style guide: every part of the site in every state, for those who build it and for the tests that photograph
it."""

from registry.web.guide import choosing, entry, example, lists, look, times
from registry.web.pages import StyleGuidePage


def show() -> StyleGuidePage:
    """All parts, filled with invented values."""
    offer = example.offer()
    shown = times.times(offer)
    return StyleGuidePage(
        look=look.look(),
        times=shown,
        choosing=choosing.choosing(),
        entry=entry.entry(offer),
        lists=lists.lists(shown.linked),
    )
