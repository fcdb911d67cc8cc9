"""`ledger verify`: recompute the tree of decisions; with --full also every decision, every listed content and every
standing."""

import click
import orjson
from flask.cli import AppGroup

from registry.cli.outcome import REFUSED, command, ends
from registry.cli.prepare import prepare
from registry.ledger import queries, verify
from registry.quality import audit

ledger = AppGroup("ledger", help="The ledger of decisions.")


@ledger.command("verify")
@click.option("--full", is_flag=True, help="Also compare every decision and content with its entry.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@command
def check(full: bool, as_json: bool) -> None:
    """Exit 0 when everything is as it was decided, 1 naming the first bad entry when not."""
    prepare()
    faults = verify.verify(full) + (audit.audit() if full else [])
    faults.sort(key=lambda fault: (fault.seq is None, fault.seq or 0))
    size = queries.size()
    if as_json:
        listed = [{"seq": fault.seq, "what": fault.what} for fault in faults]
        click.echo(orjson.dumps({"entries": size, "full": full, "faults": listed}).decode())
    else:
        for fault in faults[:20]:
            named = "without entry" if fault.seq is None else f"entry {fault.seq}"
            click.echo(f"{named}: {fault.what}", err=True)
        click.echo(f"{size} entries, {len(faults) or 'no'} fault{'' if len(faults) == 1 else 's'}.")
    if faults:
        ends(REFUSED)
