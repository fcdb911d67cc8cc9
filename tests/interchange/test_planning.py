"""The plan: what applying a file would do, without changing anything."""

import pytest

from registry.interchange import languages
from registry.interchange.plan import Order
from registry.interchange.record import FileRefused
from registry.interchange.report import of_plan
from registry.interchange.service import plan_file
from registry.kernel.actor import OPERATOR
from registry.providers import service as providers
from registry.vocabularies import queries as vocabularies
from tests import builders
from tests.interchange.feeds import LANGUAGES, SAMPLES, SLUG, Course, applied, file, planned, rows

pytestmark = pytest.mark.usefixtures("ctx")


def counts(letter: dict[str, object]) -> tuple[object, ...]:
    return tuple(letter[name] for name in ("records", "runs", "new", "changed", "unchanged", "refused", "missing"))


def problem(data: bytes, **options: object) -> str:
    with pytest.raises(FileRefused) as refused:
        planned(data, **options)
    return refused.value.problems[0].message


def test_a_plan_counts_and_changes_nothing() -> None:
    before = rows()
    letter = of_plan(planned(file(Course("c1"), Course("c2")))).to_letter()
    assert counts(letter) == (2, 2, 2, 0, 0, 0, 0)
    assert rows() == before


def test_the_report_has_exactly_the_keys_of_the_contract() -> None:
    letter = of_plan(planned((SAMPLES / "xcri-awkward.xml").read_bytes(), slug="odd-corner")).to_letter()
    counted = ["records", "runs", "new", "changed", "unchanged", "refused", "missing", "withdrawn"]
    assert list(letter) == ["format", "provider", *counted, "warnings", "problems"]
    assert all(type(letter[name]) is int for name in counted)
    assert list(letter["warnings"][0]) == ["record", "line", "field", "code", "value", "message"]
    assert list(letter["problems"][0]) == ["record", "line", "field", "value", "message", "hint"]
    assert (letter["format"], letter["provider"]) == ("xcri", "odd-corner")
    assert counts(letter) == (5, 4, 2, 0, 0, 3, 0)


def test_an_unknown_provider_is_told_as_one_that_will_be_entered() -> None:
    warnings = of_plan(planned(file(Course("c1")))).to_letter()["warnings"]
    assert [warning["code"] for warning in warnings] == ["new-provider"]
    assert "Mill Street" in warnings[0]["message"]


def test_a_record_the_schema_refuses_is_refused_with_field_and_line() -> None:
    letter = of_plan(planned(file(Course("c1", title=""), Course("c2")))).to_letter()
    assert counts(letter) == (2, 2, 1, 0, 0, 1, 0)
    assert [(one["record"], one["field"], one["line"]) for one in letter["problems"]] == [("c1", "title", 4)]


def test_after_applying_the_same_file_is_all_unchanged() -> None:
    data = file(Course("c1"), Course("c2"))
    applied(data)
    assert counts(of_plan(planned(data)).to_letter()) == (2, 2, 0, 0, 2, 0, 0)


def test_only_what_changed_is_a_change() -> None:
    applied(file(Course("c1"), Course("c2"), Course("c3")))
    plan = planned(file(Course("c1", title="Sorting pictures"), Course("c2", runs={"a": "2027-02-01"}), Course("c3")))
    assert [step.outcome for step in plan.steps] == ["changed", "changed", "unchanged"]
    assert [(step.spec_changed, list(step.runs)) for step in plan.steps[:2]] == [(True, []), (False, ["c2/a"])]


def test_what_is_missing_counts_only_when_the_file_is_complete() -> None:
    applied(file(Course("c1"), Course("c2")))
    data = file(Course("c1"))
    assert of_plan(planned(data)).counts["missing"] == 0
    plan = planned(data, complete=True)
    assert list(plan.missing) == ["c2"]
    assert plan.needs_confirmation


def test_a_refused_record_is_not_missing() -> None:
    applied(file(Course("c1"), Course("c2")))
    assert planned(file(Course("c1"), Course("c2", title="")), complete=True).missing == {}


def test_an_offer_people_edited_here_is_told_before_the_file_replaces_it() -> None:
    applied(file(Course("c1")))
    held = planned(file(Course("c1"))).steps[0].held
    assert held is not None
    content = {**held.spec.to_content(), "title": {"en": "Edited here"}}
    builders.catalogue_service.save(OPERATOR, held.code, content, held.counter)
    assert planned(file(Course("c1"))).steps[0].outcome == "unchanged"
    warnings = of_plan(planned(file(Course("c1", title="Edited there")))).to_letter()["warnings"]
    assert [warning["code"] for warning in warnings] == ["edited-here"]


