"""schema.org out (release 30): offers, providers, events and lists as JSON-LD for search engines and whoever reads the
web as data. Views go in, plain mappings come out; what nobody stated is left out, never filled in."""

from registry.interchange.schema_org.event import event
from registry.interchange.schema_org.lists import found, website
from registry.interchange.schema_org.offer import offer
from registry.interchange.schema_org.organisation import provider

__all__ = ["event", "found", "offer", "provider", "website"]
