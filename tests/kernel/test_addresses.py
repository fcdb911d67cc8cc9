"""Web addresses are taken only where a browser and this program read the same host in them."""

import pytest

from registry.kernel.web_address import host, is_http_url


@pytest.mark.parametrize(
    "url",
    [
        "https://open.example", "http://open.example:8080/a?b=c#d", "https://www.open.example./x", "https://192.0.2.7/",
        "https://[2001:db8::1]:443/x", "https://münchen.example/", "https://xn--mnchen-3ya.example", "https://a_b.example",
        "https://हिन्दी.example/", "https://café.example/", "https://cafe\u0301.example/", "https://r3---sn.example/", "https://MÜNCHEN.example/",
        "https://xn--yp8h.example/", "https://ΟΔΟΣ-x.example/",
        "https://open.example/?to=https://other.example", "https://open.example/%5C", "http://localhost:8000/x",
    ],
)  # fmt: skip
def test_an_address_with_one_host_is_taken(url: str) -> None:
    assert is_http_url(url)


@pytest.mark.parametrize(
    "url",
    [
        r"https://evil.example\.open.example/join", r"https://open.example\@evil.example", r"https:\\evil.example",
        "https://evil%2eexample/", "https://evil.example%2f.open.example/", "https://1.2.3.4.5:80:90/",
        "https://open.example:99999/", "https://open.example:x/", "https://1.2.3.4.5/", "https://0x7f.1/",
        "https://127.1/", "https://2130706433/", "https://[::1%25eth0]/", "https://[open.example]/", "https://a..example/",
        "https://.example/", "https://evil.example\N{FULLWIDTH SOLIDUS}.open.example/", "https:/open.example",
        "https:open.example", "https:///open.example", "javascript:alert(1)", "https://user@open.example",
        "https://evil.example\N{IDEOGRAPHIC FULL STOP}open.example/", "https://open.example/a b", "https://a.example/\t",
        "https://evil.example[::1].open.example/x", "https://[::1]evil.example/", "https://x.example:[::1]/",
        "https://ｂad.example/", "https://evil.example⒈open.example/", "https://a².example/",
        "https://<b>.example/", "https://a;b.example/", f"https://{'a' * 64}.example/", f"https://{'a.' * 130}example/",
        "https://open\ufe0f.example/", "https://open\u034f.example/", "https://open\u180b.example/",
        "https://open\U000e0100.example/", "https://\u0301.example/", "https://👍.example/",
    ],
)  # fmt: skip
def test_an_address_that_can_be_read_as_another_host_is_not(url: str) -> None:
    assert not is_http_url(url)


@pytest.mark.parametrize(
    ("url", "read"),
    [
        ("https://münchen.example/", "münchen.example"), ("https://xn--mnchen-3ya.example/x", "münchen.example"),
        ("https://XN--MNCHEN-3YA.example./x", "münchen.example"), ("https://cafe\u0301.example/", "café.example"),
        ("https://ΟΔΟΣ-x.example/", "οδοσ-x.example"), ("https://bΣ1.example/", "bσ1.example"),
        ("https://x.ΟΔΟΣ/", "x.οδοσ"), ("https://οδος-x.example/", "οδος-x.example"),
        ("https://xn--yp8h.example/", "xn--yp8h.example"),
        ("https://[::ffff:192.0.2.7]/", "192.0.2.7"), ("https://192.0.2.7/", "192.0.2.7"),
        ("https://www.open.example:8080/", "open.example"), ("https://open\ufe0f.example/", "open.example"),
        ("https://a_b.example/", "a_b.example"), ("https://[2001:db8:0::1]/", "2001:db8::1"), ("https://[", None),
        ("open", None), (None, None),
    ],
)  # fmt: skip
def test_a_host_has_one_spelling(url: str | None, read: str | None) -> None:
    assert host(url) == read
