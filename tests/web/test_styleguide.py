"""The style guide as a page: found from the page for developers and nowhere else, in every language, cheap."""

import re

import pytest
from flask import Flask

from tests.web.test_pages import statements

pytestmark = pytest.mark.one_database

GUIDE = "/styleguide"


def test_it_is_linked_for_developers_and_told_to_no_search_engine(shown: Flask) -> None:
    client = shown.test_client()
    assert f'href="{GUIDE}"' in client.get("/developers").get_data(as_text=True)
    assert f'href="{GUIDE}"' not in client.get("/").get_data(as_text=True)
    assert GUIDE not in client.get("/sitemap-pages.xml").get_data(as_text=True)
    assert '<meta name="robots" content="noindex">' in client.get(GUIDE).get_data(as_text=True)


@pytest.mark.parametrize("prefix", ["", "/fr", "/de"])
def test_it_is_whole_in_every_language(shown: Flask, prefix: str) -> None:
    answer = shown.test_client().get(prefix + GUIDE)
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert text.count('<li class="row">') == 14 + 4, "whole, slim"
    identities = re.findall(r'\sid="([^"]+)"', text)
    assert len(identities) == len(set(identities)) > 40


def test_contrasts_are_those_of_the_sheet(app: Flask) -> None:
    text = app.test_client().get(GUIDE).get_data(as_text=True)
    assert "<code>#fffdf6</code> <code>#16140f</code>" in text
    assert "17.4 and 16.1 with paper" in text


def test_it_asks_the_database_for_lists_of_words_only(shown: Flask) -> None:
    shown.test_client().get(GUIDE)
    assert statements(shown, GUIDE) <= 2
