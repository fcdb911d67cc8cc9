"""XCRI-CAP 1.1 and 1.2, on small samples of ours: what becomes of a course, a presentation, a venue, an oddity."""

import html
from collections import Counter

import pytest

from registry.interchange import languages
from registry.interchange.record import Feed, FileRefused, ProviderRecord, Record
from tests.interchange.feeds import LANGUAGES, SAMPLES, Course, file, read


def sample(name: str) -> Feed:
    return read((SAMPLES / f"{name}.xml").read_bytes())


def codes(feed: Feed) -> Counter[str]:
    return Counter(remark.code for remark in feed.remarks)


@pytest.fixture(scope="module")
def feed() -> Feed:
    return sample("xcri-1.2")


@pytest.fixture(scope="module")
def provider(feed: Feed) -> ProviderRecord:
    return feed.providers[0]


@pytest.fixture(scope="module")
def facts(provider: ProviderRecord) -> Record:
    return provider.records[0]


@pytest.fixture(scope="module")
def awkward() -> Feed:
    return sample("xcri-awkward")


def test_a_provider_is_told_once_although_every_venue_repeats_it(feed: Feed, provider: ProviderRecord) -> None:
    assert [one.name for one in feed.providers] == ["Harbour College (invented)"]
    assert provider.values["identifiers"] == [{"scheme": "ukprn", "country": "GB", "value": "10099999"}]
    assert provider.values["description"] == {"en": "A small college for adults, **invented** for trying out imports."}
    assert provider.values["email"] == "office@harbour-college.example"


def test_venues_become_places_one_per_title_and_postcode(provider: ProviderRecord, facts: Record) -> None:
    assert list(provider.places) == ["harbour college, quay house|pz94qx"]
    assert {run.place for run in facts.runs} == set(provider.places)
    place = next(iter(provider.places.values()))
    assert (place["street"], place["locality"], place["country"]) == ("1 Quay Road", "Porthaven", "GB")


def test_a_course_becomes_a_letter(facts: Record) -> None:
    letter = facts.letter
    assert (letter["kind"], letter["language"]) == ("training", "en")
    assert letter["title"] == {"en": "Checking facts online", "cy": "Gwirio ffeithiau ar-lein"}
    assert letter["description"]["en"].endswith("- search engines\n- pictures & quotes")
    assert letter["assessment"] == {"text": {"en": "A small *portfolio* of checked claims."}}
    assert letter["prerequisites"] == {"en": "You can use a web browser."}
    assert letter["method"] == {"en": "Short talks, then practice in pairs."}
    assert letter["subjects"] == ["media", "internet", "news"]
    assert letter["workload"] == {"minutes": 720, "text": {"en": "12 hours"}}


def test_outcomes_are_titles_without_an_invented_competence(facts: Record) -> None:
    assert [outcome["title"]["en"][:5] for outcome in facts.letter["outcomes"]] == ["Judge", "Trace"]
    assert all(set(outcome) == {"title"} for outcome in facts.letter["outcomes"])


def test_what_it_leads_to_is_taken_and_no_level_is_drawn_from_it(facts: Record) -> None:
    assert facts.letter["credential"]["awarding_body"] == {"name": "Harbour College (invented)"}
    assert facts.letter["credits"] == [{"system": "ects", "hundredths": 150}]
    assert "eqf" not in facts.letter
    assert facts.letter["raw"]["qualification.educationLevel"] == "2"


def test_the_key_is_the_first_untyped_identifier_and_the_others_are_kept(facts: Record) -> None:
    assert facts.key == "https://harbour-college.example/courses/fact-checking"
    assert facts.identifiers == ["internalCode=FC-1", facts.key]


def test_a_presentation_becomes_a_run(facts: Record) -> None:
    letter = facts.runs[0].letter
    assert letter["duration"] == {"iso": "P6W", "text": "6 weeks"}
    assert letter["enrol"] == {
        "from": "2026-11-01",
        "until": "2027-01-08",
        "url": "https://harbour-college.example/apply/fact-checking",
    }
    assert (letter["mode"], letter["language"], letter["places"]) == ("onsite", ["en"], {"total": 16})
    assert letter["schedule"] == {"text": {"en": "Part time, Evening"}, "times": ["evening"]}
    assert letter["prices"] == [{"amount": 12000, "currency": "GBP", "basis": "total", "text": "£120"}]
    assert letter["raw"] == {"age": "19+"}


