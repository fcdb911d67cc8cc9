"""Text: languages picked in the open, Markdown made safe, cleaning without loss of letters."""

import re

import pytest
from lxml import html

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
    for element in html.fragment_fromstring(str(markdown_html(text)), create_parent="div").iter():
        assert element.tag in {"div", "p", "a"}
        assert set(element.attrib) <= {"href", "rel"}
        assert re.match(r"https?://|mailto:", element.get("href", "https://"))


def test_markdown_without_links_keeps_words_and_paragraphs() -> None:
    made = markdown_html("1. [Call](https://x.example)\n2. Pay\n\n<https://x.example>", links=False)
    assert "<a" not in made
    assert "<li>Call</li>" in made
    assert "<p>https://x.example</p>" in made


def test_markdown_keeps_lists_and_links_and_lowers_headings() -> None:
    rendered = str(markdown_html("# Title\n\n- one\n- two\n\n[a](https://a.example)"))
    assert "<h3>Title</h3>" in rendered
    assert "<li>one</li>" in rendered
    assert 'href="https://a.example" rel="nofollow noopener noreferrer"' in rendered


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
    for nothing in (
        "\u200b",
        "\u3164",
        "\u2060 \u200b",
        "\u2800",
        "\u0301",
        "\u2065",
        "\ufff0",
        "\U000e0080",
        "\ufdd0",
    ):
        assert cleaned(nothing) == "", "nobody can see it"
    for sign in ("🩷", "\U0001fadf", "\ue000", "\U000323b0", "€", "🇧🇪"):
        assert cleaned(sign) == sign
    assert cleaned("e\u0301\u200d") == "é\u200d"
