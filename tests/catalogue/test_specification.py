"""The Specification: a frozen, comparable value, stored as canonical text and read again whatever its format."""

import dataclasses
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from registry.catalogue import elements, readiness, specification, weights
from registry.catalogue.schema import SpecificationSchema
from registry.catalogue.specification import Specification, changed, digital_share, opened, sealed
from tests import builders

KINDS = {"training": builders.training, "guidance": builders.guidance, "validation": builders.validation}


def spec(**changes: Any) -> Specification:
    return Specification.from_content(builders.training(**changes))


@pytest.mark.parametrize("content", [*(make() for make in KINDS.values()), builders.micro()])
def test_content_survives_being_stored_and_read(content: dict[str, Any]) -> None:
    one = Specification.from_content(SpecificationSchema().load(content))
    text, digest = sealed(one)
    assert opened(text, 1) == one
    assert one.to_content() == content
    assert sealed(opened(text, 1)) == (text, digest)


def test_the_same_value_has_the_same_text_whatever_the_order_it_was_given_in() -> None:
    content = builders.training()
    backwards = dict(reversed(content.items()))
    assert sealed(Specification.from_content(content)) == sealed(Specification.from_content(backwards))


def test_nothing_of_it_can_be_changed() -> None:
    one = spec()
    with pytest.raises(dataclasses.FrozenInstanceError):
        one.kind = "guidance"  # type: ignore[misc]  # what is tried is forbidden
    with pytest.raises(TypeError):
        one.title["en"] = "Other"
    with pytest.raises(TypeError):
        one.outcomes[0].title.update(en="Other")
    assert hash(one) == hash(spec())


def test_what_is_unknown_is_absent_and_zero_is_not_unknown() -> None:
    bare = {"kind": "guidance", "language": "en", "title": {"en": "A"}, "guidance": {"waiting_days": 0}}
    assert Specification.from_content(bare).to_content() == bare
    emptied = {
        **bare,
        "summary": {},
        "languages": [],
        "level_none": False,
        "setting": None,
        "enrol": {"text": {}},
        "outcomes": [],
    }
    assert Specification.from_content(emptied).to_content() == bare


def test_content_with_a_field_nobody_knows_is_not_half_read() -> None:
    with pytest.raises(ValueError, match="Outcome does not know colour"):
        spec(outcomes=[{"title": {"en": "A"}, "colour": "red"}])


def test_an_old_format_is_brought_up_on_reading_and_a_newer_one_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    def renamed(content: dict[str, Any]) -> dict[str, Any]:
        return {**{key: value for key, value in content.items() if key != "name"}, "title": content["name"]}

    monkeypatch.setattr(specification, "UPGRADES", [renamed])
    old = json.dumps({"kind": "training", "language": "en", "name": {"en": "Old"}})
    assert opened(old, 1).title == {"en": "Old"}
    assert opened(json.dumps({"kind": "training", "language": "en", "title": {"en": "New"}}), 2).title == {"en": "New"}
    with pytest.raises(ValueError, match="format 3"):
        opened(old, 3)


def test_there_is_an_upgrade_for_every_format_but_the_present() -> None:
    assert len(specification.UPGRADES) == specification.FORMAT - 1


def test_the_level_of_a_competence_is_the_highest_an_outcome_reaches() -> None:
    outcomes = [
        {"title": {"en": "a"}, "competence": "1.2", "level": 2},
        {"title": {"en": "b"}, "competence": "1.2", "level": 5},
        {"title": {"en": "c"}, "competence": "1.1"},
        {"title": {"en": "d"}},
    ]
    assert spec(outcomes=outcomes).competences == {"1.1": None, "1.2": 5}
    assert Specification.from_content(builders.validation()).competences == {"2.1": None, "2.4": None}


