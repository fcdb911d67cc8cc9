"""The tour of the README, by somebody who has nothing but a keyboard and the letters they get: a provider registers,
invites a colleague, fills an offer with a micro-credential and submits it; a reviewer with a second factor asks, is
answered and lists it; it is found at once, and what was decided can be verified here and elsewhere."""

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from passlib.totp import TOTP
from playwright.sync_api import Browser, Locator, Page, expect

from registry.config import Settings
from tests.browser.served import Portal, is_good_elsewhere
from tests.browser.walking import PATIENCE, Walker
from tests.faults.kit import answers, until

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PASSWORD = "a quay in the evening light"  # noqa: S105 - of accounts that live as long as the test
SOON = 2.0  # seconds from the decision until searches find the offer
TITLE = "Spreadsheets on the quay"
QUESTION = "Who marks the practical task?"
ANSWER = "The trainer does, from a list of points."


@pytest.fixture
def portal(settings: Settings) -> Iterator[Portal]:
    served = Portal(settings)
    served.start()
    try:
        assert until(lambda: answers(served.port), 60), served.log.read_text()
        yield served
    finally:
        served.kill()


@pytest.fixture
def somebody(browser: Browser) -> Iterator[Callable[[], Walker]]:
    """A person at a browser of their own."""
    contexts = []

    def come() -> Walker:
        context = browser.new_context(viewport={"width": 1280, "height": 800})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        return Walker(page)

    yield come
    for context in contexts:
        context.close()


def group(page: Page, name: str) -> Locator:
    """The questions under this legend."""
    return page.get_by_role("group", name=name)


def heading(page: Page, words: str | re.Pattern[str]) -> None:
    """We are at the page of this heading."""
    expect(page.get_by_role("heading", level=1, name=words)).to_be_visible(timeout=PATIENCE)


def sign_up(who: Walker, portal: Portal, email: str) -> None:
    """Register, follow the link of the letter, sign in."""
    page = who.page
    page.goto(portal.address + "/account/login")
    who.press("Register")
    who.write("E-mail address", email)
    who.write("Password", PASSWORD)
    who.write("The same password again", PASSWORD)
    page.keyboard.press("Enter")
    heading(page, "Sign in")
    page.goto(portal.link(email, "confirm"))
    sign_in(who, email)


def sign_in(who: Walker, email: str) -> None:
    """With one's password; then one is at one's account or asked for a second factor."""
    heading(who.page, "Sign in")
    who.write("E-mail address", email)
    who.write("Password", PASSWORD)
    who.page.keyboard.press("Enter")
    expect(who.page.get_by_role("heading", level=1, name="Sign in", exact=True)).to_have_count(0, timeout=PATIENCE)


def register_provider(who: Walker) -> None:
    """Register the provider one works for."""
    page = who.page
    who.press("Register a provider")
    heading(page, "Register a provider")
    who.write("Name of the provider", "Evening School of the Quay")
    who.pick("Kind of number", "KBO")
    who.write("Number", "0403.170.701")
    who.tick("Adult education", group(page, "What kind of provider is it?"))
    who.press("Register")
    heading(page, "Evening School of the Quay")


def invite(who: Walker, email: str) -> None:
    """Invite a colleague who may also submit."""
    who.press("Members")
    heading(who.page, re.compile("Members of"))
    who.write("E-mail address", email)
    who.choose("Submitter", group(who.page, "What may they do?"))
    who.press("Send the invitation")
    expect(who.page.get_by_role("heading", name=email)).to_be_visible(timeout=PATIENCE)


def write_offer(who: Walker) -> str:
    """An offer with a micro-credential, topic by topic; its code."""
    page = who.page
    who.press("My offers")
    who.press("A new offer")
    who.choose("Training", group(page, "What is it?"))
    who.write("Title", TITLE)
    who.press("Begin")
    heading(page, TITLE)
    code = page.url.rpartition("/")[2]
    for topic, fill in TOPICS.items():
        who.press(topic)
        heading(page, topic)
        fill(who)
        who.press("Save and come back")
        heading(page, TITLE)
    return code


def _basics(who: Walker) -> None:
    who.write("In one sentence", "Lists, sums and simple charts.")
    who.write("Description", "You work on your own examples from the first evening.")
    who.tick("On site", group(who.page, "How one takes part"))


def _outcomes(who: Walker) -> None:
    page, first = who.page, group(who.page, "Outcome 1")
    who.write("After this one can …", "Sort and sum a list", first)
    who.press("Look for a competence (Outcome 1)", first)
    heading(page, "A competence for “Sort and sum a list”")
    who.write("Search by words", "managing data")
    who.press("Search")
    who.choose("1.3", group(page, "Competence"))
    who.choose("4 Intermediate", group(page, "Level"))
    who.press("Use this")
    who.write("Hours of work", "16", first)
    who.write("Work in all", "16")
    who.pick("Level of the European Qualifications Framework", "4")


def _people(who: Walker) -> None:
    who.tick("Everyone", group(who.page, "For whom"))


def _assessment(who: Walker) -> None:
    page = who.page
    who.choose("Micro-credential", group(page, "What one receives in the end"))
    who.tick("Practical test", group(page, "Type of assessment"))
    who.pick("Type", "Quality", group(page, "Quality assurance 1"))


def _enrol(who: Walker) -> None:
    who.write("How to enrol, in words", "Come by on any Monday evening.")


TOPICS: dict[str, Callable[[Walker], None]] = {
    "Basics": _basics,
    "Outcomes and competences": _outcomes,
    "Who it is for and how one learns": _people,
    "Assessment and micro-credential": _assessment,
    "How to enrol and contact": _enrol,
}


