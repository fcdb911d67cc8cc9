"""The administrators' desk: providers that wait to be verified and what is decided about them, people and their roles.
All addresses stand in this one table."""

from flask import Blueprint

from registry.kernel.routes import Route, register
from registry.web.admin import people, providers
from registry.web.pages import shown

POST = ("POST",)

ROUTES: tuple[Route, ...] = (
    Route("", "providers", shown(providers.listing, ("standing", "q")), "admin"),
    Route("/providers/<code>", "provider", shown(providers.show), "admin"),
    Route("/providers/<code>/decide", "decide", shown(providers.decide), "admin", POST),
    Route("/providers/<code>/enrol", "enrol", shown(providers.enrol), "admin", POST),
    Route("/people", "people", shown(people.listing, ("q",)), "admin"),
    Route("/people/<ref>", "person", shown(people.show), "admin"),
    Route("/people/<ref>/change", "change", shown(people.change), "admin", POST),
)

blueprint = register(Blueprint("admin", __name__, url_prefix="/admin"), ROUTES)
