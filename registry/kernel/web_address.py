"""Web addresses are taken only where every reader finds the same host in them: browsers read a backslash as a slash,
decode percent signs in a host, and leave out or replace signs in a name (UTS 46)."""

import ipaddress
import re
import unicodedata
from urllib.parse import urlsplit

import idna

MOST = 2000  # characters
_NETLOC = re.compile(
    r"(\[[0-9a-fA-F:.]+\]|[^\[\]@]+?)(:\d*)?"
)  # no name or password, brackets round the whole host only
_NUMERIC = re.compile(r"(\A|\.)(\d+|0x[0-9a-f]*)\.?\Z")  # browsers read a last label like this as an IP address
_PLAIN = re.compile(r"(?!xn--)[a-z0-9_-]{1,63}\Z")  # a label that needs no other spelling
LONGEST_NAME = 253


def is_http_url(url: str) -> bool:
    """Is this an http(s) address with one host, at most `MOST` characters, without credentials and with nothing
    hidden in it?"""
    if len(url) > MOST or not url.isprintable() or " " in url or "\\" in url:
        return False
    try:
        parts = urlsplit(url)
        _port = parts.port  # ValueError for one that cannot be
    except ValueError:
        return False
    whole = parts.scheme in ("http", "https") and _NETLOC.fullmatch(parts.netloc)
    return bool(whole) and _is_host(parts.hostname or "")


def host(url: str | None) -> str | None:
    """The host of an address without a "www." before it, one spelling for each: a name of other than Latin letters
    as people read it, an IP address in its shortest form. None when it has none."""
    try:
        name = urlsplit(url or "").hostname or ""
    except ValueError:
        return None
    name = name.removesuffix(".")
    return (_address(name) or _spelt(name) or name).removeprefix("www.") or None


def is_within(name: str | None, home: str | None) -> bool:
    """Is this host the other one, or below it?"""
    return name is not None and home is not None and (name == home or name.endswith(f".{home}"))


def _is_host(name: str) -> bool:
    """Is it an IP address, or a name of labels?"""
    if ":" in name or _NUMERIC.search(name):
        return _address(name) is not None
    name = name.removesuffix(".")
    return len(name) <= LONGEST_NAME and all(map(_is_label, name.split(".")))


def _is_label(text: str) -> bool:
    """Is none of its signs left out or replaced by who reads it?"""
    read = _read(text)
    return read is not None and (text.isascii() or read == unicodedata.normalize("NFC", text))


def _read(label: str) -> str | None:
    """A label as people read it; None for none."""
    if _PLAIN.fullmatch(label):
        return label
    try:
        return idna.decode(idna.encode(label, uts46=True))
    except UnicodeError:  # of which IDNAError is a kind
        return None


def _spelt(name: str) -> str | None:
    """A name of labels as people read it; None where one of them is none."""
    labels = [_read(label) for label in name.split(".")]
    return None if None in labels else ".".join(filter(None, labels))


def _address(name: str) -> str | None:
    """An IP address in its shortest form; None for what is none."""
    try:
        return str(ipaddress.ip_address(name)) if "%" not in name else None
    except ValueError:
        return None
