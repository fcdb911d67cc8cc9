"""`./portal …` for everything but demo and test: Flask's command line on our application, under the name people typed.
Whatever no command caught ends with 70."""

import logging
import sys

import click
from flask.cli import cli

from registry.cli.outcome import INTERNAL, REFUSED
from registry.config import ROOT, ConfigError


def main() -> None:
    """Run the command line."""
    sys.path.insert(0, str(ROOT))
    try:
        cli.main(args=["--app", "wsgi", *sys.argv[1:]], prog_name="./portal")
    except ConfigError as error:
        click.echo(str(error), err=True)
        sys.exit(REFUSED)
    except Exception as error:
        logging.getLogger(__name__).error("internal error", exc_info=error)
        click.echo(f"Internal error: {type(error).__name__}: {error}", err=True)
        sys.exit(INTERNAL)


if __name__ == "__main__":
    main()
