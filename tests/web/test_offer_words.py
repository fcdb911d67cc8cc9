"""What an offer's page says in particular cases: the words of its kind, prices that are no sum, runs without a date,
who confirmed it and when."""

import datetime as dt
from typing import Any

import pytest
from flask import Flask

from registry.catalogue import service as catalogue
from registry.events import service as events
from registry.kernel.actor import OPERATOR
from registry.quality import service as quality
from registry.search import indexer
from registry.vocabularies import service as vocabularies
from registry.web import moments
from tests import builders, times
from tests.web.reading import page, words

pytestmark = pytest.mark.one_database

DATES, SHORT = "//section[@aria-labelledby='dates']", "//section[@aria-labelledby='short']"
OUTCOMES = [{"title": {"en": "Share a document"}, "competence": "2.1", "minutes": 60}]


@pytest.fixture
def house(ctx: Flask) -> Flask:
    """The application with its vocabularies, so that codes have names."""
    vocabularies.load(builders.ROOT / "seeds" / "vocabularies")
    return ctx


@pytest.fixture
def outside(app: Flask) -> Flask:
    """The same without a context that would keep the first page's language for the next."""
    with app.app_context():
        vocabularies.load(builders.ROOT / "seeds" / "vocabularies")
    return app


def offer_with(run: dict[str, Any], content: dict[str, Any] | None = None) -> str:
    code = builders.decided(content)
    catalogue.schedule_run(OPERATOR, code, builders.run_letter(**run))
    return code


@pytest.mark.parametrize(
    ("kind", "head"),
    [("training", "After it you can"), ("guidance", "It helps you to"), ("validation", "You can prove")],
)
def test_the_head_over_the_outcomes_is_that_of_the_kind(house: Flask, kind: str, head: str) -> None:
    code = builders.decided(getattr(builders, kind)(outcomes=OUTCOMES), **builders.ruling(kind))
    gain = page(house.test_client(), f"/offers/{code}").xpath("//section[@aria-labelledby='gain']")[0]
    assert words(gain, ".//th[1]") == head
    assert ("of the hours serve" in " ".join(gain.text_content().split())) == (kind == "training")


def test_a_service_without_waiting_says_so(house: Flask) -> None:
    tree = page(house.test_client(), f"/offers/{builders.decided(builders.guidance())}")
    how = words(tree, "//section[@aria-labelledby='how']")
    assert "No waiting" in how
    assert "0 days" not in how


def test_one_place_is_singular_in_french(outside: Flask) -> None:
    with outside.app_context():
        code = offer_with({"places": {"total": 14, "left": 1}})
    client = outside.test_client()
    assert "1 libre sur 14" in words(page(client, f"/fr/offers/{code}"), DATES)
    assert "1 of 14 left" in words(page(client, f"/offers/{code}"), DATES)


@pytest.mark.parametrize(
    ("schedule", "said"),
    [(None, "Now any day"), ({"pattern": [{"days": ["mo"], "from": "18:00"}]}, "Now no fixed start")],
)
def test_a_run_one_can_join_at_any_time(house: Flask, schedule: Any, said: str) -> None:
    run = {"rolling": True, "start": None, "end": None, "schedule": schedule}
    tree = page(house.test_client(), f"/offers/{offer_with(run)}")
    assert " ".join(words(cell, ".") for cell in tree.xpath(f"{SHORT}//dd")[0]) == said


def test_a_price_told_at_length_stands_further_down(outside: Flask) -> None:
    told = "Between 80 and 120 euros, depending on what your household earns."
    with outside.app_context():
        code = offer_with({"prices": [{"text": told}]})
    for prefix, below in (("", "see below"), ("/fr", "voir plus bas"), ("/de", "siehe unten")):
        tree = page(outside.test_client(), f"{prefix}/offers/{code}")
        assert below in words(tree, SHORT)
        assert told in words(tree, "//section[@aria-labelledby='cost']")


@pytest.mark.parametrize(
    ("prices", "said"),
    [([{"amount": 2800, "currency": "EUR", "basis": "hour"}], "Price€28per hour"), (None, "Pricenot stated")],
)
def test_an_offer_linked_to_an_event_has_its_whole_price(house: Flask, prices: Any, said: str) -> None:
    code = offer_with({"prices": prices})
    events.save(OPERATOR, builders.event_letter(showcase=[{"offer_code": code}]))
    tree = page(house.test_client(), "/events/open-evening")
    assert words(tree, "//section[@id='offers']//li/p[last()][contains(@class,'num')]") == said


