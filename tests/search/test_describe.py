"""From the catalogue to a document: what a run inherits, which values filters find it by, when one can enrol."""

import datetime as dt
from typing import Any

from flask import Flask

from registry.catalogue import queries as catalogue
from registry.catalogue import service as offers
from registry.config import current
from registry.kernel.actor import OPERATOR
from registry.providers import service as providers
from registry.quality import service as quality
from registry.search.describe import document
from registry.search.document import Document
from registry.search.engine import Query
from registry.search.engines.whoosh import WhooshEngine
from registry.search.request import SearchRequest
from registry.search.service import analyser, resolve
from tests import builders


def described(
    content: dict[str, Any] | None = None, *letters: dict[str, Any], place: dict[str, Any] | None = None
) -> Document:
    """The document of a listed offer with these runs, all at one place when there is one."""
    provider = builders.provider()
    at = providers.add_place(OPERATOR, provider, builders.place_values(**place)) if place is not None else None
    code = builders.listed(content, provider)
    for letter in letters:
        offers.schedule_run(OPERATOR, code, {**letter, **({"place": at} if at else {})})
    (found,) = catalogue.documents([code])
    return document(found, current())


def test_an_offer_is_found_by_what_its_specification_says(ctx: Flask) -> None:
    made = described(builders.micro())
    assert made.values == {
        "kind": ("training",),
        "competence": ("1.2", "1.3", "1"),
        "level": ("4", "3"),
        "eqf": ("4",),
        "setting": ("non-formal",),
        "target": ("everyone",),
        "credential": ("micro",),
        "provider": ("harbour-learning-house",),
    }
    assert made.minutes == 960
    assert made.examined
    assert {text.text for text in made.texts if text.field == "outcomes"} == {
        "Sort and sum a list",
        "Spot values that cannot be right",
    }


def test_an_unfinished_micro_credential_is_not_found_as_one(ctx: Flask) -> None:
    provider, basis = builders.provider("unverified"), "Entry in the national register seen."
    quality.admit_provider(OPERATOR, provider, basis)
    code = builders.draft(builders.training(credential={"type": "micro"}), provider)
    quality.admit_offer(OPERATOR, code, basis)
    made = document(next(catalogue.documents([code])), current())
    assert made.values["credential"] == ("certificate",)
    assert not made.examined


def test_competences_are_found_by_their_names_in_every_language(ctx: Flask) -> None:
    texts = {(text.language, text.text) for text in described().texts if text.field == "competence"}
    languages = {language for language, _text in texts}
    assert languages >= {"en", "fr", "de"}
    assert any("évaluer" in text.lower() for language, text in texts if language == "fr")


def test_a_run_inherits_mode_and_language_only_where_it_is_silent(ctx: Flask) -> None:
    content = builders.training(modes=["online"], languages=["de"])
    silent, telling = described(
        content,
        builders.run_letter(mode=None, language=None),
        builders.run_letter(mode="onsite", language=["fr"]),
    ).runs
    if silent.online is False:
        silent, telling = telling, silent
    assert (silent.values["mode"], silent.values["language"], silent.online) == (("online",), ("de",), True)
    assert (telling.values["mode"], telling.values["language"], telling.online) == (("onsite",), ("fr",), False)


def test_a_place_gives_region_point_and_access_unless_the_run_is_online(ctx: Flask) -> None:
    place = {"region": "BE234", "lat_e6": 51_054_000, "lon_e6": 3_725_000, "access": ["step-free"], "locality": "Ghent"}
    made = described(None, builders.run_letter(), builders.run_letter(mode="online"), place=place)
    onsite = next(run for run in made.runs if not run.online)
    online = next(run for run in made.runs if run.online)
    assert onsite.values["region"] == ("BE", "BE2", "BE23", "BE234")
    assert onsite.values["access"] == ("step-free",)
    assert onsite.point == (51_054_000, 3_725_000)
    assert (online.point, online.values["region"]) == (None, ())
    assert made.localities == ("Ghent",)


def test_a_country_alone_is_a_region_too_and_unknown_regions_are_none(ctx: Flask) -> None:
    (greek,) = described(None, builders.run_letter(), place={"region": None, "country": "GR"}).runs
    assert greek.values["region"] == ("EL",)


