"""Each of the six errors, and every special case of one, has its line in both doors' tables."""

import pytest
from flask import Flask

from registry.api import problems
from registry.kernel import errors
from registry.web import errors as pages


def every_error() -> list[type[errors.RegistryError]]:
    found: list[type[errors.RegistryError]] = []
    waiting = [errors.RegistryError]
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        found += subclasses
        waiting += subclasses
    return found


def test_there_are_six_errors_and_one_special_case() -> None:
    direct = {error.__name__ for error in errors.RegistryError.__subclasses__()}
    assert direct == {"NotFound", "Forbidden", "Invalid", "Conflict", "WrongState", "Unavailable"}


OF_THE_KERNEL = [error for error in every_error() if error.__module__ == "registry.kernel.errors"]


@pytest.mark.parametrize("error", OF_THE_KERNEL, ids=lambda error: error.__name__)
def test_both_doors_know_the_error(error: type[errors.RegistryError]) -> None:
    assert error in problems.STATUS, "no line in api/problems.py"
    assert error in pages.STATUS, "no line in web/errors.py"
    assert problems.STATUS[error] == pages.STATUS[error], "the doors disagree"


def test_every_special_case_is_answered_like_its_kind(program: Flask) -> None:
    special = [error for error in every_error() if error not in OF_THE_KERNEL]
    assert special, "the interchange has one; is it imported?"
    for error in special:
        kind = next(kind for kind in error.__mro__ if kind in problems.STATUS)
        assert problems.STATUS[kind] == pages.STATUS[kind]


def test_codes_are_stable_and_distinct() -> None:
    codes = [error.code for error in OF_THE_KERNEL]
    assert len(set(codes)) == len(codes)
