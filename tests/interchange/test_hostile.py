"""Feeds that mean harm or were made without care: every one is read, refused with its line, or read but for a value."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from registry.interchange import prose, richtext, service
from registry.interchange.record import Feed, Record
from registry.interchange.xcri import catalogue as reader
from tests.interchange.feeds import HEAD, Course, applied, file, planned, read, states

NFD = "cafe\u0301"


def venue(title: str) -> str:
    return f"<venue><provider><dc:title>{title}</dc:title></provider></venue>"


def presentation(inner: str, key: str = "r1") -> str:
    identifier = f"<dc:identifier>{key}</dc:identifier>" if key else ""
    return f"<presentation>{identifier}{inner}<applyTo>https://x.example/a</applyTo></presentation>"


def feed_of(*presentations: str, key: str = "c1", more: str = "", encoding: str = "UTF-8") -> bytes:
    course = (
        f"<course><dc:identifier>{key}</dc:identifier><dc:title>T</dc:title>"
        f"<dc:description>Some words.</dc:description>{more}{''.join(presentations)}</course>"
    )
    text = f"{HEAD}<provider><dc:title>Mill Street</dc:title>{course}</provider>\n</catalog>"
    return text.replace('encoding="UTF-8"', f'encoding="{encoding}"').encode()


@contextmanager
def ending(seconds: int = 60) -> Iterator[None]:
    """What would go on for hours ends as a failure; what is meant takes a small part of this."""

    def over(*_: object) -> None:
        raise AssertionError("this does not end")

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def only(feed: Feed) -> Record:
    return feed.providers[0].records[0]


COST = "<c:cost xmlns:c='http://xcri.co.uk/CostsExtension' amount='{}'/>"


@pytest.mark.parametrize(
    ("inner", "code", "field"),
    [
        ("<mlo:duration interval='P9999Y'/>", "unread-duration", "duration"),
        (f"<mlo:duration interval='P{'9' * 5000}D'/>", "unread-duration", "duration"),
        ("<mlo:start dtf='2027-01-01T24:00:00+00:00'/>", "unread-time", "start"),
        ("<mlo:start dtf='2027-01-01T24:00:00'/>", "unread-time", "start"),
        ("<places>²</places>", "unread-number", "places"),
        (f"<places>{'9' * 5000}</places>", "unread-number", "places"),
        (COST.format("1E9999999"), "unread-price", "amount"),
        (COST.format("9" * 20), "unread-price", "amount"),
    ],
)
def test_a_value_beyond_measure_is_kept_as_text_with_a_remark(inner: str, code: str, field: str) -> None:
    for key in ("r1", ""):
        feed = read(feed_of(presentation(inner, key)))
        assert code in {remark.code for remark in feed.remarks}
        assert only(feed).problems == []
        assert field in only(feed).runs[0].letter["raw"]


def test_credit_beyond_measure_is_kept_as_text() -> None:
    credit = "<credit><scheme>ECTS</scheme><value>1E9999999</value></credit>"
    letter = only(read(feed_of(presentation(""), more=credit))).letter
    assert (letter.get("credits"), letter["raw"]["credit"]) == (None, "ECTS: 1E9999999")


@pytest.mark.parametrize("encoding", ["undefined", "unicode_escape", "utf-7", "idna", "rot13"])
def test_only_encodings_that_are_texts_are_believed(encoding: str) -> None:
    feed = read(feed_of(presentation(""), more="<dc:subject>+2AA- \\ud800</dc:subject>", encoding=encoding))
    assert [remark.code for remark in feed.remarks][:1] == ["encoding"]
    assert only(feed).letter["subjects"] == ["+2AA- \\ud800"]


def test_what_nobody_foresaw_refuses_its_record_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    real = reader.specification

    def broken(course: object, scope: object, runs: object) -> object:
        if scope.record == "c1":  # type: ignore[attr-defined]  # a stand-in for any reader
            raise OverflowError("too much")
        return real(course, scope, runs)  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(reader, "specification", broken)
    first, second = read(file(Course("c1"), Course("c2"))).providers[0].records
    assert (first.problems[0].where.line, first.problems[0].value) == (first.line, "too much")
    assert second.problems == []


def test_two_runs_of_one_key_on_one_line_are_told() -> None:
    record = only(read(feed_of(presentation("<mlo:start dtf='2027-01-01'/>"), presentation(""))))
    assert (len(record.runs), len(record.run_problems)) == (1, 1)


def test_runs_without_identifiers_at_two_venues_are_two() -> None:
    there = [presentation(f"<mlo:start dtf='2027-01-01'/>{venue(title)}", "") for title in ("North", "South")]
    record = only(read(feed_of(*there)))
    assert ({run.place for run in record.runs}, record.run_problems) == ({"north|", "south|"}, [])


@pytest.mark.parametrize("number", ["1.2.3", "1E9", "²", "", "1,2,345", "9" * 5000])
def test_what_is_not_one_number_is_no_amount(number: str) -> None:
    assert prose.read_amount(number) is None


@pytest.mark.parametrize(
    ("number", "amount"),
    [("1,250.00", 125000), ("1.250,00", 125000), ("1250", 125000), ("7.5", 750), ("1'250", 125000), ("0", 0)],
)
def test_a_written_number_is_hundredths(number: str, amount: int) -> None:
    assert prose.read_amount(number) == amount


@pytest.mark.usefixtures("ctx")
@pytest.mark.parametrize("key", [NFD, "k" * 299 + " tail"])
def test_a_key_is_recognised_again_however_it_is_spelled(key: str) -> None:
    data = feed_of(presentation(venue(NFD), key), key=key)
    applied(data)
    plan = planned(data, complete=True)
    assert (plan.steps[0].outcome, plan.missing) == ("unchanged", {})


@pytest.mark.usefixtures("ctx")
def test_a_venue_with_a_korean_name_is_entered() -> None:
    data = feed_of(presentation(venue("서울")))
    assert applied(data).counts["new"] == 1
    assert planned(data).steps[0].outcome == "unchanged"


@pytest.mark.usefixtures("ctx")
def test_what_was_begun_is_never_told_as_unchanged(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> str:
        raise ZeroDivisionError("of a fault of ours")

    monkeypatch.setattr(service, "CHUNK", 1)
    plan_apply = service.apply_step
    done: list[object] = []

    def second_breaks(*args: object) -> str:
        done.append(args)
        return plan_apply(*args) if len(done) == 1 else broken()  # type: ignore[arg-type]  # handed through

    monkeypatch.setattr(service, "apply_step", second_breaks)
    report = applied(file(Course("c1"), Course("c2")))
    assert (report.refused_whole, report.is_partial, report.counts["refused"]) == (False, True, 1)
    assert "ZeroDivisionError" in report.problems[-1]["message"]
    assert list(states()) == ["c1"]


@pytest.mark.parametrize(
    "text",
    ["<p>x</p>" + "<!" * 500_000, "<p>a" + " " * 1_000_000 + "b</p>", "<p>a" + "\xa0" * 1_000_000 + "b</p>"],
    ids=["declarations", "spaces", "hard-spaces"],
)
def test_no_text_is_gone_through_from_each_of_its_letters(text: str) -> None:
    with ending():
        assert "\x00" not in richtext.markdown_of(text)


@pytest.mark.parametrize("tags", [("<blockquote>", ""), ("<ul><li>", ""), ("<ol><li>", "")])
def test_marks_do_not_pile_up_without_end(tags: tuple[str, str]) -> None:
    text = richtext.markdown_of(tags[0] * 100 + "<p>word</p>" * 1000)
    assert text.count("word") == 1000
    assert len(text) < 50 * 1000


def test_a_provider_told_once_for_each_course_is_read_in_one_go() -> None:
    courses = "".join(
        f"<provider><dc:identifier>p</dc:identifier><course><dc:identifier>{number}</dc:identifier></course></provider>"
        for number in (*range(300), 7)
    )
    (provider,) = read(f"{HEAD}{courses}</catalog>".encode()).providers
    assert len(provider.records) == 301
    assert "The key stands twice" in provider.records[-1].problems[0].message


def test_a_text_told_twice_stands_once() -> None:
    said = "<dc:description>Some words.</dc:description><dc:description>Others.</dc:description>"
    letter = only(read(feed_of(more=said))).letter
    assert letter["description"] == {"en": "Some words.\n\nOthers."}
