"""Whatever is sent to the door for machines, it answers in JSON or a problem (RFC 9457) with the right status: never
HTML, never 500. Asked by a test client and, where a client would tidy the request up, over a bare socket."""

import itertools
import json
import socket
from collections.abc import Iterator
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import EnvironBuilder, TestResponse, run_wsgi_app
from werkzeug.wrappers import Request

from registry.api import ROUTES
from registry.kernel.db import db
from tests.faults.kit import Process, answers, free_port, until

REAL = [route.rule for route in ROUTES]
TEXTS = {"/ledger/checkpoint": "text/plain", "/ledger/key": "text/plain", "/ledger/check.py": "text/x-python"}
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW", "PROPFIND", "get")
READ_ONLY = {"GET", "HEAD", "OPTIONS"}
NOTHING = (
    *("/api", "/api/", "/api//", "/api//v1/offers", "/api/v1//offers", "/api/v1/offers/"),
    *("/api/v1/offers//", "/api/v1", "/api/v2/offers", "/api/v1/none", "/api/v1/offers/a/b", "/api/./v1/offers"),
    *("/api/../api/v1/offers", "/api/v1/offers;x=1", "/api/v1/OFFERS", "/api%2Fv1%2Fnone", "/api/%2e%2e/x"),
    *("/api/v1/\x00", "/api/%00", "/api/v1/offers/%00", "/api/v1/vocabularies/%00", "/api/v1/offers/%ff"),
    *("/api/%ff%fe", "/api/v1/vocabularies/%ff", "/api/v1/offers/%ed%a0%80", "/api/v1/offers/%C0%AF"),
    *("/api/v1/offers/%0d%0aX-Evil:%201", "/api/v1/offers/%F0%9F%98%80", "/api/v1/offers/%25%25%25"),
    *("/api/" + "x" * 6000, "/api/v1/offers/" + "9" * 6000, "/api/v1/vocabularies/" + "a" * 6000),
    *("/api/v1/offers/' OR 1=1 --", "/api/v1/vocabularies/<script>alert(1)</script>", "/api/v1/vocabularies/%s%n"),
)
PARAMETERS = (
    *("q", "kind", "competence", "level", "eqf", "setting", "target", "credential", "provider", "access", "mode"),
    *("language", "region", "near", "radius", "starts", "time", "open", "price", "funding", "hours", "sort", "page"),
    *("per_page", "lang", "unknown"),
)
JUNK = (
    *("%00", "a%00b", "%ff", "%ed%a0%80", "%F0%9F%98%80", "%25", "%", "%zz", "'%20OR%201=1--", "%0d%0a", "x" * 3000),
    *("-1", "1e9", "9" * 400, "1/0", "nan", "%E2%80%AE", "%C2%B2", "", "%20", "*", "[a%20TO%20z]", "0-", "-", "null"),
    *("2026-99", "2026-02-30", "0000-00", "99999-01", "%u0041", "&&&=", ";", "%5B%5D", "12.5", "1.2.3", "+" * 40),
)


