"""What a reviewer found and noted is theirs until it is decided: nobody else reads it, whatever they send to the
addresses of the case."""

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from registry.kernel.errors import Forbidden
from registry.quality import casebook, sampling
from tests import builders
from tests.review.conftest import Desk

HIDDEN = ("Only the desk reads this note.", "The books cost more.", "Name the exam.", "https://harbour.example/proof")


def of_the_provider(desk: Desk, _code: str) -> FlaskClient:
    return desk.someone("own@example.org", "reviewer", of=desk.provider)


def with_an_interest(desk: Desk, code: str) -> FlaskClient:
    somebody = desk.someone("kin@example.org", "reviewer")
    assert somebody.post(f"/review/cases/{code}/interest", data=desk.form()).status_code == 303
    return somebody


def uninvolved(desk: Desk, _code: str) -> FlaskClient:
    return desk.someone("sid@example.org", "reviewer")


OTHERS = {one.__name__: one for one in (of_the_provider, with_an_interest, uninvolved)}


def written(desk: Desk, code: str, address: str, client: FlaskClient) -> None:
    """Findings with a note, evidence and a remark, by whoever has taken the review."""
    page = desk.page(address, client)
    form = page.xpath("//form[contains(@action,'/findings')]")[0]
    seen = form.xpath(".//input[@name='seen']/@value")[0]
    said = {"verdict": "not-met", "note": HIDDEN[0], "words": HIDDEN[1], "evidence": HIDDEN[3]}
    sent = {f"findings.price.{name}": text for name, text in said.items()} | {"remark.text": HIDDEN[2]}
    answer = client.post(form.get("action"), data={**desk.form(seen=seen), **sent, "then": "save"})
    assert answer.status_code == 303
    assert all(words in client.get(address).get_data(as_text=True) for words in HIDDEN), "who wrote it reads it"


def tried(desk: Desk, code: str, client: FlaskClient, review: int) -> list[Any]:
    """Every way to the case, with forms of today, of yesterday and of nobody."""
    case, named = f"/review/cases/{code}", f"?review={review}"
    found = {"findings.price.verdict": "met", "then": "save"}
    answers = [client.get(case), client.get(f"{case}{named}"), client.get(f"{case}/decide?action=ask")]
    for seen in (0, desk.seen(code)):
        for form in ({"seen": seen}, {"seen": seen, "review": review}, {"seen": seen, "nonce": ""}):
            for where in (f"{case}/findings", f"{case}/findings{named}"):
                answers.append(client.post(where, data={**desk.form(), **found, **form}))
            for action in ("ask", "return", "nonsense"):
                for then in ("confirm", "look"):
                    where = f"{case}/decide?action={action}"
                    answers.append(client.post(where, data={**desk.form(), "then": then, **form}))
    return answers


@pytest.mark.parametrize("who", OTHERS)
@pytest.mark.promise("P07")
def test_what_was_found_is_read_by_nobody_who_does_not_hold_the_case(desk: Desk, who: str) -> None:
    code = desk.submitted()
    desk.take(code)
    written(desk, code, f"/review/cases/{code}", desk.reviewer)
    make: Callable[[Desk, str], FlaskClient] = OTHERS[who]
    client = make(desk, code)
    answers = tried(desk, code, client, 1)
    assert {answer.status_code for answer in answers} <= {200, 302, 403, 409, 422}
    for answer in answers:
        page = answer.get_data(as_text=True)
        assert not [words for words in HIDDEN if words in page], (answer.request.url, answer.status_code)
    stale = client.post(f"/review/cases/{code}/findings", data=desk.form(seen=0, **{"findings.price.verdict": "met"}))
    assert stale.status_code == 403, "as the verb refuses it"


@pytest.mark.one_database
def test_a_second_opinion_is_read_by_nobody_else(desk: Desk) -> None:
    with sampling.drawing(0):
        code = desk.listed()
    other = desk.someone("ole@example.org", "reviewer")
    address = desk.page("/review?kind=blind", other).xpath("//tbody//a/@href")[0]
    number = int(address.rpartition("=")[2])
    take = desk.page(address, other).xpath("//form[contains(@action, '/take')]/@action")[0]
    assert other.post(take, data=desk.form(seen=desk.seen(code))).status_code == 303
    written(desk, code, address, other)
    for client in (desk.reviewer, *(make(desk, code) for make in OTHERS.values())):
        for answer in tried(desk, code, client, number):
            page = answer.get_data(as_text=True)
            assert not [words for words in HIDDEN if words in page], answer.request.url


def test_the_casebook_tells_findings_to_whoever_holds_the_review(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    written(desk, code, f"/review/cases/{code}", desk.reviewer)
    with desk.app.app_context():
        for actor in (builders.REVIEWER, builders.ADMIN):
            read = casebook.read(actor, code)
            assert (read.findings, read.tasks, read.reopened) == ((), (), {})
        with pytest.raises(Forbidden):
            casebook.read(builders.acting("reviewer", desk.provider), code)


@pytest.mark.one_database
def test_whoever_lost_the_case_to_another_keeps_what_they_wrote(desk: Desk) -> None:
    code = desk.submitted()
    desk.take(code)
    tree = desk.page(f"/review/cases/{code}")
    seen = tree.xpath("//form[contains(@action,'/findings')]//input[@name='seen']/@value")[0]
    other = desk.someone("ole@example.org", "reviewer")
    assert desk.reviewer.post(f"/review/cases/{code}/release", data=desk.form(seen=desk.seen(code))).status_code == 303
    assert desk.take(code, other).status_code == 303
    written(desk, code, f"/review/cases/{code}", other)
    late = {"findings.price.verdict": "not-met", "findings.price.words": "Said on an old page."}
    answer = desk.reviewer.post(f"/review/cases/{code}/findings", data={**desk.form(seen=seen, review=1), **late})
    assert answer.status_code == 403
    page = answer.get_data(as_text=True)
    assert "Said on an old page." in page
    assert "Take it over first." in page
    assert not [words for words in HIDDEN if words in page]
