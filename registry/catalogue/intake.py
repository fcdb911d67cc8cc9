"""Letters as they come in, checked for shape and for codes no list knows, without changing anything: the verbs use
it before they write, and an import's plan to say what would be refused."""

from collections.abc import Mapping
from typing import Any

from registry.catalogue.schema import RUN, SPECIFICATION, specification
from registry.catalogue.specification import Specification
from registry.providers import letters


def check(content: Mapping[str, Any]) -> Specification:
    """The content as it would be stored; Invalid, with errors by field, when its shape or a code is wrong."""
    return specification(letters.load(SPECIFICATION, content))


def check_run(letter: Mapping[str, Any]) -> dict[str, Any]:
    """The run's letter as it would be stored; Invalid as `check`. Whether its place exists is asked when it is
    scheduled."""
    return letters.load(RUN, letter)
