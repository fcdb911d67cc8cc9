"""Handing letters over: to a mail server that proves who it is, or into files; never is a header more than one line,
and no fault names an address."""

from email import message_from_bytes, policy
from pathlib import Path

import pytest
from flask import Flask

from registry.config import ConfigError, Settings
from registry.kernel import clock
from registry.notices import mailer
from registry.notices.letters import Item, Items, Quote, Say, Way, Written
from tests.notices.conftest import Box, free_port, self_signed, served, set_smtp

pytestmark = pytest.mark.one_database
EVIL = "A\r\nBcc: all@evil.example\r\n\r\nB\u2028C\x00"
TO = "ann@example.org"


def letter(text: str = "Words") -> Written:
    parts = (
        Say(text),
        Quote(text + "\n\nmore"),
        Items((Item(text, text, "https://x.example/1"),)),
        Way(text, "https://x.example/2"),
    )
    return Written("en", text, parts, (text,))


def send(app: Flask, written: Written | None = None, to: str = TO) -> None:
    settings = app.config["REGISTRY"]
    with mailer.opened(settings) as post:
        post.send(mailer.message(written or letter(), to, "key", settings, clock.now()))


def test_a_letter_arrives_as_text_and_html_from_the_registry(ctx: Flask, box: Box) -> None:
    send(ctx)
    ((to, got),) = box.got
    assert to == got["To"] == TO
    assert got["From"] == "Public Index of digital skills <registry@registry.example>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in got.iter_parts()] == ["text/plain", "text/html"]


def test_line_ends_in_any_value_make_no_header_and_no_second_recipient(ctx: Flask, box: Box) -> None:
    send(ctx, letter(EVIL))
    ((to, got),) = box.got
    assert to == TO
    assert got["Bcc"] is None
    assert got["Subject"] == "A Bcc: all@evil.example B C"
    assert "<h1>A\n" in got.get_body(("html",)).get_content().replace("\r", "\n")  # type: ignore[union-attr]
    for address in (EVIL, "ann@example.org\r\nBcc: x@evil.example", "ann", "", "ann@example.org, b@evil.example"):
        with pytest.raises(mailer.Refused):
            send(ctx, to=address)
    assert len(box.got) == 1


def test_a_page_in_a_letter_holds_no_markup_of_others_and_fetches_nothing() -> None:
    page = letter('<img src="https://evil.example/x"><script>alert(1)</script>').html()
    assert "<img" not in page
    assert "<script" not in page
    assert "src=" not in page.replace("src=&#34;", "")
    assert "<link" not in page


@pytest.mark.promise("P18")
def test_a_refused_address_is_named_in_no_fault(ctx: Flask, box: Box) -> None:
    box.refusal = "550 no such user ann@example.org"
    with pytest.raises(mailer.Refused) as refused:
        send(ctx)
    box.refusal = "451 later, ann@example.org"
    with pytest.raises(mailer.NotSent) as later:
        send(ctx)
    for told in (refused, later):
        assert "ann" not in str(told.value)
        assert told.value.__suppress_context__


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_that_cannot_prove_who_it_is_gets_no_letter(
    ctx: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    box, own = Box(free_port()), self_signed(tmp_path)
    server = served(box, **({"tls_context": own} if scheme == "smtp" else {"ssl_context": own}))
    try:
        set_smtp(ctx, f"{scheme}://127.0.0.1:{box.port}")
        with pytest.raises(mailer.NotSent, match="SSLCertVerificationError"):
            send(ctx)
        with pytest.raises(mailer.NotSent, match="a moment ago"):
            send(ctx)
        assert box.got == []
        set_smtp(ctx, f"{scheme}://127.0.0.1:{box.port}")
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        send(ctx)
        assert len(box.got) == 1
    finally:
        server.stop()


def test_a_server_elsewhere_without_encryption_gets_no_letter(
    ctx: Flask, box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mailer, "LOOPBACK", ())
    with pytest.raises(mailer.NotSent, match="SMTPNotSupportedError"):
        send(ctx)
    assert box.got == []


def test_without_a_server_letters_are_files_for_the_owner_alone(ctx: Flask) -> None:
    send(ctx)
    send(ctx)
    (path,) = ctx.config["REGISTRY"].letters_dir.glob("*")
    assert path.suffix == ".eml"
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0
    assert message_from_bytes(path.read_bytes(), policy=policy.default)["To"] == TO


def test_a_letter_in_a_file_is_read_as_it_is(ctx: Flask) -> None:
    long = "https://x.example/" + "token" * 60
    send(ctx, Written("en", "Über", (Way("Öffnen", long + "?a=b"),), ("Fuß",)))
    (path,) = ctx.config["REGISTRY"].letters_dir.glob("*")
    assert f"\n{long}?a=b\n" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "url", ["mail.example", "http://mail.example", "smtp://", "smtp://mail.example:x", "smtp:///x"]
)
def test_a_setting_that_is_no_mail_server_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(ConfigError, match="REGISTRY_SMTP") as refused:
        Settings.from_env({"REGISTRY_SMTP": url})
    assert url not in str(refused.value).replace("smtp://user", "")
