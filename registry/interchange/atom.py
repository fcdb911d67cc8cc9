"""Atom feeds (RFC 4287) of offers, newest decision first, and of the decisions themselves. An offer's entry is named by
its address, which never changes, and counts as updated when a decision listed its present version; that a provider
confirmed it changes nothing in it."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lxml import etree

from registry.catalogue.views import Face
from registry.interchange.site import Site, offer_path
from registry.kernel.text import Picked
from registry.vocabularies import queries as vocabularies

NAMESPACE = "http://www.w3.org/2005/Atom"
NAMES: Any = {None: NAMESPACE}  # the default namespace
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
DIGCOMP = "digcomp"
_NO_XML = re.compile("[\ufffe\uffff]")  # the two signs a cleaned text may hold and XML may not


@dataclass(frozen=True)
class Feed:
    """What a feed says of itself: its title, its own address, which is its name too, the page that shows the same, and
    when it counts as changed while it has no entries."""

    title: str
    own: str
    page: str
    empty_since: dt.datetime


@dataclass(frozen=True)
class Item:
    """An entry that never changes: its path, title, when it came about, and what it says ("" for nothing)."""

    path: str
    title: str
    at: dt.datetime
    summary: Picked | None = None


def offers(feed: Feed, faces: Iterable[Face], site: Site) -> bytes:
    """The feed of offers as XML."""
    shown = list(faces)
    root = _root(feed, max((face.listed_at for face in shown), default=feed.empty_since), site)
    for face in shown:
        _entry(root, face, site)
    return _written(root)


def items(feed: Feed, shown: Sequence[Item], site: Site) -> bytes:
    """The feed of anything else, newest first, as XML."""
    root = _root(feed, max((item.at for item in shown), default=feed.empty_since), site)
    for item in shown:
        entry = _add(root, "entry")
        _add(entry, "id", site.uri(item.path))
        _add(entry, "title", item.title)
        _add(entry, "updated", _instant(item.at))
        _link(entry, "alternate", site.page(item.path), "text/html")
        if item.summary and item.summary.text:
            _said(entry, "summary", item.summary)
    return _written(root)


def _root(feed: Feed, updated: dt.datetime, site: Site) -> etree._Element:
    root = etree.Element(_name("feed"), nsmap=NAMES)
    root.set(XML_LANG, site.language)
    _add(root, "id", feed.own)
    _add(root, "title", feed.title)
    _add(root, "updated", _instant(updated))
    _link(root, "self", feed.own, "application/atom+xml")
    _link(root, "alternate", feed.page, "text/html")
    author = _add(root, "author")
    _add(author, "name", site.settings.authority)
    return root


def _written(root: etree._Element) -> bytes:
    text: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def _entry(root: etree._Element, face: Face, site: Site) -> None:
    entry = _add(root, "entry")
    title, summary = site.text(face.title, face.language), site.text(face.spec.summary, face.language)
    _add(entry, "id", site.uri(offer_path(face.code)))
    _said(entry, "title", title)
    _add(entry, "updated", _instant(face.listed_at))
    if face.first_listed_at:
        _add(entry, "published", _instant(face.first_listed_at))
    _add(_add(entry, "author"), "name", face.provider_name)
    _link(entry, "alternate", site.page(offer_path(face.code)), "text/html")
    if summary.text:
        _said(entry, "summary", summary)
    for code in face.competences:
        label = vocabularies.label(DIGCOMP, code, site.language)
        etree.SubElement(entry, _name("category"), term=code, label=label)


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    child = etree.SubElement(parent, _name(name))
    child.text = _NO_XML.sub("", text) if text else text
    return child


def _said(parent: etree._Element, name: str, text: Picked) -> None:
    """A text, marked with its language where it is not the feed's."""
    child = _add(parent, name, text.text)
    if not text.asked:
        child.set(XML_LANG, text.lang)


def _link(parent: etree._Element, rel: str, href: str, kind: str) -> None:
    etree.SubElement(parent, _name("link"), rel=rel, type=kind, href=href)


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


def _instant(at: dt.datetime) -> str:
    return at.astimezone(dt.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
