"""Whose data goes out and in which words: the little every outgoing shape must know of the registry it comes from. A
value handed in, so that the shapes stay functions from views to text and need no request to be tried."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from registry.config import Settings
from registry.kernel.text import Picked, pick


@dataclass(frozen=True)
class Site:
    """The registry as a source: its settings and the language its texts are wanted in."""

    settings: Settings
    language: str

    def uri(self, path: str) -> str:
        """The name of a thing: the same in every language."""
        return self.settings.base_url + path

    def page(self, path: str) -> str:
        """The page of a thing in this language."""
        prefix = "" if self.language == self.settings.languages[0] else f"/{self.language}"
        return self.settings.base_url + prefix + path

    def text(self, local: Mapping[str, str] | None, original: str | None = None) -> Picked:
        """The text in this language, else as it was written, with the language it is in."""
        return pick(local, self.language, original)

    @property
    def host(self) -> str:
        """The name under which the registry is reached; it makes our identifiers unlike everybody else's."""
        return urlsplit(self.settings.base_url).hostname or "localhost"


def offer_path(code: str) -> str:
    """Where an offer stands."""
    return f"/offers/{code}"


def run_path(offer: str, run: str) -> str:
    """What a run is called: a part of its offer."""
    return f"{offer_path(offer)}#{run}"


def provider_path(slug: str) -> str:
    """Where a provider stands."""
    return f"/providers/{slug}"


def event_path(slug: str) -> str:
    """Where an event stands."""
    return f"/events/{slug}"
