"""What every request meets: language prefix, host, origin, limits and headers."""

import pytest
from flask import Flask, request
from flask.testing import FlaskClient

from registry.kernel import csrf
from registry.kernel.routes import POLICIES, Route

CSP_NEEDED = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
}


@pytest.mark.parametrize(
    ("address", "status", "location"),
    [
        ("/", 200, None),
        ("/fr/", 200, None),
        ("/de/offers", 200, None),
        ("/fr", 301, "/fr/"),
        ("/en/offers?q=a", 301, "/offers?q=a"),
        ("/en", 301, "/"),
        ("/en//evil.example/x", 301, "/evil.example/x"),
        ("/fr/api/v1/offers", 404, None),
        ("/fr/healthz", 404, None),
        ("/fr/static/style.css", 404, None),
        ("/nl/offers", 404, None),
    ],
)
def test_the_language_prefix(client: FlaskClient, address: str, status: int, location: str | None) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers.get("Location") == location


def test_pages_speak_the_language_of_their_address(client: FlaskClient) -> None:
    assert b'<html lang="en"' in client.get("/").data
    assert b'<html lang="fr"' in client.get("/fr/").data
    assert b'<html lang="de"' in client.get("/de/").data


@pytest.mark.promise("P25")
@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/offers",
        "/offers/none",
        "/en/",
        "/fr",
        "/api/v1/offers",
        "/api/v1/none",
        "/healthz",
        "/none",
        "/static/style.css",
        "/feed.atom",
        "/offers/none.ics",
        "/events.ics",
        "/sitemap.xml",
        "/robots.txt",
        "/opensearch.xml",
    ],
)
def test_every_answer_carries_the_security_headers(client: FlaskClient, address: str) -> None:
    with client.get(address) as answer:
        headers = answer.headers
    assert {part.strip() for part in headers["Content-Security-Policy"].split(";")} >= CSP_NEEDED
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "geolocation=()" in headers["Permissions-Policy"]
    assert "Set-Cookie" not in headers
    kind = headers.get("Content-Type", "charset=utf-8").lower().replace('"', "")
    assert "charset=utf-8" in kind or "json" in kind


def test_a_forged_host_is_refused_and_never_reflected(client: FlaskClient) -> None:
    answer = client.get("/", headers={"Host": "evil.example"})
    assert answer.status_code == 400
    assert b"//evil.example" not in answer.data
    assert client.get("/healthz", headers={"Host": "10.0.0.7:8000"}).status_code == 200


