"""Every route names its policy, and an undeclared one never reaches its view."""

from flask import Flask

from registry.kernel import routes
from registry.kernel.routes import POLICIES


def test_every_endpoint_names_a_known_policy(program: Flask) -> None:
    known = routes.policies(program)
    endpoints = {rule.endpoint for rule in program.url_map.iter_rules()}
    assert endpoints == set(known), f"without policy: {endpoints - set(known)}; without route: {set(known) - endpoints}"
    assert set(known.values()) <= set(POLICIES)


def test_a_route_without_a_policy_answers_500_and_not_its_view(program: Flask) -> None:
    from registry.app import create_app

    app = create_app(program.config["REGISTRY"])
    app.add_url_rule("/stray", "stray", lambda: "secret")
    answer = app.test_client().get("/stray")
    assert answer.status_code == 500
    assert b"secret" not in answer.data


def test_no_public_route_takes_an_unsafe_method(program: Flask) -> None:
    for rule in program.url_map.iter_rules():
        if routes.policies(program)[rule.endpoint] == "public":
            assert rule.methods <= {"GET", "HEAD", "OPTIONS"}, rule.rule
