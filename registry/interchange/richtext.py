"""Rich text from outside as Markdown. Feeds carry HTML in every disguise: in CDATA, as XHTML children, escaped once or
twice. All of it goes one way: found out, parsed, and written again from a small allow-list of what Markdown can say;
everything else keeps its words and loses its marks. What was plain text has its special characters escaped, so that it
stays what it was."""

import html
import re
from typing import Any

from registry.kernel.web_address import is_http_url

_KNOWN = (
    "a|abbr|address|article|b|big|blockquote|br|center|code|dd|del|div|dl|dt|em|figure|font|form|h[1-6]|hr|i|iframe|img|ins|li|main|object|ol|p|pre|q|s|"
    "script|section|small|span|strike|strong|style|sub|sup|table|tbody|td|tfoot|th|thead|tr|u|ul"
)
_TAG = re.compile(rf"</?(?:{_KNOWN})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ESCAPED_TAG = re.compile(rf"&(?:amp;)*lt;/?(?:{_KNOWN})(?:\s|/|&(?:amp;)*gt;)", re.IGNORECASE)
_PREFIX = re.compile(r"(</?)[A-Za-z_][\w.-]*:(?=\w)")
# word processors leave their own declarations in HTML; each search ends at the next "<", or many would take for ever
_INSTRUCTION = re.compile(r"<[?!][^<>]*>")
_ROUNDS = 3  # how deep an escaped text is unwrapped

_DROPPED = frozenset(
    {"script", "style", "head", "title", "iframe", "object", "embed", "template", "noscript", "svg", "math", "form"}
)
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_LISTS = ("ul", "ol")
_TABLES = ("table", "tbody", "tfoot", "thead", "tr", "td", "th")
_PLAIN_BLOCKS = (
    "address",
    "article",
    "center",
    "dd",
    "div",
    "dl",
    "dt",
    "figure",
    "footer",
    "header",
    "main",
    "p",
    "pre",
)
_BLOCKS = frozenset((*_HEADINGS, *_LISTS, *_TABLES, *_PLAIN_BLOCKS, "blockquote", "hr", "li", "section"))
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}
_BREAK = "\x00"  # stands for <br> until a block is finished; cannot occur in XML or HTML text
_LINE_END = "\\\n"  # Markdown's line break inside a paragraph
# two breaks or more; looked for only where white space begins: a long run of it is not gone through from each place
_APART = re.compile(rf"(?<![ \t\r\n\xa0])[ \t\r\n\xa0]*{_BREAK}(?:[ \t\r\n\xa0]*{_BREAK})+")
_DEEPEST = 6  # quotes in quotes, lists in lists: further in, every line would grow by another mark
_BULLET = re.compile(r"^\s*[•·▪◦‣*–-]\s+")


def markdown(element: Any) -> str:
    """The content of an lxml element as Markdown; empty when it says nothing."""
    return markdown_of(_source(element))


def plain(element: Any) -> str:
    """The content of an lxml element as one line of plain text."""
    return plain_of(_source(element))


def markdown_of(source: str) -> str:
    """A text that may be plain, HTML, or escaped HTML as Markdown."""
    source = _unwrapped(source)
    blocks = _blocks(_parsed(source)) if _TAG.search(source) else _plain_blocks(source)
    return "\n\n".join(blocks)


def plain_of(source: str) -> str:
    """A text that may be plain, HTML, or escaped HTML as one line without any marks."""
    source = _unwrapped(source)
    if _TAG.search(source):
        source = " ".join(_parsed(re.sub(r"(?=<)", " ", source)).itertext())
    else:
        source = html.unescape(source)
    return re.sub(r"\s+([,.;:!?])", r"\1", " ".join(source.split()))


def list_items(element: Any) -> list[str]:
    """The items in plain text when the content is nothing but one list; else an empty list."""
    source = _unwrapped(_source(element))
    if not re.search(r"<li[\s>]", source, re.IGNORECASE):
        return []
    root = _parsed(source)
    while len(root) == 1 and root.tag not in _LISTS and not _bare(root.text) and not _bare(root[0].tail):
        root = root[0]
    if root.tag not in _LISTS or _bare(root.text) or any(child.tag != "li" or _bare(child.tail) for child in root):
        return []
    return [words for child in root if (words := " ".join(" ".join(child.itertext()).split()))]


def _bare(text: str | None) -> str:
    return (text or "").strip()


def _source(element: Any) -> str:
    """What stands inside an element, as text or as markup without namespaces."""
    if not len(element):
        return element.text or ""
    from lxml import etree  # heavy, only needed when a file comes in

    inner = "".join(etree.tostring(child, encoding="unicode", with_tail=True) for child in element)
    return _PREFIX.sub(r"\1", html.escape(element.text or "", quote=False) + inner)


def _unwrapped(source: str) -> str:
    for _ in range(_ROUNDS):
        if not _ESCAPED_TAG.search(source):
            break
        source = html.unescape(source)
    return source


def _parsed(source: str) -> Any:
    from lxml import html as lxml_html  # heavy, only needed when a file comes in

    return lxml_html.fragment_fromstring(_INSTRUCTION.sub("", source), create_parent="div")


