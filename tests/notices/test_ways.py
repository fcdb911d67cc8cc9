"""Letters lead to the very page that answers them: every link of every letter of one history opens, for whoever the
letter went to, and does not end at the desk’s first page."""

import re
from urllib.parse import urlsplit

from flask import Flask

from registry import worker
from registry.catalogue import service as catalogue
from registry.kernel.actor import Actor
from registry.notices import words
from registry.quality import service as quality
from tests import builders, signing
from tests.notices.conftest import Box, School
from tests.times import after

TOO_SHORT = ("/publish", "/review", "/fr/publish", "/de/publish")


def ways(box: Box, subject: str, address: str = "en@harbour.example") -> list[str]:
    """The paths of the links in the last letter to this address whose subject begins so."""
    letter = [one for one in box.to(address) if one["Subject"].startswith(subject)][-1]
    body = letter.get_body(("plain",))
    assert body is not None
    found = [urlsplit(url) for url in re.findall(r"https?://\S+", body.get_content())]
    return [url.path + (f"?{url.query}" if url.query else "") for url in found]


def opens(app: Flask, user_id: int, paths: list[str]) -> None:
    client = signing.signed_in(app, user_id)
    for path in paths:
        assert path not in TOO_SHORT
        assert client.get(path).status_code == 200, path


def member(school: School) -> tuple[Actor, int]:
    account = school.people["en"]
    own = frozenset({school.code})
    return Actor("member", account.ref, own, own, own), account.id


def test_what_arrived_was_asked_and_returned_leads_to_its_page(ctx: Flask, school: School, box: Box) -> None:
    actor, user = member(school)
    code = builders.draft(builders.training(), school.code)
    catalogue.perform(actor, code, "submit", builders.seen(code))
    worker.once()
    offer = f"/publish/offers/{code}"
    assert ways(box, "Submitted")[0] == f"{offer}/status"
    quality.take(builders.REVIEWER, code, builders.seen(code))
    quality.ask(builders.REVIEWER, code, builders.seen(code), "Is the exam in the price?")
    worker.once()
    assert ways(box, "A question")[0] == f"{offer}/remarks"
    assert ways(box, "Une question", "fr@harbour.example")[0] == f"/fr{offer}/remarks"
    opens(ctx, user, ways(box, "A question") + ways(box, "Submitted"))
    number = builders.ruled(code, builders.ruling(action="return", reasons=["Say more."], criteria={}))
    worker.once()
    found = ways(box, "Returned")
    assert found == [f"{offer}/remarks", f"/decisions/{number}", f"{offer}/decisions/{number}"]
    opens(ctx, user, found)


def test_what_lapsed_and_what_ends_leads_to_the_offer_at_the_desk(ctx: Flask, school: School, box: Box) -> None:
    code = builders.decided(provider_code=school.code)
    with after(ctx, 181):
        worker.once()
    with after(ctx, 213):
        worker.once()
        worker.once()
        found = ways(box, "An offer has left")
        assert found[0] == f"/publish/offers/{code}"
        opens(ctx, member(school)[1], found)


def test_the_desk_is_led_to_what_waits(ctx: Flask, school: School, box: Box) -> None:
    rae = signing.account("rae@example.org", roles=("reviewer",))
    code = builders.in_review(provider_code=school.code)
    ruling = builders.ruling(action="refuse", reasons=["No."], criteria={"price": "not-met"})
    number = quality.propose(builders.REVIEWER, code, ruling, builders.seen(code))
    worker.once()
    found = ways(box, "A proposal waits", "rae@example.org")
    assert found == [f"/review/proposals/{number}"]
    opens(ctx, rae.id, found)


def test_letters_put_down_before_lead_to_the_desk(ctx: Flask) -> None:
    old = {"what": "proposal", "about": "offer", "action": "refuse", "title": {"en": "x"}, "language": "en"}
    assert "http://localhost/review" in words.write("waiting", {**old, "code": "DEMO-0000-0000"}, "en").text()