def test_the_digital_share_counts_minutes_and_is_unknown_when_some_are() -> None:
    digital = {"title": {"en": "a"}, "competence": "1.2", "minutes": 700}
    other = {"title": {"en": "b"}, "minutes": 301}
    assert digital_share(spec(outcomes=[digital, other])) == 69
    assert digital_share(spec(outcomes=[digital])) == 100
    assert digital_share(spec(outcomes=[digital, {"title": {"en": "b"}}])) is None
    assert digital_share(spec(outcomes=None)) is None


def test_the_workload_is_as_stated_else_the_sum_of_outcomes_that_all_state_theirs() -> None:
    assert spec().minutes == 960
    assert spec(workload=None).minutes == 960
    assert spec(workload={"minutes": 1000}).minutes == 1000
    assert spec(workload=None, outcomes=[{"title": {"en": "a"}, "minutes": 5}, {"title": {"en": "b"}}]).minutes is None
    assert Specification.from_content(builders.validation()).minutes == 180


def test_an_edit_weighs_as_much_as_its_heaviest_field() -> None:
    before = spec()
    for change, weight in (
        ({}, "trivial"),
        ({"summary": {"en": "Corrected."}}, "trivial"),
        ({"summary": {"en": "Corrected."}, "title": {"en": "New"}}, "material"),
        ({"homepage": "https://phish.example/course"}, "material"),
        ({"title": {"en": "New"}, "assessment": {"types": ["quiz"]}}, "critical"),
    ):
        after = spec(**change)
        assert weights.between(before, after) == weight
        assert set(changed(before, after)) == set(change)


def test_every_weighted_field_exists() -> None:
    assert set(weights.WEIGHTS) <= set(Specification.__dataclass_fields__)


def test_schema_and_value_have_the_same_fields() -> None:
    fields = {field.data_key or name for name, field in SpecificationSchema().fields.items()}
    assert fields == set(Specification.__dataclass_fields__)


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), min_size=1, max_size=40), st.integers(0, 5_000_000))
def test_any_text_and_number_come_back_as_they_were(text: str, minutes: int) -> None:
    one = spec(description={"en": text}, workload={"minutes": minutes})
    assert opened(sealed(one)[0], 1) == one


# --- elements ----------------------------------------------------------------------------------------------------


def states(content: dict[str, Any]) -> dict[str, str]:
    return {item.code: item.state for item in elements.elements(Specification.from_content(content))}


def test_the_sixteen_elements_stand_in_the_order_of_the_annex() -> None:
    found = elements.elements(Specification.from_content(builders.micro()))
    assert [item.number for item in found] == list(range(1, 17))
    assert [item.number for item in found if item.mandatory] == list(range(1, 12))
    assert [item.number for item in found if not item.in_catalogue] == [1, 5, 14]


def test_a_complete_micro_credential_has_every_mandatory_element() -> None:
    one = Specification.from_content(builders.micro())
    assert elements.is_complete(one)
    assert elements.credential(one) == "micro"
    given = states(builders.micro())
    assert [code for code, state in given.items() if state == "missing"] == ["prerequisites", "supervision", "further"]
    assert {given["learner"], given["date"], given["grade"]} == {"not-applicable"}


def credential_without(name: str) -> dict[str, Any]:
    credential = {key: value for key, value in builders.micro()["credential"].items() if key != name}
    return builders.micro(credential=credential)


@pytest.mark.parametrize(
    ("element", "content"),
    [
        ("awarding-body", credential_without("awarding_body")),
        ("country", builders.micro(credential={**builders.micro()["credential"], "awarding_body": {"name": "A"}})),
        ("quality-assurance", credential_without("quality_assurance")),
        ("outcomes", builders.micro(outcomes=None)),
        ("workload", builders.micro(workload=None, outcomes=[{"title": {"en": "a"}}])),
        ("level", builders.micro(eqf=None)),
        ("assessment", builders.micro(assessment=None)),
        ("assessment", builders.micro(assessment={"types": ["attendance"]})),
        ("participation", builders.micro(modes=None)),
    ],
)
def test_without_one_mandatory_element_it_is_a_certificate_and_not_ready(element: str, content: dict[str, Any]) -> None:
    one = Specification.from_content(content)
    assert states(content)[element] == "missing"
    assert not elements.is_complete(one)
    assert elements.credential(one) == "certificate"
    assert f"element-{element}" in {point.rule for point in readiness.points(one)}


