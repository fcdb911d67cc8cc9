"""`import FILE-or-URL --provider SLUG`: read one file or feed and print the plan, or carry it out. Standard output
holds the report (with --json exactly one object), standard error the progress, so that scripts can read the one and
people see the other."""

import json
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from sqlalchemy.exc import DBAPIError

from registry import config
from registry.cli.outcome import DONE, INTERRUPTED, PARTLY, REFUSED, command, ends
from registry.cli.prepare import prepare
from registry.cli.stopping import Stop, stoppable
from registry.interchange import fetch, formats, report, service
from registry.interchange.plan import Order
from registry.interchange.record import FileRefused, Problem, Where
from registry.interchange.report import Report
from registry.interchange.service import Progress
from registry.interchange.xml import MAX_BYTES
from registry.kernel.actor import OPERATOR
from registry.kernel.db import db
from registry.kernel.errors import RegistryError
from registry.kernel.transaction import is_passing
from registry.providers.schema import SLUG


@dataclass
class Asked:
    """The command line as given; the format becomes the one found, so that a refusal names it too."""

    order: Order
    format: str
    applies: bool
    as_json: bool


@click.command("import")
@click.argument("source", metavar="FILE-or-URL")
@click.option("--provider", "slug", required=True, metavar="SLUG", help="Whose file it is; an unknown one is entered.")
@click.option("--format", "format_", default=formats.AUTO, type=click.Choice([formats.AUTO, *formats.READERS]))
@click.option("--map", "mapping", type=click.Path(exists=True, dir_okay=False), help="Column map, for tables only.")
@click.option("--complete", is_flag=True, help="The file is complete: offers missing in it are to be withdrawn.")
@click.option("--apply", "applies", is_flag=True, help="Carry the plan out; without it nothing is changed.")
@click.option("--confirm", type=click.IntRange(0), help="The number of withdrawals, when it is a large one.")
@click.option("--publish", is_flag=True, help="List what is imported, unexamined, on the basis given.")
@click.option("--basis", default="", help="On what basis the register is admitted; needed with --publish.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@command
def imports(source: str, slug: str, **options: Any) -> None:
    """Read one file or feed of a provider, and print what taking it in would change."""
    asked = _understood(source, slug, options)
    with stoppable() as stop:
        told = _told(source, asked, stop)
    if asked.as_json:
        click.echo(json.dumps(told.to_letter(), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(told.lines()))
    if told.interrupted:
        ends(INTERRUPTED)
    ends(REFUSED if told.refused_whole else PARTLY if told.is_partial else DONE)


def _told(source: str, asked: Asked, stop: Stop) -> Report:
    """What came of it, also when it was refused or stopped."""
    slug = asked.order.provider
    try:
        return _carried_out(source, asked, stop)
    except KeyboardInterrupt:
        db.session.rollback()
        return report.of_interruption(asked.format, slug)
    except RegistryError as refusal:
        return report.of_refusal(asked.format, slug, _why(refusal))
    except DBAPIError as error:
        if not is_passing(error):
            raise
        return report.of_refusal(asked.format, slug, [Problem(Where(), f"The database cannot be used: {error.orig}")])


def _carried_out(source: str, asked: Asked, stop: Stop) -> Report:
    prepare()
    data = _data(source)
    asked.format = formats.named(data, asked.format)
    plan = service.plan_file(data, asked.order, asked.format)
    if not asked.applies:
        return report.of_plan(plan)
    try:
        with _progress() as progress:
            stop.gently = True
            return service.apply(OPERATOR, plan, progress, stop)
    except RegistryError as refusal:
        return report.of_plan(plan, refused=_why(refusal))


def _why(refusal: RegistryError) -> tuple[Problem, ...]:
    return refusal.problems if isinstance(refusal, FileRefused) else (Problem(Where(), refusal.message),)


def _understood(source: str, slug: str, options: dict[str, Any]) -> Asked:
    """The options as one order; wrong usage ends with 2."""
    if not re.match(SLUG, slug) or len(slug) > 80:
        raise click.BadParameter(
            "expected small letters, digits and hyphens, such as adult-college.", param_hint="--provider"
        )
    if not all(map(_is_text, (source, options["basis"]))):
        raise click.UsageError("A file name or basis holds bytes that are no text in UTF-8; rename it or type it anew.")
    if options["publish"] != bool(options["basis"].strip()):
        raise click.UsageError("--publish and --basis go together: say on what basis the register is admitted.")
    if options["confirm"] is not None and not options["complete"]:
        raise click.UsageError("--confirm belongs to --complete.")
    if options["mapping"]:
        raise click.UsageError("--map is for tables; this format names its fields itself.")
    name = source if fetch.is_address(source) else Path(source).name
    order = Order(slug, name, options["publish"], options["basis"].strip(), options["complete"], options["confirm"])
    return Asked(order, options["format_"], options["applies"], options["as_json"])


def _is_text(given: str) -> bool:
    """Could it be kept and printed? Bytes of the command line that are no text arrive as lone surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in given)


def _data(source: str) -> bytes:
    """The bytes of the file or address; a file that is not there is wrong usage, an address that cannot be had a
    refusal."""
    if fetch.is_address(source):
        return fetch.fetch(source, config.current().fetch_allow)
    try:
        with Path(source).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise click.BadParameter(f"{source}: {error.strerror}.", param_hint="FILE-or-URL") from None


@contextmanager
def _progress() -> Iterator[Progress]:
    """A bar on a terminal, plain lines elsewhere; on standard error."""
    if not sys.stderr.isatty():
        yield lambda done, all_: click.echo(f"{done} of {all_} records", err=True)
        return
    with click.progressbar(length=1, label="Importing", file=sys.stderr) as bar:

        def move(done: int, all_: int) -> None:
            bar.length = all_
            bar.update(done - bar.pos)

        yield move
