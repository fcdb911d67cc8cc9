"""What a first visit costs, and how static files are kept."""

import brotli
import pytest
from flask import Flask

from registry.web import assets

pytestmark = pytest.mark.one_database

FIRST_VIEW, SHEET, SCRIPT = 40_000, 32_000, 10_000


def test_sheet_and_script_keep_their_size() -> None:
    assert (assets.FOLDER / "style.css").stat().st_size <= SHEET
    assert (assets.FOLDER / "app.js").stat().st_size <= SCRIPT


def test_the_first_view_of_every_public_page_is_light(shown: Flask) -> None:
    client = shown.test_client()
    static = sum(
        len(brotli.compress((assets.FOLDER / name).read_bytes(), quality=5))
        for name in ("style.css", "app.js", "mark.svg")
    )
    offers = client.get("/api/v1/offers?credential=micro").get_json()["items"]
    offer = f"/offers/{offers[0]['code']}"
    for address in (
        "/",
        "/offers",
        offer,
        "/competences",
        "/events/policy-event-ila-micro-credentials-2022",
        "/decisions",
    ):
        answer = client.get(address, headers={"Accept-Encoding": "br"})
        assert answer.headers["Content-Encoding"] == "br"
        assert len(answer.data) + static <= FIRST_VIEW, address


def test_static_files_are_kept_for_ever_under_the_name_of_their_content(client, app: Flask) -> None:  # type: ignore[no-untyped-def]  # fixture
    with app.test_request_context("/"):
        address = assets.asset("style.css")
    with client.get(address) as answer, client.get("/static/style.css") as plain:
        assert answer.status_code == plain.status_code == 200
        assert "immutable" in answer.headers["Cache-Control"]
        assert "immutable" not in plain.headers["Cache-Control"]


def test_static_addresses_carry_no_language(app: Flask) -> None:
    page = app.test_client().get("/fr/about").get_data(as_text=True)
    assert 'href="/static/' in page
    assert "/fr/static/" not in page


def test_public_pages_set_no_cookie(shown: Flask) -> None:
    client = shown.test_client()
    for address in ("/", "/offers?kind=training", "/decisions", "/about", "/nowhere"):
        assert "Set-Cookie" not in client.get(address).headers
