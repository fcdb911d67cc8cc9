"""The dashboard of a provider: what is to be done stands first, by its deadline; many offers are confirmed or brought
back at once; its questions grow with the provider's own offers alone, and forty people may ask at the same moment."""

import re
import threading

import pytest
from flask import Flask
from sqlalchemy import select, text, update

from registry.catalogue import desk
from registry.catalogue import service as catalogue
from registry.catalogue.model import Offer, Run, Version
from registry.kernel import clock
from registry.kernel.actor import SYSTEM, Actor
from registry.kernel.db import db
from registry.kernel.errors import WrongState
from registry.kernel.transaction import transaction
from registry.quality import service as quality
from tests import builders, signing
from tests.quality.test_plans import OTHERS, crowd, plans, whole_table
from tests.times import after
from tests.web.provider_desk import Desk

AT_ONCE = 40


def titled(provider: Desk, title: str) -> str:
    with provider.app.app_context():
        return builders.decided(builders.training(title={"en": title}), provider.provider)


def lapsed(provider: Desk, title: str) -> str:
    """An offer that nobody confirmed in time; its code."""
    code = titled(provider, title)
    with provider.app.app_context():
        with transaction():
            db.session.execute(update(Offer).where(Offer.code == code).values(confirm_by=clock.now()))
        quality.record(SYSTEM, code, "lapse")
    return code


def due_in(provider: Desk, code: str, days: int) -> None:
    with provider.app.app_context(), transaction():
        soon = clock.now() + (desk.GRACE / 30) * days
        db.session.execute(update(Offer).where(Offer.code == code).values(confirm_by=soon))


def everybody() -> None:
    """Thousands of listed offers of somebody else, each with a date."""
    crowd()
    with transaction():
        db.session.execute(update(Run).where(Run.code.like("R1%")).values(data=builders.run_letter()))
        db.session.execute(text("ANALYZE"))


def titles(page: str) -> list[str]:
    return re.findall(r'<a href="/publish/offers/[^"]+">([^<]+)</a><p>', page)


@pytest.mark.one_database
def test_what_is_to_be_done_comes_first_by_its_deadline(provider: Desk) -> None:
    for title, days in (("Second", 9), ("First", -2), ("Not yet", 90)):
        due_in(provider, titled(provider, title), days)
    lapsed(provider, "Last")
    with provider.app.app_context():
        asked = builders.in_review(builders.training(title={"en": "Asked"}), provider.provider)
        quality.ask(builders.REVIEWER, asked, builders.seen(asked), "Who assesses?")
    page = provider.client.get("/publish").get_data(as_text=True)
    assert titles(page) == ["Asked", "First", "Second", "Last"] or titles(page) == ["First", "Asked", "Second", "Last"]
    names = re.findall(r'<li><a href="[^"]+"[^>]*>([^<]+)</a> <span>(\d+)</span>', page)
    assert [name for name, _count in names] == [
        "To do", "Returned or asked", "To confirm", "Drafts", "In review", "Listed", "All runs over", "Off the list",
    ]  # fmt: skip
    assert dict(names)["To do"] == "4"
    assert "Can be brought back until" in page
    assert "Overdue since" in page


@pytest.mark.one_database
def test_with_nothing_to_do_what_is_in_work_stands_first(provider: Desk) -> None:
    assert "You have no offer here yet" in provider.client.get("/publish").get_data(as_text=True)
    titled(provider, "Fine")
    assert titles(provider.client.get("/publish").get_data(as_text=True)) == ["Fine"]
    provider.draft(title={"en": "Begun"})
    assert titles(provider.client.get("/publish").get_data(as_text=True)) == ["Begun"]


def test_many_are_confirmed_and_brought_back_at_once(app: Flask, engine: str) -> None:
    provider = Desk(app)
    codes = [titled(provider, f"Offer {number}") for number in range(3)]
    for code in codes:
        due_in(provider, code, 5)
    gone = lapsed(provider, "Gone")
    address = "/publish/confirm"
    page = provider.client.get("/publish").get_data(as_text=True)
    assert page.count('name="offers"') == 4
    assert provider.send(address).status_code == 422, "nothing is ticked"
    sent = {"offers": [codes[0], gone, "DEMO-0000-0000"], "nonce": "nonce-of-confirming-many"}
    assert [provider.send(address, **sent).status_code for _n in range(2)] == [303, 303]
    states = {code: provider.of(code) for code in (*codes, gone)}
    assert [one.state for one in states.values()] == ["listed"] * 4
    with app.app_context():
        limit = clock.now() + desk.GRACE
        left = [code for code, one in states.items() if one.confirm_by and one.confirm_by <= limit]
        assert left == codes[1:]
    assert "2 offers are confirmed" in provider.client.get("/publish").get_data(as_text=True)
    everything = provider.client.get(address).get_data(as_text=True)
    assert len(re.findall(r'value="DEMO-[^"]+" checked', everything)) == 2, "looked at together, all are ticked"


