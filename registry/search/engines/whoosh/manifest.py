"""Which files an index consists of, and what is in them. Whoosh neither flushes to disk nor notices altered files
(flipped bytes gave silently wrong answers in a trial), so after every commit the files are flushed and a manifest
with their checksums is written last. An index is what its manifest says, or it is damaged."""

import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from hashlib import file_digest
from pathlib import Path

import orjson

from registry.search.engine import IndexDamaged

NAME = "manifest.json"
# (size, time of last change) of a file, cheap enough to look at on every request
Stat = tuple[int, int]


@dataclass(frozen=True)
class Manifest:
    """`schema` fingerprint of schema and analyser, `toc` Whoosh's generation, `files` name to SHA-256."""

    schema: str
    toc: int
    documents: int
    files: dict[str, str]


def read(directory: Path) -> Manifest:
    """The manifest of an index; IndexDamaged when there is none that can be read."""
    try:
        return Manifest(**orjson.loads((directory / NAME).read_bytes()))
    except (OSError, ValueError, TypeError) as error:
        raise IndexDamaged(f"no readable manifest: {error}") from error


def write(directory: Path, manifest: Manifest) -> None:
    """Write the manifest in one step; the files it names must have been flushed."""
    write_flushed(directory / NAME, orjson.dumps(asdict(manifest)))


def write_flushed(path: Path, content: bytes) -> None:
    """Replace a file in one step, on disk before returning."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    flush_directory(path.parent)


def flush(directory: Path, names: Iterable[str]) -> None:
    """Bring files and their directory to disk."""
    for name in names:
        with (directory / name).open("rb") as file:
            os.fsync(file.fileno())
    flush_directory(directory)


def flush_directory(directory: Path) -> None:
    """Bring a directory's names to disk."""
    handle = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def checksum(path: Path) -> str:
    """SHA-256 of a file."""
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()


def stats(directory: Path, names: Iterable[str]) -> dict[str, Stat] | None:
    """What the file system says of each file; None when one is missing."""
    try:
        found = {name: os.stat(directory / name) for name in names}
    except OSError:
        return None
    return {name: (stat.st_size, stat.st_mtime_ns) for name, stat in found.items()}


def faults(directory: Path, manifest: Manifest, trusted: dict[str, Stat]) -> str | None:
    """What differs from the manifest, None when nothing does. Files unchanged since they were `trusted` are not read
    again; those found right are added to it."""
    seen = stats(directory, manifest.files)
    if seen is None:
        return "a file is missing"
    for name, expected in manifest.files.items():
        if trusted.get(name) == seen[name]:
            continue
        try:
            if checksum(directory / name) != expected:
                return f"{name} was altered"
        except OSError as error:
            return f"{name} cannot be read: {error}"
        trusted[name] = seen[name]
    return None
