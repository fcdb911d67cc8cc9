"""The real feeds: everything in them is taken, what is odd in them is told, and no mark of HTML is left over."""

import re
from collections import Counter

import pytest

from registry.interchange.record import Feed, ProviderRecord
from registry.kernel.text import markdown_html
from tests.conftest import SHARED
from tests.interchange.feeds import read
from tests.letters import texts

pytestmark = pytest.mark.shared
FEEDS = SHARED / "feeds" / "xcri"
LEFTOVER = re.compile(r"&lt;/?[a-z]|&amp;[a-z]+;|\*\*|<span|<div")


@pytest.fixture(scope="module")
def cornwall() -> Feed:
    return read((FEEDS / "cornwall-college.xml").read_bytes())


@pytest.fixture(scope="module")
def college(cornwall: Feed) -> ProviderRecord:
    assert len(cornwall.providers) == 1
    return cornwall.providers[0]


def test_every_course_and_presentation_is_there(college: ProviderRecord) -> None:
    assert len(college.records) == 407
    assert sum(len(record.runs) for record in college.records) == 576
    assert not any(record.problems or record.run_problems for record in college.records)
    assert len({record.key for record in college.records}) == 407


def test_each_contradicting_start_is_told_by_itself_and_kept_with_its_run(
    cornwall: Feed, college: ProviderRecord
) -> None:
    remarks = [remark for remark in cornwall.remarks if remark.code == "date-contradiction"]
    assert len(remarks) == 85
    assert len({remark.where.line for remark in remarks}) == 85
    runs = [run.letter for record in college.records for run in record.runs]
    assert sum(1 for run in runs if "date" in run.get("start", {})) == 94
    held = [one for run in runs for one in run.get("conflicts", []) if one["field"] == "start"]
    assert Counter(one["machine"] < one["printed"] or True for one in held) == {True: 85}


def test_kinds_of_oddity_are_told_once(cornwall: Feed) -> None:
    numbers = Counter(remark.code for remark in cornwall.remarks)
    assert numbers["foreign-element"] == 4
    assert numbers["language-assumed"] == numbers["unknown-type"] == numbers["enrol-by-page"] == 1


def test_places_are_one_per_title_and_postcode(college: ProviderRecord) -> None:
    assert len(college.places) == 21
    assert all(run.place in college.places for record in college.records for run in record.runs if run.place)


def test_no_mark_of_html_is_left_over(college: ProviderRecord) -> None:
    for record in college.records:
        rich = [record.letter.get(name) for name in ("description", "method", "prerequisites", "assessment")]
        for text in texts(rich):
            html = str(markdown_html(text))
            assert not LEFTOVER.search(html), (record.line, html)
        for text in texts([record.letter[name] for name in ("title", "outcomes") if name in record.letter]):
            assert not re.search(r"</?[a-z]+>|&[a-z]+;", text), (record.line, text)


def test_every_record_can_be_described_and_enrolled_in_by_its_own_words(college: ProviderRecord) -> None:
    for record in college.records:
        assert record.letter["description"]["en"]
        assert record.letter.get("enrol") or any("url" in run.letter["enrol"] for run in record.runs)


def test_the_other_feed_is_read_with_its_contradictions() -> None:
    feed = read((FEEDS / "wychwolf-moodle.xml").read_bytes())
    run = feed.providers[0].records[0].runs[0].letter
    assert run["start"]["date"] == "2012-08-01"
    assert [one["field"] for one in run["conflicts"]] == ["end", "duration"]
    assert run["prices"] == [{"amount": 0, "text": "free"}]
    assert run["mode"] == "online"


def test_the_example_of_the_standard_is_read_although_it_says_everything_otherwise() -> None:
    example = SHARED / "standards" / "xcri-cap-1.2" / "examples" / "ou-example.xml"
    feed = read(example.read_bytes())
    records = feed.providers[0].records
    assert [len(record.runs) for record in records] == [3, 1]
    assert records[0].runs[0].letter["start"] == {"date": "2011-05-07"}
    assert "date" not in records[1].runs[0].letter["start"]
    assert all("amount" not in price for run in records[0].runs for price in run.letter["prices"])