def _plain_blocks(source: str) -> list[str]:
    """Paragraphs at blank lines; lines that start with a bullet become a list, other line ends are only wrapping."""
    blocks = []
    for paragraph in re.split(r"\n\s*\n", html.unescape(source).replace("\r\n", "\n").strip()):
        lines = [line for line in paragraph.split("\n") if line.strip()]
        if len(lines) > 1 and all(_BULLET.match(line) for line in lines):
            blocks.append("\n".join(f"- {_escaped(_BULLET.sub('', line))}" for line in lines))
        elif block := _finished(_escaped(" ".join(lines))):
            blocks.append(block)
    return blocks


def _blocks(element: Any) -> list[str]:
    """The blocks of Markdown inside an element: inline content between block children, and the children's own."""
    blocks: list[str] = []
    running = _escaped(element.text)
    for child in element:
        tag = _tag(child)
        if tag in _BLOCKS:
            blocks += _paragraphs(running)
            blocks += _block(child, tag)
            running = ""
        elif tag == "br":
            running += _BREAK
        elif tag not in _DROPPED:
            inner = _blocks(child) if any(_tag(below) in _BLOCKS for below in child.iterdescendants()) else None
            if inner is None:
                running += _inline(child, tag)
            else:  # a span or link around whole paragraphs: keep the paragraphs
                blocks += [*_paragraphs(running), *inner]
                running = ""
        running += _escaped(child.tail)
    return blocks + _paragraphs(running)


def _block(element: Any, tag: str) -> list[str]:
    if tag in _LISTS:
        return _list(element, tag) if _depth(element, *_LISTS) < _DEEPEST else _blocks(element)
    if tag == "tr":
        cells = [" ".join(" ".join(_blocks(cell)).split()) for cell in element if _tag(cell) in ("td", "th")]
        several = [cell for cell in cells if cell]
        return [" – ".join(several)] if len(several) > 1 else _blocks(element)
    if tag == "hr":
        return []
    blocks = _blocks(element)
    if tag in _HEADINGS:
        return [f"{'#' * min(int(tag[1]), 3)} {' '.join(block.replace(_LINE_END, ' ').split())}" for block in blocks]
    if tag == "blockquote" and _depth(element, tag) < _DEEPEST:
        return ["\n".join(f"> {line}".rstrip() for line in "\n\n".join(blocks).split("\n"))] if blocks else []
    return blocks


def _depth(element: Any, *tags: str) -> int:
    """In how many elements of these names it stands."""
    return sum(1 for _ in element.iterancestors(*tags))


def _list(element: Any, tag: str) -> list[str]:
    items: list[str] = []
    for child in element:
        inner = _blocks(child) if _tag(child) == "li" else _block(child, _tag(child))
        if not inner:
            continue
        mark = f"{len(items) + 1}. " if tag == "ol" else "- "
        apart = "\n" if all(block.startswith(("- ", "1. ")) for block in inner[1:]) else "\n\n"
        items.append(mark + re.sub(r"\n(?!\n)", "\n" + " " * len(mark), apart.join(inner)))
    return ["\n".join(items)] if items else []


def _inline(element: Any, tag: str) -> str:
    if tag == "img":
        return _escaped(element.get("alt"))
    inside = _escaped(element.text)
    for child in element:
        below = _tag(child)
        if below not in _DROPPED:
            inside += _BREAK if below == "br" else _inline(child, below)
        inside += _escaped(child.tail)
    if tag == "a":
        return _link(inside, (element.get("href") or "").strip())
    return _marked(inside, _MARKS[tag]) if tag in _MARKS else inside


def _link(inside: str, address: str) -> str:
    words = inside.strip()
    mailto = address.lower().startswith("mailto:") and "@" in address and not re.search(r"\s", address)
    address = re.sub(r"\s", "%20", address).replace("<", "%3C").replace(">", "%3E")
    if not words or _BREAK in words or not (mailto or is_http_url(address)):
        return inside
    return inside.replace(words, f"[{words}](<{address}>)", 1)


def _marked(inside: str, mark: str) -> str:
    """Emphasis around the words, never around white space beside them, and none inside emphasis of its kind."""
    words = inside.strip(" \t\r\n\xa0" + _BREAK)
    if not words or _BREAK in words or mark in words.replace("\\*", ""):
        return inside
    return inside.replace(words, f"{mark}{words}{mark}", 1)


def _paragraphs(running: str) -> list[str]:
    """Inline content as blocks: two line breaks in a row end a paragraph."""
    return [block for part in _APART.split(running) if (block := _finished(part))]


def _finished(text: str) -> str:
    """One block: white space joined, breaks written out, and no line that Markdown would take for a heading, list or
    quote."""
    text = text.replace("****", "")  # where one bold word met the next
    lines = [" ".join(line.split()) for line in text.split(_BREAK)]
    return _LINE_END.join(_not_a_mark(line) for line in lines if line)


def _not_a_mark(line: str) -> str:
    line = re.sub(r"^(>|~{3}|(?:#{1,6}|[+-]|=+)(?=\s|$|[-=]))", r"\\\1", line)
    return re.sub(r"^(\d{1,9})([.)])(?=\s|$)", r"\1\\\2", line)


def _escaped(text: str | None) -> str:
    text = re.sub(r"([\\`*\[\]<])", r"\\\1", (text or "").replace(_BREAK, ""))
    text = re.sub(r"(?<![0-9A-Za-z])_|_(?![0-9A-Za-z])", r"\\_", text)
    return re.sub(r"&(?=#?\w{1,31};)", r"\\&", text)


def _tag(element: Any) -> str:
    """The element's local name in lower case; empty for comments and processing instructions."""
    return element.tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(element.tag, str) else ""
