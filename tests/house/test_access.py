"""Who gets where: the matrix caller × route × method, made from the routes that there are and their policies. A new
route is in it by itself; one whose address needs a sample the table below does not have fails here. What a verb asks
beyond the policy (own or foreign, conflict of interest) is tried on the routes that name a thing."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from registry.kernel import routes
from registry.kernel.db import db
from registry.kernel.routes import GATED, OPEN
from registry.kernel.transaction import transaction
from registry.providers.model import Membership
from tests import builders, signing
from tests.house.addresses import GONE, address

ROLES = {"reviewer": ("reviewer",), "organiser": ("organiser",), "admin": ("admin",), "desk": ("reviewer", "admin")}
# caller → roles of the registry, of which provider, with a second factor?
CALLERS: dict[str, tuple[tuple[str, ...], str, bool]] = {
    "newcomer": ((), "", True),
    "editor": ((), "own", False),
    "stranger": ((), "foreign", False),
    "removed": ((), "", False),
    "reviewer": (("reviewer",), "", True),
    "reviewer without factor": (("reviewer",), "", False),
    "organiser": (("organiser",), "", True),
    "admin": (("admin",), "", True),
    "admin without factor": (("admin",), "", False),
}
# what may come of it: passes the gate; is led to signing in, to a provider, to a second factor; is refused
PASSES, SIGN_IN, JOIN, FACTOR, REFUSED = "passes", "sign in", "join", "factor", "refused"


@dataclass(frozen=True)
class World:
    """The callers, and an offer that is the editor's own."""

    clients: dict[str, FlaskClient]
    code: str


def expected(policy: str, caller: str) -> str:
    """What the table of policies says should come of it."""
    if policy in OPEN:
        return PASSES
    if caller == "visitor":
        return SIGN_IN
    roles, member, factor = CALLERS[caller]
    if policy == "signed-in":
        return PASSES
    if policy == "member":
        return PASSES if member else JOIN
    if not set(ROLES[policy]) & set(roles):
        return REFUSED
    return PASSES if factor else FACTOR


def came_of(answer: TestResponse, method: str) -> str:
    """What came of it."""
    way = answer.headers.get("Location", "") if answer.status_code == 303 else ""
    for found, path in ((SIGN_IN, "/account/login"), (JOIN, "/publish/join"), (FACTOR, "/account/second-factor")):
        if way.partition("?")[0].endswith(path) and method == "GET":
            return found
    return REFUSED if answer.status_code == 403 else PASSES


def world(app: Flask) -> World:
    """One of each caller, and an offer."""
    with app.app_context():
        places = {"own": builders.vetted_provider(), "foreign": builders.vetted_provider(name="Other House"), "": None}
        clients = {"visitor": app.test_client()}
        for number, (caller, (roles, member, factor)) in enumerate(CALLERS.items()):
            made = signing.account(f"caller{number}@example.org", roles=roles)
            if member:
                signing.join(made.id, str(places[member]))
            if caller == "removed":
                signing.join(made.id, str(places["own"]))
            clients[caller] = signing.signed_in(app, made.id, second_factor=factor)
            if caller == "removed":
                assert clients[caller].get("/publish").status_code == 200
                with transaction():
                    db.session.execute(delete(Membership).where(Membership.user_id == made.id))
        return World(clients, builders.draft(provider_code=places["own"]))


def rules(app: Flask) -> list[tuple[Rule, str]]:
    """Every route with its policy."""
    known = routes.policies(app)
    return [(rule, known[rule.endpoint]) for rule in app.url_map.iter_rules()]


def ask(client: FlaskClient, method: str, path: str) -> TestResponse:
    """Send it, as a form of ours would be sent."""
    own = {"Sec-Fetch-Site": "same-origin"}
    return client.open(path, method=method, headers=own, data=signing.form() if method != "GET" else None)


@pytest.mark.one_database
@pytest.mark.promise("P06")
@pytest.mark.promise("P07")
def test_every_route_answers_every_caller_as_its_policy_says(app: Flask) -> None:
    here, wrong, cells = world(app), [], 0
    with app.test_request_context():
        asked = [(rule, policy, address(app, rule, GONE)) for rule, policy in rules(app) if policy in GATED]
    for rule, policy, path in asked:
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            for caller in ("visitor", *CALLERS):
                answer, cells = ask(here.clients[caller], method, path), cells + 1
                wanted, found = expected(policy, caller), came_of(answer, method)
                if method != "GET" and wanted in (SIGN_IN, JOIN, FACTOR):
                    wanted = REFUSED
                if found != wanted or answer.status_code >= 500:
                    wrong.append(f"{method} {path} ({policy}) as {caller}: {answer.status_code}, not {wanted}")
    assert not wrong, "\n".join(wrong)
    assert cells > 100


@pytest.mark.one_database
@pytest.mark.promise("P06")
def test_what_is_anothers_answers_like_what_is_not_there(app: Flask) -> None:
    here = world(app)
    with app.test_request_context():
        about = [rule for rule, policy in rules(app) if policy == "member" and "code" in rule.arguments]
        pairs = [(rule, address(app, rule, here.code), address(app, rule, GONE)) for rule in about]
    assert pairs, "no route of the desk names an offer"
    for rule, own, gone in pairs:
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            foreign, missing = ask(here.clients["stranger"], method, own), ask(here.clients["stranger"], method, gone)
            assert foreign.status_code == missing.status_code == 404, f"{method} {own}: {foreign.status_code}"
            assert plain(foreign, here.code) == plain(missing, GONE), own


@pytest.mark.one_database
def test_public_answers_set_no_cookie_and_are_the_same_for_everybody(app: Flask) -> None:
    here = world(app)
    with app.test_request_context():
        paths = {address(app, rule, here.code) for rule, policy in rules(app) if policy == "public"}
    for path in sorted(paths):
        answers = [ask(here.clients[caller], "GET", path) for caller in ("visitor", "editor", "admin")]
        assert not any("Set-Cookie" in answer.headers for answer in answers), path
        assert not any("Cookie" in answer.headers.get("Vary", "") for answer in answers), path
        assert len({answer.data for answer in answers}) == 1, path


def plain(answer: TestResponse, code: str) -> str:
    """The page without the code it was asked for, which the language links repeat."""
    return re.sub(re.escape(code), "CODE", answer.get_data(as_text=True), flags=re.IGNORECASE)
