"""Addresses of static files. All of them stand under one folder named after their content, so they may be kept for ever
and a changed file is a new address; the plain address beside it is for people who type."""

import hashlib
from functools import cache
from pathlib import Path

from registry.web import identity

FOLDER = Path(__file__).parent / "static"


@cache
def prefix() -> str:
    """`static/<mark of the content>/`, worked out once per process."""
    mark = hashlib.sha256()
    for path in sorted(FOLDER.rglob("*")):
        if path.is_file():
            mark.update(path.relative_to(FOLDER).as_posix().encode() + b"\0" + path.read_bytes())
    return f"static/{mark.hexdigest()[:12]}/"


def asset(name: str) -> str:
    """Address of one static file, without language prefix; a name that does not exist is a fault of the template."""
    if not (FOLDER / name).is_file():
        raise LookupError(f"There is no static file {name!r}.")
    return f"{identity.root()}/{prefix()}{name}"
