"""Text: languages picked in the open, Markdown made safe, cleaning without loss of letters."""

import re

import pytest

from registry.kernel.text import cleaned, fold, markdown_html, pick, plain

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](data:text/html;base64,PHNjcmlwdD4=)",
    "![](http://tracker.example/x.png)",
    '<a href="javascript:alert(1)" onclick="x()">a</a>',
    "<svg onload=alert(1)>",
    "<style>body{display:none}</style>",
    "[a](  javascript:alert(1))",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    '<iframe src="https://evil.example"></iframe>',
    "[x](//evil.example/path)",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_markdown_becomes_harmless(text: str) -> None:
    html = str(markdown_html(text))
    assert not re.search(r"<(script|img|svg|style|iframe)", html)
    assert "javascript:" not in re.findall(r'href="([^"]*)"', html).__str__()
    assert not re.search(r"<\w[^>]*\son\w+=", html)


def test_markdown_keeps_lists_and_links_and_lowers_headings() -> None:
    html = str(markdown_html("# Title\n\n- one\n- two\n\n[a](https://a.example)"))
    assert "<h3>Title</h3>" in html
    assert "<li>one</li>" in html
    assert 'href="https://a.example" rel="nofollow noopener noreferrer"' in html


def test_plain_keeps_the_words() -> None:
    assert plain("**Sort** & _sum_ a list\n\n- one < two") == "Sort & sum a list one < two"


def test_a_missing_language_falls_back_in_the_open() -> None:
    text = {"de": "Tabellen", "fr": "Tableurs"}
    assert pick(text, "fr") == ("Tableurs", "fr", True)
    assert pick(text, "en", "de") == ("Tabellen", "de", False)
    assert pick(None, "en").text == ""


def test_fold_forgets_case_and_marks() -> None:
    assert fold("  Économie  SÉCURITÉ ß") == "economie securite ss"


def test_cleaning_keeps_what_people_wrote() -> None:
    assert cleaned("  Ünïcode\r\n😀 ok\x00\x07 ") == "Ünïcode\n😀 ok"
    assert cleaned("a\ud800b") == "ab"
