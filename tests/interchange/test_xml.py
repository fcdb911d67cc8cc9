"""The locked door for XML: what is forgiven with a remark, and what refuses the file with its line."""

import pytest

from registry.interchange import xml
from registry.interchange.record import FileRefused, Remarks


def parsed(data: bytes) -> tuple[str, list[str]]:
    remarks = Remarks()
    root = xml.parse(data, remarks).root
    return root.text or "", [remark.code for remark in remarks]


def refusal(data: bytes) -> tuple[int | None, str]:
    with pytest.raises(FileRefused) as refused:
        xml.parse(data, Remarks())
    problem = refused.value.problems[0]
    return problem.where.line, problem.message


def test_a_sound_file_is_read_without_a_word() -> None:
    assert parsed('<?xml version="1.0" encoding="UTF-8"?>\n<a>é</a>'.encode()) == ("é", [])


@pytest.mark.parametrize(
    ("before", "code"),
    [(b"\xef\xbb\xbf", "byte-order-mark"), (b"\n  \n", "before-declaration"), (b" \xef\xbb\xbf", "before-declaration")],
)
def test_what_stands_before_the_declaration_is_forgiven_with_a_remark(before: bytes, code: str) -> None:
    assert parsed(before + b'<?xml version="1.0"?><a>x</a>') == ("x", [code])


def test_lines_are_those_of_the_file_as_sent() -> None:
    data = b'\n\n<?xml version="1.0"\n  encoding="UTF-8"?>\n<a>\n<b/>\n</a>'
    assert xml.parse(data, Remarks()).root[0].sourceline == 6


@pytest.mark.parametrize(
    ("declared", "real"),
    [
        ("utf-8", "windows-1252"),
        ("iso-8859-1", "utf-8"),
        ("us-ascii", "utf-8"),
        ("utf-16", "utf-8"),
        ("klingon", "utf-8"),
    ],
)
def test_a_wrongly_declared_encoding_that_decodes_otherwise_is_a_remark(declared: str, real: str) -> None:
    data = f'<?xml version="1.0" encoding="{declared}"?><a>café – “x”</a>'.encode(real)
    assert parsed(data) == ("café – “x”", ["encoding"])


@pytest.mark.parametrize("encoding", ["iso-8859-1", "utf-16", "windows-1252"])
def test_a_rightly_declared_encoding_is_believed(encoding: str) -> None:
    assert parsed(f'<?xml version="1.0" encoding="{encoding}"?><a>café</a>'.encode(encoding)) == ("café", [])


def test_a_byte_that_is_no_text_refuses_the_file_with_its_line() -> None:
    assert refusal(b"<a>\n\n\x81\xff</a>")[0] == 3


@pytest.mark.parametrize(
    ("data", "line"),
    [
        (b"<a>\n<b>\n</a>", 3),
        (b"<a>\n</b>", 2),
        (b"<a", 1),
        (b"<a>\n\n&nbsp;</a>", 3),
        (b"<a/>\n<b/>", 2),
        (b"hello", 1),
        (b"", 1),
        (b" \n ", 1),
        (b"<a>\n\x00</a>", 2),
    ],
)
def test_any_other_fault_of_form_refuses_the_file_with_its_line(data: bytes, line: int) -> None:
    found, message = refusal(data)
    assert (found, bool(message)) == (line, True)


BOMB = b'<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]>\n<a>&y;</a>'
OUTSIDE = b'\n<!DOCTYPE a SYSTEM "http://127.0.0.1:9/evil.dtd">\n<a/>'
FILE = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


@pytest.mark.parametrize(("data", "line"), [(BOMB, 2), (OUTSIDE, 2), (FILE, 1)])
def test_a_document_type_definition_is_refused_before_anything_is_expanded(data: bytes, line: int) -> None:
    found, message = refusal(data)
    assert found == line
    assert "DTD" in message


def test_depth_and_size_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "depth" in refusal(b"<a>" * 400 + b"</a>" * 400)[1]
    monkeypatch.setattr(xml, "MAX_BYTES", 10)
    assert "bytes" in refusal(b"<a>0123456789</a>")[1]
