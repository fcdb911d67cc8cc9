"""The provider's desk: what is to be done, offers written topic by topic, dates, checking and submitting, answers and
appeals. Every page works without script; every verb it calls asks again whether one may."""

from flask import Blueprint, Flask

from registry.kernel.routes import Route, register
from registry.web.pages import shown
from registry.web.publish import (
    acts,
    answering,
    appealing,
    checking,
    confirming,
    dashboard,
    dates,
    organisation,
    preview,
    starting,
    tasks,
    translating,
    writing,
)

OFFER = "/publish/offers/<code>"
BOTH = ("GET", "POST")
ROUTES: tuple[Route, ...] = (
    Route("/publish", "home", shown(dashboard.show, None), "member"),
    Route("/publish/new", "new", shown(starting.new, ("provider",)), "member"),
    Route("/publish/new", "begin", shown(starting.begin, ("provider",)), "member", ("POST",)),
    Route("/publish/confirm", "confirm_all", shown(confirming.confirm_all, ("provider",)), "member", BOTH),
    Route(OFFER, "offer", shown(tasks.show), "member"),
    Route(OFFER + "/preview", "preview", shown(preview.show), "member"),
    Route(OFFER + "/check", "check", shown(checking.check), "member", BOTH),
    Route(OFFER + "/status", "status", shown(checking.status), "member"),
    Route(OFFER + "/remarks", "remarks", shown(answering.show), "member", BOTH),
    Route(OFFER + "/decisions/<int:number>", "decision", shown(appealing.decision), "member", BOTH),
    Route(OFFER + "/translations", "translations", shown(translating.show, ("to",)), "member", BOTH),
    Route(OFFER + "/runs", "runs", shown(dates.show), "member", BOTH),
    Route(OFFER + "/runs/new", "new_run", shown(dates.new, ("like",)), "member", BOTH),
    Route(OFFER + "/runs/<run>", "run", shown(dates.change), "member", BOTH),
    Route(OFFER + "/runs/<run>/<action>", "run_act", shown(dates.act), "member", BOTH),
    Route(OFFER + "/topics/<topic>", "topic", shown(writing.topic, ("back",)), "member", BOTH),
    Route(OFFER + "/acts/<action>", "act", shown(acts.act), "member", BOTH),
    *organisation.ROUTES,
)

blueprint = register(Blueprint("publish", __name__), ROUTES)


def init_app(app: Flask) -> None:
    """Give the app the provider’s desk."""
    app.register_blueprint(blueprint)
