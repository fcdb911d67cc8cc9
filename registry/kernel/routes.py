"""How a door states its routes: one table per blueprint, each line with the policy that guards it. A route that names
no policy cannot be registered, and the app's guard refuses any endpoint it does not find here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, current_app, request

HEALTH = frozenset({"/healthz", "/readyz"})
# public: anyone, no session, no cookie. operations: health and readiness, for machines.
POLICIES = ("public", "operations")


@dataclass(frozen=True)
class Route:
    """One address: `rule` as Flask writes it, `endpoint` unique in its blueprint, the view, its policy, its methods."""

    rule: str
    endpoint: str
    view: Callable[..., Any]
    policy: str = "public"
    methods: tuple[str, ...] = ("GET",)

    def __post_init__(self) -> None:
        if self.policy not in POLICIES:
            raise ValueError(f"{self.rule}: unknown policy {self.policy!r}")


def register(blueprint: Blueprint, routes: Sequence[Route]) -> Blueprint:
    """Add the routes to the blueprint and remember each one's policy when the blueprint joins an app."""
    for route in routes:
        blueprint.add_url_rule(route.rule, route.endpoint, route.view, methods=list(route.methods))

    def remember(state: Any) -> None:
        policies(state.app).update({f"{blueprint.name}.{route.endpoint}": route.policy for route in routes})

    blueprint.record(remember)
    return blueprint


def is_data(path: str) -> bool:
    """Does this address belong to the door for machines, whether or not there is anything?"""
    return path.lstrip("/").partition("/")[0] == "api"


def is_for_machines(path: str) -> bool:
    """Does it, or does it ask how the process is?"""
    return is_data(path) or path in HEALTH


def policies(app: Flask) -> dict[str, str]:
    """Policy by endpoint of every route of the app."""
    known: dict[str, str] = app.extensions.setdefault("registry.policies", {})
    return known


def guard() -> None:
    """Deny by default: an endpoint that no table declares is a mistake of ours and answers 500, never its view."""
    if request.endpoint is not None and request.endpoint not in policies(current_app):
        raise RuntimeError(f"endpoint {request.endpoint} names no policy")