def test_of_two_dates_the_machine_one_is_used_and_both_are_told(feed: Feed, facts: Record) -> None:
    letter = facts.runs[0].letter
    assert letter["start"] == {"date": "2027-01-11", "text": "12 January 2027"}
    assert letter["conflicts"] == [{"field": "start", "machine": "2027-01-11", "printed": "12 January 2027"}]
    remark = next(remark for remark in feed.remarks if remark.code == "date-contradiction")
    assert (remark.where.record, remark.where.line, remark.where.field) == (facts.key, 51, "start")


def test_a_run_says_otherwise_only_what_differs(facts: Record) -> None:
    first, second = (run.letter for run in facts.runs)
    assert "title" not in first
    assert second["title"] == {"en": "Checking facts online, from home"}
    assert second["start"] == {"date": "2027-03-01", "time": "18:30", "zone": "UTC", "text": "1 March 2027"}
    assert second["prices"] == [{"amount": 0, "text": "free"}]
    assert second["enrol"] == {"text": {"en": "enrol@harbour-college.example"}}
    assert second["language"] == ["cy"]


@pytest.mark.parametrize(
    ("given", "is_told"),
    [
        ("htps://mill.example/apply", True),
        ("https://mill.example/a b", True),
        ("https://ann:secret@mill.example/apply", True),
        ("www.mill.example/apply", True),
        ("mill.example/apply", True),
        ("http:/mill.example", True),
        ("https:mill.example", True),
        ("mill.example", True),
        ("Ask at the desk.", False),
        ("Call us and/or write.", False),
        ("+44 20 7946 0000", False),
        ("tel:+442079460000", False),
        ("020.7946.0000", False),
        ("Ann &lt;ann@mill.example&gt;", False),
        ("mailto:ann@mill.example?subject=Hi there", False),
        ("https://mill.example/other", False),
        ("enrol@mill.example", False),
        ("mailto:enrol@mill.example", False),
    ],
)
def test_a_way_to_enrol_that_leads_nowhere_is_told_where_it_stands(given: str, is_told: bool) -> None:
    text = file(Course("c1")).decode().replace("https://mill.example/apply", given)
    feed = read(text.encode())
    (run,) = feed.providers[0].records[0].runs
    told = [one.to_letter() for one in feed.remarks if one.code == "no-address"]
    assert run.letter["enrol"] == (
        {"url": given} if given.startswith("https://mill.example/o") else {"text": {"en": html.unescape(given)}}
    )
    assert bool(told) is is_told
    if is_told:
        (warning,) = told
        assert (warning["record"], warning["line"], warning["field"]) == ("c1", run.line, "enrol.url")
        assert warning["value"] == given
        assert "https://example.org/enrol" in warning["message"], "what would be right"


@pytest.mark.parametrize(
    ("given", "is_told"),
    [("https//mill.example", True), ("//mill.example/a", True), ("mill.example/a", True), ("Ann", False)],
)
def test_whom_to_ask_may_be_said_in_words_but_not_with_half_an_address(given: str, is_told: bool) -> None:
    text = file(Course("c1")).decode().replace("</applyTo>", f"</applyTo><mlo:engagement>{given}</mlo:engagement>")
    remarks = read(text.encode()).remarks
    assert [one.value for one in remarks if one.code == "no-address"] == [given] * is_told


def test_courses_without_a_presentation_are_kept_with_their_page_to_enrol(provider: ProviderRecord) -> None:
    record = provider.records[1]
    assert record.runs == []
    assert record.letter["enrol"] == {"url": record.letter["homepage"]}


def test_costs_of_the_extension_are_read_when_they_are_numbers(provider: ProviderRecord) -> None:
    price = provider.records[2].runs[0].letter["prices"][0]
    assert price == {"amount": 7550, "currency": "GBP", "text": "Full fee – Payable in two parts."}


def test_what_is_not_known_is_kept_and_told_once(feed: Feed, provider: ProviderRecord, facts: Record) -> None:
    assert codes(feed)["unknown-type"] == 1
    assert codes(feed)["foreign-element"] == 1
    assert facts.letter["raw"]["cafeteria"] == "Tea is served."
    assert provider.records[2].runs[0].letter["raw"]["mood"] == "cheerful"


def test_version_1_1_says_the_same_in_one_namespace() -> None:
    feed = sample("xcri-1.1")
    record = feed.providers[0].records[0]
    assert (feed.version, len(feed.providers[0].records)) == ("1.1", 1)
    assert record.letter["description"] == {"en": "Passwords, updates and scams."}
    assert record.letter["prerequisites"] == {"en": "None.\n\nYou own a phone."}
    assert record.letter["outcomes"] == [{"title": {"en": "Recognise a scam message"}}]
    run = record.runs[0].letter
    assert (run["start"], run["end"]) == ({"date": "2027-02-02"}, {"date": "2027-02-23"})
    assert (run["mode"], run["language"], run["raw"]) == ("onsite", ["en"], {"places": "a dozen"})
    assert run["prices"] == [{"text": "£25, concessions £10"}]
    assert feed.providers[0].places["mill street library|qx12ac"]["locality"] == "Millbridge"
    assert codes(feed)["deleted-at-source"] == 1


