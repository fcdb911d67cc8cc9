"""`seed [--demo]`: loads what a registry begins with, the public events and, asked for, the demonstration. Loading
again changes nothing: an event is replaced only by a changed file and only while nobody has edited it."""

import json
from pathlib import Path

import click
from flask.cli import with_appcontext

from registry.cli import demonstration as invented
from registry.cli.demonstration import calendar, people
from registry.cli.outcome import command
from registry.cli.prepare import SEEDS, alone, prepare
from registry.events import queries, service
from registry.events.agenda import state
from registry.kernel import clock
from registry.kernel.actor import OPERATOR
from registry.kernel.canonical import digest
from registry.kernel.db import db


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
        db.session.rollback()  # what was read before the wait for another's first start is of yesterday
        renewed = events(SEEDS / "events", demonstration=demonstration)
        lines = [f"Event {slug} loaded." for slug in renewed]
        if demonstration:
            providers, offers = invented.load(SEEDS / "demo", renewed)
            if offers:
                lines.append(f"{offers} demonstration offers of {providers} new providers loaded.")
            if opened := people.load():
                lines.append(f"{opened} demonstration accounts opened.")
    return lines


def events(directory: Path, *, demonstration: bool = False) -> list[str]:
    """Save the events whose file is new or has changed, unless somebody edited them; their slugs.

    Invented events come only with the demonstration. One of them that has passed comes again, with a new date.
    """
    letters = [json.loads(path.read_text(encoding="utf-8")) for path in sorted(directory.glob("*.json"))]
    letters = [letter for letter in letters if demonstration or not letter.get("demonstration")]
    digests = {letter["slug"]: digest(letter) for letter in letters}
    known, now = queries.seeded(digests), clock.now()
    saved = []
    for letter in letters:
        slug = letter["slug"]
        present = queries.by_slug(slug)
        if slug in known and known[slug] in (None, digests[slug]):
            is_over = present is not None and state(present, now) == "after"
            if known[slug] is None or not (calendar.is_relative(letter) and is_over):
                continue
        seen = present.counter if present else None
        service.save(OPERATOR, calendar.dated(letter, now), seen=seen, seeded=digests[slug])
        saved.append(slug)
    return saved
