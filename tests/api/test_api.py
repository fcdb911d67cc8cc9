"""The open data: one envelope, exact keys, strict parameters, problems that name what is wrong."""

import datetime as dt

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from registry.kernel.db import db

ITEM = {
    *("code", "kind", "title", "language", "provider", "competences", "level_from", "level_to", "hours", "credential"),
    *("next_run", "listed_at", "confirmed_at", "url"),
}
ENVELOPE = {"items", "total", "page", "per_page", "facets", "links"}


@pytest.fixture
def seeded(shown: Flask) -> FlaskClient:
    """A visitor of the shown."""
    return shown.test_client()


def test_a_list_of_offers_has_the_agreed_keys(seeded: FlaskClient) -> None:
    body = seeded.get("/api/v1/offers?per_page=100").get_json()
    assert set(body) == ENVELOPE
    assert body["total"] == len(body["items"]) >= 10
    for item in body["items"]:
        assert set(item) == ITEM
        assert set(item["provider"]) == {"slug", "name"}
        assert item["url"] == f"http://localhost/offers/{item['code']}"
        assert dt.datetime.fromisoformat(item["listed_at"]).tzinfo is not None
        if item["next_run"]:
            assert set(item["next_run"]) == {"start", "mode", "place", "region", "price", "state"}
    assert set(body["facets"]["mode"][0]) == {"value", "label", "count", "selected"}


def test_each_facet_is_named_like_its_parameter_and_its_values_are_accepted(seeded: FlaskClient) -> None:
    facets = seeded.get("/api/v1/offers").get_json()["facets"]
    assert {"kind", "competence", "level", "mode", "language", "region", "starts", "price", "hours"} <= set(facets)
    for name, options in facets.items():
        for option in options:
            answer = seeded.get("/api/v1/offers", query_string={name: option["value"]})
            assert answer.status_code == 200, (name, option)
            assert answer.get_json()["total"] == option["count"], (name, option)


@pytest.mark.one_database
def test_counts_hold_with_filters_of_the_run_set(seeded: FlaskClient) -> None:
    for chosen in ({"mode": "online"}, {"price": "free"}, {"q": "internet", "kind": "training"}):
        facets = seeded.get("/api/v1/offers", query_string=chosen).get_json()["facets"]
        for name, options in facets.items():
            for option in options:
                # a value of a chosen facet stands for the answer with it in place of the chosen one
                asked = {**chosen, name: option["value"]}
                total = seeded.get("/api/v1/offers", query_string=asked).get_json()["total"]
                assert total == option["count"], (chosen, name, option)


def test_paging_walks_through_everything_once(seeded: FlaskClient) -> None:
    seen: list[str] = []
    address = "/api/v1/offers?per_page=3"
    while address:
        body = seeded.get(address).get_json()
        seen += [item["code"] for item in body["items"]]
        address = (body["links"]["next"] or "").removeprefix("http://localhost")
    assert len(seen) == len(set(seen)) == body["total"]


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("nonsense=1", "nonsense"),
        ("mode=teleport", "mode"),
        ("level=9", "level"),
        ("page=0", "page"),
        ("page=51", "page"),
        ("page=x", "page"),
        ("per_page=101", "per_page"),
        ("starts=soon", "starts"),
        ("price=cheap", "price"),
        ("open=later", "open"),
        ("sort=random", "sort"),
        ("competence=9.9", "competence"),
        ("near=Atlantis", "near"),
        ("q=" + "x" * 201, "q"),
        ("q=" + "+".join(f"word{n}" for n in range(11)), "q"),
        ("region=ZZ", "region"),
        ("sort=best&sort=newest", "sort"),
    ],
)
def test_a_wrong_parameter_is_400_and_named(seeded: FlaskClient, query: str, parameter: str) -> None:
    answer = seeded.get(f"/api/v1/offers?{query}")
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert answer.get_json()["parameter"] == parameter
    assert parameter in answer.get_json()["errors"]


@pytest.mark.parametrize("query", ["provider=nobody-knows-this-one", "funding=no-such-scheme"])
def test_an_unknown_provider_or_scheme_is_an_honest_zero(seeded: FlaskClient, query: str) -> None:
    answer = seeded.get(f"/api/v1/offers?{query}")
    assert answer.status_code == 200
    assert answer.get_json()["total"] == 0


