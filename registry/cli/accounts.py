"""`account open|code|close`: the first accounts of a registry, before anybody can sign in, and the codes of the
demonstration."""

import click
from flask.cli import AppGroup

from registry.accounts import queries, service
from registry.accounts.model import ROLES
from registry.cli.outcome import REFUSED, command, ends
from registry.kernel.actor import OPERATOR

account = AppGroup("account", help="Accounts: open one, close one, the code of a demonstration account.")


@account.command("open")
@click.argument("email")
@click.option("--name", default="", help="Name of the person.")
@click.option("--role", "roles", multiple=True, type=click.Choice(ROLES), help="Role of the registry; several times.")
@command
def open_(email: str, name: str, roles: tuple[str, ...]) -> None:
    """Open an account and print the link by which its owner chooses a password."""
    from registry.web.account import factors

    if "@" not in email:
        raise click.UsageError(f"{email!r} is no e-mail address.")
    user_id = service.open_account(OPERATOR, email, name=name)
    for role in roles:
        service.give_role(OPERATOR, user_id, role)
    click.echo(
        f"Opened. Within a day, {queries.normal(email)} chooses a password at {factors.link_for_password(user_id)}"
    )


@account.command("close")
@click.argument("email")
@command
def close(email: str) -> None:
    """Close an account: nobody signs in with it any more, and whoever has is out."""
    service.close(OPERATOR, _person(email).id)
    click.echo(f"{queries.normal(email)} is closed.")


@account.command("code")
@click.argument("email")
@command
def code(email: str) -> None:
    """Print the present second-factor code of a demonstration account; of no other."""
    from registry.web.account import factors

    person = _person(email)
    secret = queries.demonstration_secret(person.id)
    if secret is None:
        click.echo(f"{person.email} is no demonstration account; its codes are its owner's.", err=True)
        ends(REFUSED)
    click.echo(factors.code_now(secret))


def _person(email: str) -> queries.Person:
    found = queries.by_email(email)
    if found is None:
        click.echo(f"There is no open account {queries.normal(email)!r}.", err=True)
        ends(REFUSED)
    return found
