"""`./portal import` as people and scripts meet it: exit codes, the one JSON object, what is printed where."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from flask import Flask

from registry.cli import imports
from registry.interchange import fetch, service
from registry.kernel.errors import Unavailable, WrongState
from tests.interchange.feeds import SAMPLES, SLUG, Course, file, rows, states

pytestmark = pytest.mark.usefixtures("ctx")


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    path = tmp_path / "feed.xml"
    path.write_bytes(file(Course("c1"), Course("c2")))
    return path


def run(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["import", *map(str, arguments)])


def read(result: Result) -> dict[str, Any]:
    letter: dict[str, Any] = json.loads(result.stdout)
    return letter


def test_the_plan_is_printed_and_changes_nothing(app: Flask, feed: Path) -> None:
    before = rows()
    result = run(app, feed, "--provider", SLUG, "--json")
    assert result.exit_code == 0
    assert (read(result)["new"], read(result)["runs"]) == (2, 2)
    assert rows() == before


def test_applying_and_publishing_lists_and_again_is_unchanged(app: Flask, feed: Path) -> None:
    options = ["--provider", SLUG, "--apply", "--publish", "--basis", "regional register", "--json"]
    first, second = run(app, feed, *options), run(app, feed, *options)
    assert (first.exit_code, read(first)["new"], read(first)["problems"]) == (0, 2, [])
    assert (second.exit_code, read(second)["unchanged"]) == (0, 2)
    assert states() == {"c1": ["listed"], "c2": ["listed"]}


def test_plan_and_report_say_which_way_to_enrol_leads_nowhere(app: Flask, feed: Path) -> None:
    feed.write_bytes(feed.read_bytes().replace(b"https://mill.example/apply", b"htps://mill.example/apply", 1))
    for more in ([], ["--apply"]):
        result = run(app, feed, "--provider", SLUG, "--json", *more)
        (told,) = [one for one in read(result)["warnings"] if one["code"] == "no-address"]
        assert (told["record"], told["field"], told["value"]) == ("c1", "enrol.url", "htps://mill.example/apply")
        assert told["line"]
        assert "https://example.org/enrol" in told["message"]


def test_progress_stands_beside_the_report_never_in_it(app: Flask, feed: Path) -> None:
    result = run(app, feed, "--provider", SLUG, "--apply", "--json")
    assert read(result)["new"] == 2
    assert "2 of 2 records" in result.stderr


def test_people_get_lines(app: Flask, feed: Path) -> None:
    result = run(app, feed, "--provider", SLUG)
    assert "2 records, 2 runs" in result.stdout
    assert "nothing was changed" in result.stdout


def test_a_file_with_a_broken_root_tag_is_refused_with_its_line(app: Flask, feed: Path) -> None:
    before = rows()
    feed.write_bytes(feed.read_bytes().replace(b"</catalog>", b"</catalo"))
    result = run(app, feed, "--provider", SLUG, "--apply", "--json")
    assert result.exit_code == 1
    letter = read(result)
    assert letter["problems"][0]["line"] == feed.read_bytes().count(b"\n") + 1
    assert (letter["records"], letter["new"], letter["provider"]) == (0, 0, SLUG)
    assert rows() == before


def test_some_records_refused_is_exit_3_all_of_them_1(app: Flask, feed: Path) -> None:
    sample = SAMPLES / "xcri-awkward.xml"
    assert run(app, sample, "--provider", "odd-corner", "--json").exit_code == 3
    result = run(app, sample, "--provider", "odd-corner", "--apply", "--json")
    assert (result.exit_code, read(result)["new"], read(result)["refused"]) == (3, 2, 3)
    feed.write_bytes(file(Course("c1", title="")))
    assert run(app, feed, "--provider", SLUG).exit_code == 1
    result = run(app, feed, "--provider", SLUG, "--apply", "--json")
    assert (result.exit_code, read(result)["refused"]) == (1, 1)


@pytest.mark.parametrize(
    "options",
    [
        [],
        ["--provider", "No Slug"],
        ["--provider", SLUG, "--publish"],
        ["--provider", SLUG, "--basis", "x"],
        ["--provider", SLUG, "--confirm", "3"],
        ["--provider", SLUG, "--format", "papyrus"],
        ["--provider", SLUG, "--unheard-of"],
    ],
)
def test_wrong_usage_is_exit_2(app: Flask, feed: Path, options: list[str]) -> None:
    before = rows()
    assert run(app, feed, *options).exit_code == 2
    assert rows() == before


def test_a_file_that_is_not_there_is_wrong_usage(app: Flask, tmp_path: Path) -> None:
    assert run(app, tmp_path / "nothing.xml", "--provider", SLUG).exit_code == 2
    assert run(app, tmp_path, "--provider", SLUG).exit_code == 2


def test_an_address_is_fetched_and_one_that_may_not_be_is_a_refusal(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, tuple[str, ...]]] = []

    def fetched(url: str, allow: tuple[str, ...] = ()) -> bytes:
        asked.append((url, allow))
        return file(Course("c1"))

    result = run(app, "http://127.0.0.1:9/feed.xml", "--provider", SLUG, "--json")
    assert result.exit_code == 1
    assert "private" in read(result)["problems"][0]["message"]
    monkeypatch.setattr(fetch, "fetch", fetched)
    assert run(app, "https://mill.example/feed.xml", "--provider", SLUG).exit_code == 0
    assert asked == [("https://mill.example/feed.xml", ())]


def test_a_large_withdrawal_is_refused_until_its_number_is_said(app: Flask, feed: Path) -> None:
    run(app, feed, "--provider", SLUG, "--apply")
    feed.write_bytes(file(Course("c1")))
    options = ["--provider", SLUG, "--complete", "--json"]
    planned = run(app, feed, *options)
    assert (planned.exit_code, read(planned)["missing"], read(planned)["withdrawn"]) == (0, 1, 0)
    refused = run(app, feed, *options, "--apply")
    assert (refused.exit_code, "--confirm 1" in read(refused)["problems"][0]["hint"]) == (1, True)
    done = run(app, feed, *options, "--apply", "--confirm", "1")
    assert (done.exit_code, read(done)["withdrawn"]) == (0, 1)


def test_a_database_that_cannot_be_written_is_a_refusal_in_one_object(
    app: Flask, feed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def busy(*_args: object) -> None:
        raise Unavailable("The registry is busy writing.")

    monkeypatch.setattr(imports, "prepare", busy)
    result = run(app, feed, "--provider", SLUG, "--json")
    assert (result.exit_code, read(result)["problems"][0]["message"]) == (1, "The registry is busy writing.")


def test_once_something_was_committed_it_is_exit_3(app: Flask, feed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_args: object) -> str:
        raise WrongState("Not now.")

    monkeypatch.setattr(service, "apply_step", refused)
    result = run(app, feed, "--provider", SLUG, "--apply")
    assert result.exit_code == 3
    assert "nothing was changed" not in result.stdout
    assert rows()["provider"] == 1


def test_bytes_that_are_no_text_are_wrong_usage(app: Flask, feed: Path) -> None:
    assert run(app, f"{feed}\udcff", "--provider", SLUG).exit_code == 2
    assert run(app, feed, "--provider", SLUG, "--publish", "--basis", "r\udce9gister").exit_code == 2
