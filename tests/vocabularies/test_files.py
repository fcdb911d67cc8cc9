"""The lists as they stand in `seeds/vocabularies`: complete, in three languages, with the official addresses."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from registry.config import ROOT
from registry.kernel.text import fold
from registry.vocabularies import schema
from tests.conftest import SHARED

FILES = sorted((ROOT / "seeds" / "vocabularies").glob("*.json"))
EU = "http://data.europa.eu/snb/"
EXPECTED = {
    "digcomp", "digcomp-level", "eqf", "isced-f", "country", "nuts", "language", "kind", "mode",
    "online-kind", "setting", "schedule", "time", "opportunity-type", "assessment-type", "supervision",
    "stackability", "quality-assurance", "target-group", "access", "credit-system", "currency", "credential",
    "provider-kind", "provider-setting", "channel", "price", "price-basis", "price-part", "identifier-scheme",
    "run-state",
}  # fmt: skip
OFFICIAL = {
    "opportunity-type": ("learning-opportunity", {
        "course": "05053c1cbe", "programme-module": "0f7dac46ca", "mentoring": "11252a5207", "mooc": "17744a2647",
        "apprenticeship": "63f9f6180c", "study-visit": "65a4cf5de2", "short-learning-programme": "74a4a268e8",
        "internship": "77b99de990", "educational-programme": "79343569f3", "class": "7e1ac538db",
        "service-learning": "8b965da2d4", "thesis": "b2434ca358"}),
    "setting": ("learning-setting", {"formal": "6fd4685715", "non-formal": "e207a81fc7"}),
    "mode": ("learning-assessment", {"online": "920fbb3cbe", "onsite": "9191af2ed9", "blended": "e92d221e4d",
                                     "work": "729f3bed4b"}),
    "schedule": ("learning-schedule", {"full-time": "72a0ab92fa", "part-time-intensive": "f230bae523",
                                       "part-time-light": "67395e6b5a"}),
    "assessment-type": ("assessment", {
        "written": "6e6cb2cc78", "oral": "d30284d7df", "marked-assignment": "2939dae15f", "continuous": "3484bd7e51",
        "portfolio": "4f03b91c0e", "practical": "6a4db9f11d", "project": "795dac4096", "artefact": "de4d165a6c",
        "quiz": "b1b68f6735", "peer-assessment": "19a2e5e671", "peer-review": "812e3b0ae1",
        "group-performance": "56539a6507", "problem-based": "c4256a2726", "attendance": "7331eb4762"}),
    "supervision": ("supervision-verification", {"unsupervised-no-id": "c598449d64", "unsupervised-id": "df2880c5cb",
                                                 "supervised-no-id": "44314532f9"}),
    "quality-assurance": ("accreditation", {"institution-licence": "003293d2ce", "programme-quality": "820101cba6",
                                            "institution-quality": "bb4618238e", "programme-licence": "e57dddfcf3"}),
    "credit-system": ("education-credit", {"ects": "6fcec5c5af", "ecvet": "60b314e826"}),
    "eqf": ("eqf", {str(level): str(level) for level in range(1, 9)}),
}  # fmt: skip


def document(name: str) -> dict[str, Any]:
    return json.loads((ROOT / "seeds" / "vocabularies" / f"{name}.json").read_text(encoding="utf-8"))


def concepts(name: str) -> dict[str, dict[str, Any]]:
    return {concept["code"]: concept for concept in schema.read(f"{name}.json", _bytes(name))[1]}


def _bytes(name: str) -> bytes:
    return (ROOT / "seeds" / "vocabularies" / f"{name}.json").read_bytes()


def test_every_list_of_the_contract_has_its_file_and_no_other_stands_beside() -> None:
    assert {path.stem for path in FILES} == EXPECTED


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_list_loads_and_speaks_english_french_and_german(path: Path) -> None:
    head, rows = schema.read(path.name, path.read_bytes())
    assert set(head["title"]) == {"en", "fr", "de"}
    assert rows
    for row in rows:
        assert set(row["label"]) >= {"en", "fr", "de"}, row["code"]
        assert not row["short"] or set(row["short"]) == {"en", "fr", "de"}, row["code"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_codes_fit_the_field_that_carries_them(path: Path) -> None:
    codes = [row["code"] for row in json.loads(path.read_text(encoding="utf-8"))["concepts"]]
    assert [code for code, count in Counter(codes).items() if count > 1] == []
    assert [code for code in codes if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}", code)] == []


# the name of a region is as long as it is; that somebody watches and looks at papers is two things, told in a line
@pytest.mark.parametrize(
    "path", [path for path in FILES if path.stem not in ("nuts", "supervision")], ids=lambda path: path.stem
)
def test_everyday_names_fit_a_narrow_column(path: Path) -> None:
    rows = json.loads(path.read_text(encoding="utf-8"))["concepts"]
    assert [text for row in rows for text in row.get("short", {}).values() if len(text) > 24] == []


def test_who_watches_an_assessment_is_said_in_everyday_words() -> None:
    said = [row["short"]["en"] for row in concepts("supervision").values()]
    assert len(said) == 5
    assert not [words for words in said if "verification" in words.casefold()]


def test_a_concept_without_official_address_marks_its_english_label_as_ours() -> None:
    """What has no address anywhere is our own, and says so; DigComp and Annex I give names only."""
    published_without_address = {"digcomp", "stackability"}
    for name in EXPECTED - published_without_address:
        for code, row in concepts(name).items():
            assert row["uri"] or "en" in row["ours"], (name, code)


def test_digcomp_has_five_areas_and_twenty_one_competences_with_everyday_names() -> None:
    rows = concepts("digcomp")
    areas = [code for code, row in rows.items() if row["broader"] is None]
    assert areas == ["1", "2", "3", "4", "5"]
    assert Counter(row["broader"] for row in rows.values() if row["broader"]) == {
        "1": 3,
        "2": 6,
        "3": 4,
        "4": 4,
        "5": 4,
    }
    assert all(row["short"] for row in rows.values())
    assert rows["2.5"]["label"]["en"] == "Digital behaviour"
    assert rows["2.5"]["data"]["name_2_2"] == "Netiquette"
    assert [code for code, row in rows.items() if "esco" not in row["data"]] == ["2.5"]
    assert document("digcomp")["uri"] == f"{EU}dcf/25831c2"


def test_everyday_names_of_competences_differ_within_each_language() -> None:
    rows = concepts("digcomp")
    for language in ("en", "fr", "de"):
        names = [row["short"][language] for row in rows.values() if row["broader"]]
        assert len(set(names)) == 21, language


def test_every_competence_has_search_words_in_each_language() -> None:
    for code, row in concepts("digcomp").items():
        if row["broader"]:
            assert all(len(row["alt"].get(language, [])) >= 3 for language in ("en", "fr", "de")), code


def test_a_short_search_word_leads_to_one_competence() -> None:
    """A word that means five competences would find everything; only whole names of areas may."""
    found: dict[str, set[str]] = {}
    for code, row in concepts("digcomp").items():
        for texts in row["alt"].values():
            for text in texts:
                found.setdefault(fold(text), set()).add(code)
    assert {word: codes for word, codes in found.items() if len(codes) > 1} == {}


def test_the_eight_levels_stand_in_four_bands() -> None:
    rows = concepts("digcomp-level")
    assert list(rows) == [str(level) for level in range(1, 9)]
    assert [row["data"]["band"] for row in rows.values()] == [1, 1, 2, 2, 3, 3, 4, 4]
    assert rows["7"]["data"]["name"]["en"] == "Highly advanced"
    assert all(set(row["data"]["meaning"]) == {"en", "fr", "de"} for row in rows.values())


def test_isced_f_has_220_fields_in_three_steps() -> None:
    rows = concepts("isced-f")
    assert len(rows) == 220
    assert rows["0611"]["broader"] == "061"
    assert rows["061"]["broader"] == "06"
    assert rows["0613"]["uri"] == f"{EU}isced-f/0613"
    assert rows["0613"]["exact"] == ["http://data.europa.eu/esco/isced-f/0613"]


@pytest.mark.parametrize("name", sorted(OFFICIAL))
def test_official_addresses_stand_as_published(name: str) -> None:
    vocabulary, values = OFFICIAL[name]
    rows = concepts(name)
    assert document(name)["uri"] == f"{EU}{vocabulary}/25831c2"
    assert {code: row["uri"] for code, row in rows.items() if row["uri"]} == {
        code: f"{EU}{vocabulary}/{value}" for code, value in values.items()
    }


def test_regions_hang_together_and_lie_on_earth() -> None:
    rows = concepts("nuts")
    assert {code for code, row in rows.items() if row["broader"] is None} == {code for code in rows if len(code) == 2}
    assert rows["BE100"]["broader"] == "BE10"
    assert rows["UKK30"]["data"] == {"lat_e6": 50400000, "lon_e6": -4900000}
    for code, row in rows.items():
        lat, lon = row["data"].get("lat_e6", 0), row["data"].get("lon_e6", 0)
        assert -90_000_000 <= lat <= 90_000_000, code
        assert -180_000_000 <= lon <= 180_000_000, code


def test_every_country_and_greater_region_of_the_union_and_its_neighbours_has_a_centre() -> None:
    rows = concepts("nuts")
    without = [code for code, row in rows.items() if len(code) <= 4 and not code.startswith("TR") and not row["data"]]
    # France's regions overseas lie on three oceans; they have no common middle
    assert without == ["FRY"]
    assert rows["TR"]["data"]


def test_every_country_of_the_regions_is_a_country() -> None:
    countries = {row["data"]["nuts"] for row in concepts("country").values() if "nuts" in row["data"]}
    assert countries == {code for code in concepts("nuts") if len(code) == 2}
    assert concepts("country")["GR"]["data"] == {"alpha3": "GRC", "nuts": "EL"}


def test_the_official_languages_of_the_union_come_first() -> None:
    rows = concepts("language")
    assert sum(1 for row in rows.values() if row["data"].get("eu")) == 24
    assert all(row["data"].get("eu") for row in list(rows.values())[:24])
    assert rows["de"]["uri"] == "http://publications.europa.eu/resource/authority/language/DEU"


def test_currencies_say_how_many_minor_digits_they_have() -> None:
    rows = concepts("currency")
    assert rows["EUR"]["data"]["digits"] == 2
    assert rows["ISK"]["data"]["digits"] == 0
    assert {code for code, row in rows.items() if row["deprecated"]} == {"BGN", "HRK"}


def test_target_groups_link_only_what_is_the_same_as_exact() -> None:
    rows = concepts("target-group")
    assert len(rows) == 23
    assert {code for code, row in rows.items() if row["exact"]} == {"migrant", "non-native-speaker"}
    assert rows["unemployed"]["data"]["elm"]["relation"] == "broad"


LISTS = {
    "opportunity-type": "europass-learning-opportunity-types", "setting": "europass-learning-setting-types",
    "mode": "europass-modes", "schedule": "europass-learning-schedule-types", "eqf": "eqf", "isced-f": "isced-f",
    "assessment-type": "europass-learning-assessment-types", "quality-assurance": "europass-accreditation-types",
    "credit-system": "credit-points", "country": "country", "currency": "currency",
}  # fmt: skip


@pytest.mark.shared
@pytest.mark.parametrize("name", sorted(LISTS))
def test_official_english_labels_are_those_of_the_published_list(name: str) -> None:
    published = json.loads((SHARED / "standards/derived/eu-vocabularies.json").read_text(encoding="utf-8"))
    labels = {item["uri"]: item["label_en"] for item in published[LISTS[name]]}
    for code, row in concepts(name).items():
        if row["uri"]:
            assert " ".join(labels[row["uri"]].split()) == row["label"]["en"], code
