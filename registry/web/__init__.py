"""The door for people: pages made of plain values, the look, and the languages they speak. `install` is called once by
the composition root; everything a page shows comes from the domains below, nothing is decided here but how it is said.
"""

from flask import Flask

from registry.kernel import csrf, nonce
from registry.web import account, acting, errors, publish
from registry.web.admin import blueprint as admin
from registry.web.assets import asset
from registry.web.portal import blueprint
from registry.web.reuse import blueprint as reuse
from registry.web.review import blueprint as review


def init_app(app: Flask) -> None:
    """Give the app the portal's routes, its error pages and the static addresses its templates ask for."""
    app.jinja_env.globals.update(asset=asset, csrf_token=csrf.token, nonce=nonce.new)
    acting.init_app(app)
    app.register_blueprint(blueprint)
    app.register_blueprint(reuse)
    account.init_app(app, app.config["REGISTRY"])
    app.register_blueprint(review)
    app.register_blueprint(admin)
    publish.init_app(app)
    errors.init_app(app)
