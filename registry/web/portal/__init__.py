"""The portal: everything a visitor sees. All its addresses stand in this one table, each with the policy that guards
it."""

from flask import Blueprint

from registry.kernel.routes import Route, register
from registry.web.offer import past
from registry.web.pages import shown
from registry.web.portal import (
    cards,
    competences,
    confirm,
    decisions,
    developers,
    events,
    explaining,
    home,
    ledger,
    offer,
    offers,
    places,
    providers,
    reports,
    rules,
    statistics,
    strays,
    styleguide,
)

OWN = None  # a view that reads all of its address: the parameters of a search, of a list, of an event's topics

ROUTES: tuple[Route, ...] = (
    Route("/", "home", shown(home.show), policy="public"),
    Route("/offers", "offers", shown(offers.listing, OWN), policy="public"),
    Route("/offers/<code>", "offer", shown(offer.show, (past.PARAMETER,)), policy="public"),
    Route("/offers/<code>/card.png", "offer_card", cards.of_offer, policy="public"),
    Route("/card.png", "card", cards.general, policy="public"),
    Route("/competences", "competences", shown(competences.listing), policy="public"),
    Route("/competences/<code>", "competence", shown(competences.show), policy="public"),
    Route("/providers", "providers", shown(providers.listing, OWN), policy="public"),
    Route("/providers/<slug>", "provider", shown(providers.show), policy="public"),
    Route("/events", "events", shown(events.listing, OWN), policy="public"),
    Route("/events/<slug>", "event", shown(events.show, OWN), policy="public"),
    Route("/events/<slug>/handout", "handout", shown(events.sheet), policy="public"),
    Route("/decisions", "decisions", shown(decisions.listing, OWN), policy="public"),
    Route("/decisions/<int:number>", "decision", shown(decisions.show), policy="public"),
    Route("/ledger", "ledger", shown(ledger.show, OWN), policy="public"),
    Route("/report/<code>", "report", reports.form, policy="open"),
    Route("/report/<code>", "reported", reports.send, policy="open", methods=("POST",)),
    Route("/report/status", "report_find", reports.find, policy="open"),
    Route("/report/status/<reference>", "report_status", reports.status, policy="open"),
    Route("/statistics", "statistics", shown(statistics.show), policy="public"),
    Route("/places", "places", shown(places.show), policy="public"),
    Route("/rules", "rules", shown(rules.show, OWN), policy="public"),
    Route("/rules/ranking", "ranking", shown(rules.ranking), policy="public"),
    Route("/confirm/<token>", "confirm", confirm.show, policy="open"),
    Route("/confirm/<token>", "confirm_sent", confirm.confirm, policy="open", methods=("POST",)),
    Route("/help", "help", shown(explaining.guide), policy="public"),
    Route("/about", "about", shown(explaining.about), policy="public"),
    Route("/contact", "contact", shown(explaining.contact), policy="public"),
    Route("/legal", "legal", shown(explaining.legal), policy="public"),
    Route("/privacy", "privacy", shown(explaining.privacy), policy="public"),
    Route("/accessibility", "accessibility", shown(explaining.accessibility), policy="public"),
    Route("/developers", "developers", shown(developers.show), policy="public"),
    Route("/favicon.ico", "favicon", strays.favicon, policy="public"),
    Route("/styleguide", "styleguide", shown(styleguide.show), policy="public"),
)

blueprint = register(Blueprint("portal", __name__), ROUTES)
