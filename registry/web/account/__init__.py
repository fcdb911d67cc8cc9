"""One's account: signing in and all that belongs to it (Flask-Security's, in our pages), and the page from which one
goes to one's desks."""

from flask import Blueprint, Flask

from registry.config import Settings
from registry.kernel.routes import Route, register
from registry.web.account import home, national
from registry.web.pages import shown

ROUTES = (
    Route("/account", "home", shown(home.show), "signed-in"),
    Route("/account/second-factor", "second_factor", shown(home.second_factor, ("next",)), "signed-in"),
    Route("/account/language", "language", home.choose_language, "signed-in", ("POST",)),
    Route("/account/national", "national", national.begin, "sign-in"),
    Route("/account/national/back", "national_back", national.back, "sign-in"),
    Route("/account/national/disconnect", "disconnect", shown(national.disconnect), "signed-in", ("GET", "POST")),
    Route("/account/end-others", "end_others", home.end_others, "signed-in", ("POST",)),
)

blueprint = register(Blueprint("account", __name__), ROUTES)


def init_app(app: Flask, settings: Settings) -> None:
    """Give the app the pages for signing in. Flask-Security is imported here and not before it is needed."""
    from registry.web.account import security

    app.register_blueprint(blueprint)
    security.init_app(app, settings)
