"""New addresses to enrol at the desk, and what everybody reads of the run meanwhile: page, API, calendar, shapes for
programs, provider's own pages, and the provider's letter."""

from typing import Any

import pytest

from registry import worker
from registry.catalogue import holding
from registry.catalogue import service as catalogue
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.notices import subscriber
from registry.notices import words as letter_words
from registry.notices.outgoing import Letter
from registry.quality import addresses
from registry.quality import service as quality
from registry.quality.docket import Asked
from tests import builders, signing
from tests.review.conftest import Desk
from tests.web.reading import words

pytestmark = pytest.mark.one_database
OLD, NEW = "https://harbour.example/a", "https://else.example/b"
SHAPES = ("", ".jsonld", ".ics", "?lang=fr")


def public(desk: Desk, code: str) -> str:
    """Everything the public can read of the offer, in all its shapes."""
    with desk.app.app_context():
        worker.once()
    client = desk.app.test_client()
    paths = [f"/offers/{code}{shape}" for shape in SHAPES if "?" not in shape]
    paths += [f"/fr/offers/{code}", f"/api/v1/offers/{code}", f"/api/v1/offers/{code}/runs", "/offers.csv", "/offers"]
    answers = [client.get(path) for path in paths]
    assert {answer.status_code for answer in answers} == {200}, [a.status_code for a in answers]
    return "\n".join(answer.get_data(as_text=True) for answer in answers)


def letters(desk: Desk) -> list[Any]:
    with desk.app.app_context():
        ended = [one.id for one in addresses.page(Asked(ended=True)).items]
        subscriber.address_answered([str(number) for number in (*ended, *ended)])
        return [(row.kind, row.values) for row in db.session.query(Letter).filter(Letter.kind.startswith("address"))]


def test_the_public_reads_the_former_address_everywhere_until_one_click(desk: Desk) -> None:
    code, number = desk.held()
    before = public(desk, code)
    assert "else.example" not in before
    assert OLD in before
    assert "Until it is checked, this is the former one." in before
    assert '"address_in_question":true' in before.replace(" ", "")
    assert "Addresses (1)" in words(desk.page("/review"), "//nav")
    row = desk.page("/review?kind=address").xpath("//tbody//a/@href")
    assert row == [f"/review/addresses/{number}"]
    flag = desk.page(f"/review/cases/{code}").xpath("//ul[@class='flags']//a")
    assert [(one.text, one.get("href")) for one in flag] == [("else.example", "/review/addresses")]
    page = desk.page(row[0])
    assert NEW in words(page, "//main")
    assert OLD in words(page, "//main")
    form = page.xpath("//form[contains(@action, '/release')]")[0]
    sent = desk.form(address=form.xpath(".//input[@name='address']/@value")[0])
    done = desk.reviewer.post(form.get("action"), data=sent)
    assert "The address is released." in words(desk.page(done.location), "//*[@role='status']")
    again = desk.reviewer.post(form.get("action"), data=sent)
    assert (again.status_code, again.location) == (303, done.location), "a second click is the first one"
    after = public(desk, code)
    assert NEW in after
    assert "former one" not in after
    assert '"address_in_question":true' not in after.replace(" ", "")
    assert letters(desk) == [], "what is right is no news"
    assert not desk.page(row[0]).xpath("//main//form[contains(@action, '/re')]"), "nothing is left to do"


