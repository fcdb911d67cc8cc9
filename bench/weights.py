"""What a first visit weighs: the page, its stylesheet and its script as they travel, compressed, to an
empty cache."""

import http.client
import re
from dataclasses import dataclass

LIMIT = 40_000  # bytes of a first view, DESIGN section 6
_ASSETS = re.compile(r'(?:href|src)="(/static/[^"]+\.(?:css|js)[^"]*)"')


@dataclass(frozen=True)
class Weight:
    """Bytes that travel for one address: the page itself, and page, style and script together."""

    name: str
    page: int
    whole: int


def weigh(port: int, pages: dict[str, str]) -> list[Weight]:
    """Fetch each page (name → address) and what it needs to be seen, as a browser that takes Brotli."""
    return [_weight(port, name, address) for name, address in pages.items()]


def _weight(port: int, name: str, address: str) -> Weight:
    size, _coded = _fetch(port, address, "br")
    _size, text = _fetch(port, address, "identity")
    assets = sorted(set(_ASSETS.findall(text.decode())))
    if not assets:
        raise RuntimeError(f"{address} names neither style nor script")
    return Weight(name, size, size + sum(_fetch(port, asset, "br")[0] for asset in assets))


def _fetch(port: int, address: str, encoding: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", address, headers={"Host": "localhost", "Accept-Encoding": encoding})
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{answer.status} for {address}")
        return len(body), body
    finally:
        connection.close()