def test_what_could_not_be_confirmed_is_named_with_the_reason(app: Flask, provider: Desk) -> None:
    gone = [lapsed(provider, f"<b>Gone</b> {number} " + "long " * 20) for number in range(7)]
    with app.app_context():
        builders.stood(provider.provider, "suspend")
    sent = {"offers": gone, "nonce": "nonce-of-confirming-in-vain"}
    for _n in range(2):
        answer = provider.send("/publish/confirm", **sent)
        assert answer.status_code == 303
        page = provider.client.get(answer.location).get_data(as_text=True)
        assert "0 offers are confirmed" not in page
        assert page.count("Not confirmed: ") == 1
        assert len(re.findall(r"&lt;b&gt;Gone&lt;/b&gt; \d long[ long]* …", page)) == 5
        assert "and 2 more. The provider is suspended" in page
    assert provider.of(gone[0]).state == "lapsed"


def test_those_that_can_be_confirmed_are_beside_one_that_cannot(
    provider: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = [titled(provider, "Fine"), titled(provider, "Moved on")]
    for code in codes:
        due_in(provider, code, 5)
    confirm = catalogue.confirm

    def late(actor: Actor, code: str) -> int:
        if code == codes[1]:
            raise WrongState("Only a listed offer can be confirmed.")
        return confirm(actor, code)

    monkeypatch.setattr(catalogue, "confirm", late)
    assert provider.send("/publish/confirm", offers=codes).status_code == 303
    page = provider.client.get("/publish").get_data(as_text=True)
    assert "1 offer is confirmed." in page
    assert "Not confirmed: Moved on. Only a listed offer can be confirmed." in page


def test_what_is_not_due_any_more_is_said_to_be_so(app: Flask, engine: str) -> None:
    provider = Desk(app)
    done, gone, late = titled(provider, "Done"), titled(provider, "Gone"), lapsed(provider, "Late")
    for code in (done, gone):
        due_in(provider, code, 5)
    with app.app_context():
        catalogue.confirm(builders.member(provider.provider), done)
        quality.withdraw(builders.member(provider.provider), gone, builders.seen(gone), "Not taught any more.")
    with after(app, 181):
        with app.app_context():
            provider.client = signing.signed_in(app, provider.account.id)
            due = desk.due(provider.provider)
        assert late not in [line.code for line in due]
        answer = provider.send("/publish/confirm", offers=[gone, late])
        page = provider.client.get(answer.location).get_data(as_text=True)
        assert "Not confirmed: Gone. Only a listed offer can be confirmed." in page
        assert "Not confirmed: Late. It lapsed too long ago" in page
    with app.app_context():
        provider.client = signing.signed_in(app, provider.account.id)
    answer = provider.send("/publish/confirm", offers=[done, "\x00", "DEMO-0000-0000"])
    page = provider.client.get(answer.location).get_data(as_text=True)
    assert "Not due any more: Done. Confirmed in the meantime" in page
    assert "0 offers" not in page
    assert provider.send("/publish/confirm", offers=["DEMO-0000-0000"]).status_code == 422, "none of ours is ticked"


@pytest.mark.one_database
def test_an_editor_confirms_nothing_and_a_stranger_nothing_of_ours(app: Flask, provider: Desk) -> None:
    code = titled(provider, "Ours")
    due_in(provider, code, 5)
    with app.app_context():
        ed, other = signing.account("ed@example.org"), signing.account("other@example.org")
        signing.join(ed.id, provider.provider, "editor")
        signing.join(other.id, builders.provider(name="Others"), "admin")
    editor, stranger = signing.signed_in(app, ed.id), signing.signed_in(app, other.id)
    assert 'name="offers"' not in editor.get("/publish").get_data(as_text=True)
    assert editor.post("/publish/confirm", data=signing.form(offers=code)).status_code == 403
    stranger.post("/publish/confirm", data=signing.form(offers=code))
    with app.app_context():
        assert (provider.of(code).confirm_by or clock.now()) <= clock.now() + desk.GRACE


@pytest.mark.one_database
def test_offers_whose_runs_are_over_are_counted_and_listed_page_by_page(
    provider: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "PER_PAGE", 2)
    over = [titled(provider, f"Over {number}") for number in range(3)]
    with provider.app.app_context():
        member = builders.member(provider.provider)
        for code in over:
            passed = builders.run_letter(start={"date": "2026-12-01"}, end={"date": "2026-12-20"})
            catalogue.schedule_run(member, code, passed)
        catalogue.schedule_run(member, titled(provider, "To come"), builders.run_letter())
    with after(provider.app, 60), provider.app.app_context():
        pages = [desk.lines(provider.provider, desk.ENDED, page) for page in (1, 2)]
        assert [line.code for page in pages for line in page.items] == sorted(over)
        assert [len(page.items) for page in pages] == [2, 1]
        assert pages[0].total == desk.counts(provider.provider)[desk.ENDED] == len(over)


@pytest.mark.one_database
def test_one_button_brings_a_lapsed_offer_back_and_after_that_a_version_is_begun(provider: Desk) -> None:
    code = lapsed(provider, "Gone")
    address = f"/publish/offers/{code}"
    page = provider.client.get(address).get_data(as_text=True)
    assert f'action="{address}/acts/relist"' in page
    assert "because nobody confirmed it in time" in page
    with after(provider.app, 179):
        with provider.app.app_context():
            client = signing.signed_in(provider.app, provider.account.id)
        back = client.get(address).get_data(as_text=True)
        assert f'action="{address}/acts/relist"' in back
    with after(provider.app, 181):
        with provider.app.app_context():
            client = signing.signed_in(provider.app, provider.account.id)
        late = client.get(address).get_data(as_text=True)
        assert "acts/relist" not in late
        assert "It could be brought back for 180 days" in late
        assert "submit a new version" in client.get("/publish?show=off").get_data(as_text=True)
        seen = provider.of(code).counter
        refused = client.post(f"{address}/acts/relist", data=signing.form("nonce-of-the-tests-0007", seen=seen))
        assert refused.status_code == 409
        assert "too long ago" in refused.get_data(as_text=True)
        begun = client.post(f"{address}/acts/revise", data=signing.form("nonce-of-the-tests-0008", seen=seen))
        assert begun.status_code == 303
        assert (provider.of(code).state, provider.of(code).number) == ("draft", 2)
        assert "Check and submit" in client.get(address).get_data(as_text=True)


@pytest.mark.one_database
def test_an_offer_is_brought_back_once_however_often_one_clicks(provider: Desk) -> None:
    code = lapsed(provider, "Gone")
    sent = {"seen": provider.of(code).counter, "nonce": "nonce-of-bringing-it-back"}
    answers = [provider.send(f"/publish/offers/{code}/acts/relist", **sent) for _n in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert provider.of(code).state == "listed"


def test_the_dashboard_does_not_go_through_everybodys_offers(ctx: Flask) -> None:
    holder = builders.vetted_provider()
    builders.decided(provider_code=holder)
    builders.draft(provider_code=holder)
    everybody()
    asked = [lambda: desk.counts(holder), lambda: desk.lines(holder, desk.CONFIRM), lambda: desk.due(holder)]
    asked += [lambda sort=sort: desk.lines(holder, sort) for sort in (*desk.SORTS, desk.TO_DO, desk.ENDED)]
    whole = whole_table()
    found = [plan for question in asked for plan in plans(question)]
    assert len(found) >= 10
    assert [plan for plan in found if whole.search(plan)] == []
    assert [plan for plan in plans(lambda: db.session.scalars(select(Version.content)).all()) if whole.search(plan)]


@pytest.fixture
def crowded(provider: Desk) -> Desk:
    """The provider with a few offers, beside thousands of everybody else's."""
    for number in range(3):
        due_in(provider, titled(provider, f"Own {number}"), 5)
    with provider.app.app_context():
        everybody()
    return provider


def test_forty_at_once_see_the_dashboard(crowded: Desk) -> None:
    assert OTHERS >= 3000
    answers: list[tuple[int, int]] = []

    def ask() -> None:
        client = signing.signed_in(crowded.app, crowded.account.id)
        page = client.get("/publish")
        answers.append((page.status_code, len(titles(page.get_data(as_text=True)))))

    threads = [threading.Thread(target=ask) for _n in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert answers == [(200, 3)] * AT_ONCE
