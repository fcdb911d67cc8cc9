"""`ledger verify`: recompute the tree of decisions and check its signed checkpoints; with --full also every decision,
every listed content and every standing; with --since that the ledger continues a checkpoint kept elsewhere."""

from pathlib import Path

import click
import orjson
from flask.cli import AppGroup

from registry.cli.outcome import REFUSED, command, ends
from registry.cli.prepare import prepare
from registry.ledger import keys, note, queries, verify
from registry.ledger.verify import Fault
from registry.quality import audit

ledger = AppGroup("ledger", help="The ledger of decisions.")


@ledger.command("verify")
@click.option("--full", is_flag=True, help="Also compare every decision and content with its entry.")
@click.option(
    "--since",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A checkpoint kept earlier, as /ledger/checkpoint gave it: the ledger must continue it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@command
def check(full: bool, since: Path | None, as_json: bool) -> None:
    """Exit 0 when everything is as it was decided, 1 naming the first bad entry when not, 2 when a kept checkpoint
    cannot be read or is not of this ledger."""
    prepare()
    faults = verify.verify(full) + (audit.audit() if full else []) + (_since(since) if since else [])
    faults.sort(key=lambda fault: (fault.seq is None, fault.seq or 0))
    size = queries.size()
    if as_json:
        listed = [{"seq": fault.seq, "what": fault.what} for fault in faults]
        click.echo(orjson.dumps({"entries": size, "full": full, "faults": listed}).decode())
    else:
        for fault in faults[:20]:
            click.echo(str(fault), err=True)
        click.echo(f"{size} entries, {len(faults) or 'no'} fault{'' if len(faults) == 1 else 's'}.")
        if not full:
            click.echo("Decisions and listed contents were not compared with their entries: --full does.")
    if faults:
        ends(REFUSED)


def _since(path: Path) -> list[Fault]:
    """Does the ledger continue the checkpoint kept in this file?"""
    try:
        kept = note.read(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise click.BadParameter(f"{path}: {error}.", param_hint="--since") from error
    if not any(kept.is_signed_by(verifier) for verifier in keys.known()):
        raise click.BadParameter(f"{path}: signed by no key of this ledger.", param_hint="--since")
    if kept.size > queries.size():
        return [Fault(None, f"the kept checkpoint covers {kept.size} entries, and there are {queries.size()}")]
    if queries.root(kept.size) != kept.root:
        return [Fault(kept.size, "the entries up to this one are not those that were signed")]
    return []
