"""`python -m bench`, which `./portal bench` calls: a process of its own, because the data directory must be chosen
before the application is made."""

import os
import shutil
import tempfile
from pathlib import Path

import click

MARK = "bench-offers"  # file that says how many offers the directory was filled with


@click.command()
@click.option("--offers", default=10_000, show_default=True, type=click.IntRange(1, 1_000_000), help="Invented offers.")
@click.option("--requests", default=2_000, show_default=True, type=click.IntRange(100), help="Requests in all.")
@click.option("--clients", default=4, show_default=True, type=click.IntRange(1, 64), help="Clients at the same time.")
@click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Directory to fill, or to use again.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def bench(offers: int, requests: int, clients: int, data: Path | None, as_json: bool) -> None:
    """Measure the registry with invented offers: what a page takes inside the server, and what a first visit weighs."""
    directory = data or Path(tempfile.mkdtemp(prefix="registry-bench-"))
    try:
        _measure(directory.resolve(), offers, (requests, clients), as_json)
    finally:
        if data is None:
            shutil.rmtree(directory)


def _measure(directory: Path, offers: int, load: tuple[int, int], as_json: bool) -> None:
    os.environ.pop("REGISTRY_DATABASE_URL", None)
    os.environ["REGISTRY_DATA_DIR"] = str(directory)
    from bench import run  # the settings are read when the application is imported

    filled = directory / MARK
    if filled.exists() and int(filled.read_text()) != offers:
        raise click.UsageError(f"{directory} holds {filled.read_text()} offers; choose another directory.")
    if not filled.exists() and directory.exists() and any(directory.iterdir()):
        raise click.UsageError(f"{directory} is not empty and was not filled by this benchmark.")
    found = run.all_of_it(
        directory, None if filled.exists() else offers, load, lambda words: click.echo(words, err=True)
    )
    filled.write_text(str(offers))
    click.echo(run.as_json(found) if as_json else run.table(found))


bench(prog_name="./portal bench")
