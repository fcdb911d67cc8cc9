"""Sending: by a mail server (REGISTRY_SMTP) over an encrypted connection whose certificate is verified, or, where none
is set, into files. What goes wrong is told without the address it was for, because faults are logged and kept."""

import datetime as dt
import smtplib
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from hashlib import sha256
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from registry.config import Settings
from registry.kernel.limits import LOOPBACK
from registry.kernel.memory import Memory
from registry.notices.letters import Written

PATIENCE = 10  # seconds for a mail server to answer
REST = 60.0  # seconds a mail server that could not be used is left alone: the worker has other things to do
_rests_until: Memory[float] = Memory()


class NotSent(Exception):
    """It could not be sent now; it may be possible later."""


class Refused(Exception):
    """It cannot be sent: the address is none, or the mail server will never take it."""


class Post(Protocol):
    """Where letters are handed over."""

    def send(self, message: EmailMessage) -> None:
        """Hand one over; raises NotSent or Refused."""


def message(written: Written, to: str, key: str, settings: Settings, now: dt.datetime) -> EmailMessage:
    """The letter as a message: text and HTML say the same. Its Message-ID follows from the key, so that whoever gets it
    twice after a crash of ours can tell. Refused when `to` is no address."""
    made = EmailMessage(policy=SMTP.clone(max_line_length=998))
    host = urlsplit(settings.base_url).hostname or "localhost"
    try:
        made["From"] = Address(one_line(settings.name), addr_spec=settings.contact)
        made["To"] = Address(addr_spec=to)
    except (ValueError, IndexError, AttributeError):
        raise Refused("this is no address") from None
    made["Subject"] = one_line(written.subject)
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{sha256(key.encode()).hexdigest()[:32]}@{host}>"
    made["Auto-Submitted"] = "auto-generated"
    made["Content-Language"] = written.language
    # a file is read as it is, its links too; on the way through mail servers no line may be long
    encoding = "quoted-printable" if settings.smtp else "8bit"
    made.set_content(written.text(), cte=encoding)
    made.add_alternative(written.html(), subtype="html", cte=encoding)
    return made


def one_line(text: str) -> str:
    """For a header: whatever could begin another one is a space."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


@contextmanager
def opened(settings: Settings) -> Iterator[Post]:
    """The way out that is set; a connection is made for the first letter and kept for the rest."""
    if not settings.smtp:
        yield Folder(settings)
        return
    server = Server(settings.smtp)
    try:
        yield server
    finally:
        server.close()


class Folder:
    """Each letter is a file, readable by the owner alone."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.letters_dir

    def send(self, message: EmailMessage) -> None:
        """Write it; a letter of the same key is written over. NotSent when the disk does not take it."""
        when = message["Date"].datetime.astimezone(dt.UTC).strftime("%Y%m%dT%H%M%SZ")
        path = self._folder / f"{when}-{str(message['Message-ID'])[1:9]}.eml"
        beside = path.with_suffix(".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            beside.touch(mode=0o600)
            beside.write_bytes(message.as_bytes())
            beside.replace(path)
        except OSError as error:
            raise NotSent(f"the folder for letters cannot be written: {type(error).__name__}") from None


class Server:
    """A mail server: `smtp://user:password@host:587` (STARTTLS, which only a server on this machine may lack) or
    `smtps://…:465` (encrypted from the first byte)."""

    def __init__(self, url: str) -> None:
        self._url: SplitResult = urlsplit(url)
        self._connection: smtplib.SMTP | None = None

    def send(self, message: EmailMessage) -> None:
        """Hand it over; NotSent, Refused."""
        try:
            self._connection = self._connection or self._connected()
            self._connection.send_message(message)
        except smtplib.SMTPRecipientsRefused as error:
            with suppress(smtplib.SMTPException, OSError):
                if self._connection:
                    self._connection.rset()
            codes = [code for code, _words in error.recipients.values()]
            if codes and all(code >= 500 for code in codes):
                raise Refused(f"the mail server refuses the address ({codes[0]})") from None
            raise NotSent(f"the mail server does not take the address now ({codes[:1]})") from None
        except smtplib.SMTPResponseException as error:
            self.close()
            raise NotSent(f"{type(error).__name__} {error.smtp_code}") from None
        except (smtplib.SMTPException, OSError) as error:  # ssl's faults are OSErrors
            self.close()
            _rests_until.keep(time.monotonic() + REST)
            raise NotSent(f"the mail server cannot be used: {type(error).__name__}") from None
        except ValueError:  # an address or name that cannot be written on the line
            raise Refused("this is no address") from None

    def close(self) -> None:
        """Say goodbye."""
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(smtplib.SMTPException, OSError):
                connection.quit()
            connection.close()

    def _connected(self) -> smtplib.SMTP:
        if (_rests_until.get() or 0) > time.monotonic():
            raise NotSent("the mail server could not be used a moment ago")
        host, trust = self._url.hostname or "localhost", ssl.create_default_context()
        if self._url.scheme == "smtps":
            connection: smtplib.SMTP = smtplib.SMTP_SSL(host, self._url.port or 465, timeout=PATIENCE, context=trust)
        else:
            connection = smtplib.SMTP(host, self._url.port or 587, timeout=PATIENCE)
        try:
            if self._url.scheme == "smtp":
                connection.ehlo()
                if connection.has_extn("starttls") or host not in LOOPBACK:
                    connection.starttls(context=trust)
                    connection.ehlo()
            if self._url.username:
                connection.login(unquote(self._url.username), unquote(self._url.password or ""))
        except BaseException:
            connection.close()
            raise
        return connection