def test_refused_it_goes_back_and_the_provider_reads_why(desk: Desk) -> None:
    code, number = desk.held()
    with desk.app.app_context():
        signing.join(signing.account("mo@example.org").id, desk.provider)
    path = f"/review/addresses/{number}/refuse"
    missing = desk.reviewer.post(path, data=desk.form(address=NEW, words=" "))
    assert missing.status_code == 422
    assert "Please give a reason." in missing.get_data(as_text=True)
    sent = desk.form(address=NEW, words="It <b>sells</b> something else.")
    assert desk.reviewer.post(path, data=sent).status_code == 303
    assert desk.reviewer.post(path, data=sent).status_code == 303
    ((_kind, letter),) = letters(desk)
    assert (letter["host"], letter["words"]) == ("else.example", "It <b>sells</b> something else.")
    with desk.app.app_context():
        for tag in ("en", "fr", "de"):
            written = letter_words.write("address", letter, tag)
            assert "else.example" in written.text()
            assert f"/publish/offers/{code}/runs" in written.text(), "where another address can be given"
            assert "<b>sells</b>" not in written.html()
    assert "else.example" not in public(desk, code)
    assert "former one" not in public(desk, code)
    page = desk.page(f"/review/addresses/{number}")
    assert "It <b>sells</b> something else." in words(page, "//main")
    assert "Allow it after all" in words(page, "//main")
    allow = f"/review/addresses/{number}/release"
    form = page.xpath(f"//form[@action='{allow}']")[0]
    done = desk.reviewer.post(allow, data={**dict(form.form_values()), **desk.form()})
    told = words(desk.page(done.location), "//*[@role='status']")
    assert "allowed from now on. People are led there once the provider or its feed gives one again." in told
    assert OLD in public(desk, code), "nobody is led there by that"
    page = desk.page(f"/review/addresses/{number}")
    assert "It <b>sells</b> something else." in words(page, "//main"), "what was said stays"
    assert "Allowed after all" in words(page, "//main")
    assert not page.xpath("//main//form[contains(@action, '/re')]"), "nothing is left to do"
    assert "allowed already" in desk.reviewer.post(allow, data=desk.form(address=NEW, stood="refused")).text
    ended = words(desk.page("/review/addresses?state=ended"), "//tbody")
    assert ended.count("Refused") == ended.count("Released") == 1


def test_what_is_allowed_before_the_letter_is_written_is_told_as_it_is_now(desk: Desk) -> None:
    _code, number = desk.held()
    with desk.app.app_context():
        signing.join(signing.account("mo@example.org").id, desk.provider)
    for act in ("refuse", "release"):
        sent = desk.form(address=NEW, words="No.", stood="waits" if act == "refuse" else "refused")
        assert desk.reviewer.post(f"/review/addresses/{number}/{act}", data=sent).status_code == 303
    ((kind, told),) = letters(desk)
    assert (kind, told["host"]) == ("address-allowed", "else.example")


def test_a_page_that_is_stale_does_nothing_and_says_what_stands_there_now(desk: Desk) -> None:
    code, number = desk.held()
    with desk.app.app_context():
        held = addresses.one(number)
        assert held is not None
        letter = builders.run_letter(enrol={"url": NEW + "/other"})
        catalogue.change_run(OPERATOR, held.run_code, letter, 2)
    path = f"/review/addresses/{number}"
    answer = desk.reviewer.post(f"{path}/release", data=desk.form(address=NEW))
    assert answer.status_code == 409
    assert "changed the address since you looked" in answer.get_data(as_text=True)
    assert NEW + "/other" in answer.get_data(as_text=True)
    kept = desk.reviewer.post(f"{path}/refuse", data=desk.form(address=NEW, words="Said on an old page."))
    assert kept.status_code == 409
    assert "Said on an old page." in kept.get_data(as_text=True), "no word is lost"
    desk.reviewer.post(f"{path}/release", data=desk.form(address=NEW + "/other"))
    late = desk.reviewer.post(f"{path}/refuse", data=desk.form(address=NEW + "/other", words="Too late."))
    assert late.status_code == 409
    assert "does not wait any more. It was released." in late.get_data(as_text=True)
    assert "Too late." in late.get_data(as_text=True)
    assert NEW in public(desk, code)


