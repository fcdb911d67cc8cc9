"""What the privacy page promises is what the program does: each length of time it names is that of the code, and it
does not say any more that there are no accounts."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.accounts import sessions, throttle
from registry.notices import outgoing
from registry.providers import inviting
from registry.quality import reporting
from tests import signing

pytestmark = pytest.mark.one_database
DAY, MINUTE, HOUR = dt.timedelta(days=1), dt.timedelta(minutes=1), dt.timedelta(hours=1)
NAMED = (
    (sessions.IDLE, 8 * HOUR, "after eight hours without a page"),
    (sessions.LONGEST, 7 * DAY, "after seven days at the latest"),
    (throttle.WINDOW, 15 * MINUTE, "count tries for 15 minutes"),
    (outgoing.KEPT, 30 * DAY, "is forgotten after 30 days"),
    (inviting.GOOD_FOR, 14 * DAY, "is good for 14 days"),
    (reporting.KEPT, 90 * DAY, "deleted 90 days after"),
)


@pytest.mark.parametrize(("real", "meant", "sentence"), NAMED)
def test_the_page_names_the_times_of_the_program(
    client: FlaskClient, real: dt.timedelta, meant: dt.timedelta, sentence: str
) -> None:
    assert real == meant, "change the privacy page in all its languages"
    assert sentence in client.get("/privacy").get_data(as_text=True)


def test_the_cookie_is_one_lasts_no_longer_than_the_browser_and_is_set_on_no_public_page(app: Flask) -> None:
    client = signing.a_client(app, "ann@example.org")
    for page in ("/", "/privacy", "/offers", "/decisions"):
        assert "Set-Cookie" not in client.get(page).headers
    fresh = app.test_client().get("/account/login")
    cookies = fresh.headers.getlist("Set-Cookie")
    assert len(cookies) == 1
    assert "Expires" not in cookies[0]
    assert "Max-Age" not in cookies[0]
    assert "HttpOnly" in cookies[0]


def test_it_says_in_every_language_that_there_are_accounts(client: FlaskClient) -> None:
    for prefix, word in (("", "account"), ("/fr", "compte"), ("/de", "Konto")):
        page = client.get(f"{prefix}/privacy").get_data(as_text=True)
        assert "There is no account" not in page
        assert word in page
