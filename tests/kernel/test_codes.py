"""Codes: shape, check symbol, forgiveness."""

import re

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from registry.kernel import codes


@pytest.fixture(autouse=True)
def _app(ctx: Flask) -> None:
    """Codes carry the prefix of the running registry."""


def test_a_new_code_has_the_agreed_shape_and_is_its_own_normal_form() -> None:
    code = codes.new()
    assert re.fullmatch(r"DEMO-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}", code)
    assert codes.canonical(code) == code


@pytest.mark.parametrize(
    "spell", [str.lower, lambda c: c.replace("-", ""), lambda c: f" {c} ", lambda c: c.replace("-", " ")]
)
def test_spelling_is_forgiven(spell: object) -> None:
    code = codes.new()
    assert codes.canonical(spell(code)) == code  # type: ignore[operator]  # a str function


def test_confused_letters_are_forgiven() -> None:
    symbols = "0110101"
    code = f"DEMO-0110-101{codes.check_symbol(symbols)}"
    assert codes.canonical("DEMO-oiLO-Il1" + code[-1]) == codes.canonical("DEMO-0110-111" + code[-1])
    assert codes.canonical("DEMO-O1I0-1OL" + code[-1]) == code


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.integers(0, 7), other=st.sampled_from(codes.ALPHABET))
def test_one_wrong_symbol_is_always_found(place: int, other: str) -> None:
    code = codes.new()
    symbols = list(code.replace("DEMO-", "").replace("-", ""))
    if symbols[place] == other:
        return
    symbols[place] = other
    assert codes.canonical("DEMO" + "".join(symbols)) is None


@pytest.mark.parametrize(
    "text", ["", "DEMO", "DEMO-1234", "OTHER-0000-0000", "DEMO-ÄÖÜ0-0000", "DEMO-0000-00000", "\x00"]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert codes.canonical(text) is None
