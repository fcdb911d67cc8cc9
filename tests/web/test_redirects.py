"""Where redirects lead: never to another site, whatever stands in the path, and to one spelling of each address."""

from itertools import product
from urllib.parse import unquote_to_bytes, urljoin, urlsplit

import pytest
from flask import Flask, url_for

pytestmark = pytest.mark.one_database

TRICKS = (
    "%09", "%0a", "%0d", "%0d%0a", "%09%09", "%5c", "%5c%5c", "%09%5c", "%2f", "%2f%2f", "%00", "%01", "%0b", "%0c",
    "%20", "%7f", "%c2%85", "%c2%a0", "%e3%80%80", "%ff", "%3f", "%23", "@", ".", "..", ":", "https:", "%25%30%39",
)  # fmt: skip
BEFORE = ("/en", "/EN", "/FR", "/fr", "/De", "//en", "///EN", "/en/en", "", "/offers", "/fr/offers", "/card.png")
AFTER = ("/evil.example", "//evil.example", "evil.example", "/evil.example/", "/offers/", "//offers//x")


def location(app: Flask, path: str, query: str = "") -> str:
    """Where a path sent as it stands leads; "" when it leads nowhere."""
    # given past the client, which would tidy the path up as no attacker does
    sent = {"PATH_INFO": unquote_to_bytes(path).decode("latin-1"), "QUERY_STRING": query}
    return app.test_client().get("/", environ_overrides=sent).headers.get("Location", "")


def host_for_a_browser(target: str) -> str | None:
    """The host a browser goes to from a page of ours: it leaves out tabs and line ends and reads \\ as /."""
    seen = target.strip("".join(map(chr, range(33)))).translate(dict.fromkeys(map(ord, "\t\r\n")))
    return urlsplit(urljoin("http://localhost/x", seen.replace("\\", "/"))).hostname


def test_no_path_leads_to_another_site(app: Flask) -> None:
    led = 0
    for before, trick, after in product(BEFORE, TRICKS, AFTER):
        target = location(app, f"{before}/{trick}{after}")
        led += bool(target)
        assert host_for_a_browser(target) == "localhost", (before, trick, after, target)
        assert target.isascii(), target
        assert target.isprintable(), target
        own = target.removeprefix("http://localhost")
        assert not own or (own[0] == "/" and own[1:2] != "/"), (before, trick, after, target)
    assert led > 500, "most of these are led somewhere"


def test_what_no_page_reads_vanishes_in_one_step(shown: Flask) -> None:
    client = shown.test_client()
    offer = client.get("/api/v1/offers?per_page=1").get_json()["items"][0]
    own = {"portal.competence": {"code": "1.2"}, "portal.provider": {"slug": offer["provider"]["slug"]}}
    event = client.get("/api/v1/events").get_json()["items"][0]["slug"]
    values = {"code": offer["code"], "slug": event, "number": 1}
    seen = 0
    with shown.test_request_context():
        rules = [rule for rule in shown.url_map.iter_rules() if rule.endpoint.startswith("portal.")]
        paths = [
            url_for(rule.endpoint, **own.get(rule.endpoint, {name: values[name] for name in rule.arguments}))
            for rule in rules
            # the ledger has its own way of languages; what one needs a reference or a token for is not asked here
            if rule.endpoint not in ("portal.favicon", "portal.ledger") and rule.arguments <= set(values)
        ]
    for path in paths:
        assert client.get(path).status_code == 200, path
        for asked in ("?utm_source=mail&utm_campaign=a%20b", "?foo=1&foo=2&foo", "?page_=1"):
            answer = client.get("/fr" + path + asked)
            assert (answer.status_code, answer.headers.get("Location")) == (302, "/fr" + path), path + asked
            seen += 1
    assert seen > 70


def test_what_a_page_reads_stays_when_the_rest_vanishes(shown: Flask) -> None:
    client = shown.test_client()
    code = client.get("/api/v1/offers?per_page=1").get_json()["items"][0]["code"]
    for address, kept in (
        (f"/offers/{code}?utm_id=1&as_of=2026-11-20", f"/offers/{code}?as_of=2026-11-20"),
        ("/offers?kind=training&utm_id=1", "/offers?kind=training"),
        ("/decisions?fbclid=x&page=2", "/decisions?page=2"),
        ("/events?when=past&gclid=1", "/events?when=past"),
    ):
        answer = client.get(address)
        assert (answer.status_code, answer.headers["Location"]) == (302, kept)
        assert client.get(kept).status_code == 200


def test_the_path_is_kept_as_it_was_sent(app: Flask) -> None:
    assert location(app, "/en/%09/evil.example") == "/%09/evil.example"
    assert location(app, "/en/offers/%3Fa%23b") == "/offers/%3Fa%23b"
    assert location(app, "/EN/offers/a%C3%A9%20b") == "/offers/a%C3%A9%20b"
    assert location(app, "/FR") == "/fr/"
    assert location(app, "/FR/offers", "q=caf%C3%A9+noir&near=50.1,6.2") == "/fr/offers?q=caf%C3%A9+noir&near=50.1,6.2"
    assert location(app, "/en/offers", "q=\r\nX: y") == "/offers?q=%0D%0AX:%20y"
