"""Two people write on the same page: what one of them never touched is not taken for a wish, and what no question asks
stays with the row it belongs to, however the rows have moved meanwhile."""

import pytest
from flask import Flask

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from tests import builders
from tests.web.provider_desk import Desk, form_of, send, ticked

pytestmark = pytest.mark.one_database
ROWS = tuple({"title": {"en": title, "fr": f"{title} (fr)"}, "level": 4} for title in ("Sum", "Sort", "Share"))


@pytest.fixture
def provider(app: Flask) -> Desk:
    return Desk(app)


def test_what_one_never_touched_stays_as_the_other_wrote_it(provider: Desk) -> None:
    code = provider.draft(description={"en": "Long."})
    address = f"/publish/offers/{code}/topics/basics"
    form = form_of(provider.client.get(address))
    assert send(provider, address, form, **{"title.en": "Theirs", "description.en": "Theirs too."}).status_code == 303
    page = send(provider, address, form, **{"title.en": "Mine"})
    assert page.status_code == 409
    assert ticked(page) == {"title.en": "yours", "description.en": "theirs"}
    assert "What stood when you began" in page.get_data(as_text=True)
    assert send(provider, address, form_of(page)).status_code == 303
    spec = provider.of(code).spec
    assert (spec.title["en"], (spec.description or {})["en"]) == ("Mine", "Theirs too.")


def test_lines_and_the_order_of_boxes_are_no_change(provider: Desk) -> None:
    code = provider.draft(description={"en": "One.\n\nTwo."}, languages=["fr", "en"])
    address = f"/publish/offers/{code}/topics/basics"
    form = form_of(provider.client.get(address))
    assert (form["languages"], form["description.en"]) == (["en", "fr"], "One.\r\n\r\nTwo.")
    theirs = {"description.en": "One.\r\n\r\nTwo, corrected.", "languages": ["en"]}
    assert send(provider, address, form, **theirs).status_code == 303
    page = send(provider, address, form, **{"title.en": "Mine"})
    assert ticked(page) == {"title.en": "yours", "description.en": "theirs", "languages": "theirs"}
    assert send(provider, address, form_of(page)).status_code == 303
    spec = provider.of(code).spec
    assert (spec.title["en"], spec.languages) == ("Mine", ("en",))
    assert (spec.description or {})["en"] == "One.\n\nTwo, corrected."


def test_saving_a_page_as_it_is_changes_nothing(provider: Desk) -> None:
    code = provider.draft(description={"en": "One.\n\nTwo."}, languages=["fr", "en"], outcomes=list(ROWS))
    before = provider.of(code)
    for topic in ("basics", "outcomes"):
        address = f"/publish/offers/{code}/topics/{topic}"
        assert send(provider, address, form_of(provider.client.get(address))).status_code == 303
    assert (provider.of(code).counter, provider.of(code).spec) == (before.counter, before.spec)


def test_what_was_chosen_stays_chosen_when_a_third_writes_or_something_is_wrong(provider: Desk) -> None:
    code = provider.draft()
    address = f"/publish/offers/{code}/topics/outcomes"
    first = form_of(provider.client.get(address))
    assert send(provider, address, first, **{"workload.minutes": "5"}).status_code == 303
    both = send(provider, address, first, **{"workload.contact_minutes": "8"})
    assert ticked(both) == {"workload.minutes": "theirs", "workload.contact_minutes": "yours"}
    wrong = send(provider, address, form_of(both))
    assert wrong.status_code == 422, "more with a teacher than in all"
    assert form_of(wrong)["workload.minutes"] == "5", "what was chosen, and not what one never wanted"
    third = {**form_of(provider.client.get(address)), "workload.minutes": "7"}
    assert send(provider, address, third).status_code == 303
    again = send(provider, address, form_of(wrong), **{"workload.contact_minutes": "2"})
    assert ticked(again) == {"workload.minutes": "theirs", "workload.contact_minutes": "yours"}
    assert send(provider, address, form_of(again)).status_code == 303
    workload = provider.of(code).spec.workload
    assert workload is not None
    assert (workload.minutes, workload.contact_minutes) == (7 * 60, 2 * 60)


def test_what_the_page_saved_by_itself_is_what_one_began_with(provider: Desk) -> None:
    code = provider.draft()
    address = f"/publish/offers/{code}/topics/basics"
    form = {**form_of(provider.client.get(address)), "title.en": "Saved by itself"}
    told = send(provider, address, form, then="auto").get_json()
    form |= {"seen": str(told["seen"]), "marks": told["marks"]}
    corrected = {**form_of(provider.client.get(address)), "title.en": "Corrected"}
    assert send(provider, address, corrected).status_code == 303
    page = send(provider, address, form, **{"summary.en": "Mine."})
    assert ticked(page) == {"title.en": "theirs", "summary.en": "yours"}