def test_when_it_was_confirmed_is_said_once(house: Flask) -> None:
    school = builders.vetted_provider()
    code = builders.decided(provider_code=school)
    catalogue.confirm(builders.member(school), code)
    tree = page(house.test_client(), f"/offers/{code}")
    assert "23 November 2026by the provider, today" in words(tree, "//section[@aria-labelledby='checked']//dl")
    assert moments.lately(dt.date(2026, 9, 1)) == "", "a date would be the same once more"


def test_the_day_of_the_next_check_is_said(house: Flask) -> None:
    school = builders.vetted_provider()
    plain = builders.decided(provider_code=school)
    soon = builders.decided(provider_code=school, conditions="Say the price.", review_by="2027-02-01")
    client, panel = house.test_client(), "//section[@aria-labelledby='checked']//dl"
    assert "Next checkby 22 November 2028" in words(page(client, f"/offers/{plain}"), panel)
    assert "Next checkby 1 February 2027" in words(page(client, f"/offers/{soon}"), panel)
    with times.after(house, 731):
        said = words(page(house.test_client(), f"/offers/{plain}"), panel)
        assert "Next checkby 2 December 2028" in said, "due, and the desk has ten days"
        assert "overdue, still to be done" not in said
    with times.after(house, 742):
        said = words(page(house.test_client(), f"/offers/{plain}"), panel)
        assert "Next checkby 2 December 2028overdue, still to be done" in said


def test_a_confirmation_that_is_due_soon_or_overdue_is_said_plainly(house: Flask) -> None:
    school = builders.vetted_provider()
    code = builders.decided(provider_code=school)
    catalogue.confirm(builders.member(school), code)
    indexer.rebuild()

    def said(days: int) -> tuple[str, str]:
        with times.after(house, days):
            client = house.test_client()
            checks = words(page(client, f"/offers/{code}"), "//section[@aria-labelledby='checked']//dl")
            return checks, words(page(client, "/offers"), "//*[contains(@class,'checked')]")

    checks, row = said(12)
    assert "12 days ago" in checks
    assert "by 22 May 2027" in checks
    assert "soon" not in checks
    assert "The provider confirmed it 12 days ago." not in row, "it was listed the same day, and is said once"
    assert "by 22 May 2027soon" in said(160)[0]
    checks, row = said(185)
    assert "overdue since 22 May 2027" in checks
    assert "can leave the list from 21 June 2027 on" in checks
    assert "can leave the list from 3 July 2027 on" in said(222)[0], "its last letter was late"
    assert row.endswith("The provider has not confirmed it since.")


def test_what_nobody_examined_is_folded_away(house: Flask) -> None:
    office = builders.provider("unverified", name="Office")
    quality.admit_provider(OPERATOR, office, "The register of 2025")
    code = builders.draft(provider_code=office)
    quality.admit_offer(OPERATOR, code, "The register of 2025")
    tree = page(house.test_client(), f"/offers/{code}")
    folded = tree.xpath("//section[@aria-labelledby='checked']//details[not(@open)]")[0]
    count = len(folded.xpath(".//li[@class='ck']"))
    assert words(folded, "./summary") == f"{count} criteria not examined"
    assert len(tree.xpath("//li[@class='ck']")) == count


@pytest.mark.parametrize(
    ("prefix", "said"),
    [("", "English, Irish Sign Language"), ("/de", "Englisch, Irische Gebärdensprache")],
)
def test_a_sign_language_has_its_name(outside: Flask, prefix: str, said: str) -> None:
    with outside.app_context():
        code = builders.listed(builders.training(languages=["en", "isg"]))
    assert said in words(page(outside.test_client(), f"{prefix}/offers/{code}"), SHORT)


def test_the_box_says_where_to_ask(outside: Flask) -> None:
    """Who reads "call us" needs the number."""
    with outside.app_context():
        school = builders.provider(email="desk@harbour.example", phone="+32 9 11 22")
        code = builders.listed(builders.training(), school)
    box = page(outside.test_client(), f"/offers/{code}").xpath(SHORT)[0]
    assert [link.get("href") for link in box.xpath(".//dl//a")] == ["mailto:desk@harbour.example", "tel:+3291122"]


