"""The one locked door for XML from outside: no DTD and so no entities, no network, no recovery, a size limit, libxml2's
own limits on depth and text left on. What can be forgiven without guessing (a byte-order mark or white space before the
declaration, a declared encoding that is plainly another one) is forgiven with a remark; any other fault of form refuses
the file with its line."""

import codecs
import re
from dataclasses import dataclass
from typing import Any

from registry.interchange.record import FileRefused, Problem, Remarks, Where

MAX_BYTES = 20 * 1024 * 1024
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARATION = re.compile(r"<\?xml\s+version\s*=\s*(['\"])1\.0\1[^>?]*\?>")
_ENCODING = re.compile(rb"\A\s*<\?xml[^>]*?encoding\s*=\s*['\"]([A-Za-z0-9._-]+)['\"]")
# no other codec is ever tried: some of them are no text encodings, some make text of what XML forbids
_BELIEVED = re.compile(r"utf-8|utf-16(-[lb]e)?|ascii|iso8859-(\d|1[0-5])|cp125\d")
_FALLBACKS = ("utf-8", "windows-1252")


@dataclass(frozen=True)
class Document:
    """A parsed file: lxml's root element, whose `sourceline` is the line in the file as sent."""

    root: Any


def parse(data: bytes, remarks: Remarks) -> Document:
    """Parse XML bytes; raises FileRefused with line and reason for any fault but those the module forgives."""
    if len(data) > MAX_BYTES:
        raise _refused(None, f"The file has {len(data):,} bytes; at most {MAX_BYTES:,} are read.", "Send it in parts.")
    if not data.strip():
        raise _refused(1, "The file is empty.", "Check the download: the source may have answered with nothing.")
    text = _without_declaration(_decoded(data, remarks), remarks)
    plain = text.encode("utf-8")
    _refuse_doctype(plain)
    return Document(_tree(plain))


def _decoded(data: bytes, remarks: Remarks) -> str:
    """The text of the file by its byte-order mark, else its declared encoding, else UTF-8; what else decodes is
    remarked on."""
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            if encoding == "utf-8":
                _say(remarks, "byte-order-mark", "", "A byte-order mark stands before the declaration; it was ignored.")
            return _strict(data[len(mark) :], encoding)
    found = _ENCODING.match(data)
    declared = found.group(1).decode("ascii") if found else "utf-8"
    believed = _believable(declared, data)
    if believed:
        return _strict(data, believed)
    for fallback in _FALLBACKS:
        try:
            text = data.decode(fallback)
        except UnicodeError:
            continue
        told = f"The file says it is {declared}, which its bytes are not; it was read as {fallback}."
        _say(remarks, "encoding", declared, told)
        return text
    return _strict(data, "utf-8")


def _believable(declared: str, data: bytes) -> str | None:
    """The declared encoding when it is one of those read and the bytes really are in it, else None.

    A declaration that could be read as ASCII is not in UTF-16; and bytes beyond ASCII that form valid UTF-8
    are UTF-8 even where a single-byte encoding is declared: no text in one of those looks so by chance.
    """
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return None
    if not _BELIEVED.fullmatch(name) or name.startswith("utf-16") or not _decodes(data, name):
        return None
    if name != "utf-8" and not data.isascii() and _decodes(data, "utf-8"):
        return None
    return name


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except (UnicodeError, LookupError):
        return False
    return True


def _strict(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _refused(line, f"A byte here is no {encoding} text.", "Save the file as UTF-8.") from None


def _without_declaration(text: str, remarks: Remarks) -> str:
    """The text with its declaration blanked out, so that lines stay where they are and our decoding is the one that
    counts."""
    start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    if start and text.startswith("<?xml", start):
        told = "White space stands before the XML declaration; it was ignored."
        _say(remarks, "before-declaration", "", told)
    text = text[:start].replace("\ufeff", " ") + text[start:]
    declaration = _DECLARATION.match(text, start)
    if not declaration:
        return text
    blank = re.sub(r"[^\n]", " ", declaration.group())
    return text[:start] + blank + text[declaration.end() :]


def _refuse_doctype(plain: bytes) -> None:
    # heavy and only needed when a file comes in; expat stops at the first sign of a DTD, before anything is expanded
    from xml.sax import SAXParseException

    from defusedxml.common import DefusedXmlException
    from defusedxml.expatreader import DefusedExpatParser

    parser = DefusedExpatParser(forbid_dtd=True)
    try:
        parser.feed(plain)
    except DefusedXmlException:
        hint = "Remove the DOCTYPE; the registry reads no DTD and expands no entities."
        line = parser.getLineNumber()
        raise _refused(line, "The file has a document type definition (DTD).", hint) from None
    except SAXParseException:
        return  # the parser that builds the tree says the same, in better words


def _tree(plain: bytes) -> Any:
    from lxml import etree  # heavy, only needed when a file comes in

    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        recover=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(plain, parser)
    except etree.XMLSyntaxError as error:
        reason = re.sub(r", line \d+, column \d+$", "", (error.msg or "").strip())
        raise _refused(error.lineno, f"The file is not well-formed XML: {reason}.", _HINT) from None


_HINT = "Correct the file at its source; a damaged file is never read in part."


def _say(remarks: Remarks, code: str, value: str, message: str) -> None:
    remarks.each(Where(None, 1, "file"), code, value, message)


def _refused(line: int | None, message: str, hint: str) -> FileRefused:
    return FileRefused(Problem(Where(None, line, "file"), message, "", hint))