def test_a_form_that_was_refused_or_grew_a_row_still_knows_what_it_first_showed(provider: Desk) -> None:
    code = provider.draft(outcomes=list(ROWS))
    address = f"/publish/offers/{code}/topics/outcomes"
    first = form_of(provider.client.get(address))
    assert send(provider, address, first, **{"workload.minutes": "9"}).status_code == 303
    refused = send(provider, address, first, **{"outcomes.0.minutes": "many"})
    grown = send(provider, address, {**form_of(refused), "outcomes.0.minutes": "2"}, then="add:outcomes")
    picked = send(provider, address, form_of(grown), then="pick:0")
    page = send(provider, address, form_of(send(provider, address, form_of(picked), then="use:0")))
    assert (refused.status_code, page.status_code) == (422, 409)
    assert ticked(page) == {"workload.minutes": "theirs", "outcomes": "yours"}


def test_a_date_and_a_translation_know_it_too(provider: Desk) -> None:
    code = provider.draft(summary={"en": "Short."})
    with provider.app.app_context():
        run = catalogue.schedule_run(OPERATOR, code, builders.run_letter(places=None))
    for address, theirs, mine in (
        (f"/publish/offers/{code}/runs/{run}", "location_text", "places.total"),
        (f"/publish/offers/{code}/translations?to=fr", "summary.fr", "title.fr"),
    ):
        form = form_of(provider.client.get(address))
        assert send(provider, address, form, **{theirs: "7"}).status_code == 303
        page = send(provider, address, form, **{mine: "8"})
        assert ticked(page) == {theirs: "theirs", mine: "yours"}, address


def test_hours_that_can_be_read_in_two_ways_come_back_with_what_to_write(provider: Desk) -> None:
    code = provider.draft()
    address = f"/publish/offers/{code}/topics/outcomes"
    page = send(provider, address, form_of(provider.client.get(address)), **{"workload.minutes": "1,500"})
    assert page.status_code == 422
    assert "“1,500” can be read in two ways. Write 1500 or 1.5." in page.get_data(as_text=True)
    assert form_of(page)["workload.minutes"] == "1,500"


def test_prices_that_can_be_read_in_two_ways_come_back_with_what_to_write(provider: Desk) -> None:
    code = provider.draft()
    address, date = f"/publish/offers/{code}/runs/new", {"start.date": "2027-03-22"}
    page = provider.send(address, **date, **{"prices.0.amount": "1.500"})
    assert page.status_code == 422
    assert "“1.500” can be read in two ways. Write 1500 or 1.5." in page.get_data(as_text=True)
    for typed in ("1 500", "1 500,00"):
        assert provider.send(address, **date, **{"prices.0.amount": typed}).status_code == 303
    prices = [run.letter["prices"] for run in provider.of(code).runs]
    assert prices == [[{"amount": 150_000, "currency": "EUR"}]] * 2


@pytest.mark.parametrize("gone", [0, 1])
def test_texts_in_other_languages_stay_with_their_rows(provider: Desk, gone: int) -> None:
    """One of two removes a row; the other, whose page is older, keeps all three."""
    code = provider.draft(outcomes=list(ROWS))
    address = f"/publish/offers/{code}/topics/outcomes"
    form = form_of(provider.client.get(address))
    less = {name: value for name, value in form.items() if not name.startswith(f"outcomes.{gone}.")}
    assert send(provider, address, less).status_code == 303
    left = [row for number, row in enumerate(ROWS) if number != gone]
    assert [dict(one.title) for one in provider.of(code).spec.outcomes] == [row["title"] for row in left]
    page = send(provider, address, form, **{"outcomes.2.title.en": "Share well"})
    assert ticked(page) == {"outcomes": "yours"}
    assert send(provider, address, form_of(page)).status_code == 303
    titles = [dict(one.title) for one in provider.of(code).spec.outcomes]
    assert titles[2] == {"en": "Share well", "fr": "Share (fr)"}
    assert titles[gone] == {"en": ROWS[gone]["title"]["en"]}, "what was removed with its texts does not take another's"
    assert titles[1 - gone] == ROWS[1 - gone]["title"]


