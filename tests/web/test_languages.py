"""The interface is whole in every language: each sentence is translated, with the same names to fill in."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
LOCALE = ROOT / "registry" / "web" / "locale"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
NAMES = re.compile(r"%\((\w+)\)s")


def spoken() -> set[str | tuple[str, ...]]:
    """Every sentence the program can say."""
    with (LOCALE / "babel.cfg").open() as mapping:
        methods, options = parse_mapping_cfg(mapping)
    found = set()
    for folder in ("registry", "templates"):
        for _file, _line, message, *_more in extract_from_dir(ROOT / folder, methods, options, KEYWORDS):
            found.add(message)
    return found


def catalogue(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "messages.po").open("rb") as text:
        return read_po(text, locale=language)


@pytest.mark.parametrize("language", ["fr", "de"])
def test_every_sentence_has_its_translation(language: str) -> None:
    known = {message.id: message for message in catalogue(language) if message.id}
    sentences = spoken()
    assert len(sentences) > 300
    assert sorted(map(str, sentences - set(known))) == [], "not translated"
    assert sorted(map(str, set(known) - sentences)) == [], "said nowhere"
    for message in known.values():
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        assert all(texts), message.id
        assert not message.fuzzy, message.id


@pytest.mark.parametrize("language", ["fr", "de"])
def test_translations_fill_in_the_same_names(language: str) -> None:
    for message in catalogue(language):
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        texts = message.string if isinstance(message.string, tuple) else (message.string,)
        named = set(NAMES.findall(" ".join(ids)))
        for text in texts:
            assert set(NAMES.findall(text)) <= named, message.id
        assert set(NAMES.findall(texts[-1])) == set(NAMES.findall(ids[-1])), message.id


@pytest.mark.parametrize(("language", "other"), [("fr", r"\bhôtes?\b"), ("de", r"\bHosts?\b|zugelassen|zulassen")])
def test_one_thing_has_one_word(language: str, other: str) -> None:
    """A host is a website to people, and addresses there are allowed, in each language by one word."""
    about = re.compile(r"\bhosts?\b|\ballow", re.IGNORECASE)
    found = [message for message in catalogue(language) if message.id and about.search(str(message.id))]
    assert len(found) > 5
    assert [message.string for message in found if re.search(other, str(message.string))] == []


def test_no_line_of_a_french_sentence_begins_with_a_sign() -> None:
    apart = re.compile(r" [:;?!»]|« ")
    said = [str(message.string) for message in catalogue("fr") if message.id]
    assert [text for text in said if apart.search(text)] == [], "a space that may not break stands there"
    assert any("\u00a0" in text for text in said)
