"""The rules for inclusion: complete in every language, and known to the readiness rules that point at them."""

import datetime as dt

import pytest

from registry.catalogue import readiness
from registry.catalogue.specification import Specification
from registry.quality import checks, criteria, reach

EDITIONS = criteria.editions()
KINDS = ("provider", "training", "guidance", "validation")


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.version)
def test_every_title_stands_in_every_language(edition: criteria.Edition) -> None:
    for text in (edition.title, *edition.texts.values(), *(point.title for point in edition.criteria)):
        assert set(text) == {"en", "fr", "de"}
        assert all(words.strip() for words in text.values())


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.version)
def test_codes_are_unique_and_every_kind_has_criteria(edition: criteria.Edition) -> None:
    codes = [point.code for point in edition.criteria]
    assert len(codes) == len(set(codes))
    assert all(set(point.kinds) <= set(KINDS) for point in edition.criteria)
    assert all(edition.of_kind(kind) for kind in KINDS)


@pytest.mark.parametrize("edition", EDITIONS, ids=lambda edition: edition.version)
def test_the_sentence_of_admission_has_its_two_places(edition: criteria.Edition) -> None:
    for words in edition.texts["admitted"].values():
        assert words.format(basis="B", points="P").count("B") >= 1
        assert "{basis}" in words
        assert "{points}" in words


def test_every_readiness_rule_points_at_a_criterion_of_its_kinds() -> None:
    edition = EDITIONS[-1]
    for rule in readiness.RULES:
        for kind in rule.kinds:
            assert rule.criterion in {point.code for point in edition.of_kind(kind)}, (rule.name, kind)


def test_the_edition_in_force_depends_on_the_day() -> None:
    first = EDITIONS[0]
    assert criteria.current(first.valid_from) == first
    assert criteria.current(dt.date(1990, 1, 1)) == first
    assert criteria.edition(first.version) == first
    with pytest.raises(LookupError):
        criteria.edition("1066-1")


def test_the_second_edition_says_more_than_titles() -> None:
    edition = criteria.edition("2026-2")
    assert edition.digital_share == 70
    assert criteria.edition("2026-1").digital_share == 0
    for point in edition.criteria:
        for text in (point.question, point.guidance, point.evidence):
            assert set(text) == {"en", "fr", "de"}, point.code
        assert point.principles, point.code
        assert set(point.principles) <= set(edition.principles)
        assert set(point.checks) <= set(checks.CHECKS)
    assert {name for point in edition.criteria for name in point.checks} == set(checks.CHECKS)
    served = {principle for point in edition.criteria for principle in point.principles}
    assert served == set(edition.principles), "each principle is served by a criterion"
    assert len(served) == 10


def test_every_field_of_an_offer_touches_known_criteria() -> None:
    assert set(reach.TOUCHES) == set(Specification.__dataclass_fields__)
    known = {point.code for point in EDITIONS[-1].criteria}
    assert {code for codes in reach.TOUCHES.values() for code in codes} <= known
    for kind in KINDS[1:]:
        points = EDITIONS[-1].of_kind(kind)
        untouched = {point.code for point in points} - reach.touched(reach.TOUCHES, points)
        assert untouched == set(), kind
    assert reach.touched(["a field of tomorrow"], points) == {point.code for point in points}
    assert "outcomes" in reach.fields_of("digital")


def test_a_criterion_no_edition_knows_is_shown_by_its_code() -> None:
    assert EDITIONS[0].title_of("price", "de") == "Der volle Preis ist vor der Anmeldung bekannt"
    assert EDITIONS[0].title_of("beauty", "de") == "beauty"
