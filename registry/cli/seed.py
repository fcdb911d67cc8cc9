"""`seed [--demo]`: loads what a registry begins with, the public events and, asked for, the demonstration. Loading
again changes nothing: an event is replaced only by a changed file and only while nobody has edited it."""

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from registry.cli import demonstration as invented
from registry.cli.outcome import command
from registry.cli.prepare import SEEDS, alone, prepare
from registry.events import queries, service
from registry.kernel.actor import OPERATOR
from registry.kernel.canonical import digest


@click.command("seed")
@click.option("--demo", is_flag=True, help="Also load the demonstration's providers and offers.")
@with_appcontext
@command
def seed(demo: bool) -> None:
    """Load vocabularies and events."""
    prepare()
    for line in everything(demonstration=demo) or ["Nothing new."]:
        click.echo(line)


def everything(*, demonstration: bool = False) -> list[str]:
    """Load the events and, if wanted, the demonstration, into a prepared database; what was new, in words."""
    with alone():
        renewed = events(SEEDS / "events")
        lines = [f"Event {slug} loaded." for slug in renewed]
        if demonstration:
            providers, offers = invented.load(SEEDS / "demo", renewed)
            if offers:
                lines.append(f"{offers} demonstration offers of {providers} new providers loaded.")
    return lines


def events(directory: Path) -> list[str]:
    """Save the events whose file is new or has changed, unless somebody edited them; their slugs."""
    letters = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(directory.glob("*.json"))]
    digests = {letter["slug"]: digest(letter) for letter in letters}
    known = queries.seeded(digests)
    saved = []
    for letter in letters:
        slug = letter["slug"]
        if slug in known and known[slug] in (None, digests[slug]):
            continue
        present = queries.by_slug(slug)
        service.save(OPERATOR, letter, seen=present.counter if present else None, seeded=digests[slug])
        saved.append(slug)
    return saved
