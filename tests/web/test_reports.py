"""Anyone reports a problem with an offer without an account: what is refused comes back as written, a double click is
one report, too many are held off, nothing that identifies anyone is kept, and a reference shows what came of it."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from registry.accounts import throttle
from registry.kernel.db import db
from registry.quality import service as quality
from registry.quality.claims import Report
from registry.web.portal import reports
from tests import builders
from tests.web.reading import page, words


@pytest.fixture
def offer(ctx: Flask) -> str:
    return builders.decided()


def nonce(client: FlaskClient, offer: str) -> str:
    return str(page(client, f"/report/{offer}").xpath("//input[@name='nonce']/@value")[0])


def send(client: FlaskClient, offer: str, whence: str = "192.0.2.7", **values: Any) -> TestResponse:
    data = {"reason": "price", "nonce": nonce(client, offer), **values}
    headers = {"Sec-Fetch-Site": "same-origin"}
    return client.post(f"/report/{offer}", data=data, headers=headers, environ_base={"REMOTE_ADDR": whence})


def count() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(Report)) or 0


def test_a_report_leads_to_its_reference_and_later_to_the_answer(ctx: Flask, offer: str) -> None:
    client = ctx.test_client()
    form = client.get(f"/report/{offer}")
    assert "Set-Cookie" not in form.headers
    assert form.headers["Cache-Control"] == "no-store"
    assert client.get(f"/offers/{offer}").text.count(f'href="/report/{offer}"') == 1
    answer = send(client, offer, details="It is 90 euros.")
    assert answer.status_code == 303
    address = answer.location
    tree = page(client, address)
    assert "not yet answered" in words(tree, "//header[@class='head']")
    assert "It is 90 euros." not in words(tree, "//main")
    reference = address.rsplit("/", 1)[1]
    assert client.get(f"/report/status?reference=%20{reference.lower()}").location == address
    assert client.get(f"/report/status/{reference.lower()}").location == address
    quality.close_report(builders.REVIEWER, reference, "acted", "The price is corrected.")
    tree = page(client, "/fr" + address)
    assert words(tree, "//p[@lang='en']") == "The price is corrected."
    assert words(tree, "//main//header/p") == "On y a remédié"


def test_what_is_refused_comes_back_as_it_was_written(ctx: Flask, offer: str) -> None:
    client = ctx.test_client()
    for values, said in (
        ({"reason": "", "details": "Kept <b>words</b>"}, "Please choose a reason."),
        ({"reason": "spam", "details": "Kept <b>words</b>"}, "Please choose a reason."),
        ({"reason": "other", "details": ""}, "Please say what is wrong."),
        ({"details": "Kept <b>words</b>", "homepage": "https://spam.example"}, "Please send the form once more."),
        ({"details": "Kept <b>words</b>", "nonce": "x"}, "Load the page again"),
    ):
        answer = send(client, offer, **values)
        assert answer.status_code == 422, values
        assert said in answer.text, values
        if values["details"]:
            assert "Kept &lt;b&gt;words&lt;/b&gt;" in answer.text
    assert count() == 0


def test_a_double_click_is_one_report(ctx: Flask, offer: str) -> None:
    client = ctx.test_client()
    same = nonce(client, offer)
    assert len({send(client, offer, nonce=same).location for _ in range(3)}) == 1
    assert count() == 1


def test_other_words_sent_from_the_same_page_are_another_report(ctx: Flask, offer: str) -> None:
    client = ctx.test_client()
    same = nonce(client, offer)
    ways = [
        send(client, offer, nonce=same, details=words).location for words in ("It is 90.", "It is over.", "It is 90.")
    ]
    assert ways[0] == ways[2]
    assert ways[0] != ways[1]
    assert set(db.session.scalars(select(Report.details))) == {"It is 90.", "It is over."}


def test_too_many_are_held_off_and_whoever_wrote_keeps_the_words(ctx: Flask, offer: str) -> None:
    client = ctx.test_client()
    done = [send(client, offer, details="Again.") for _ in range(reports.ABOUT_ONE_FROM_ONE + 1)]
    assert [answer.status_code for answer in done] == [303] * reports.ABOUT_ONE_FROM_ONE + [429]
    assert "Again." in done[-1].text
    assert count() == reports.ABOUT_ONE_FROM_ONE
    assert send(client, offer, "192.0.2.8").status_code == 303
    kept = [str(value) for row in db.session.execute(select(throttle.Attempt.__table__)) for value in row]
    assert kept
    assert not any("192.0.2" in value or offer in value for value in kept)


@pytest.mark.one_database
def test_it_must_come_from_a_page_of_ours_about_an_offer_there_is(ctx: Flask, offer: str) -> None:
    client = ctx.test_client()
    data = {"reason": "price", "nonce": nonce(client, offer)}
    assert client.post(f"/report/{offer}", data=data).status_code == 403
    assert client.post(f"/report/{offer}", data=data, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    draft = builders.draft()
    for code in (draft, "DEMO-0000-0000", "x"):
        assert client.get(f"/report/{code}").status_code == 404
        assert client.post(f"/report/{code}", data=data, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 404
    assert client.get(f"/report/{offer.lower()}").location == f"/report/{offer}"
    assert client.get("/report/status/R-0000-0000-0000").status_code == 404
    assert client.get("/report/status?reference=R-0000").status_code == 404
    assert page(client, "/report/status").xpath("//meta[@name='robots']/@content") == ["noindex"]
    assert "/report/" not in client.get("/sitemap-pages.xml").text


def test_the_box_holds_what_a_report_takes(ctx: Flask, offer: str) -> None:
    client = ctx.test_client()
    most = int(page(client, f"/report/{offer}").xpath("//textarea[@name='details']/@maxlength")[0])
    assert send(client, offer, details="d" * (most + 1)).status_code == 422
    assert send(client, offer, details="d" * most).status_code == 303
