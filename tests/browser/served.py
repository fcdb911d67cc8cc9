"""A registry of a test's own as real processes: server, worker, commands, and the letters that come to people."""

import contextlib
import dataclasses
import re
import subprocess
import sys
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from registry.config import Settings
from tests.faults.kit import Process, free_port, until
from tests.journeys.test_proof import CLOSED


class Portal(Process):
    """A registry of its own without a single offer: server and worker as the demonstration starts them."""

    def __init__(self, settings: Settings) -> None:
        self.port = free_port()
        self.address = f"http://localhost:{self.port}"
        self.settings = dataclasses.replace(settings, base_url=self.address)
        serve = f"from registry.cli.server import Server; Server('127.0.0.1', {self.port}).run()"
        super().__init__(self.settings, "-c", serve)

    def command(self, *words: str) -> str:
        """What a command of the registry prints; it must succeed."""
        asked = Process(self.settings, "-m", "registry.cli", *words)
        asked.start()
        assert asked.process is not None
        ended = asked.process.wait()
        said = asked.log.read_text()
        assert ended == 0, said
        return said

    def fetched(self, address: str) -> bytes:
        """What anyone gets at an address."""
        with urlopen(self.address + address) as answer:
            body: bytes = answer.read()
        return body

    def letter(self, to: str, about: str) -> EmailMessage:
        """The letter to somebody whose text says this, once it has come."""
        found: list[EmailMessage] = []

        def has_come() -> bool:
            for path in sorted(self.settings.letters_dir.glob("*.eml")):
                letter = message_from_bytes(path.read_bytes(), policy=policy.default)
                if letter["To"].addresses[0].addr_spec == to and about in text(letter):
                    found.append(letter)
            return bool(found)

        assert until(has_come, 20), f"no letter to {to} says “{about}”"
        return found[-1]

    def link(self, to: str, about: str) -> str:
        """The address in that letter."""
        found = re.search(re.escape(self.address) + r"(/\S*)", text(self.letter(to, about)))
        assert found, f"the letter to {to} has no link"
        return found[0]


def text(letter: EmailMessage) -> str:
    """The letter in words."""
    body = letter.get_body(("plain",))
    return str(body.get_content()) if body else ""


def is_good_elsewhere(portal: Portal, code: str, folder: Path) -> Callable[[], bool]:
    """Carry the proof of an offer and the program away into a folder; what is handed back asks a Python without network
    and without anything of ours whether it is good."""

    def is_signed() -> bool:
        with contextlib.suppress(HTTPError):  # the worker signs every ten seconds
            (folder / "proof.json").write_bytes(portal.fetched(f"/offers/{code}/proof.json"))
            return True
        return False

    def is_good() -> bool:
        command = [sys.executable, "-I", "-c", CLOSED, "whole", "check.py", "proof.json"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        assert done.returncode in (0, 1), done.stdout + done.stderr
        return done.returncode == 0

    (folder / "check.py").write_bytes(portal.fetched("/ledger/check.py"))
    assert until(is_signed, 30)
    return is_good
