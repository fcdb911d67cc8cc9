"""An offer's page on an earlier day, the addresses that have no such page, and how a version is cited."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask

from registry.catalogue import queries
from registry.catalogue import service as catalogue
from registry.kernel import clock
from registry.kernel.actor import OPERATOR
from registry.quality import sampling
from registry.quality import service as quality
from registry.search import indexer
from tests import builders
from tests.web.reading import page, words

At = Callable[[str], None]


@pytest.fixture
def at(ctx: Flask, monkeypatch: pytest.MonkeyPatch) -> At:
    """Let the clock stand at nine in the morning (UTC) of a day."""

    def stand(day: str) -> None:
        monkeypatch.setattr(clock, "now", lambda: dt.datetime.fromisoformat(day).replace(hour=9, tzinfo=dt.UTC))

    return stand


@pytest.fixture
def code(at: At) -> str:
    """Listed on 1 March, its second version on 1 May with a run; today is 1 June 2026."""
    at("2026-03-01")
    made = builders.decided()
    at("2026-05-01")
    catalogue.schedule_run(OPERATOR, made, builders.run_letter())
    seen = catalogue.revise(OPERATOR, made, builders.seen(made))
    seen = catalogue.save(OPERATOR, made, builders.training(title={"en": "Spreadsheets, renewed"}), seen)
    taken = catalogue.perform(OPERATOR, made, "submit", seen)
    quality.take(builders.REVIEWER, made, taken)
    quality.decide(builders.REVIEWER, made, builders.ruling(), builders.seen(made))
    at("2026-06-01")
    return made


def test_the_page_of_an_earlier_day(ctx: Flask, code: str) -> None:
    client = ctx.test_client()
    tree = page(client, f"/offers/{code}?as_of=2026-04-30")
    assert words(tree, "//h1") == "Spreadsheets for everyday work"
    assert "This is how the offer stood on 30 April 2026." in words(tree, "//*[@class='note']")
    assert tree.xpath("//*[@class='note']/a/@href") == [f"/offers/{code}"]
    assert "No date was announced then." in words(tree, "//section[@aria-labelledby='dates']"), "the run came later"
    assert len(tree.xpath("//section[@aria-labelledby='history']//li/a[starts-with(@href, '/decisions/')]")) == 1
    assert not tree.xpath("//a[@class='btn']"), "nothing to enrol in"
    assert tree.xpath("//meta[@name='robots'][@content='noindex']")
    assert tree.xpath("//link[@rel='canonical']/@href") == [f"http://localhost/offers/{code}"]
    today = page(client, f"/offers/{code}")
    assert words(today, "//h1") == "Spreadsheets, renewed"
    assert not today.xpath("//meta[@name='robots']")
    assert words(page(client, f"/offers/{code}?as_of=2026-05-01"), "//h1") == "Spreadsheets, renewed", "the day's end"


def test_an_earlier_day_has_no_data_files(ctx: Flask, at: At, code: str) -> None:
    data, client = "//section[@aria-labelledby='data']", ctx.test_client()
    assert f"/offers/{code}.jsonld" in page(client, f"/offers/{code}").xpath(f"{data}//a/@href")
    at("2026-06-02")
    quality.withdraw(OPERATOR, code, builders.seen(code))
    for day in ("2026-04-30", "2026-06-01"):
        tree = page(client, f"/offers/{code}?as_of={day}")
        assert not tree.xpath(f"{data}//a")
        assert not tree.xpath("//link[@type='application/ld+json'] | //script[@type='application/ld+json']")
        assert "not as it stood on an earlier day" in words(tree, data)
        assert "Cite this entry" in words(tree, data)
        assert not tree.xpath("//meta[@property='og:image']"), "its picture is today's"


def test_the_versions_are_listed_with_their_times(ctx: Flask, code: str) -> None:
    history = page(ctx.test_client(), f"/offers/{code}").xpath("//section[@aria-labelledby='history']")[0]
    assert [" ".join(item.text_content().split()) for item in history.xpath(".//ul[1]/li")[:2]] == [
        "Version 2, since 1 May 2026",
        "Version 1, 1 March 2026 to 1 May 2026",
    ]
    assert history.xpath(".//ul[1]/li/a/@href")[0] == f"/offers/{code}?as_of=2026-04-30"
    assert history.xpath(".//input[@name='as_of'][@type='date']/@max") == ["2026-06-01"]


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("2026-02-28", 404, "Not in the list on 28 February 2026"),
        ("yesterday", 400, "We cannot read this date"),
        ("20260301", 400, "We cannot read this date"),
        ("0001-01-01", 400, "We cannot read this date"),
        ("2026-06-02", 400, "This day is still to come"),
        ("2026-03-01&as_of=2026-03-02", 400, "We cannot read this date"),
        ("", 400, "We cannot read this date"),
        ("2026-06-01", 200, "Spreadsheets, renewed"),
    ],
)
def test_a_day_without_a_page_says_why_and_leads_on(ctx: Flask, code: str, asked: str, status: int, said: str) -> None:
    tree = page(ctx.test_client(), f"/offers/{code}?as_of={asked}", status)
    assert words(tree, "//h1") == said
    if status != 200:
        ways = tree.xpath("//main//li/a/@href")
        assert ways[0] == f"/offers/{code}"
        assert (f"/offers/{code}?as_of=2026-04-30" in ways) == (status == 404)


def test_what_was_never_listed_has_no_past_either(ctx: Flask) -> None:
    client = ctx.test_client()
    answers = {client.get(f"/offers/{code}?as_of=2026-04-30").data for code in (builders.draft(), "DEMO-0000-0000")}
    assert answers == {client.get("/nowhere").data}


def test_what_has_gone_is_still_shown_as_it_was(ctx: Flask, code: str) -> None:
    quality.withdraw(OPERATOR, code, builders.seen(code))
    gone = page(ctx.test_client(), f"/offers/{code}", 410)
    last = f"/offers/{code}?as_of=2026-05-31"
    assert gone.xpath(f"//main//a[@href='{last}']")
    assert words(page(ctx.test_client(), last), "//h1") == "Spreadsheets, renewed"
    assert words(page(ctx.test_client(), f"/offers/{code}?as_of=2026-06-01", 410), "//h1") == "No longer offered"


def test_while_its_provider_was_hidden_the_offer_was_too(at: At, ctx: Flask) -> None:
    at("2026-03-01")
    school = builders.vetted_provider()
    code = builders.decided(provider_code=school)
    at("2026-04-01")
    builders.stood(school, "suspend", "Complaints.")
    at("2026-06-01")
    assert words(page(ctx.test_client(), f"/offers/{code}?as_of=2026-03-31"), "//h1").startswith("Spreadsheets")
    assert words(page(ctx.test_client(), f"/offers/{code}?as_of=2026-04-02", 404), "//h1").startswith("Not in the list")


def test_a_version_is_cited_with_address_number_date_and_hash(ctx: Flask, code: str) -> None:
    view = queries.public(code)
    assert isinstance(view, queries.OfferView)
    said = words(page(ctx.test_client(), f"/offers/{code}"), "//section[@aria-labelledby='data']")
    assert "Harbour Learning House: “Spreadsheets, renewed”. Version 2, listed 1 May 2026." in said
    assert f"http://localhost/offers/{code}?as_of=2026-06-01, read 1 June 2026." in said
    assert view.content_sha256 in said
    then = words(page(ctx.test_client(), f"/offers/{code}?as_of=2026-04-01"), "//section[@aria-labelledby='data']")
    assert f"/offers/{code}?as_of=2026-04-01, read" in then


def amend(code: str) -> None:
    """Put a better summary in, which the system lets through unexamined and does not draw for a second look."""
    seen = catalogue.revise(OPERATOR, code, builders.seen(code))
    catalogue.save(OPERATOR, code, builders.training(summary={"en": "Said better."}), seen)
    with sampling.drawing(sampling.OF - 1):
        quality.amend(OPERATOR, code, builders.seen(code))


@pytest.mark.parametrize(
    ("is_examined", "seal", "row"),
    [
        (True, "Checked on 1 March 2026, all 10 criteria met", "Checked 1 March 2026."),
        (False, "Admitted on 1 March 2026, not yet examined", "Admitted 1 March 2026 from an existing register"),
    ],
)
def test_amending_does_not_move_the_day_of_the_examination(
    at: At, ctx: Flask, is_examined: bool, seal: str, row: str
) -> None:
    at("2026-03-01")
    if is_examined:
        code = builders.decided(conditions="State the waiting time.", review_by="2026-09-01")
    else:
        office = builders.provider("unverified")
        quality.admit_provider(OPERATOR, office, "The register of 2025")
        code = builders.draft(provider_code=office)
        quality.admit_offer(OPERATOR, code, "The register of 2025")
    at("2026-05-01")
    amend(code)
    at("2026-05-02")
    indexer.rebuild()
    tree = page(ctx.test_client(), f"/offers/{code}")
    assert words(tree, "//p[@class='seal']") == seal
    assert "Said better." in words(tree, "//main")
    assert is_examined == ("by 1 September 2026" in words(tree, "//main"))
    assert row in words(page(ctx.test_client(), "/offers"), "//main")
    assert "1 May 2026" in words(tree, "//section[@aria-labelledby='history']"), "the version has its own day"
