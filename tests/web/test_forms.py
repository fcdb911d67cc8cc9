"""A field's name is its path in the letter: what a form sends becomes a letter, and what is refused finds its field."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from registry.kernel.errors import Invalid, flat
from registry.web import forms
from registry.web.fields import Field

NAMES = st.text("abcdef_", min_size=1, max_size=4)
LETTERS = st.recursive(
    st.text("xyz é", min_size=1, max_size=5).filter(str.strip),
    lambda below: st.dictionaries(NAMES, below, min_size=1, max_size=3) | st.lists(below, min_size=1, max_size=3),
    max_leaves=8,
).filter(lambda value: isinstance(value, dict))


@pytest.fixture(scope="module")
def program_for_forms() -> Flask:
    """Forms need a request, and nothing of the registry."""
    return Flask("forms")


def sent(program: Flask, data: Any, lists: tuple[str, ...] = ()) -> dict[str, Any]:
    with program.test_request_context("/", method="POST", data=data):
        return forms.sent(lists)


@given(letter=LETTERS)
def test_a_letter_taken_apart_into_fields_comes_together_again(
    program_for_forms: Flask, letter: dict[str, Any]
) -> None:
    assert sent(program_for_forms, dict(paths(letter))) == letter


def paths(value: Any, path: str = "") -> list[tuple[str, str]]:
    """Every text of a letter with its path."""
    if isinstance(value, dict):
        return [pair for key, below in value.items() for pair in paths(below, f"{path}.{key}" if path else key)]
    if isinstance(value, list):
        return [pair for place, below in enumerate(value) for pair in paths(below, f"{path}.{place}")]
    return [(path, value)]


def test_what_is_empty_or_beside_the_letter_is_left_out(program_for_forms: Flask) -> None:
    data = {"csrf_token": "t", "nonce": "n", "seen": "3", "title.en": "A", "title.fr": " ", "outcomes.0.title.en": ""}
    assert sent(program_for_forms, data) == {"title": {"en": "A"}}


def test_rows_with_gaps_close_up_in_order(program_for_forms: Flask) -> None:
    data = {"outcomes.10.title.en": "last", "outcomes.2.title.en": "first"}
    assert sent(program_for_forms, data) == {"outcomes": [{"title": {"en": "first"}}, {"title": {"en": "last"}}]}


def test_several_values_of_a_list_are_kept_and_of_anything_else_the_last(program_for_forms: Flask) -> None:
    data = {"modes": ["online", "onsite"], "kind": ["a", "b"], "outcomes.0.esco": ["x", "y"]}
    found = sent(program_for_forms, data, ("modes", "outcomes.*.esco"))
    assert found == {"modes": ["online", "onsite"], "kind": "b", "outcomes": [{"esco": ["x", "y"]}]}


@pytest.mark.parametrize(
    "data",
    [
        {"a": "x", "a.b": "y"},
        {"a.b": "y", "a": "x"},
        {"..": "x", "a..b": "y"},
        {"a.99999": "x", "a.²": "y"},
        {"a." * 400 + "b": "x"},
    ],
)
def test_names_that_contradict_each_other_break_nothing(program_for_forms: Flask, data: dict[str, str]) -> None:
    assert isinstance(sent(program_for_forms, data), dict)


@pytest.mark.parametrize("seen", ["", "x", "-1", "1.5", "²", "9999999999"])
def test_a_form_without_the_counter_it_was_made_from_is_refused(program_for_forms: Flask, seen: str) -> None:
    with program_for_forms.test_request_context("/", method="POST", data={"seen": seen}), pytest.raises(Invalid):
        forms.seen()


FIELDS = (Field("title.en", "Title"), Field("hours", "Hours", "number"), Field("outcomes.0.title.en", "First outcome"))


def test_every_message_finds_its_field_or_stands_alone() -> None:
    error = Invalid({"hours": ["Whole hours."], "title": ["Missing."], "outcomes": {"0": {"title": {"en": ["Long."]}}}})
    assert [(one.text, one.href) for one in forms.problems(error, FIELDS)] == [
        ("Missing.", "#f-title-en"),
        ("Whole hours.", "#f-hours"),
        ("Long.", "#f-outcomes-0-title-en"),
    ]
    (alone,) = forms.problems(Invalid({"elsewhere": ["Hm."]}), FIELDS)
    assert (alone.text, alone.href) == ("Hm.", "")
    assert forms.problems(None, FIELDS) == ()


def test_no_value_is_lost_with_an_error() -> None:
    error = Invalid({"hours": ["Whole hours."]})
    letter = {"title": {"en": "Sheets"}, "hours": "many", "outcomes": [{"title": {"en": "Sum"}}]}
    filled = forms.filled(FIELDS, letter, error)
    assert [(one.value, one.error) for one in filled] == [("Sheets", ""), ("many", "Whole hours."), ("Sum", "")]
    assert len(flat(error.errors)) == 1


def test_a_kind_of_field_nobody_draws_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="no kind"):
        Field("x", "X", "slider")
