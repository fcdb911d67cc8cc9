"""RFC 4287's rules for a feed, as far as our feeds use it: what must be there, how often, and of which form."""

import re
from typing import Any
from urllib.parse import urlsplit

from lxml import etree

NAMESPACE = "{http://www.w3.org/2005/Atom}"
INSTANT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
EXACTLY_ONCE = ("id", "title", "updated")
AT_MOST_ONCE = ("published", "summary", "content", "generator", "icon", "logo", "rights", "subtitle")
OF_FEED = {"id", "title", "updated", "author", "link", "entry", "category", "subtitle", "rights", "icon", "logo"}
OF_ENTRY = {"id", "title", "updated", "author", "link", "category", "content", "published", "summary", "rights"}


def checked(body: bytes) -> Any:
    """The feed as a tree; an AssertionError names the first rule that is broken."""
    feed = etree.fromstring(body)
    assert feed.tag == f"{NAMESPACE}feed"
    entries = feed.findall(f"{NAMESPACE}entry")
    _construct(feed, OF_FEED)
    assert len([link for link in _links(feed) if link.get("rel") == "self"]) == 1, "a feed names its own address"
    names = [_text(entry, "id") for entry in entries]
    assert len(set(names)) == len(names), "two entries of one name"
    for entry in entries:
        _construct(entry, OF_ENTRY)
        assert entry.findall(f"{NAMESPACE}author") or feed.findall(f"{NAMESPACE}author"), "nobody wrote it"
        alternates = [link for link in _links(entry) if link.get("rel", "alternate") == "alternate"]
        assert alternates or entry.findall(f"{NAMESPACE}content"), "an entry without content needs an address"
        assert _text(entry, "updated") <= _text(feed, "updated"), "the feed is older than what is in it"
        published = entry.findtext(f"{NAMESPACE}published")
        assert published is None or (INSTANT.fullmatch(published) and published <= _text(entry, "updated"))
    return feed


def _construct(element: Any, allowed: set[str]) -> None:
    assert {child.tag.removeprefix(NAMESPACE) for child in element} <= allowed
    for name in EXACTLY_ONCE:
        assert len(element.findall(NAMESPACE + name)) == 1, f"{name} must stand once"
    for name in AT_MOST_ONCE:
        assert len(element.findall(NAMESPACE + name)) <= 1, f"{name} may stand once"
    assert urlsplit(_text(element, "id")).scheme, "a name is an absolute address"
    assert _text(element, "title").strip()
    assert INSTANT.fullmatch(_text(element, "updated"))
    kinds = [(link.get("rel"), link.get("type"), link.get("hreflang")) for link in _links(element)]
    assert len(set(kinds)) == len(kinds), "two links of one kind"
    assert all(link.get("href") for link in _links(element))
    assert all(author.findtext(f"{NAMESPACE}name") for author in element.findall(f"{NAMESPACE}author"))
    assert all(category.get("term") for category in element.findall(f"{NAMESPACE}category"))


def _links(element: Any) -> list[Any]:
    return list(element.findall(f"{NAMESPACE}link"))


def _text(element: Any, name: str) -> str:
    return str(element.findtext(NAMESPACE + name) or "")