@pytest.fixture
def seeded(shown: Flask, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A visitor of the demonstration, of whom faults are kept as they are in production: told, not raised."""
    monkeypatch.setitem(shown.config, "TESTING", False)
    return shown.test_client()


def concrete(rule: str) -> str:
    return rule.replace("<code>", "DEMO-0000-0000").replace("<scheme>", "digcomp").replace("<int:number>", "1")


def refused(answer: object, status: int, allowed: set[str] | None = None) -> None:
    """It is a problem, whole and of this status."""
    assert answer.status_code == status  # type: ignore[attr-defined]  # of werkzeug's tests
    assert answer.content_type == "application/problem+json"  # type: ignore[attr-defined]
    if answer.request.method != "HEAD":  # type: ignore[attr-defined]
        letter = answer.get_json()  # type: ignore[attr-defined]
        assert {"type", "title", "status", "detail", "code", "instance"} <= set(letter)
        assert letter["status"] == status
        assert letter["instance"].isascii()
    if allowed is not None:
        assert set(answer.headers["Allow"].split(", ")) == allowed  # type: ignore[attr-defined]


@pytest.mark.one_database
@pytest.mark.parametrize("rule", REAL)
def test_an_address_names_its_own_methods_and_takes_no_other(seeded: FlaskClient, rule: str) -> None:
    for method in METHODS:
        answer = seeded.open(concrete(rule), method=method)
        if method == "OPTIONS":
            assert (answer.status_code, answer.data) == (204, b"")
            assert set(answer.headers["Allow"].split(", ")) == READ_ONLY
            assert "Content-Type" not in answer.headers
        elif method in READ_ONLY or method.upper() == "GET":
            assert answer.status_code in (200, 400, 404)
            assert answer.mimetype in (TEXTS.get(rule, "application/json"), "application/problem+json")
        else:
            refused(answer, 405, READ_ONLY)


@pytest.mark.one_database
@pytest.mark.parametrize("address", NOTHING, ids=lambda address: address[:40])
def test_where_nothing_is_every_method_hears_so(seeded: FlaskClient, address: str) -> None:
    for method in ("GET", "HEAD", "OPTIONS", "POST", "DELETE", "BREW"):
        environ = EnvironBuilder(method=method).get_environ()
        environ["PATH_INFO"] = unquote(address, "latin-1")  # past the client, which would tidy the address up
        answer = TestResponse(*run_wsgi_app(seeded.application, environ, buffered=True), request=Request(environ))
        if answer.status_code == 405:  # the address is of the form of one that exists
            assert method not in READ_ONLY
            refused(answer, 405, READ_ONLY)
        elif answer.status_code == 204:
            assert method == "OPTIONS"
        else:
            refused(answer, 404)


@pytest.mark.promise("P22")
def test_no_parameter_makes_it_stumble(seeded: FlaskClient) -> None:
    """Every parameter with every junk, on the addresses that take any, and on those that take none."""
    for address in ("/api/v1/offers", "/api/v1/suggest", "/api/v1/events", "/api/v1/offers/DEMO-0000-0000"):
        for name, value in itertools.product(PARAMETERS, JUNK):
            if address != "/api/v1/offers" and name not in ("q", "lang", "page", "per_page", "unknown"):
                continue
            answer = seeded.get(f"{address}?{name}={value}")
            assert answer.status_code in (200, 400, 404), (address, name, value, answer.data)
            assert answer.is_json, (address, name, value)
            if answer.status_code == 400:
                refused(answer, 400)


@pytest.mark.promise("P22")
def test_without_an_index_it_does_not_stumble_either(seeded: FlaskClient, demonstration: Flask) -> None:
    """The database then answers itself, and meets the same words."""
    for path in (demonstration.config["REGISTRY"].data_dir / "index").rglob("manifest.json"):
        path.unlink()
    for name, value in itertools.product(("q", "provider", "funding", "near"), JUNK):
        answer = seeded.get(f"/api/v1/offers?{name}={value}")
        assert answer.status_code in (200, 400, 503), (name, value, answer.data)
        if answer.status_code == 503:  # what only the index knows
            assert name in ("funding", "near")
            refused(answer, 503)
    for value in JUNK:
        assert seeded.get(f"/api/v1/suggest?q={value}").status_code in (200, 400), value


@pytest.mark.parametrize("query", ["%ff=1", "%00=1", "=", "=x", "&", "q", "?", "q=a&q=b", "a" * 3000, "%=%"])
def test_no_query_makes_it_stumble(seeded: FlaskClient, query: str) -> None:
    for rule in REAL:
        answer = seeded.get(f"{concrete(rule)}?{query}")
        assert answer.status_code in (200, 400, 404), (rule, answer.data)
        assert answer.is_json or answer.mimetype == TEXTS[rule]


HEADERS = (
    *(("Accept", value) for value in ("text/html", "application/xml", "*/*;q=0", "junk", ",,,;;=", "\xff\xfe", "")),
    *(("Accept-Language", value) for value in ("*", "x" * 5000, "fr;q=x", "-,-;q=", "\xff", "de-" * 500, ";;;")),
    *(("If-None-Match", value) for value in ('"', 'W/"', "x" * 5000, '"a","b', "\xff", ",")),
    *(("If-Modified-Since", value) for value in ("yesterday", "Thu, 99 Foo 2026 99:99:99 GMT", "\xff", "")),
    *(("If-Match", value) for value in ("*", '"x"', "\xff")),
    *(("Range", value) for value in ("bytes=0-", "bytes=5-1", "lines=1", "bytes=" + "0-1," * 500)),
    *(("Accept-Encoding", value) for value in ("br;q=x", "\xff", "identity;q=0, *;q=0", "zstd")),
    *(("Content-Type", value) for value in ("multipart/form-data; boundary=", "application/json; charset=no", "\xff")),
    *(("Content-Length", value) for value in ("-1", "x", "99999999999999")),
    *(("Cookie", value) for value in ("session=" + "x" * 4000, "\xff=\xfe", ";;;", "=")),
    *(("Authorization", value) for value in ("Basic", "Basic \xff", "Bearer " + "x" * 4000, "Basic =====")),
    *(("X-Forwarded-For", "junk"), ("Forwarded", "for="), ("Origin", "null"), ("Referer", "\xff"), ("Expect", "x")),
)


@pytest.mark.one_database
@pytest.mark.promise("P22")
@pytest.mark.parametrize(("name", "value"), HEADERS, ids=lambda value: ascii(value)[:30])
def test_no_header_changes_what_kind_of_answer_comes(seeded: FlaskClient, name: str, value: str) -> None:
    for address, status in (("/api/v1/offers?per_page=1", 200), ("/api/v1/none", 404), ("/healthz", 200)):
        answer = seeded.get(address, headers={name: value})
        assert answer.status_code == status, (address, answer.data[:300])
        assert answer.content_type in ("application/json", "application/problem+json")
        assert "Set-Cookie" not in answer.headers


def test_a_forged_host_is_told_to_machines_as_a_problem(client: FlaskClient) -> None:
    answer = client.get("/api/v1/offers", headers={"Host": "evil.example"})
    assert (answer.status_code, answer.content_type) == (400, "application/problem+json")
    assert answer.get_json()["status"] == 400
    assert b"evil.example" not in answer.data


def test_a_body_nobody_asked_for_changes_nothing(seeded: FlaskClient) -> None:
    assert seeded.get("/api/v1/offers", data=b"x" * 100_000).status_code == 200
    refused(seeded.post("/api/v1/offers", data=b"x" * (3 * 1024 * 1024)), 405, READ_ONLY)
    refused(seeded.post("/api/v1/offers", json={"a": "b"}), 405, READ_ONLY)


@pytest.fixture
def port(demonstration: Flask) -> Iterator[int]:
    """The demonstration, served by our own server."""
    with demonstration.app_context():
        for engine in db.engines.values():
            engine.dispose()
    number = free_port()
    started = f"from registry.cli.server import Server; Server('127.0.0.1', {number}).run()"
    server = Process(demonstration.config["REGISTRY"], "-c", started)
    server.start()
    try:
        assert until(lambda: answers(number), 60), server.log.read_text()
        yield number
    finally:
        server.kill()


def said(port: int, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """What comes back for these bytes: status, headers in small letters, body."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        received = b""
        while part := connection.recv(65536):
            received += part
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
    return int(first.split()[1]), headers, body


CLOSE = b"Host: localhost\r\nConnection: close\r\n"
RAW: tuple[tuple[bytes, int], ...] = (
    (b"BREW /api/v1/offers HTTP/1.1\r\n" + CLOSE + b"\r\n", 405),
    (b"GET /api//v1/offers HTTP/1.1\r\n" + CLOSE + b"\r\n", 404),
    (b"GET /api/%ff%00%zz HTTP/1.1\r\n" + CLOSE + b"\r\n", 404),
    (b"GET /api/\xff\xfe HTTP/1.1\r\n" + CLOSE + b"\r\n", 400),
    (b"GET /api/v1/offers?q=%ff%fe HTTP/1.1\r\n" + CLOSE + b"\r\n", 200),
    (b"GET /api/v1/offers/" + b"a" * 9000 + b" HTTP/1.1\r\n" + CLOSE + b"\r\n", 414),
    (b"GET /api/v1/offers HTTP/1.1\r\n" + CLOSE + b"X: " + b"a" * 9000 + b"\r\n\r\n", 431),
    (b"GET /api/v1/offers HTTP/1.1\r\n" + CLOSE + b"X: a\r\n" * 100 + b"\r\n", 431),
    (b"GET /api/v1/offers HTTP/1.1\r\n" + CLOSE + b"B\x00d: a\r\n\r\n", 400),
    (b"GET /api/v1/offers HTTP/1.1\r\n" + CLOSE + b"X: a\r\n b\r\n\r\n", 400),
    (b"GET /api/v1/offers HTTP/9.9\r\n" + CLOSE + b"\r\n", 400),
    (b"POST /api/v1/offers HTTP/1.1\r\n" + CLOSE + b"Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400),
    (b"POST /api/v1/offers HTTP/1.1\r\n" + CLOSE + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", 405),
    (b"GARBAGE\r\n\r\n", 400),
)


@pytest.mark.promise("P22")
def test_over_the_wire_nothing_is_answered_in_html(port: int) -> None:
    for request, status in RAW:
        code, headers, body = said(port, request)
        assert code == status, (request[:80], code, body[:200])
        if code == 200:
            assert headers["content-type"] == "application/json"
        else:
            assert headers["content-type"] == "application/problem+json", request[:80]
            assert json.loads(body)["status"] == status
    code, headers, _ = said(port, b"OPTIONS /api/v1/offers HTTP/1.1\r\n" + CLOSE + b"\r\n")
    assert code == 204
    assert set(headers["allow"].split(", ")) == READ_ONLY