def test_of_several_providers_the_one_asked_for_is_taken() -> None:
    text = file(Course("c1")).decode()
    block = text[text.index("<provider>") : text.index("</catalog>")]
    other = block.replace("Mill Street", "Quay House").replace("10012345", "10054321").replace("c1", "q1")
    both = text.replace(block, other + block).encode()
    plan = planned(both)
    assert [step.record.key for step in plan.steps] == ["c1"]
    warnings = [one for one in of_plan(plan).to_letter()["warnings"] if one["code"] == "other-provider"]
    assert [(one["value"], one["line"], one["record"]) for one in warnings] == [
        ("Quay House (ukprn 10054321)", 3, None)
    ]
    assert "1 record of it" in warnings[0]["message"]
    assert (
        "“Mill Street (ukprn 10012345)” was taken, because its name is that of “mill-street”" in warnings[0]["message"]
    )
    assert [step.record.key for step in planned(both, slug="quay-house").steps] == ["q1"]
    applied(file(Course("c1")), slug="the-mill")
    (other,) = [one for one in planned(both, slug="the-mill").remarks if one.code == "other-provider"]
    assert "because its registered number is that of “the-mill”" in other.message
    assert "none of them is “elsewhere”" in problem(both, slug="elsewhere")


def test_what_is_odd_in_a_provider_left_out_is_left_out_with_it() -> None:
    text = file(Course("c1")).decode()
    block = text[text.index("<provider>") : text.index("</catalog>")]
    other = (
        block.replace("Mill Street", "Quay House")
        .replace("10012345", "10054321")
        .replace("</course>", "<odd/></course>")
    )
    both = text.replace(block, other + block).encode()
    remarks = planned(both).remarks
    assert [one.code for one in remarks] == ["other-provider", "new-provider"]
    assert "1 remark on them" in remarks[0].message
    assert "unknown-element" in {one.code for one in planned(both, slug="quay-house").remarks}


def test_a_file_of_another_registered_provider_is_refused() -> None:
    applied(file(Course("c1")))
    assert f"that of the provider “{SLUG}”" in problem(file(Course("c1")), slug="somebody-else")
    assert "is not that of" in problem(file(Course("c1"), ukprn="10099999", name="Quay House"))


def test_nothing_is_imported_for_a_suspended_provider() -> None:
    code = providers.register(OPERATOR, builders.provider_values(slug=SLUG))
    builders.stood(code, "suspend", "complaints")
    assert "suspended" in problem(file(Course("c1")))


def test_what_is_no_known_format_is_refused_as_such() -> None:
    with pytest.raises(FileRefused) as refused:
        plan_file(b'{"a": 1}', Order(SLUG))
    assert "format" in refused.value.problems[0].message


def test_a_record_that_could_not_be_listed_is_told_when_publishing_is_asked_for() -> None:
    plan = planned(file(Course("c1", description="")), publish=True, basis="b")
    assert [one.where.field for one in plan.all_problems()] == ["description"]
    assert not plan.steps[0].publish


def test_a_language_is_known_by_the_closed_list_and_only_by_it() -> None:
    listed = vocabularies.concepts("language")
    assert languages.known(listed) == LANGUAGES
    assert {row.code for row in listed} == set(LANGUAGES.values())
    text = file(Course("c1")).decode()
    taught = "<mlo:languageOfInstruction>{}</mlo:languageOfInstruction><applyTo>"
    plan = planned(text.replace("<applyTo>", taught.format("ltz"), 1).encode())
    assert plan.steps[0].record.runs[0].letter["language"] == ["lb"]
    plan = planned(text.replace("<applyTo>", taught.format("tlh"), 1).encode())
    assert "language" not in plan.steps[0].record.runs[0].letter
    assert "unknown-language" in {remark.code for remark in plan.remarks}


def test_a_run_that_is_gone_or_another_identifier_alone_makes_a_record_changed() -> None:
    data = file(Course("c1", runs={"a": "2027-01-11", "b": "2027-02-01"}))
    applied(data)
    assert [step.outcome for step in planned(data).steps] == ["unchanged"]
    (fewer,) = planned(file(Course("c1"))).steps
    assert (fewer.outcome, fewer.gone, fewer.runs, fewer.spec_changed) == ("changed", ["c1/b"], {}, False)
    more = data.replace(b"<dc:title>Sorting", b"<dc:identifier>other</dc:identifier><dc:title>Sorting")
    (named,) = planned(more).steps
    assert (named.outcome, named.identifiers_changed, named.spec_changed) == ("changed", True, False)
