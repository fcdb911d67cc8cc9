"""A source corrects itself: what it says of its places and of the provider arrives, people's edits survive what it only
repeats, and what is the registry's alone stays."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from registry.catalogue import queries as catalogue
from registry.interchange import service
from registry.interchange.corrections import difference
from registry.interchange.model import LastSaid
from registry.interchange.record import FileRefused
from registry.interchange.report import Report, of_plan
from registry.kernel import outbox
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.providers import queries as providers
from registry.providers import service as provider_service
from registry.providers.model import Place, Provider
from tests import builders
from tests.interchange.feeds import SLUG, Course, applied, file, planned, published, rows, runs

pytestmark = pytest.mark.usefixtures("ctx")
VENUE = "<dc:title>Mill</dc:title>"


def feed(
    *courses: Course, street: str = "1 Quay Road", postcode: str = "PZ9 4QX", phone: str = "01", **more: str
) -> bytes:
    """A file whose venues have an address, and whose provider has a website and a mailbox."""
    text = file(*(courses or (Course("c1"), Course("c2"))), name=more.get("name", "Mill Street")).decode()
    where = f"<mlo:location><mlo:postcode>{postcode}</mlo:postcode><mlo:address>{street}</mlo:address>"
    where += (f"<mlo:phone>{phone}</mlo:phone>" if phone else "") + "</mlo:location>"
    site = more.get("url", "https://mill.example/")
    contact = f"<mlo:location><mlo:email>{more.get('email', 'office@mill.example')}</mlo:email></mlo:location>"
    text = text.replace(VENUE, VENUE + where).replace("<course>", f"<mlo:url>{site}</mlo:url>{contact}<course>", 1)
    return text.replace("10012345", more.get("ukprn", "10012345")).encode()


def provider() -> Provider:
    db.session.rollback()
    found = providers.by_slug(SLUG)
    assert found is not None
    return found


def places() -> list[Place]:
    db.session.rollback()
    return list(db.session.scalars(select(Place).order_by(Place.id)))


def edit_place(**changes: Any) -> None:
    """What a person changes of the only place."""
    (place,) = places()
    provider_service.update_place(OPERATOR, place.code, {**place.letter(), **changes})


def edit_provider(**changes: Any) -> None:
    provider_service.update(OPERATOR, provider().code, changes, provider().counter)


def told(report: Report) -> dict[str, str]:
    """code and field of each warning → its value."""
    return {f"{one['code']} {one['field']}": one["value"] for one in report.warnings}


def counts(report: Report) -> tuple[int, int]:
    return report.counts["changed"], report.counts["unchanged"]


def test_a_corrected_venue_changes_the_offers_that_are_taught_there() -> None:
    elsewhere = Course("c3", runs={})
    published(feed(Course("c1"), Course("c2"), elsewhere))
    before, code = rows(), places()[0].code
    data = feed(Course("c1"), Course("c2"), elsewhere, street="2 Quay Road")
    plan = of_plan(planned(data))
    assert (counts(plan), rows()) == ((2, 1), before)
    assert told(plan) == {"place-changed place.street": "2 Quay Road"}
    assert "from “1 Quay Road” to “2 Quay Road”" in plan.warnings[0]["message"]
    assert "Provider changes:" in list(plan.lines())
    assert counts(published(data)) == (2, 1)
    assert [(place.code, place.street) for place in places()] == [(code, "2 Quay Road")]
    view = catalogue.public(catalogue.by_source_key(provider().code, "c1") or "")
    assert isinstance(view, catalogue.OfferView)
    assert view.runs[0].place is not None
    assert view.runs[0].place.street == "2 Quay Road"
    assert {**rows(), "import_": 0, "import_row": 0, "outbox_change": 0} == {
        **before,
        **dict.fromkeys(("import_", "import_row", "outbox_change"), 0),
    }
    last = db.session.scalars(select(outbox.Change).order_by(outbox.Change.id.desc())).first()
    assert last is not None
    assert last.key == provider().code, "the index is not told"
    assert counts(published(data)) == (0, 3)


def test_a_corrected_postcode_is_the_same_place() -> None:
    published(feed())
    edit_place(**places()[0].letter(), access=["step-free"])
    code = places()[0].code
    report = published(feed(postcode="PZ9 4XX"))
    assert counts(report) == (2, 0)
    assert told(report) == {"place-changed place.postcode": "PZ9 4XX", "place-moved place": code}
    assert "access" in report.warnings[1]["message"]
    (place,) = places()
    assert (place.code, place.postcode, place.access) == (code, "PZ9 4XX", ["step-free"])
    assert {state for state, _start in runs("c1").values()} == {"planned"}
    assert counts(published(feed(postcode="PZ9 4XX"))) == (0, 2)
    assert told(published(feed(postcode="PZ9 4XX", street="3 Quay Road"))) == {
        "place-changed place.street": "3 Quay Road"
    }


@pytest.mark.parametrize("how", ["one stays", "one is not in the file"])
def test_another_postcode_of_some_runs_only_is_another_place(how: str) -> None:
    published(feed())
    moved = feed(Course("c1"), postcode="AB1 2CD")
    if how == "one stays":
        first, second = feed(Course("c1"), postcode="AB1 2CD").decode(), feed(Course("c2")).decode()
        course = second[second.index("<course>") : second.index("</provider>\n</catalog>")]
        moved = first.replace("</provider>\n</catalog>", f"{course}</provider>\n</catalog>").encode()
    published(moved)
    assert sorted(place.postcode or "" for place in places()) == ["AB1 2CD", "PZ9 4QX"]


def test_what_people_changed_of_a_place_survives_a_source_that_says_the_same() -> None:
    published(feed())
    edit_place(street="elsewhere", access=["step-free"])
    assert counts(published(feed())) == (0, 2)
    report = published(feed(phone="02"))
    assert counts(report) == (2, 0)
    assert told(report) == {"place-changed place.phone": "02"}
    (place,) = places()
    assert (place.street, place.phone, place.access) == ("elsewhere", "02", ["step-free"])
    report = published(feed(phone="02", street="2 Quay Road"))
    assert told(report) == {"place-changed place.street": "2 Quay Road", "edited-here place.street": place.code}
    assert places()[0].street == "2 Quay Road"


def test_what_a_source_no_longer_says_goes_unless_people_wrote_it() -> None:
    published(feed())
    report = published(feed(phone=""))
    assert (counts(report), told(report)) == ((2, 0), {"place-changed place.phone": ""})
    assert places()[0].phone is None
    published(feed(phone="03"))
    edit_place(phone="04")
    assert counts(published(feed(phone=""))) == (0, 2)
    assert places()[0].phone == "04"


def test_every_value_of_a_place_is_compared() -> None:
    """Also those the present format does not know."""
    here = {"name": "Mill", "access": ["step-free"], "lat_e6": 1, "lon_e6": 2, "region": "BE2"}
    said = {"name": "Mill", "access": ["captions"], "lat_e6": 5, "source_key": "other"}
    found = difference(said, {**here, "lat_e6": 4, "source_key": "k"}, here)
    assert (found.changes, found.edited, found.kept) == (
        {"access": ["captions"], "lat_e6": 5, "lon_e6": None, "region": None},
        ["lat_e6"],
        [],
    )


def test_a_value_that_does_not_fit_is_left_out_aloud() -> None:
    data = feed(email="two..dots@mill.example").replace(
        b"<mlo:phone>01", b"<mlo:email>a..b@mill.example</mlo:email><mlo:phone>01"
    )
    left_out = {"left-out provider.email": "two..dots@mill.example", "left-out place.email": "a..b@mill.example"}
    assert told(of_plan(planned(data))) == {"new-provider provider": SLUG, **left_out}
    applied(data)
    assert (provider().email, places()[0].email) == (None, None)
    assert told(applied(data)) == left_out


def test_corrected_values_of_the_provider_are_planned_and_carried_out() -> None:
    published(feed())
    before, standing = rows(), provider().standing
    data = feed(name="Mill Street College", url="https://mill-street.example/", email="hello@mill.example")
    plan = of_plan(planned(data))
    assert (counts(plan), rows(), provider().name) == ((0, 2), before, "Mill Street")
    assert told(plan) == {
        "provider-changed provider.email": "hello@mill.example",
        "provider-changed provider.name": "Mill Street College",
        "provider-changed provider.url": "https://mill-street.example/",
    }
    lines = "\n".join(plan.lines())
    assert "Provider changes:\n" in lines
    assert "name changes from “Mill Street” to “Mill Street College”" in lines
    assert counts(published(data)) == (0, 2)
    now = provider()
    assert (now.name, now.url, now.email) == (
        "Mill Street College",
        "https://mill-street.example/",
        "hello@mill.example",
    )
    assert (now.slug, now.standing) == (SLUG, standing)
    counter = now.counter
    assert told(published(data)) == {}
    assert provider().counter == counter


def test_what_people_changed_of_the_provider_survives_a_source_that_says_the_same() -> None:
    applied(feed())
    edit_provider(url="https://new.example/")
    assert told(applied(feed(email="hello@mill.example"))) == {"provider-changed provider.email": "hello@mill.example"}
    assert provider().url == "https://new.example/"
    report = applied(feed(email="hello@mill.example", url="https://newest.example/"))
    assert told(report) == {
        "provider-changed provider.url": "https://newest.example/",
        "edited-here provider.url": provider().code,
    }
    assert provider().url == "https://newest.example/"


def test_an_entry_people_wrote_is_only_filled_in_by_a_first_file() -> None:
    builders.provider("unverified", slug=SLUG, name="Mill Street", url="https://by-hand.example/", country="GB")
    report = applied(feed())
    assert (
        told(report)
        == {
            "provider-changed provider.email": "office@mill.example",
            "provider-changed provider.identifiers": "ukprn 10012345",
            "kept-here provider.url": "https://mill.example/",
        }
        or provider().standing == "verified"
    )
    assert (provider().url, provider().email) == ("https://by-hand.example/", "office@mill.example")
    assert "kept-here provider.url" not in told(applied(feed()))


def test_a_corrected_number_arrives_unless_the_provider_is_verified() -> None:
    applied(feed())
    report = applied(feed(ukprn="10055555"))
    assert told(report)["provider-changed provider.identifiers"] == "ukprn 10055555"
    assert "provider-differs provider" in told(report)
    assert [one.value for one in provider().identifiers] == ["10055555"]
    builders.stand(provider().code, "verified")
    report = applied(feed(ukprn="10066666", url="https://else.example/"))
    assert told(report)["identifier-kept provider.identifiers"] == "10066666"
    assert [one.value for one in provider().identifiers] == ["10055555"]
    assert (provider().standing, provider().url) == ("verified", "https://else.example/")
    assert "identifier-kept provider.identifiers" in told(applied(feed(ukprn="10066666")))


def test_a_number_people_corrected_here_stays() -> None:
    applied(feed())
    edit_provider(identifiers=[{"scheme": "ukprn", "country": "GB", "value": "10077777"}])
    assert "identifier-kept provider.identifiers" in told(applied(feed(ukprn="10088888")))
    assert [one.value for one in provider().identifiers] == ["10077777"]


def test_a_number_of_another_provider_refuses_the_file() -> None:
    builders.provider(slug="quay-house", identifiers=[{"scheme": "ukprn", "country": "GB", "value": "10012345"}])
    builders.provider(slug=SLUG, name="Mill Street")
    with pytest.raises(FileRefused) as refused:
        planned(feed())
    assert "--provider quay-house" in refused.value.problems[0].hint


def test_a_file_of_somebody_else_is_told_and_leaves_the_entry_alone() -> None:
    code = builders.provider("unverified", slug=SLUG, name="Quay House", url="https://quay.example/")
    report = applied(feed(name="Cornwall Institute"))
    assert told(report) == {"provider-differs provider": "Cornwall Institute (ukprn 10012345)"}
    message = report.warnings[0]["message"]
    assert "Cornwall Institute" in message
    assert "Quay House" in message
    found = builders.provider_row(code)
    assert (found.name, found.url, found.email, found.identifiers) == ("Quay House", "https://quay.example/", None, [])
    assert db.session.scalar(select(func.count()).select_from(LastSaid).where(LastSaid.about == "provider")) == 0


def test_a_new_name_arrives_by_the_records_that_are_here_already_not_by_one_key_alike() -> None:
    builders.provider("unverified", slug=SLUG, name="Mill Street")

    def without(*keys: str, **more: str) -> bytes:
        return re.sub(rb"<dc:identifier xsi[^/]*/dc:identifier>", b"", feed(*map(Course, keys), **more))

    applied(without("c1", "c2", "c3"))
    report = applied(without("c1", "q1", name="Quay House"))
    assert told(report) == {"provider-differs provider": "Quay House"}
    assert provider().name == "Mill Street"
    report = applied(without("c1", "c2", "c4", name="Harbour School"))
    assert set(told(report)) == {"provider-differs provider", "provider-changed provider.name"}
    assert provider().name == "Harbour School"


def test_a_correction_that_cannot_be_carried_out_is_told_and_planned_again() -> None:
    applied(feed())
    plan = planned(feed(url="https://else.example/", street="2 Quay Road"))
    edit_provider(phone="99")
    edit_place(phone="98")
    report = service.apply(OPERATOR, plan)
    assert [one["field"] for one in report.problems] == ["provider", "place"]
    assert report.is_partial
    assert (provider().url, places()[0].street) == ("https://mill.example/", "1 Quay Road")
    again = applied(feed(url="https://else.example/", street="2 Quay Road"))
    assert again.problems == []
    assert (provider().url, places()[0].street) == ("https://else.example/", "2 Quay Road")
    assert (provider().phone, places()[0].phone) == ("99", "98")