def submit(who: Walker) -> None:
    """Check all answers, say that they are right, and send them."""
    expect(who.page.locator("#micro + p")).to_have_text("9 of 9")
    who.press("Check and submit")
    heading(who.page, "Check your answers")
    who.tick("What stands here is right")
    who.press("Submit for review")
    heading(who.page, "We have received your offer")


def join_the_desk(who: Walker, portal: Portal, email: str) -> None:
    """The account is opened at the command line; its owner chooses a password and sets up a second factor."""
    told = portal.command("account", "open", email, "--role", "reviewer", "--role", "admin")
    page = who.page
    page.goto(told.split()[-1])
    who.write("Password", PASSWORD)
    who.write("The same password again", PASSWORD)
    page.keyboard.press("Enter")
    sign_in(who, email)
    heading(page, "Set up a second factor")
    who.press("Show the square code")
    key = page.locator("code.t2").inner_text()
    who.write("Code", TOTP(key=key).generate().token)
    who.press("Confirm")


def verify_provider(who: Walker) -> None:
    """Look at the evidence of the new provider, and verify it by decision."""
    page = who.page
    who.press("Providers and people")
    heading(page, "Providers")
    who.press("Evening School of the Quay")
    heading(page, "Evening School of the Quay")
    who.choose("Verify", group(page, "What is decided?"))
    who.write("On what basis?", "The number is that of this school in the national register.")
    who.press("Decide")
    expect(page.get_by_role("main")).to_contain_text("Verified", timeout=PATIENCE)


def examine(who: Walker) -> None:
    """Take the case and ask one question."""
    page = who.page
    who.press("The reviewer’s desk")
    heading(page, "1 case waits")
    who.press(TITLE)
    who.press("Take this case")
    expect(page.get_by_role("heading", name="Your findings")).to_be_visible(timeout=PATIENCE)
    every = page.locator("fieldset.crit")
    for criterion in every.all()[1:]:
        who.choose("Met", criterion)
    who.choose("Ask", every.first)
    who.write("To the provider", QUESTION, every.first)
    who.press("Preview the questions")
    heading(page, "Ask the provider")
    who.press("Send the questions")
    expect(page.get_by_role("status")).to_contain_text("The questions were sent.", timeout=PATIENCE)


def answer(who: Walker, portal: Portal, email: str) -> None:
    """Follow the link of the letter that asks, and answer."""
    who.page.goto(portal.link(email, QUESTION))
    if not who.page.url.endswith("/remarks"):  # the letter leads to all that is to be done
        who.press(TITLE)
    heading(who.page, "What the reviewer wrote")
    who.write(who.page.locator("textarea[name^='answers.']"), ANSWER)
    who.press("Send the answer")
    expect(who.page.get_by_role("status")).to_contain_text("Your answer is with the reviewer.", timeout=PATIENCE)


def list_it(who: Walker) -> None:
    """Read the answer, find the criterion met, and list the offer."""
    page = who.page
    page.reload()
    expect(page.get_by_text(ANSWER).first).to_be_visible(timeout=PATIENCE)
    who.choose("Met", page.locator("fieldset.crit").first)
    who.press("Preview and list")
    heading(page, "List the offer")
    who.press("List it")
    expect(page.get_by_role("status")).to_contain_text("It is decided", timeout=PATIENCE)


def found_after(portal: Portal, code: str) -> float:
    """Seconds from now until a search finds the offer."""
    begun = time.monotonic()
    asked = "/api/v1/offers?q=quay"
    assert until(lambda: code in {one["code"] for one in json.loads(portal.fetched(asked))["items"]}, 30)
    return time.monotonic() - begun


def read_decision(who: Walker, portal: Portal) -> None:
    """From the case to the page of the decision, as anyone may read it."""
    who.press("See its public page")
    heading(who.page, TITLE)
    who.page.goto(portal.address + "/decisions/2")
    heading(who.page, "Decision 2: Listed")
    expect(who.page.get_by_role("main")).to_contain_text("Evening School of the Quay", timeout=PATIENCE)


def test_a_provider_joins_writes_an_offer_and_it_is_examined_listed_found_and_verified(
    portal: Portal, somebody: Callable[[], Walker], tmp_path: Path
) -> None:
    founder, colleague, reviewer = somebody(), somebody(), somebody()
    sign_up(founder, portal, "mia@quay.example")
    register_provider(founder)
    invite(founder, "noor@quay.example")
    sign_up(colleague, portal, "noor@quay.example")
    colleague.page.goto(portal.link("noor@quay.example", "/publish/invitations/"))
    colleague.press("Accept the invitation")
    heading(colleague.page, "Members of Evening School of the Quay")
    code = write_offer(founder)
    submit(founder)
    join_the_desk(reviewer, portal, "rae@registry.example")
    verify_provider(reviewer)
    examine(reviewer)
    answer(colleague, portal, "noor@quay.example")
    list_it(reviewer)
    assert found_after(portal, code) < SOON
    read_decision(reviewer, portal)
    assert "no faults" in portal.command("ledger", "verify", "--full")
    is_good, proof = is_good_elsewhere(portal, code, tmp_path), tmp_path / "proof.json"
    assert is_good()
    assert TITLE in proof.read_text()
    proof.write_text(proof.read_text().replace(TITLE, "Spreadsheets at sea"))
    assert not is_good()
    assert [one for who in (founder, colleague, reviewer) for one in who.unseen] == []
