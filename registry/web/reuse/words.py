"""What a search is called where it leaves the portal: its words and filters as one line."""

from registry import config
from registry.kernel.i18n import gettext as _
from registry.search.request import SearchRequest
from registry.search.service import Results
from registry.web import display, filters


def title(asked: SearchRequest, found: Results) -> str:
    """The registry's name, then what was asked for; not the words when there is nothing in them to search for."""
    active = [(name, value) for name, value in asked.active() if name != "q" or asked.words]
    said = display.listed([filters.said(name, value, found) for name, value in active])
    return f"{config.current().name}: {said or _('All offers')}"
