"""How a command ends: 0 done, 1 refused (nothing changed), 2 wrong usage (click's own), 3 done but some records
refused, 70 internal error (nothing changed), 130 an import stopped by Ctrl-C or SIGTERM. Every command is wrapped here,
so none can end in a bare traceback with a misleading code."""

import functools
import logging
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import click
import orjson
from flask.cli import with_appcontext
from sqlalchemy.exc import DBAPIError

from registry.kernel.db import db
from registry.kernel.errors import Invalid, RegistryError, flat
from registry.kernel.transaction import is_passing

DONE, REFUSED, PARTLY, INTERNAL, INTERRUPTED = 0, 1, 3, 70, 130


def ends(code: int) -> NoReturn:
    """End the command with this exit code."""
    sys.exit(code)


def told(error: RegistryError) -> str:
    """A refusal as lines for a terminal."""
    lines = [error.message or error.code]
    if isinstance(error, Invalid):
        lines += [f"  {path}: {text}" for path, text in flat(error.errors)]
    return "\n".join(lines)


def command(function: Callable[..., Any]) -> Callable[..., Any]:
    """Run in the app's context; turn a refusal into exit code 1 with its words, anything unforeseen into 70."""

    @with_appcontext
    @functools.wraps(function)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except RegistryError as error:
            if kwargs.get("as_json"):
                click.echo(orjson.dumps({"error": {"code": error.code, "message": error.message}}).decode())
            click.echo(told(error), err=True)
            ends(REFUSED)
        except Exception as error:
            db.session.rollback()
            if isinstance(error, DBAPIError) and is_passing(error):
                message = f"The database cannot be used: {error.orig}"
                if kwargs.get("as_json"):
                    click.echo(orjson.dumps({"error": {"code": "unavailable", "message": message}}).decode())
                click.echo(message, err=True)
                ends(REFUSED)
            logging.getLogger(__name__).error("internal error", exc_info=error)
            click.echo(f"Internal error, nothing was changed: {type(error).__name__}: {error}", err=True)
            ends(INTERNAL)

    return wrapped
