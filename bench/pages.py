"""What visitors wait for: home, results, offers and the API, asked by several clients at once of two server processes,
one for each core. Addresses are drawn anew for every request, so that no answer repeats the one before."""

import http.client
import os
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.generator import COMPETENCES
from bench.words import SUBJECTS, TOWNS

ROOT = Path(__file__).resolve().parent.parent
WARM_UP = 40  # requests not counted


@dataclass(frozen=True)
class Times:
    """Milliseconds inside the server of one class of request, and what the client waited, the queue before the server
    included."""

    name: str
    count: int
    median: float
    p95: float
    largest: float
    waited: float
    waited_p95: float


class Visitors:
    """So many clients, each with its own luck and one connection that is kept."""

    def __init__(self, port: int, offers: Sequence[str], clients: int) -> None:
        self._port, self._offers, self._clients = port, offers, clients
        self._taken: dict[str, list[tuple[float, float]]] = defaultdict(list)  # inside the server, at the client
        self._failed: list[str] = []

    def go(self, requests: int) -> list[Times]:
        """Ask so many times in all; RuntimeError when an answer is not 200."""
        share = requests // self._clients
        threads = [threading.Thread(target=self._one, args=(at, share)) for at in range(self._clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self._failed:
            raise RuntimeError(f"{len(self._failed)} answers were not 200, the first: {self._failed[0]}")
        return [_times(name, taken) for name, taken in sorted(self._taken.items())]

    def _one(self, number: int, requests: int) -> None:
        chance = random.Random(number)  # the same questions every time
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=60)
        for at in range(requests + WARM_UP // self._clients):
            name, address = self._address(chance)
            began = time.perf_counter()
            connection.request("GET", address, headers={"Host": "localhost", "Accept-Encoding": "br"})
            answer = connection.getresponse()
            answer.read()
            waited = (time.perf_counter() - began) * 1000
            if answer.status != 200:
                self._failed.append(f"{answer.status} {address}")
            elif at >= WARM_UP // self._clients:
                took = (answer.getheader("Server-Timing") or "").partition("dur=")[2]
                self._taken[name].append((float(took), waited))
        connection.close()

    def _address(self, chance: random.Random) -> tuple[str, str]:
        name = chance.choices(("home", "results", "filtered", "offer", "api"), (1, 4, 3, 4, 2))[0]
        words = chance.choice(SUBJECTS)
        if name == "home":
            return name, "/"
        if name == "offer":
            return name, f"/offers/{chance.choice(self._offers)}"
        if name == "api":
            return name, "/api/v1/offers?" + urlencode({"q": words})
        if name == "results":
            order = chance.choice(((), (("sort", "soonest"),), (("sort", "cheapest"),)))
            return name, "/offers?" + urlencode([("q", words), *order])
        several = [("competence", chance.choice(COMPETENCES)), ("region", chance.choice(TOWNS)[1]), ("mode", "onsite")]
        chosen = chance.sample(several, chance.randrange(1, 3))
        return name, "/offers?" + urlencode(sorted([("q", words), *chosen], key=lambda pair: _ORDER.index(pair[0])))


_ORDER = ("q", "competence", "mode", "region")


class Serving:
    """The portal in two processes of one thread, as behind a proxy that buffers, while the `with` lasts."""

    def __init__(self, port: int, settings: Mapping[str, str]) -> None:
        self._port = port
        self._environment = {**os.environ, **settings, "REGISTRY_BASE_URL": "http://localhost"}

    def __enter__(self) -> None:
        bound = f"127.0.0.1:{self._port}"
        command = [
            "-m",
            "gunicorn",
            "-w",
            "2",
            "--threads",
            "1",
            "-b",
            bound,
            "--log-level",
            "error",
            "bench.timed:app",
        ]
        self._process = subprocess.Popen([sys.executable, *command], cwd=ROOT, env=self._environment)  # noqa: S603
        deadline = time.monotonic() + 60
        while not self._answers():
            if time.monotonic() > deadline or self._process.poll() is not None:
                self._process.kill()
                raise RuntimeError("the server does not start")
            time.sleep(0.1)

    def __exit__(self, *_exception: object) -> None:
        self._process.terminate()
        self._process.wait(20)

    def _answers(self) -> bool:
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=2)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()


def _times(name: str, taken: list[tuple[float, float]]) -> Times:
    inside, waited = (sorted(pair[at] for pair in taken) for at in (0, 1))
    late = int(len(taken) * 0.95)
    return Times(
        name,
        len(taken),
        statistics.median(inside),
        inside[late],
        inside[-1],
        statistics.median(waited),
        waited[late],
    )
