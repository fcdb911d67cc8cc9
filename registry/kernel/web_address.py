"""Web addresses are taken only where every reader finds the same host in them: browsers read a backslash as a slash,
decode percent signs in a host, and leave out or replace signs in a name (UTS 46)."""

import ipaddress
import re
import unicodedata
from urllib.parse import urlsplit

import idna

MOST = 2000  # characters
LONGEST_NAME = 253
# a host, in brackets as a whole or not at all; no name or password before it
_NETLOC = re.compile(r"(\[[0-9a-fA-F:.]+\]|[^\[\]@]+?)(:\d*)?")
# browsers read a last label like this as an IP address
_NUMERIC = re.compile(r"(\A|\.)(\d+|0x[0-9a-f]*)\.?\Z", re.IGNORECASE)
_LABEL = re.compile(r"[a-z0-9_-]{1,63}\Z")


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
    return parts.scheme in ("http", "https") and _is_host(_written(parts.netloc))


def host(url: str | None) -> str | None:
    """The host of an address without a "www." before it, one spelling for each: a name of other than Latin letters
    as people read it, an IP address in its shortest form. None when it has none."""
    try:
        netloc = urlsplit(url or "").netloc
    except ValueError:
        return None
    name = _written(netloc).removesuffix(".")
    return (_address(name) or _spelt(name) or name.lower()).removeprefix("www.") or None


def is_within(name: str | None, home: str | None) -> bool:
    """Is this host the other one, or below it?"""
    return name is not None and home is not None and (name == home or name.endswith(f".{home}"))


def _written(netloc: str) -> str:
    """The host as it is written, "" where that cannot be told. Its letters stay as they are: which small letter belongs
    to a large one is a matter of UTS 46, and not always of the language."""
    found = _NETLOC.fullmatch(netloc)
    return found[1].strip("[]") if found else ""


def _is_host(name: str) -> bool:
    """Is it an IP address, or a name of labels?"""
    if ":" in name or _NUMERIC.search(name):
        return _address(name) is not None
    name = name.removesuffix(".")
    return len(name) <= LONGEST_NAME and all(map(_is_label, name.split(".")))


def _is_label(text: str) -> bool:
    """Is none of its signs left out or replaced by who reads it, but large letters by small ones?"""
    small = "".join(letter.lower() for letter in text)  # each by itself, or the last of a Greek word is another
    read = _read(text)
    return read is not None and (text.isascii() or read == unicodedata.normalize("NFC", small))


def _read(label: str) -> str | None:
    """A label as people read it; None for none. What is no name in Unicode has only its Latin spelling."""
    latin = label.lower() if label.isascii() else ""
    if latin and (not _LABEL.match(latin) or not latin.startswith("xn--")):
        return latin if _LABEL.match(latin) else None
    try:
        return idna.decode(idna.encode(label, uts46=True))
    except UnicodeError:  # of which IDNAError is a kind
        return latin or None


def _spelt(name: str) -> str | None:
    """A name of labels as people read it; None where one of them is none."""
    labels = [_read(label) for label in name.split(".")]
    return None if None in labels else ".".join(filter(None, labels))


def _address(name: str) -> str | None:
    """An IP address in its shortest form; None for what is none."""
    try:
        found = ipaddress.ip_address(name) if "%" not in name else None
    except ValueError:
        return None
    return str(getattr(found, "ipv4_mapped", None) or found) if found else None