def test_times_of_day_come_from_the_pattern_when_they_are_not_given(ctx: Flask) -> None:
    def times(**schedule: Any) -> tuple[str, ...]:
        (run,) = described(None, builders.run_letter(schedule=schedule)).runs
        return run.values["time"]

    assert times(times=["day"]) == ("day",)
    assert times(pattern=[{"days": ["mo", "we"], "from": "18:00", "until": "20:00"}]) == ("evening",)
    assert times(pattern=[{"days": ["sa"], "from": "09:00", "until": "12:00"}]) == ("weekend",)
    assert set(times(pattern=[{"days": ["fr", "sa"], "from": "09:00", "until": "12:00"}])) == {"day", "weekend"}


def test_the_price_is_what_one_person_pays_in_all_or_unknown(ctx: Flask) -> None:
    def price(*prices: dict[str, Any]) -> int | None:
        (run,) = described(None, builders.run_letter(prices=list(prices))).runs
        return run.price

    assert price({"amount": 0}) == 0
    assert price({"amount": 5000, "currency": "EUR"}, {"amount": 500, "currency": "EUR", "part": "exam"}) == 5500
    assert price({"amount": 5000, "currency": "EUR", "basis": "month"}) is None
    assert price({"text": "ask us"}) is None


LETTERS = [
    builders.run_letter(),
    builders.run_letter(places={"total": 14, "left": 0}),
    builders.run_letter(start={"date": "2026-11-25"}, end=None),
    builders.run_letter(start={"date": "2026-11-20"}),
    builders.run_letter(start={"date": "2026-10-01"}, end={"date": "2026-10-20"}),
    builders.run_letter(enrol={"from": "2026-12-01"}),
    builders.run_letter(enrol={"from": "2026-11-01", "until": "2026-11-22"}),
    builders.run_letter(enrol={"until": "2026-11-23"}),
    builders.run_letter(start=None, end=None, on_request=True),
    builders.run_letter(start=None, end=None, rolling=True),
    builders.run_letter(start=None, end={"date": "2026-12-31"}, rolling=True),
    builders.run_letter(start={"date": "2026-11-01"}, end={"date": "2027-05-01"}, rolling=True),
]


def test_open_now_means_what_the_state_of_the_run_says(ctx: Flask) -> None:
    """One question, two answers that must not differ: what a page writes beside a run, and what a filter finds."""
    index = WhooshEngine(current().index_dir, analyser(current()))
    states = set()
    for letter in LETTERS:
        made = described(None, letter)
        (found,) = catalogue.documents([made.code])
        index.replace_all([made])
        asked = resolve(SearchRequest(open=("now",)))
        state = found.runs[0].state
        assert (index.find(asked).total == 1) == (state in ("open", "closing")), letter
        shown = index.find(Query(asked.now, asked.month)).runs[0]
        assert (shown is None) == (state == "finished"), letter
        states.add(state)
    assert states >= {"open", "closing", "future", "full", "running", "finished", "on-request"}


def test_months_are_those_of_the_registrys_zone(ctx: Flask) -> None:
    (run,) = described(None, builders.run_letter(start={"date": "2027-01-01"}, end=None)).runs
    assert run.first_month == run.last_month == 2027 * 12
    assert dt.datetime.fromtimestamp(run.starts or 0, dt.UTC).month == 12
    (rolling,) = described(
        None, builders.run_letter(start=None, end=None, rolling=True, enrol={"until": "2027-02-28"})
    ).runs
    assert (rolling.first_month, rolling.last_month) == (None, 2027 * 12 + 1)


def test_kind_credential_region_town_and_provider_are_words_in_every_language(ctx: Flask) -> None:
    place = {"region": "BE234", "country": "BE", "locality": "Gent"}
    made = described(builders.micro(), builders.run_letter(), place=place)
    words = {word for text in made.texts if text.field == "about" for word in text.text.casefold().split()}
    assert words >= {"formation", "kurs", "course", "microcredential", "ghent", "gand", "gent", "belgien", "harbour"}
    assert words >= {"everyone", "alle"}
    assert "no" not in words
    (run,) = made.runs
    assert run.values["town"] == ("gent",)


def test_guidance_and_validation_are_found_by_their_everyday_names(ctx: Flask) -> None:
    guidance = {text.text for text in described(builders.guidance()).texts if text.field == "about"}
    assert guidance >= {"Beratung", "Orientation", "Conseil", "Guidance", "Advice"}