def test_a_colleagues_refusal_is_not_undone_by_a_page_on_which_it_waited(desk: Desk) -> None:
    code, number = desk.held()
    other = desk.someone("sid@example.org", "reviewer")
    path = f"/review/addresses/{number}"
    form = desk.page(path, other).xpath(f"//form[@action='{path}/release']")[0]
    sent = {**dict(form.form_values()), **desk.form()}
    refused = desk.form(address=NEW, words="It sells something else.")
    assert desk.reviewer.post(f"{path}/refuse", data=refused).status_code == 303
    answer = other.post(f"{path}/release", data=sent)
    assert answer.status_code == 409
    assert "This address does not wait any more. It was refused." in answer.text
    assert "It sells something else." in answer.text, "and why"
    assert "Allow it after all" in answer.text
    with desk.app.app_context():
        assert holding.answers(desk.provider).refused == {"else.example"}
    assert "else.example" not in public(desk, code)


@pytest.mark.parametrize("act", ["release", "refuse"])
def test_of_a_withdrawn_offer_it_is_in_no_list_and_its_page_says_so_and_takes_an_answer(desk: Desk, act: str) -> None:
    code, number = desk.held()
    with desk.app.app_context():
        quality.withdraw(OPERATOR, code, builders.seen(code))
    assert "No address waits." in words(desk.page("/review/addresses"), "//main")
    assert "Addresses (1)" not in words(desk.page("/review"), "//nav")
    page = words(desk.page(f"/review/addresses/{number}"), "//main")
    assert "The offer is not listed any more: nobody is led there" in page
    assert "nor does this one if the offer comes back" in page
    assert "People are led there from now on" not in page
    sent = desk.form(address=NEW, words="It sells something else.")
    assert desk.reviewer.post(f"/review/addresses/{number}/{act}", data=sent).status_code == 303
    assert "else.example" in words(desk.page("/review/addresses?state=ended"), "//tbody")
    assert "not listed any more" not in words(desk.page(f"/review/addresses/{number}"), "//main")


def test_others_find_nothing_there(desk: Desk) -> None:
    code, number = desk.held()
    path = f"/review/addresses/{number}"
    own = desk.someone("own@example.org", "reviewer", of=desk.provider)
    organiser = desk.someone("org@example.org", "organiser")
    assert (own.get(path).status_code, organiser.get(path).status_code) == (404, 403)
    for act in ("release", "refuse"):
        sent = {"address": NEW, "words": "No."}
        assert own.post(f"{path}/{act}", data=desk.form(**sent)).status_code == 404
        assert organiser.post(f"{path}/{act}", data=desk.form(**sent)).status_code == 403
        assert desk.reviewer.post(f"/review/addresses/999/{act}", data=desk.form(**sent)).status_code == 404
        assert desk.reviewer.post(f"{path}/{act}", data={**sent, "nonce": "n" * 20}).status_code in (400, 403)
    assert desk.reviewer.get(f"/review/addresses/{10**12}").status_code == 404
    assert "else.example" not in public(desk, code)


def test_its_provider_reads_that_it_is_looked_at_and_keeps_what_it_gave(desk: Desk) -> None:
    code, _number = desk.held()
    member = desk.someone("mo@example.org", of=desk.provider)
    with desk.app.app_context():
        run = addresses.page(Asked()).items[0].run_code
    assert "Address being checked" in words(desk.page(f"/publish/offers/{code}/runs", member), "//main")
    page = desk.page(f"/publish/offers/{code}/runs/{run}", member)
    assert "The registry looks at the new address" in words(page, "//main")
    assert page.xpath("//input[contains(@name, 'enrol') and contains(@name, 'url')]/@value") == [NEW]


def test_words_from_outside_stay_words(desk: Desk) -> None:
    _code, number = desk.held("xn--pple-43d.example")
    page = desk.page(f"/review/addresses/{number}")
    assert "xn--pple-43d.example" in words(page, "//main")
    _code, number = desk.held("\u0430pple.example")
    page = desk.page(f"/review/addresses/{number}")
    assert "xn--pple-43d.example" in words(page, "//main"), "look-alikes are spelt out"