def test_a_host_no_name_can_be_is_refused_with_the_headers(client: FlaskClient) -> None:
    for address in ("/", "/healthz"):
        answer = client.get(address, headers={"Host": "a" * 64 + ".example"})
        assert answer.status_code == 400
        assert answer.headers["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("path", ["/providers/%00", "/events/a%00b", "/decisions/99999999999999999999", "/offers/%00"])
def test_what_no_database_can_hold_is_not_found(client: FlaskClient, path: str) -> None:
    assert client.get(path).status_code == 404


@pytest.mark.one_database
@pytest.mark.parametrize("value", ["\x00", "a\x00b", "\x01", "\x7f", "\ufffe"])
def test_what_no_database_and_no_feed_can_hold_is_asked_for_nowhere(
    app: Flask, client: FlaskClient, value: str
) -> None:
    public = [rule.rule for rule in app.url_map.iter_rules() if "GET" in (rule.methods or ()) and not rule.arguments]
    assert len(public) > 30
    for address in public:
        answer = client.get(address, query_string={"provider": value})
        assert answer.status_code in (302, 400), address
        assert "provider=" not in answer.headers.get("Location", ""), "a page is there without it"
        assert value.encode() not in answer.data, address


@pytest.mark.parametrize("page", ["000001" + "0" * 30, "0", "-1", "1.0", "²", "51"])
def test_a_page_number_is_read_whole(client: FlaskClient, page: str) -> None:
    for name in ("providers", "events", "vocabularies", "offers"):
        assert client.get(f"/api/v1/{name}", query_string={"page": page}).status_code == 400, name


def test_a_wrong_method_or_address_is_told_before_the_origin(client: FlaskClient) -> None:
    assert client.post("/offers").status_code == 405
    assert client.post("/none").status_code == 404
    assert client.post("/api/v1/offers").status_code == 405


def test_forwarded_headers_are_not_believed_without_a_proxy(client: FlaskClient) -> None:
    answer = client.get("/", headers={"X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https"})
    assert answer.status_code == 200
    assert b"evil.example" not in answer.data


@pytest.fixture
def writing(app: Flask) -> FlaskClient:
    """The app with one unsafe route, as later desks will have."""
    app.add_url_rule("/act", "act", lambda: "done" + request.form.get("b", ""), methods=["POST"])
    app.extensions["registry.policies"]["act"] = POLICIES[0]
    return app.test_client()


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://localhost"}, 200),
        ({"Origin": "null"}, 403),
        ({"Origin": "http://[::1"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"}, 403),
    ],
)
def test_an_unsafe_request_must_come_from_our_own_pages(
    writing: FlaskClient, headers: dict[str, str], status: int
) -> None:
    assert writing.post("/act", headers=headers).status_code == status


def test_with_a_session_the_token_decides(writing: FlaskClient) -> None:
    with writing.session_transaction("/account") as session:  # public pages write no cookie
        session["csrf_token"] = "t" * 43
    own = {"Sec-Fetch-Site": "same-origin"}
    assert writing.post("/act", headers=own).status_code == 403
    assert writing.post("/act", headers=own, data={"csrf_token": "wrong"}).status_code == 403
    assert writing.post("/act", headers=own, data={"csrf_token": "t" * 43}).status_code == 200
    assert writing.post("/act", headers={**own, "X-CSRF-Token": "t" * 43}).status_code == 200


def test_a_session_without_a_token_is_asked_where_the_request_comes_from(writing: FlaskClient) -> None:
    """Who signed in and went straight to an open page, whose form cannot leave a token in the cookie."""
    with writing.session_transaction("/account") as session:
        session["account"] = "somebody"
    assert writing.post("/act", headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert writing.post("/act", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert writing.post("/act").status_code == 403


def test_a_form_gets_one_token_per_session_and_it_is_the_one_that_counts(writing: FlaskClient) -> None:
    app = writing.application
    app.add_url_rule("/form", "form", lambda: csrf.token() + " " + csrf.token())
    app.extensions["registry.policies"]["form"] = "sign-in"
    first, second = writing.get("/form").text.split()
    assert first == second
    own = {"Sec-Fetch-Site": "same-origin"}
    assert writing.post("/act", headers=own, data={"csrf_token": first}).status_code == 200
    assert app.test_client().get("/form").text.split()[0] != first


def test_a_body_beyond_the_limit_is_refused(writing: FlaskClient) -> None:
    big = b"a=" + b"x" * (3 * 1024 * 1024)
    answer = writing.post(
        "/act", data=big, headers={"Sec-Fetch-Site": "same-origin"}, content_type="application/x-www-form-urlencoded"
    )
    assert answer.status_code == 413
    parts = "&".join(f"p{number}=1" for number in range(20))
    assert writing.post("/act", data=parts, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200


def test_a_route_cannot_be_declared_without_a_known_policy() -> None:
    with pytest.raises(ValueError, match="unknown policy"):
        Route("/x", "x", lambda: "", policy="anyone")


@pytest.mark.parametrize("address", ["/offers", "/api/v1/offers", "/nowhere", "/offers.csv?x=1", "/offers/DEMO"])
@pytest.mark.parametrize("host", ["localhost", "evil.example"])
def test_the_head_of_a_refusal_has_no_body(app: Flask, address: str, host: str) -> None:
    answered = app.test_client().head(address, headers={"Host": host})
    assert b"".join(answered.response) == b""
    assert host == "localhost" or answered.status_code == 400
