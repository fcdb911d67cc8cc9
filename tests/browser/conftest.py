"""A server with the demonstration on a port of its own, and one browser for the whole run."""

import datetime as dt
import os
import shutil
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Request, sync_playwright
from werkzeug.serving import make_server

from registry.app import create_app
from registry.config import Settings
from registry.kernel.db import db
from tests.conftest import NOW, chromium
from tests.faults.kit import free_port

EVENT = "/events/policy-event-ila-micro-credentials-2022"
PLAIN = (
    "/", "/offers", "/offers?q=online&kind=guidance&level=8", "/competences", "/competences/1", "/competences/1.3",
    "/providers", "/providers/open-latch-collective", "/events", EVENT, EVENT + "/handout", "/decisions",
    "/decisions/1", "/ledger", "/statistics", "/report/status", "/places", "/rules", "/rules/ranking",
    "/help", "/about", "/contact", "/legal", "/privacy", "/accessibility", "/developers", "/styleguide", "/nowhere",
)  # fmt: skip


class Site:
    """The running portal: its address, its application, and what it shows."""

    def __init__(self, address: str, app: Flask) -> None:
        self.address, self.app = address, app

    def offer(self, **asked: str) -> str:
        """The address of the first offer a search finds."""
        answer = self.app.test_client().get("/api/v1/offers", query_string=asked, base_url=self.address)
        return "/offers/" + str(answer.get_json()["items"][0]["code"])

    def gone(self) -> str:
        """The address of an offer that is no longer listed."""
        from registry.catalogue.model import Offer, Version

        with self.app.app_context():
            found = db.session.query(Offer.code).join(Version, Version.offer_id == Offer.id)
            return f"/offers/{found.filter(Version.state == 'withdrawn').limit(1).scalar()}"

    def earlier(self) -> str:
        """The page of an offer as it stood on the day before today, where it was listed then."""
        from registry.catalogue.model import Offer, Version

        yesterday = dt.datetime.fromisoformat(NOW) - dt.timedelta(days=1)
        with self.app.app_context():
            found = db.session.query(Offer.code).join(Version, Version.offer_id == Offer.id)
            code = found.filter(Version.state == "listed", Version.listed_at < yesterday).limit(1).scalar()
        return f"/offers/{code}?as_of={yesterday.date().isoformat()}"

    def report(self) -> str:
        """The form to report a problem with an offer."""
        return self.offer(kind="training").replace("/offers/", "/report/")

    def pages(self) -> list[str]:
        """One address for every page there is, offers of each kind among them, and one on an earlier day."""
        kinds = [self.offer(kind=kind) for kind in ("training", "guidance", "validation")]
        return [*PLAIN, *kinds, self.offer(credential="micro"), self.gone(), self.earlier(), self.report()]


@pytest.fixture(scope="session")
def site(_sqlite_demonstration: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The portal on a free port of this machine."""
    directory = tmp_path_factory.mktemp("site") / "data"
    shutil.copytree(_sqlite_demonstration, directory)
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    app = create_app(Settings(data_dir=directory, secret_key="k" * 40, now=NOW, base_url=address))
    server = make_server("127.0.0.1", port, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Site(address, app)
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium as the distribution has it; as root it cannot use its own sandbox."""
    with sync_playwright() as tools:
        running = tools.chromium.launch(
            executable_path=chromium(), args=["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        )
        yield running
        running.close()


Visit = Callable[..., Page]


@pytest.fixture
def visit(site: Site, browser: Browser) -> Iterator[Visit]:
    """Open an address of the site: `width`, `scheme`, `script` and whatever else a browser context takes."""
    contexts: list[Any] = []

    def opened(address: str, width: int = 1280, scheme: str = "light", *, script: bool = True, **more: Any) -> Page:
        given = {"viewport": {"width": width, "height": 800}, "color_scheme": scheme} | more
        context = browser.new_context(java_script_enabled=script, **given)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)  # ms
        page.goto(site.address + address)
        return page

    yield opened
    for context in contexts:
        context.close()


def is_own(request: Request, address: str) -> bool:
    """Does this request stay on the site?"""
    return request.url.startswith((address + "/", "data:"))
