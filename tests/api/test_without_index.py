"""The list of offers while no index can be trusted: right answers from the database, or none."""

import shutil

import pytest
from flask import Flask
from flask.testing import FlaskClient


@pytest.fixture
def seeded(demonstration: Flask) -> FlaskClient:
    """A visitor of the demonstration, whose index is gone."""
    shutil.rmtree(demonstration.config["REGISTRY"].index_dir)
    return demonstration.test_client()


def test_a_filter_that_cannot_be_applied_is_said_instead_of_a_wrong_total(seeded: FlaskClient) -> None:
    answer = seeded.get("/api/v1/offers?mode=online&kind=training&price=free")
    assert (answer.status_code, answer.content_type) == (503, "application/problem+json")
    assert int(answer.headers["Retry-After"]) > 0
    letter = answer.get_json()
    assert letter["code"] == "unavailable"
    assert "mode, price" in letter["detail"]
    assert "kind" not in letter["detail"]
    assert seeded.get("/api/v1/offers?near=Ghent").status_code == 503


def test_what_the_database_can_tell_is_told(seeded: FlaskClient) -> None:
    whole, training = (seeded.get(f"/api/v1/offers?{query}") for query in ("", "kind=training"))
    assert (whole.status_code, training.status_code) == (200, 200)
    assert 0 < training.get_json()["total"] < whole.get_json()["total"]
    assert {item["kind"] for item in training.get_json()["items"]} == {"training"}


def test_words_are_not_looked_for_in_titles_alone(seeded: FlaskClient) -> None:
    answer = seeded.get("/api/v1/offers?q=internet&kind=training")
    assert answer.status_code == 503
    assert "cannot be applied: q." in answer.get_json()["detail"]
