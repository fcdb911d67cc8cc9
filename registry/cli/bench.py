"""`bench`: measures the registry with invented offers. The benchmark is a program of its own beside the registry and
runs in a process of its own; this door only passes the words on, so that `./portal bench` is all one has to know."""

import subprocess
import sys

import click

from registry.cli.outcome import ends
from registry.config import ROOT


@click.command("bench", context_settings={"ignore_unknown_options": True, "help_option_names": []})
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def bench(arguments: tuple[str, ...]) -> None:
    """Measure the registry with invented offers."""
    ends(subprocess.run([sys.executable, "-m", "bench", *arguments], cwd=ROOT, check=False).returncode)  # noqa: S603 - ours