def test_times_of_another_clock_say_whose_online_and_only_there(outside: Flask) -> None:
    start = {"date": "2027-01-12", "time": "17:00", "zone": "Europe/Dublin"}
    with outside.app_context():
        code = builders.listed()
        for mode in ("online", "onsite"):
            letter = builders.run_letter(start=start, end=None, mode=mode, schedule={"pattern": [{"days": ["tu"]}]})
            catalogue.schedule_run(OPERATOR, code, letter)
    told = words(page(outside.test_client(), f"/offers/{code}"), DATES)
    assert told.count("17:00, Dublin time, UTC+0") == 1
    assert told.count("17:00") == 2


def in_german() -> dict[str, Any]:
    texts = {name: {"de": "Fotos"} for name in ("title", "summary", "description")}
    outcomes = [{"title": {"de": "Ein Foto teilen"}, "competence": "2.1", "level": 3, "minutes": 60}]
    return builders.training(language="de", outcomes=outcomes, **texts)


def test_words_of_a_schedule_carry_the_language_they_are_in(outside: Flask) -> None:
    with outside.app_context():
        code = builders.listed(in_german())
        given = {"text": {"en": "Friday morning", "de": "Freitag früh"}}
        catalogue.schedule_run(OPERATOR, code, builders.run_letter(schedule=given))
    box = page(outside.test_client(), f"/fr/offers/{code}")
    assert words(box, f"{SHORT}//b[@lang='de']") == "Freitag früh"


def test_place_length_and_price_in_the_providers_words_carry_its_language(outside: Flask) -> None:
    """And the words beside them that are ours do not."""
    given = {
        "start": None,
        "end": None,
        "mode": "work",
        "location_text": "Im eigenen Betrieb",
        "duration": {"text": "etwa acht Wochen"},
        "schedule": {"pattern": [{"days": ["mo"], "from": "18:00"}]},
        "prices": [{"text": "Freiwillige Spende"}],
    }
    with outside.app_context():
        code = builders.listed(in_german())
        catalogue.schedule_run(OPERATOR, code, builders.run_letter(**given))
        indexer.rebuild()
    told = ["etwa acht Wochen", "Im eigenen Betrieb", "Freiwillige Spende"]
    client = outside.test_client()
    for address, inside, expected in (
        (f"/fr/offers/{code}", SHORT, told),
        (f"/fr/offers/{code}", DATES, told),
        ("/fr/offers", "//li[@class='row']", told[1:]),
        (f"/de/offers/{code}", SHORT, []),
        (f"/de/offers/{code}", DATES, []),
    ):
        found = page(client, address).xpath(f"{inside}//*[@lang='de'][not(self::a)]")
        assert [" ".join(one.text_content().split()) for one in found] == expected, (address, inside)


def test_an_address_of_letters_breaks_beside_its_signs(outside: Flask) -> None:
    with outside.app_context():
        school = builders.provider(email="kurse@abend.schule.example")
        code = builders.listed(builders.training(), school)
    client = outside.test_client()
    sent = client.get(f"/offers/{code}").get_data(as_text=True)
    assert '<a href="mailto:kurse@abend.schule.example">kurse@<wbr>abend<wbr>.schule<wbr>.example</a>' in sent
    assert words(page(client, f"/offers/{code}"), f"{SHORT}//a[starts-with(@href,'mailto:')]") == (
        "kurse@abend.schule.example"
    )


@pytest.mark.parametrize(
    ("contact", "leads"),
    [
        ("https://harbour.example/ask", "https://harbour.example/ask"),
        ("https://book.harbour.example/", "https://book.harbour.example/"),
        ("https://contactphish.example/c", "https://harbour.example"),
        ("https://notharbour.example/c", "https://harbour.example"),
    ],
)
def test_the_mailbox_of_an_offer_leads_nobody_elsewhere(house: Flask, contact: str, leads: str) -> None:
    provider = builders.vetted_provider(url="https://harbour.example")
    code = builders.listed(builders.training(enrol={"text": {"en": "Come by."}}), provider, contact={"url": contact})
    tree = page(house.test_client(), f"/offers/{code}")
    assert tree.xpath(f"{SHORT}//a[@class='btn']/@href") == [leads]


def test_the_words_of_a_date_lead_nowhere(house: Flask) -> None:
    """Nobody examines them before they are public."""
    code = offer_with({"enrol": {"text": {"en": "[Enrol and **pay** here](https://phish.example/pay) or call."}}})
    tree = page(house.test_client(), f"/offers/{code}")
    assert "Enrol and pay here or call." in words(tree, SHORT)
    assert not [link for link in tree.xpath("//a/@href") if "phish" in link]
