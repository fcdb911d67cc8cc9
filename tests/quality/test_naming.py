"""A decision about a provider tells the name it was about, whatever the provider calls itself afterwards; and what has
changed since somebody looked is found."""

import pytest
from flask import Flask

from registry.kernel.errors import Conflict, WrongState
from registry.ledger import queries as ledger
from registry.providers import service as providers
from registry.quality import entries, naming, queries, service
from tests import builders
from tests.builders import ADMIN, SECOND
from tests.quality.state import clean, standing, stored

NUMBER = {"scheme": "kbo-bce", "country": "BE", "value": "0403170701"}


def rename(code: str, **values: object) -> None:
    providers.update(builders.member(code), code, values, builders.provider_row(code).counter)


def titles() -> list[str]:
    return [one.subject.title if one.subject else "" for one in queries.page().items]


def changed() -> list[str]:
    return [one.code for one in naming.changed()]


@pytest.mark.promise("P08")
def test_a_decision_tells_the_name_it_was_about(ctx: Flask) -> None:
    code = builders.vetted_provider(name="Harbour House")
    rename(code, name="The University")
    builders.stood(code, "suspend")
    rename(code, name="Somebody else")
    assert titles() == ["The University", "Harbour House"]
    assert {one.subject.provider_name for one in queries.page().items if one.subject} == {"Somebody else"}
    assert ledger.entry(1) == {**entries.entry(stored(1)), "seq": 1}
    assert clean(), "a name that was decided on is bound by its decision's hash"


@pytest.mark.parametrize("action", ["verify", "admit"])
def test_what_changed_since_somebody_looked_is_found_until_they_look_again(ctx: Flask, action: str) -> None:
    code, waiting = builders.provider("unverified", identifiers=[NUMBER]), builders.provider("unverified", name="Other")
    builders.stood(code, action)
    rename(waiting, name="Another")
    rename(code, email="new@harbour.example", identifiers=[NUMBER])
    assert changed() == [], "nothing that was looked at"
    rename(code, name="The University")
    assert changed() == [code]
    former = naming.former(builders.provider_row(code))
    assert former is not None
    assert (former.number, former.name, former.numbers_changed) == (1, "Harbour Learning House", False)
    rename(code, name="Harbour Learning House", identifiers=[])
    former = naming.former(builders.provider_row(code))
    assert former is not None
    assert (former.name, former.numbers, former.numbers_changed) == ("", ("kbo-bce BE 0403170701",), True)
    builders.stood(code, action)
    assert changed() == []
    assert standing(code) == {"verify": "verified", "admit": "admitted"}[action]
    assert clean()


def test_only_what_has_changed_is_verified_again_and_only_as_it_was_seen(ctx: Flask) -> None:
    code = builders.vetted_provider()
    with pytest.raises(WrongState):
        builders.stood(code, "verify")
    seen = builders.provider_row(code).counter
    rename(code, name="The University")
    with pytest.raises(Conflict):
        service.decide_provider(ADMIN, code, "verify", "The register has it so.", seen)
    assert ledger.size() == 1
    service.decide_provider(ADMIN, code, "verify", "The register has it so.", seen + 1)
    assert titles() == ["The University", "Harbour Learning House"]
    assert clean()


@pytest.mark.promise("P18")
def test_a_name_goes_with_the_words_of_its_decision(ctx: Flask) -> None:
    code = builders.vetted_provider(name="Ann Other")
    rename(code, name="Harbour House")
    service.confirm(SECOND, service.redact(ADMIN, 1, "It named a person."))
    assert stored(1).named is None
    assert titles() == ["Harbour House", "Name erased"], "never the name of today"
    assert changed() == [code], "what nobody can tell any more is looked at again"
    assert clean()
    builders.stood(code, "verify")
    assert changed() == []
