"""What has not changed is not sent again, what is text is sent compressed, and nothing public is kept unseen."""

import brotli
import pytest
from flask import Flask

from registry.web import assets

pytestmark = pytest.mark.one_database

EVENT = "/events/policy-event-ila-micro-credentials-2022"
PAGES = ("/", "/fr/offers?kind=training", "/competences", EVENT, f"{EVENT}.ics", "/feed.atom", "/sitemap.xml",
         "/robots.txt", "/api/v1/offers")  # fmt: skip


def test_a_known_page_is_not_sent_again(shown: Flask) -> None:
    client = shown.test_client()
    for address in PAGES:
        answer = client.get(address)
        mark = answer.headers["ETag"]
        assert mark.startswith('W/"'), address
        for known in (mark, f'"other", {mark}', mark.removeprefix("W/"), "*"):
            again = client.get(address, headers={"If-None-Match": known, "Accept-Encoding": "br"})
            assert (again.status_code, again.data) == (304, b""), (address, known)
            assert again.headers["ETag"] == mark
            assert again.headers["Cache-Control"] == answer.headers["Cache-Control"]
            assert "Accept-Encoding" in again.headers["Vary"]
            assert "Content-Security-Policy" in again.headers
            assert "Set-Cookie" not in again.headers
        assert client.get(address, headers={"If-None-Match": 'W/"other"'}).status_code == 200
        assert client.head(address, headers={"If-None-Match": mark}).status_code == 304


def test_languages_and_pages_have_marks_of_their_own(shown: Flask) -> None:
    client = shown.test_client()
    marks = [client.get(address).headers["ETag"] for address in ("/", "/fr/", "/de/", "/about", "/offers")]
    assert len(set(marks)) == len(marks)


def test_pages_are_asked_for_anew_and_failures_are_never_kept(shown: Flask) -> None:
    client = shown.test_client()
    assert client.get("/offers").headers["Cache-Control"] == "public, no-cache"
    assert client.get("/feed.atom").headers["Cache-Control"] == "public, max-age=300"
    for address in ("/nowhere", "/offers/DEMO-0000-0000", "/api/v1/nowhere"):
        answer = client.get(address)
        assert answer.headers["Cache-Control"] == "no-store", address
        assert "ETag" not in answer.headers
    assert "ETag" not in client.get("/healthz").headers, "health is asked for, not kept"


@pytest.mark.parametrize(
    "address", ["/offers", "/offers.csv", "/offers.ics", "/feed.atom", "/sitemap-pages.xml", f"{EVENT}.jsonld"]
)
def test_text_is_sent_in_brotli_to_whom_it_suits(shown: Flask, address: str) -> None:
    client = shown.test_client()
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "gzip, br"})
    assert (packed.headers["Content-Encoding"], packed.headers["ETag"]) == ("br", plain.headers["ETag"])
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert brotli.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("br", "br"), ("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("gzip, br;q=0", "gzip"), ("*", "br"),
     ("identity", None), ("", None)],
)  # fmt: skip
def test_static_files_come_in_the_best_coding_there_is(app: Flask, accepted: str, coding: str | None) -> None:
    plain = (assets.FOLDER / "style.css").read_bytes()
    with app.test_client().get("/static/style.css", headers={"Accept-Encoding": accepted}) as answer:
        assert answer.headers.get("Content-Encoding") == coding
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert int(answer.headers["Content-Length"]) == len(answer.data)
        assert (len(answer.data) < len(plain) / 3) is (coding is not None)
        if coding == "br":
            assert brotli.decompress(answer.data) == plain


def test_static_files_answer_304_405_and_parts(app: Flask) -> None:
    client = app.test_client()
    with client.get("/static/style.css") as answer:
        mark = answer.headers["ETag"]
    with client.get("/static/style.css", headers={"If-None-Match": mark, "Accept-Encoding": "br"}) as again:
        assert (again.status_code, again.headers["Vary"]) == (304, "Accept-Encoding")
    with client.get("/static/style.css", headers={"Range": "bytes=0-9", "Accept-Encoding": "br"}) as part:
        assert part.status_code == 206
        assert part.data == (assets.FOLDER / "style.css").read_bytes()[:10]
    with client.head("/static/style.css", headers={"Accept-Encoding": "br"}) as head:
        assert (head.status_code, head.headers["Content-Encoding"], head.data) == (200, "br", b"")
