"""What the shapes ask the database does not grow with what they hold."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from registry.web.reuse import calendars, feeds, table
from tests.asking import heard


def questions(app: Flask, client: FlaskClient, address: str) -> int:
    """How many statements one answer costs."""
    with heard(app) as asked:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", ["/offers.csv", "/offers.ics", "/offers.atom", "/feed.atom"])
def test_a_longer_shape_asks_no_more(demonstration: Flask, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    client = demonstration.test_client()
    client.get(address)  # fills what a process remembers
    whole = len(client.get(address).data)
    many = questions(demonstration, client, address)
    for module in (table, calendars, feeds):
        monkeypatch.setattr(module, "MOST", 2)
    few = questions(demonstration, client, address)
    assert len(client.get(address).data) < whole
    # the edition of the index is looked at once a second, and may fall into either
    assert abs(many - few) <= 1 < few