def test_a_level_that_does_not_apply_is_not_missing() -> None:
    for content in (builders.micro(eqf="none"), builders.micro(eqf=None, level_none=True)):
        assert states(content)["level"] == "not-applicable"
        assert elements.is_complete(Specification.from_content(content))


def test_guidance_has_no_elements_and_no_credential() -> None:
    assert set(states(builders.guidance()).values()) == {"not-applicable"}
    assert elements.credential(Specification.from_content(builders.guidance())) is None


# --- readiness ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", KINDS)
def test_the_builders_content_is_ready(kind: str) -> None:
    assert readiness.points(Specification.from_content(KINDS[kind]())) == []


MISSING = [
    ("training", {"outcomes": None}, {"outcomes", "competence"}),
    ("training", {"outcomes": [{"title": {"en": "a"}, "level": 2}]}, {"competence"}),
    ("training", {"workload": None, "outcomes": [{"title": {"en": "a"}, "competence": "1.1"}]}, {"workload"}),
    ("training", {"languages": None}, {"languages"}),
    ("training", {"eqf": None, "outcomes": [{"title": {"en": "a"}, "competence": "1.1"}]}, {"level"}),
    ("training", {"credential": None}, {"credential"}),
    ("training", {"assessment": None}, {"assessment"}),
    ("training", {"enrol": None}, {"enrol"}),
    ("training", {"target_groups": None}, {"for-whom"}),
    ("training", {"description": {"fr": "Texte"}}, {"description"}),
    ("training", {"summary": {"fr": "Texte"}}, {"original-language"}),
    ("guidance", {"guidance": None}, {"helps-with", "channels", "appointment", "waiting", "cost"}),
    ("guidance", {"audience": None}, {"for-whom"}),
    ("guidance", {"credential": {"type": "micro"}}, {"no-credential"}),
    ("validation", {"validation": None}, {"against", "evidence", "steps", "duration", "receives"}),
    ("validation", {"modes": None}, {"modes"}),
]


@pytest.mark.parametrize(("kind", "changes", "rules"), MISSING)
def test_what_is_missing_is_named(kind: str, changes: dict[str, Any], rules: set[str]) -> None:
    found = readiness.points(Specification.from_content(KINDS[kind](**changes)))
    assert {point.rule for point in found} == rules
    assert all(point.field and point.criterion and point.message for point in found)


def test_a_level_may_be_none_by_the_providers_word() -> None:
    outcomes = [{"title": {"en": "a"}, "competence": "1.1", "minutes": 60}]
    assert readiness.points(spec(eqf=None, level_none=True, outcomes=outcomes)) == []


def test_every_rule_serves_a_criterion_of_its_kinds() -> None:
    rules = json.loads((builders.ROOT / "seeds" / "rules" / "2026-1.json").read_text())
    kinds = {row["code"]: set(row["kinds"]) for row in rules["criteria"]}
    for rule in readiness.RULES:
        assert rule.criterion in kinds, rule.name
        assert rule.kinds <= kinds[rule.criterion], rule.name


def test_admission_asks_only_for_title_description_and_a_way_to_enrol() -> None:
    bare = Specification.from_content({"kind": "training", "language": "en", "title": {"en": "A"}})
    assert [point.rule for point in readiness.admission_points(bare)] == ["description", "enrol"]
    assert [point.rule for point in readiness.admission_points(bare, runs_say_how=True)] == ["description"]
    assert [point.rule for point in readiness.admission_points(bare, has_contact=True)] == ["description"]
