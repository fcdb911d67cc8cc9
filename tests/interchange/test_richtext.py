"""HTML in every disguise becomes Markdown that says the same; nothing of its marks is left over."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.interchange import richtext
from registry.kernel.text import markdown_html, plain


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("<p>One</p><p>two</p>", "One\n\ntwo"),
        ("<p>a<br/>b<br><br>c</p>", "a\\\nb\n\nc"),
        ("<ul><li>one<ul><li>in</li></ul></li><li></li><li>two</li></ul>", "- one\n  - in\n- two"),
        ("<ol><li>one</li><li>two</li></ol>", "1. one\n2. two"),
        ("x <b> bold </b>y <em>it</em>", "x **bold** y *it*"),
        ("<strong>a</strong><strong>b</strong>", "**ab**"),
        ("<h2>Title<br>more</h2>text", "## Title more\n\ntext"),
        ("<table><tr><td>Fee</td><td>£3</td></tr></table>", "Fee – £3"),
        ("<blockquote><p>said</p></blockquote>", "> said"),
        ("<a href='https://a.example/x(1)'>here</a>", "[here](<https://a.example/x(1)>)"),
        ("<a href='mailto:us@a.example'>write</a>", "[write](<mailto:us@a.example>)"),
        ("<a href='javascript:alert(1)'>here</a>", "here"),
        ("<script>alert(1)</script><style>p{}</style><p onclick='x'>fine</p>", "fine"),
        ("<span style='color:red'><p>deep</p></span>", "deep"),
        ("&lt;p&gt;once&lt;/p&gt;", "once"),
        ("&amp;lt;p&amp;gt;twice &amp;amp;amp; more&amp;lt;/p&amp;gt;", "twice & more"),
        ("Fish &amp; chips &pound;3", "Fish & chips £3"),
        ("a &lt; b", "a \\< b"),
        ("• one\n• two", "- one\n- two"),
        ("wrapped\nline\n\nnext", "wrapped line\n\nnext"),
        ('<p>x<?xml:namespace prefix = "o" /></p>', "x"),
        ("", ""),
    ],
)
def test_each_disguise_becomes_markdown(source: str, expected: str) -> None:
    assert richtext.markdown_of(source) == expected


@pytest.mark.parametrize(
    "text",
    [
        "1. not a list",
        "# not a heading",
        "- not a list",
        "> not a quote",
        "5*3*2",
        "a_b_ _c_",
        "[x](y)",
        "`z`",
        "&copy;",
        "~~~",
    ],
)
def test_plain_text_stays_what_it_was(text: str) -> None:
    shown = "©" if text == "&copy;" else text
    assert plain(richtext.markdown_of(text)) == shown


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), max_size=60))
@settings(max_examples=150, deadline=None)
def test_any_plain_text_comes_back_as_its_words(text: str) -> None:
    wrapped = "<p>" + text.replace("&", "&amp;").replace("<", "&lt;") + "</p>"
    if richtext.markdown_of(wrapped) and "&lt;" not in wrapped:
        assert plain(richtext.markdown_of(wrapped)).split() == text.split()


@given(st.text(max_size=80))
@settings(max_examples=150, deadline=None)
def test_no_text_whatever_makes_a_tag_of_its_own(text: str) -> None:
    html = str(markdown_html(richtext.markdown_of(text.replace("\x00", ""))))
    assert "<script" not in html
    assert "<img" not in html


def test_plain_text_on_one_line_loses_every_mark() -> None:
    assert richtext.plain_of("<p>A <b>title</b>,<br>in\n parts</p>") == "A title, in parts"
