"""What holds for every test, whatever it is about: no request outlives itself, nothing falls by chance, and nobody
talks to another machine."""

import socket
from collections.abc import Iterator

import pytest
from hypothesis import settings

from registry.quality import sampling

# the same examples in every run, however busy the machine is
settings.register_profile("registry", derandomize=True, deadline=None)
settings.load_profile("registry")


@pytest.fixture(autouse=True)
def _push_request_context() -> None:
    """pytest-flask would keep one request context for the whole test and leak `g` between requests; it shall not."""


@pytest.fixture(autouse=True)
def _nothing_is_drawn() -> Iterator[None]:
    """No second opinion falls on a listing by chance; a test that is about one says what is drawn."""
    with sampling.drawing(sampling.OF - 1):
        yield


@pytest.fixture(autouse=True)
def _closed_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests talk to this machine only."""
    connect = socket.socket.connect

    def guarded(self: socket.socket, address: object) -> None:
        host = address[0] if isinstance(address, tuple) else "unix"
        if host not in ("127.0.0.1", "::1", "localhost", "unix", "0.0.0.0"):  # noqa: S104 - compared, not bound
            raise OSError(f"tests do not talk to {host}")
        connect(self, address)  # type: ignore[arg-type]  # whatever the caller gave

    monkeypatch.setattr(socket.socket, "connect", guarded)
