"""The provider's desk. All its addresses stand in this one table."""

from flask import Blueprint, Flask

from registry.kernel.routes import Route, register
from registry.web.publish import organisation

ROUTES: tuple[Route, ...] = (*organisation.ROUTES,)

blueprint = register(Blueprint("publish", __name__), ROUTES)


def init_app(app: Flask) -> None:
    """Give the app the provider's desk."""
    app.register_blueprint(blueprint)
