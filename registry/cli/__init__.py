"""The command line: a door like the others. Each command makes an actor (the operator) and calls verbs and queries."""

from flask import Flask

from registry.cli import accounts, bench, database, imports, ledger, search, seed, work


def init_app(app: Flask) -> None:
    """Hang every command on the app."""
    app.cli.add_command(database.Migrations("db", help="The schema: migrations, and what is derived."))
    for command in (accounts.account, bench.bench, imports.imports, ledger.ledger, search.search, seed.seed, work.work):
        app.cli.add_command(command)
