"""The door for whoever reads the portal with a program of their own: the same things as the pages, as data, calendars,
feeds and tables, and the files by which search engines find their way. One module per shape, each with its table of
routes."""

from flask import Blueprint

from registry.kernel.routes import Route, register
from registry.web.reuse import calendars, data, feeds, opensearch, proofs, sitemap, table
from registry.web.reuse.refusals import refused

__all__ = ["ROUTES", "blueprint", "refused"]

ROUTES: tuple[Route, ...] = (
    *data.ROUTES,
    *calendars.ROUTES,
    *feeds.ROUTES,
    *table.ROUTES,
    *sitemap.ROUTES,
    *opensearch.ROUTES,
    *proofs.ROUTES,
)

blueprint = register(Blueprint("reuse", __name__), ROUTES)
