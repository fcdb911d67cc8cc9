"""Places: the regions that have offers, as a picture map and as lists."""

from dataclasses import dataclass
from typing import ClassVar

from registry.web.pages.base import Page
from registry.web.values import Link


@dataclass(frozen=True)
class Tile:
    """A region on the picture map: the side of its square stands for its number; without a name it is a gap."""

    name: str = ""
    count: str = ""
    count_words: str = ""
    side: int = 0
    href: str = ""
    country: str = ""


@dataclass(frozen=True)
class Region:
    """A region in a list; `large` directly below its country."""

    name: str
    count: str
    href: str
    large: bool


@dataclass(frozen=True)
class Country:
    """A country with the regions in it that have offers."""

    code: str
    name: str
    words: str
    href: str
    regions: tuple[Region, ...]


@dataclass(frozen=True, kw_only=True)
class PlacesPage(Page):
    """The map and beside it every country; both empty while there is no index."""

    template: ClassVar[str] = "portal/places.html"

    tiles: tuple[Tile, ...]
    columns: int
    countries: tuple[Country, ...]
    online: Link | None
    degraded: str