def test_the_language_is_assumed_aloud_when_the_file_does_not_say_it(feed: Feed, awkward: Feed) -> None:
    assert codes(feed)["language-assumed"] == 0
    assert codes(awkward)["language-assumed"] == 1


def test_text_escaped_twice_is_read(awkward: Feed) -> None:
    assert awkward.providers[0].records[0].letter["description"] == {"en": "Escaped **twice**."}


def test_what_could_not_be_read_stays_as_text_and_nothing_is_invented(awkward: Feed) -> None:
    first, second, third, fourth = (run.letter for run in awkward.providers[0].records[0].runs)
    assert first["start"] == {"text": "autumn, when the leaves fall"}
    assert first["prices"] == [{"text": "Costs are paid per unit."}]
    assert first["raw"]["study_mode"] == "sometimes"
    assert second["end"] == {"text": "1 May 2027"}
    assert second["raw"]["end"] == "2027-05-01"
    assert second["conflicts"] == [{"field": "duration", "machine": "P4M", "printed": "1 month (approx)"}]
    assert "date" not in third["start"]
    assert fourth["start"] == {"date": "2027-10-04", "text": "04/10/2027"}
    assert "conflicts" not in fourth


def test_the_same_key_twice_refuses_the_second_with_both_lines(awkward: Feed) -> None:
    records = awkward.providers[0].records
    assert records[0].problems == []
    message = records[1].problems[0].message
    assert f"line {records[0].line}" in message
    assert f"line {records[1].line}" in message
    assert len(records[0].runs) == 4
    assert len(records[0].run_problems) == 1


def test_a_course_nothing_could_recognise_again_is_refused_one_with_an_address_is_not(awkward: Feed) -> None:
    records = awkward.providers[0].records
    assert [bool(record.problems) for record in records] == [False, True, True, False, False]
    assert records[4].key == "https://odd-corner.example/4"
    assert codes(awkward)["no-identifier"] == 1


def test_a_run_without_an_identifier_is_recognised_by_what_it_says(awkward: Feed) -> None:
    keys = [run.key for run in awkward.providers[0].records[0].runs]
    again = [run.key for run in sample("xcri-awkward").providers[0].records[0].runs]
    assert keys[3].startswith("sha256:")
    assert keys == again


@pytest.mark.parametrize(
    ("data", "line"),
    [(b"\n<catalog/>", 2), (b"<a xmlns='http://xcri.org/profiles/1.2/catalog'/>", 1), (b"<rss><channel/></rss>", 1)],
)
def test_a_root_that_is_no_catalogue_refuses_the_file(data: bytes, line: int) -> None:
    with pytest.raises(FileRefused) as refused:
        read(data)
    assert refused.value.problems[0].where.line == line


def test_remarks_of_one_kind_are_counted_not_repeated() -> None:
    text = (SAMPLES / "xcri-1.2.xml").read_text()
    line = next(part for part in text.split("\n") if "<mood" in part)
    feed = read(text.replace(line, line * 7).encode())
    foreign = [remark for remark in feed.remarks if remark.code == "foreign-element"]
    assert len(foreign) == 1
    assert "7 times" in foreign[0].message


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        ("en", "en"),
        ("EN", "en"),
        ("en-GB", "en"),
        ("cym", "cy"),
        ("Welsh", "cy"),
        ("wel", "cy"),
        ("fre-FR", "fr"),
        ("Basque", "eu"),
        ("British Sign  Language", "bfi"),
        ("xx", None),
        ("many", None),
        ("", None),
    ],
)
def test_a_language_is_told_by_tag_code_or_name(written: str, tag: str | None) -> None:
    assert languages.primary(written, LANGUAGES) == tag


def test_two_titles_in_one_language_are_one_and_a_long_one_is_cut_aloud() -> None:
    text = (SAMPLES / "xcri-1.2.xml").read_text()
    long = f"<dc:title>{'Spreadsheets ' * 30}</dc:title>"
    feed = read(text.replace("<dc:title>Spreadsheets</dc:title>", long + "<dc:title>Tables</dc:title>").encode())
    title = feed.providers[0].records[2].letter["title"]["en"]
    assert (len(title), title[-1]) == (300, "…")
    assert codes(feed)["cut-text"] == 1
