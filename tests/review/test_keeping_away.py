"""Whoever belongs to a provider, or declared an interest in it, reads nothing of its cases and takes none."""

import pytest
from flask.testing import FlaskClient

from tests.review.conftest import Desk
from tests.review.test_case import state, text


def told_to_keep_away(client: FlaskClient, code: str, why: str) -> bool:
    """Is the case closed to them, with the reason and nothing of the offer?"""
    answers = [client.get(f"/review/cases/{code}{rest}") for rest in ("", "/decide?action=list")]
    said = [answer.get_data(as_text=True) for answer in answers]
    assert [answer.status_code for answer in answers] == [403, 403]
    assert not any("Spreadsheets" in words or "Automatic checks" in words for words in said)
    return all(why in words for words in said)


@pytest.mark.promise("P07")
def test_nobody_examines_what_a_provider_of_theirs_offers(desk: Desk) -> None:
    code = desk.submitted()
    own = desk.someone("own@example.org", "reviewer", of=desk.provider)
    assert told_to_keep_away(own, code, "You belong to this provider")
    assert desk.take(code, own).status_code == 403
    assert state(desk, code) == "submitted"
    assert code not in text(desk.page("/review", own))


def test_a_declared_interest_takes_the_providers_cases_out_of_the_queue(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    assert code in text(desk.page("/review"))
    declared = desk.reviewer.post(f"/review/cases/{code}/interest", data=desk.form())
    assert declared.status_code == 303
    assert code not in text(desk.page(declared.location))
    assert desk.take(code).status_code == 403
    assert told_to_keep_away(desk.reviewer, code, "You declared an interest")
    late = {**desk.form(), "findings.price.words": "Typed before."}
    kept = desk.reviewer.post(f"/review/cases/{code}/findings", data=late)
    assert (kept.status_code, "Typed before." in kept.get_data(as_text=True)) == (403, True)
