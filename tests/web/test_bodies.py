"""What a stranger sends along with a question is not read: no page looks into it for somebody's right to be here."""

import pytest
from flask.testing import FlaskClient

pytestmark = pytest.mark.one_database
BODIES = ["[" * 2000 + "]" * 2000, "{" * 900, '{"auth_token": "x"}', "\x00", "9" * 5000]


@pytest.mark.parametrize("body", BODIES, ids=["deep", "open", "token", "nul", "long"])
@pytest.mark.parametrize("path", ["/", "/offers", "/account/login", "/nowhere", "/publish", "/de/help"])
def test_a_body_changes_no_answer(client: FlaskClient, path: str, body: str) -> None:
    plain = client.get(path)
    answer = client.get(path, data=body, content_type="application/json")
    assert answer.status_code < 500
    if path != "/account/login":  # what is sent to sign in is read there, and refused
        assert (answer.status_code, answer.mimetype) == (plain.status_code, plain.mimetype)
    assert client.post(path, data=body, content_type="application/json").status_code < 500


def test_who_signs_in_by_a_program_is_answered_in_words(client: FlaskClient) -> None:
    answer = client.get("/account/login", headers={"Accept": "application/json"}, content_type="application/json")
    assert answer.status_code < 500
    assert answer.get_json() is not None