def test_texts_come_in_the_language_asked_for(seeded: FlaskClient) -> None:
    french = seeded.get("/api/v1/offers?lang=fr").get_json()
    assert {"fr"} < {item["language"] for item in french["items"]}
    labels = {option["label"] for option in french["facets"]["kind"]}
    header = seeded.get("/api/v1/offers", headers={"Accept-Language": "fr-BE, en;q=0.3"}).get_json()
    assert {option["label"] for option in header["facets"]["kind"]} == labels
    english = seeded.get("/api/v1/offers").get_json()
    assert {option["label"] for option in english["facets"]["kind"]} != labels


@pytest.mark.parametrize("tag", ["ase", "ae", "bfi", "na", "xx", "FR", "fr-BE"])
def test_a_language_it_does_not_speak_is_refused_with_those_it_does(seeded: FlaskClient, tag: str) -> None:
    for address in ("/api/v1/offers?", "/api/v1/suggest?q=photos&"):
        answer = seeded.get(f"{address}lang={tag}")
        assert (answer.status_code, answer.content_type) == (400, "application/problem+json"), address
        letter = answer.get_json()
        assert (letter["parameter"], letter["value"]) == ("lang", tag)
        assert all(spoken in letter["detail"] for spoken in ("en", "fr", "de"))


@pytest.mark.parametrize(
    ("tag", "price", "hours", "open_now", "starts"),
    [
        ("en", "Paid, up to €50", "Up to 4 hours", "Enrolment open now", "December 2026"),
        ("fr", "Payant, jusqu’à 50 €", "Jusqu’à 4 heures", "Inscription ouverte", "décembre 2026"),
        ("de", "Kostenpflichtig, bis 50 €", "Bis 4 Stunden", "Anmeldung jetzt offen", "Dezember 2026"),
    ],
)
@pytest.mark.one_database
def test_every_label_is_in_the_one_language_asked_for(
    seeded: FlaskClient, tag: str, price: str, hours: str, open_now: str, starts: str
) -> None:
    wanted = {
        "price": ("0-50", price),
        "hours": ("0-4", hours),
        "open": ("now", open_now),
        "starts": ("2026-12", starts),
    }
    asked = {name: value for name, (value, _) in wanted.items()}
    named = seeded.get("/api/v1/offers", query_string={**asked, "lang": tag})
    heard = seeded.get("/api/v1/offers", query_string=asked, headers={"Accept-Language": f"{tag}-CH, en;q=0.2"})
    for answer in (named, heard):
        facets = answer.get_json()["facets"]
        labels = {name: {option["value"]: option["label"] for option in facets[name]} for name in wanted}
        said = {name: labels[name][value].replace("\xa0", " ") for name, value in asked.items()}
        assert said == {name: label for name, (_, label) in wanted.items()}
    french_free = {option["label"] for option in seeded.get("/api/v1/offers?lang=fr").get_json()["facets"]["price"]}
    assert "Gratuit" in french_free
    assert "Free" not in french_free


def test_typed_letters_are_completed(seeded: FlaskClient) -> None:
    items = seeded.get("/api/v1/suggest?q=arl").get_json()["items"]
    assert {"kind": "place", "text": "Arlon", "value": "Arlon"} in items
    names = [item["text"] for item in seeded.get("/api/v1/suggest?q=tabelle&lang=de").get_json()["items"]]
    assert names
    assert seeded.get("/api/v1/suggest?q=" + "x" * 201).status_code == 400
    assert seeded.get("/api/v1/suggest?q=a&lang=xx").get_json()["parameter"] == "lang"
    assert seeded.get("/api/v1/suggest?word=a").get_json()["parameter"] == "word"


def test_one_offer_in_full_shows_the_decided_content(seeded: FlaskClient) -> None:
    code = seeded.get("/api/v1/offers").get_json()["items"][0]["code"]
    body = seeded.get(f"/api/v1/offers/{code.lower()}").get_json()
    assert body["code"] == code
    assert body["content"]["title"]
    assert len(body["content_sha256"]) == 64


