"""How a door states its routes: one table per blueprint, each line with the policy that guards it. A route that names
no policy cannot be registered, and the app's guard refuses any endpoint it does not find here. Who a visitor is the
kernel cannot know: the door for people installs the gate that answers for every policy beyond the open ones."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Flask, current_app, request

HEALTH = frozenset({"/healthz", "/readyz"})
# public: anyone, reading only, no session, no cookie. operations: health and readiness, for machines.
# open: anyone, who may also send something (a report, a confirmation by signed link). sign-in: the pages by which one
# becomes somebody.
OPEN = ("public", "operations", "open", "sign-in")
# signed-in: whoever has an account. member: of some provider. The others are roles, with their second factor; desk:
# reviewers and admins. Which provider or offer it is about is asked by the verbs, which know the thing.
GATED = ("signed-in", "member", "reviewer", "organiser", "admin", "desk")
POLICIES = (*OPEN, *GATED)
Gate = Callable[[str], Any]


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
    """Does this address belong to the door for machines, whether or not there is anything? Of the ledger only its own
    page does not."""
    first, _, rest = path.lstrip("/").partition("/")
    return first == "api" or (first == "ledger" and bool(rest))


def is_for_machines(path: str) -> bool:
    """Does it, or does it ask how the process is?"""
    return is_data(path) or path in HEALTH


def policies(app: Flask) -> dict[str, str]:
    """Policy by endpoint of every route of the app."""
    known: dict[str, str] = app.extensions.setdefault("registry.policies", {})
    return known


def declare(app: Flask, endpoints: Mapping[str, str]) -> None:
    """State the policies of endpoints that a library registers by itself."""
    unknown = set(endpoints.values()) - set(POLICIES)
    if unknown:
        raise ValueError(f"unknown policies {sorted(unknown)}")
    policies(app).update(endpoints)


def install_gate(app: Flask, gate: Gate) -> None:
    """Tell the guard who answers for the policies that ask who one is."""
    app.extensions["registry.gate"] = gate


def guard() -> Any:
    """Deny by default: an endpoint that no table declares is a mistake of ours and answers 500, never its view. What
    the gate returns (the way to sign in) is answered instead of the view."""
    if request.endpoint is None:
        return None
    policy = policies(current_app).get(request.endpoint)
    if policy is None:
        raise RuntimeError(f"endpoint {request.endpoint} names no policy")
    return None if policy in OPEN else current_app.extensions["registry.gate"](policy)