def test_a_row_that_is_gone_takes_nothing_from_one_whose_translation_changed(provider: Desk) -> None:
    code = provider.draft(outcomes=list(ROWS))
    address = f"/publish/offers/{code}/topics/outcomes"
    form = form_of(provider.client.get(address))
    less = {name: value for name, value in form.items() if not name.startswith("outcomes.0.")}
    assert send(provider, address, less).status_code == 303
    french = f"/publish/offers/{code}/translations?to=fr"
    renamed = form_of(provider.client.get(french)) | {"outcomes.0.title.fr": "Trier"}
    assert send(provider, french, renamed).status_code == 303
    page = send(provider, address, form, **{"outcomes.2.title.en": "Share well"})
    assert send(provider, address, form_of(page)).status_code == 303
    titles = [dict(one.title) for one in provider.of(code).spec.outcomes]
    assert titles == [{"en": "Sum"}, {"en": "Sort", "fr": "Trier"}, {"en": "Share well", "fr": "Share (fr)"}]


def test_a_translation_stands_with_its_own_outcome(provider: Desk) -> None:
    code = provider.draft(outcomes=[{"title": {"en": title}, "level": 4} for title in ("Sum", "Sort", "Share")])
    french = f"/publish/offers/{code}/translations?to=fr"
    form = form_of(provider.client.get(french)) | {"outcomes.1.title.fr": "Trier"}
    assert send(provider, french, form).status_code == 303
    assert [one.title.get("fr") for one in provider.of(code).spec.outcomes] == [None, "Trier", None]
    every = form_of(provider.client.get(french)) | {f"outcomes.{at}.title.fr": f"F{at}" for at in range(3)}
    assert send(provider, french, every).status_code == 303
    cleared = form_of(provider.client.get(french)) | {"outcomes.0.title.fr": ""}
    assert send(provider, french, cleared).status_code == 303
    assert [one.title.get("fr") for one in provider.of(code).spec.outcomes] == [None, "F1", "F2"]
    stale = form_of(provider.client.get(french)) | {"outcomes.2.title.fr": "Partager"}
    outcomes = f"/publish/offers/{code}/topics/outcomes"
    shown = form_of(provider.client.get(outcomes))
    less = {name: value for name, value in shown.items() if not name.startswith("outcomes.1.")}
    assert send(provider, outcomes, less).status_code == 303
    page = send(provider, french, stale)
    assert page.status_code == 409
    assert send(provider, french, form_of(page)).status_code == 303
    said = [(one.title["en"], one.title.get("fr")) for one in provider.of(code).spec.outcomes]
    assert said == [("Sum", None), ("Share", "Partager")]


@pytest.mark.parametrize("was", ["9" * 5000, "-1", "1-zz-yy", "7", "0-", "²"])
def test_a_mark_nobody_wrote_is_no_row(provider: Desk, was: str) -> None:
    code = provider.draft(outcomes=list(ROWS))
    address = f"/publish/offers/{code}/topics/outcomes"
    form = {**form_of(provider.client.get(address)), "outcomes.0.was": was}
    assert send(provider, address, form).status_code == 303
    assert [one.title["en"] for one in provider.of(code).spec.outcomes] == ["Sum", "Sort", "Share"]


def test_a_row_emptied_by_the_script_takes_nothing_from_the_next(provider: Desk) -> None:
    """The page stays open while it saves by itself, and its rows keep the numbers they had."""
    code = provider.draft(outcomes=list(ROWS))
    address = f"/publish/offers/{code}/topics/outcomes"
    form = form_of(provider.client.get(address))
    emptied = {**form, "outcomes.0.title.en": "", "outcomes.0.level": ""}
    saved = send(provider, address, emptied, then="auto")
    again = send(provider, address, emptied, then="auto", seen=str(saved.get_json()["seen"]))
    assert again.status_code == 200
    assert [dict(one.title) for one in provider.of(code).spec.outcomes] == [row["title"] for row in ROWS[1:]]


@pytest.mark.parametrize("forged", ["workload", "workload.0", "outcomes.0", "outcomes.title"])
def test_names_that_contradict_each_other_are_no_fault(provider: Desk, forged: str) -> None:
    code = provider.draft(outcomes=list(ROWS))
    for topic, chosen in (("outcomes", "workload.minutes"), ("outcomes", "outcomes")):
        address = f"/publish/offers/{code}/topics/{topic}"
        answer = provider.send(address, seen=1, **{forged: "x", f"choose.{chosen}": "theirs"})
        assert answer.status_code < 500, (forged, chosen)
