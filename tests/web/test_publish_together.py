"""Two people write on the same page: what one of them never touched is not taken for a wish, and what no question asks
stays with the row it belongs to, however the rows have moved meanwhile."""

from typing import Any

import pytest
from flask import Flask
from lxml import html

from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from tests import builders
from tests.web.provider_desk import Desk

pytestmark = pytest.mark.one_database
ROWS = tuple({"title": {"en": title, "fr": f"{title} (fr)"}, "level": 4} for title in ("Sum", "Sort", "Share"))


@pytest.fixture
def provider(app: Flask) -> Desk:
    return Desk(app)


def form_of(page: Any) -> dict[str, str]:
    """What the form of a page would send as it stands."""
    tree = html.document_fromstring(page.get_data(as_text=True))
    form = next(one for one in tree.forms if one.xpath(".//input[@name='seen']"))
    return {name: value for name, value in form.form_values() if name != "then"}


def send(provider: Desk, address: str, form: dict[str, str], **changes: str) -> Any:
    return provider.client.post(address, data={**form, **changes})


def ticked(page: Any) -> dict[str, str]:
    """Path → which of both values is chosen on the page of two values."""
    tree = html.document_fromstring(page.get_data(as_text=True))
    chosen = tree.xpath("//input[@type='radio'][@checked]")
    return {one.get("name").removeprefix("choose."): one.get("value") for one in chosen}


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
