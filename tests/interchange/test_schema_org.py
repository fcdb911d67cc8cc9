"""schema.org out: every document of the demonstration keeps the vocabulary's rules, and says nothing nobody stated."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from registry import config
from registry.catalogue import queries as catalogue
from registry.catalogue import service as offers
from registry.catalogue.views import OfferView
from registry.events import queries as events
from registry.interchange import schema_org
from registry.interchange.schema_org.lists import Part
from registry.interchange.schema_org.terms import duration
from registry.interchange.site import Site
from registry.kernel.actor import OPERATOR
from registry.providers import queries as providers
from tests import builders
from tests.conftest import SHARED
from tests.interchange import schema_vocabulary

RELEASE = SHARED / "standards" / "schemaorg-30.0" / "schemaorg-current-https.jsonld"


def documents(language: str) -> Iterator[dict[str, Any]]:
    """One document of every kind of page, of everything public."""
    site = Site(config.current(), language)
    codes = catalogue.newest(500)
    for code in codes:
        view = catalogue.public(code)
        assert isinstance(view, OfferView)
        yield schema_org.offer(view, site)
    for face in events.listing():
        view_of_event = events.by_slug(face.slug)
        assert view_of_event
        yield schema_org.event(view_of_event, site)
    for slug in providers.public_slugs():
        stored = providers.public_by_slug(slug)
        assert stored
        yield schema_org.provider(stored, providers.places(stored.code), site)
    faces = catalogue.faces(codes).values()
    yield schema_org.found(Part(faces, 21, 500), "500 offers", site)
    yield schema_org.website(site)


def rich_offer() -> str:
    """An offer with everything a letter can say of price, days and credit."""
    code = builders.listed(
        builders.micro(
            credits=[{"system": "ects", "hundredths": 150}],
            prerequisites={"en": "**None** at all."},
            target_groups=["unemployed"],
            homepage="https://harbour.example/course",
        ),
        access=["captions"],
    )
    pattern = [{"days": ["mo", "we"], "from": "18:00", "until": "20:00"}]
    prices = (
        [{"amount": 4000, "currency": "EUR", "basis": "month", "vat": "included"}],
        [{"amount": 0}],
        [{"text": "Ask us."}],
    )
    for price in prices:
        letter = builders.run_letter(
            prices=price,
            schedule={"pattern": pattern},
            mode="blended",
            location_text="Ghent",
            enrol={"from": "2026-11-01", "until": "2027-01-04", "url": "https://harbour.example/enrol"},
        )
        offers.schedule_run(OPERATOR, code, letter)
    return code


def shown(code: str, language: str = "en") -> dict[str, Any]:
    view = catalogue.public(code)
    assert isinstance(view, OfferView)
    return schema_org.offer(view, Site(config.current(), language))


@pytest.mark.one_database
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_document_keeps_the_rules_we_wrote_down(demonstration: Flask, language: str) -> None:
    rules = schema_vocabulary.sample()
    with demonstration.app_context():
        found = list(documents(language))
        found.append(shown(rich_offer()))
    assert len(found) > 25
    assert [fault for one in found for fault in rules.faults(one)] == []


@pytest.mark.shared
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_document_keeps_the_rules_of_the_release(demonstration: Flask, language: str) -> None:
    rules = schema_vocabulary.release(RELEASE)
    with demonstration.app_context():
        found = list(documents(language))
        found.append(shown(rich_offer()))
    assert [fault for one in found for fault in rules.faults(one)] == []


@pytest.mark.shared
def test_the_rules_we_wrote_down_are_those_of_the_release() -> None:
    ours, theirs = schema_vocabulary.sample(), schema_vocabulary.release(RELEASE)
    assert {kind: theirs.parents[kind] for kind in ours.parents} == ours.parents
    for name, (domain, expected) in ours.properties.items():
        assert domain == theirs.properties[name][0] & set(ours.parents), name
        assert expected == theirs.properties[name][1], name
    for member, kinds in ours.members.items():
        assert kinds == theirs.members[member]


@pytest.mark.parametrize(
    ("node", "fault"),
    [
        ({"@type": "Lesson"}, "there is no type Lesson"),
        ({"@type": "Course", "price": "1.00"}, "stands on"),
        ({"@type": "Course", "tuition": "1.00"}, "there is no such property"),
        ({"@type": "Course", "isAccessibleForFree": "yes"}, "is none of ['Boolean']"),
        ({"@type": "Course", "provider": {"@type": "Place"}}, "Place is none of"),
        ({"@type": "Event", "startDate": "23 November"}, "is none of ['Date', 'DateTime']"),
        ({"@type": "Event", "eventStatus": "https://schema.org/InStock"}, "is none of ['EventStatusType']"),
    ],
)
def test_the_check_would_find(node: dict[str, Any], fault: str) -> None:
    faults = list(schema_vocabulary.sample().faults(node))
    assert len(faults) == 1
    assert fault in faults[0]


def test_a_training_is_a_course_with_its_runs(ctx: Flask) -> None:
    course = shown(rich_offer())
    assert course["@type"] == "Course"
    assert course["timeRequired"] == "PT16H"
    assert course["numberOfCredits"]["value"] == 1.5
    assert course["coursePrerequisites"] == "None at all."
    assert "Sort and sum a list" in course["teaches"]
    competence = next(one for one in course["teaches"] if isinstance(one, dict))
    assert (competence["termCode"], competence["inDefinedTermSet"]) == ("1.2", "http://data.europa.eu/snb/dcf/25831c2")
    assert course["educationalCredentialAwarded"]["credentialCategory"] == "Micro-credential"
    assert course["educationalCredentialAwarded"]["educationalLevel"]["@id"] == "http://data.europa.eu/snb/eqf/4"
    assert course["accessibilityFeature"] == ["captions"]
    assert len(course["hasCourseInstance"]) == 3
    run = course["hasCourseInstance"][0]
    assert (run["startDate"], run["endDate"]) == ("2027-01-11T18:00:00+01:00", "2027-02-10")
    assert run["courseSchedule"]["byDay"] == ["https://schema.org/Monday", "https://schema.org/Wednesday"]
    assert [one if isinstance(one, str) else one["@type"] for one in run["location"]] == ["Ghent", "VirtualLocation"]


def test_a_price_is_what_was_stated_and_nothing_else(ctx: Flask) -> None:
    course = shown(rich_offer())
    prices = [run.get("offers") for run in course["hasCourseInstance"]]
    monthly = next(one for one in prices if one and "priceSpecification" in one)["priceSpecification"]
    assert (monthly["price"], monthly["unitCode"], monthly["valueAddedTaxIncluded"]) == ("40.00", "MON", True)
    free = next(one for one in prices if one and one.get("category") == "Free")
    assert (free["price"], free["priceCurrency"], free["validThrough"]) == ("0.00", "EUR", "2027-01-04")
    assert None in prices, "a price in words alone is no Offer"
    assert "isAccessibleForFree" not in course, "one run is free, of another nobody knows"


def test_guidance_and_validation_are_services(ctx: Flask) -> None:
    guidance = shown(builders.listed(builders.guidance()))
    assert (guidance["@type"], guidance["serviceType"]) == ("Service", "Career guidance")
    assert [one["name"] for one in guidance["availableChannel"]] == ["In person", "By phone"]
    assert guidance["offers"] == [{"@type": "Offer", "description": "Free of charge."}]
    validation = shown(builders.listed(builders.validation()))
    assert validation["serviceOutput"] == {"@type": "CreativeWork", "description": "A statement of results."}
    assert [one["termCode"] for one in validation["category"]] == ["2.1", "2.4"]


def test_a_text_in_another_language_says_so(ctx: Flask) -> None:
    code = builders.listed()
    assert shown(code)["name"] == "Spreadsheets for everyday work"
    assert shown(code, "de")["name"] == {"@language": "en", "@value": "Spreadsheets for everyday work"}
    assert (shown(code, "de")["@id"], shown(code, "de")["url"]) == (
        f"http://localhost/offers/{code}",
        f"http://localhost/de/offers/{code}",
    )


def test_people_who_are_not_confirmed_are_left_out(demonstration: Flask) -> None:
    with demonstration.app_context():
        found = next(view for face in events.listing() if (view := events.by_slug(face.slug)) and view.slots)
        slots = tuple(
            replace(slot, speakers=tuple(replace(person, confirmed=False) for person in slot.speakers))
            for slot in found.slots
        )
        site = Site(config.current(), "en")
        assert "performer" in schema_org.event(found, site)
        assert "performer" not in schema_org.event(replace(found, slots=slots), site)


@pytest.mark.parametrize(("minutes", "said"), [(960, "PT16H"), (90, "PT1H30M"), (45, "PT45M"), (0, None), (None, None)])
def test_durations(minutes: int | None, said: str | None) -> None:
    assert duration(minutes) == said