def test_an_offers_runs_versions_and_decisions_are_lists(seeded: FlaskClient) -> None:
    codes = [item["code"] for item in seeded.get("/api/v1/offers?per_page=100").get_json()["items"]]
    renewed = 0
    for code in codes:
        whole = seeded.get(f"/api/v1/offers/{code}").get_json()
        names = ("runs", "versions", "decisions")
        bodies = {name: seeded.get(f"/api/v1/offers/{code}/{name}").get_json() for name in names}
        assert all(set(body) == ENVELOPE for body in bodies.values())
        assert bodies["runs"]["items"] == whole["runs"]
        newest = bodies["versions"]["items"][0]
        assert (newest["number"], newest["content_sha256"]) == (whole["version"], whole["content_sha256"])
        assert newest["unlisted_at"] is None
        assert bodies["decisions"]["items"][-1]["action"] == "list"
        renewed += bodies["versions"]["total"] > 1
    assert renewed, "one offer of the demonstration has a second version"
    assert seeded.get(f"/api/v1/offers/{codes[0]}/versions?page=1").status_code == 400
    assert seeded.get("/api/v1/offers/DEMO-0000-0000/versions").status_code == 404


@pytest.mark.parametrize(
    "address", ["/api/v1/offers/DEMO-0000-0000", "/api/v1/offers/x", "/api/v1/none", "/api/", "/api/v2/offers"]
)
def test_what_does_not_exist_is_a_404_problem(seeded: FlaskClient, address: str) -> None:
    answer = seeded.get(address)
    assert answer.status_code == 404
    assert answer.content_type == "application/problem+json"


def test_an_offer_no_longer_listed_is_410_and_a_draft_404(seeded: FlaskClient, shown: Flask) -> None:
    with shown.app_context():
        query = "SELECT state, first_listed_at, code FROM offer JOIN version ON offer.id = offer_id"
        rows = db.session.execute(text(query)).all()
    once_listed = {state: code for state, listed, code in rows if listed}
    never_listed = {state: code for state, listed, code in rows if not listed}
    assert seeded.get(f"/api/v1/offers/{once_listed['withdrawn']}").status_code == 410
    assert seeded.get(f"/api/v1/offers/{once_listed['suspended']}").get_json()["reason"] == "suspended"
    missing = seeded.get("/api/v1/offers/DEMO-0000-0000").get_json()
    assert {"draft", "refused", "submitted"} <= set(never_listed)
    for code in never_listed.values():
        hidden = seeded.get(f"/api/v1/offers/{code}")
        assert hidden.status_code == 404
        assert {**hidden.get_json(), "instance": ""} == {**missing, "instance": ""}


def test_nothing_can_be_written_here(seeded: FlaskClient) -> None:
    for method in ("post", "put", "patch", "delete"):
        answer = getattr(seeded, method)("/api/v1/offers", headers={"Sec-Fetch-Site": "same-origin"})
        assert answer.status_code == 405
        assert answer.content_type == "application/problem+json"


def test_providers_events_and_vocabularies_are_lists_alike(seeded: FlaskClient) -> None:
    for name in ("providers", "events", "vocabularies"):
        body = seeded.get(f"/api/v1/{name}").get_json()
        assert set(body) == ENVELOPE
        assert body["items"]
        assert seeded.get(f"/api/v1/{name}?colour=red").status_code == 400
    event = seeded.get("/api/v1/events").get_json()["items"]
    assert set(event[0]) == {"slug", "title", "start", "end", "zone", "mode", "url"}
    assert any(
        item["start"] == "2022-02-23T15:00:00+01:00" and item["end"] == "2022-02-23T16:25:00+01:00" for item in event
    )


def test_a_vocabulary_holds_codes_uris_and_labels(seeded: FlaskClient) -> None:
    body = seeded.get("/api/v1/vocabularies/digcomp").get_json()
    competences = [concept for concept in body["concepts"] if "." in concept["code"]]
    assert len(competences) == 21
    assert {"en", "fr", "de"} <= set(competences[0]["label"])
    assert seeded.get("/api/v1/vocabularies/colours").status_code == 404


def test_health_says_that_it_lives_and_whether_it_can_serve(seeded: FlaskClient) -> None:
    assert seeded.get("/healthz").get_json()["status"] == "ok"
    ready = seeded.get("/readyz")
    assert ready.status_code == 200
    assert not any("index" in warning for warning in ready.get_json()["warnings"])


def test_without_tables_it_is_not_ready(app: Flask) -> None:
    from registry.cli.schema import downgrade

    with app.app_context():
        downgrade(revision="base")
    answer = app.test_client().get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"
    assert app.test_client().get("/healthz").status_code == 200
