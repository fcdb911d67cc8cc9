"""Refusals as pages: the right status, words one can act on, and nothing that tells more than it should."""

import pytest
from flask import Flask

from registry.kernel import errors
from registry.kernel.routes import Route, register
from tests.web.reading import page, words

pytestmark = pytest.mark.one_database


def failing(app: Flask, error: Exception) -> Flask:
    """The application with one more address, where this error is raised."""
    from flask import Blueprint

    def view() -> None:
        raise error

    app.register_blueprint(register(Blueprint("failing", __name__), [Route("/failing", "view", view)]))
    app.testing = False
    return app


@pytest.mark.parametrize(
    ("error", "status", "said"),
    [
        (errors.NotFound("Offer DEMO-1 is a draft."), 404, "never public"),
        (errors.Forbidden("You may not decide this."), 403, "You may not decide this."),
        (errors.Invalid({"title": ["Missing."]}), 422, "Missing."),
        (errors.InvalidParameter("Host", "x", "No such host."), 400, "No such host."),
        (errors.Conflict("This offer has changed since you looked at it."), 409, "has changed since"),
        (errors.WrongState("This is not possible now."), 409, "not possible now"),
        (errors.Unavailable(), 503, "Try again in a minute"),
        (RuntimeError("secret detail"), 500, "It has been noted."),
    ],
)
def test_each_refusal_is_a_page(app: Flask, error: Exception, status: int, said: str) -> None:
    client = failing(app, error).test_client()
    tree = page(client, "/failing", status)
    assert said in words(tree, "//main")
    assert "DEMO-1" not in words(tree, "//main")
    assert "secret detail" not in words(tree, "//html")
    assert tree.xpath("//main//a[@href='/offers']"), "a way on"
    assert not tree.xpath("//link[@rel='alternate']"), "an error has no address of its own"


def test_an_error_speaks_the_language_of_its_address(app: Flask) -> None:
    tree = page(app.test_client(), "/fr/nulle-part", 404)
    assert words(tree, "//h1") == "Il n’y a rien ici"
    assert tree.xpath("//ul[contains(@class,'langs')]//a/@href") == ["/", "/de/"]


def test_a_wrong_method_says_which_are_right(app: Flask) -> None:
    answer = app.test_client().post("/offers", headers={"Origin": "http://localhost"})
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    assert "cannot be done here" in answer.get_data(as_text=True)


def test_what_cannot_be_read_never_leads_to_another_site(app: Flask) -> None:
    client = app.test_client()
    for address in ("/offers?foo=//evil.example", "/decisions?page=//evil.example", "/fr/offers?kind=%0d%0aX:y"):
        location = client.get(address).headers["Location"]
        assert location in ("/offers", "/decisions", "/fr/offers")


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/offers?kind=training&" + "&".join(f"utm_{number}=x" for number in range(25)), "/offers?kind=training"),
        ("/offers?kind=zzz&kind=training&level=99&sort=odd&utm=1&page=x", "/offers?kind=training"),
        ("/offers?q=one&q=two&q=three&region=zz", "/offers?q=one"),
        ("/offers?lang=fr&kind=training", "/offers?kind=training"),
        ("/fr/offers?lang=de", "/fr/offers"),
        ("/providers?a=1&b=2&c=3", "/providers"),
        ("/rules?a=1&b=2", "/rules"),
        ("/events?a=1&b=2&when=coming", "/events?when=coming"),
        ("/events?when=coming&when=past&when=never", "/events"),
    ],
)
def test_all_that_cannot_be_read_is_dropped_at_once(app: Flask, address: str, canonical: str) -> None:
    answer = app.test_client().get(address)
    assert (answer.status_code, answer.headers["Location"]) == (302, canonical)


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/favicon.ico", "/static/mark.svg"),
        ("/offers/", "/offers"),
        ("/offers/?q=a%20b", "/offers?q=a%20b"),
        ("/fr/events//", "/fr/events"),
        ("/offers/DEMO-1/", "/offers/DEMO-1"),
        ("/FR/offers?page=2", "/fr/offers?page=2"),
        ("/En/offers", "/offers"),
        ("/DE", "/de/"),
    ],
)
def test_what_people_and_browsers_type_leads_to_the_address_meant(app: Flask, address: str, leads_to: str) -> None:
    answer = app.test_client().get(address)
    assert (answer.status_code, answer.headers["Location"]) == (301, leads_to)


@pytest.mark.parametrize("address", ["/nowhere/", "/api/v1/offers/", "/x//offers/", "/healthz/", "/fr/nowhere/"])
def test_a_slash_is_taken_away_only_where_something_is(app: Flask, address: str) -> None:
    assert app.test_client().get(address).status_code == 404
