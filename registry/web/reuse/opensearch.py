"""The description by which a browser offers to search the portal from its own address bar, one per language."""

from typing import Any

from flask import Response, url_for
from lxml import etree

from registry import config
from registry.kernel.i18n import gettext as _
from registry.kernel.i18n import language
from registry.kernel.routes import Route
from registry.web import identity
from registry.web.assets import asset
from registry.web.reuse import answers
from registry.web.reuse.answers import Kind

NAMESPACE = "http://a9.com/-/spec/opensearch/1.1/"
NAMES: Any = {None: NAMESPACE}  # the default namespace
DESCRIPTION = Kind("application/opensearchdescription+xml; charset=utf-8", "xml", 86_400)
LONGEST_NAME = 16  # characters, says the specification
WORDS = "?q={searchTerms}"


def description() -> Response:
    """Who we are, and where words go."""
    answers.plainly()
    settings = config.current()
    root = etree.Element(_name("OpenSearchDescription"), nsmap=NAMES)
    for name, text in (
        ("ShortName", identity.in_two_lines(settings.name)[0][:LONGEST_NAME]),
        ("Description", _("Find training, career guidance and skills recognition.")),
        ("LongName", settings.name[:48]),
        ("Language", language()),
        ("InputEncoding", "UTF-8"),
        ("OutputEncoding", "UTF-8"),
    ):
        etree.SubElement(root, _name(name)).text = text
    etree.SubElement(root, _name("Image"), type="image/svg+xml").text = settings.base_url + asset("mark.svg")
    for kind, endpoint in (("text/html", "portal.offers"), ("application/atom+xml", "reuse.found_feed")):
        template = settings.base_url + url_for(endpoint) + WORDS
        etree.SubElement(root, _name("Url"), type=kind, template=template, rel="results")
    body: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True)
    return answers.sent(body, DESCRIPTION, "opensearch")


def _name(local: str) -> str:
    return f"{{{NAMESPACE}}}{local}"


ROUTES = (Route("/opensearch.xml", "opensearch", description),)
