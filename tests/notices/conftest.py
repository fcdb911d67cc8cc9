"""A provider with members to write to, and a real mail server on a free port of this machine."""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from flask import Flask

from registry.accounts.model import User
from registry.kernel.db import db
from registry.kernel.transaction import transaction
from registry.notices import mailer
from tests import builders, signing


@dataclass
class Box:
    """What a mail server got: (who it was for, the message), in order. `refusal` is its answer to a recipient."""

    port: int
    got: list[tuple[str, EmailMessage]] = field(default_factory=list)
    refusal: str = ""

    async def handle_RCPT(  # noqa: N802 - as aiosmtpd calls it
        self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any
    ) -> str:
        """Take or refuse a recipient."""
        if self.refusal:
            return self.refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 - as aiosmtpd calls it
        self, _server: Any, _session: Any, envelope: Any
    ) -> str:
        """Keep the letter."""
        read = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(read, EmailMessage)
        self.got += [(address, read) for address in envelope.rcpt_tos]
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The letters to one address."""
        return [letter for known, letter in self.got if known == address]


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def served(box: Box, **options: Any) -> Controller:
    """A mail server that fills the box; it runs until it is stopped."""
    server = Controller(box, hostname="127.0.0.1", port=box.port, ready_timeout=20, **options)
    server.start()
    return server


@pytest.fixture
def box(app: Flask) -> Iterator[Box]:
    """The mail server this registry sends through."""
    made = Box(free_port())
    server = served(made)
    set_smtp(app, f"smtp://127.0.0.1:{made.port}")
    yield made
    server.stop()


def set_smtp(app: Flask, url: str) -> None:
    """Let the registry send through this server from now on."""
    app.config["REGISTRY"] = replace(app.config["REGISTRY"], smtp=url)
    with app.app_context():
        mailer._rests_until.forget()


def self_signed(folder: Any) -> ssl.SSLContext:
    """What a server with a certificate of its own making uses; the certificate is `folder`/cert.pem."""
    import datetime as dt
    import ipaddress

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    own = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    built = x509.CertificateBuilder(
        name, name, key.public_key(), x509.random_serial_number(), now, now + dt.timedelta(1)
    )
    signed = built.add_extension(own, critical=False).sign(key, hashes.SHA256())
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(secret)
    (folder / "cert.pem").write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "cert.pem", folder / "key.pem")
    return context


@dataclass(frozen=True)
class School:
    """A verified provider and the people who belong to it, by the language they read."""

    code: str
    people: dict[str, signing.Account]


def person(email: str, language: str = "en", *, roles: tuple[str, ...] = ()) -> signing.Account:
    """An account of somebody who reads this language."""
    made = signing.account(email, roles=roles, name=email.partition("@")[0])
    with transaction():
        db.session.get_one(User, made.id).language = language
    return made


@pytest.fixture
def school(ctx: Flask) -> School:
    """A provider with somebody who answers for it in each language, and an editor, who does not."""
    code = builders.vetted_provider()
    people = {language: person(f"{language}@harbour.example", language) for language in ("en", "fr", "de")}
    for one in people.values():
        signing.join(one.id, code, "submitter")
    signing.join(person("editor@harbour.example").id, code, "editor")
    return School(code, people)
