"""`/ledger/…`: the ledger for whoever checks it with a program of their own. Signed checkpoints, entries byte for byte,
proofs of RFC 6962 and the public keys; nothing here has to be believed, all of it can be recomputed."""

import base64
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from flask import Response, jsonify, request

from registry.api.respond import absolute
from registry.kernel.errors import InvalidParameter, NotFound
from registry.ledger import check, keys, queries

MOST = 256  # entries or notes in one answer
TEXT = "text/plain; charset=utf-8"
KEPT = "public, max-age=60"
FOREVER = 10**15


def checkpoint() -> Response:
    """The newest signed checkpoint; kept for a minute."""
    _numbers()
    text = queries.newest_note_text()
    if not text:
        raise NotFound("Nothing is signed yet.")
    answer = Response(text, content_type=TEXT)
    answer.headers["Cache-Control"] = KEPT
    return answer


def checkpoints() -> Response:
    """Signed checkpoints over more than `after` entries, the oldest first."""
    after = _numbers(after=(0, FOREVER, 0))["after"]
    found = queries.notes(after, MOST)
    items = [{"size": size, "note": text} for size, text in found]
    return _listed(items, {"after": found[-1][0]} if len(found) == MOST else None)


def entries() -> Response:
    """`count` entries from number `start` on, as the bytes that were hashed."""
    size = queries.size()
    asked = _numbers(start=(1, FOREVER, 1), count=(1, MOST, MOST))
    found = queries.entries(asked["start"], asked["count"])
    items = [{"seq": seq, "entry": _encoded(data)} for seq, data in found]
    last = found[-1][0] if found else size
    return _listed(items, {"start": last + 1, "count": asked["count"]} if last < size else None, size=size)


def inclusion() -> Response:
    """The hashes that lead from entry `seq` to the root over the first `size` entries."""
    reach = queries.size()
    size = _numbers("seq", size=(1, reach, reach))["size"]
    seq = _numbers("size", seq=(1, size, None))["seq"]
    hashes = queries.inclusion_proof(seq, size)
    return jsonify({"seq": seq, "size": size, "root": _encoded(queries.root(size)), "hashes": _each(hashes)})


def consistency() -> Response:
    """The hashes that show that the first `to` entries begin with the first `from`."""
    reach = queries.size()
    new = _numbers("from", to=(1, reach, reach))["to"]
    old = _numbers("to", **{"from": (1, new, None)})["from"]
    roots = {"from_root": _encoded(queries.root(old)), "to_root": _encoded(queries.root(new))}
    return jsonify({"from": old, "to": new, **roots, "hashes": _each(queries.consistency_proof(old, new))})


def key() -> Response:
    """The public keys as verifier keys, one a line, the newest first; those after it no longer sign, or soon will."""
    _numbers()
    known = keys.known()
    if not known:
        raise NotFound("Nothing is signed yet.")
    answer = Response("".join(f"{verifier}\n" for verifier in known), content_type=TEXT)
    answer.headers["Cache-Control"] = KEPT
    return answer


def program() -> Response:
    """The program that checks a proof without the registry: one file, to be read before it is run."""
    _numbers()
    answer = Response(Path(check.__file__).read_bytes(), content_type="text/x-python; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="check.py"'
    return answer


def _numbers(*beside: str, **known: tuple[int, int, int | None]) -> dict[str, int]:
    """The whole numbers of this address, each (least, most, default or None where it must be given); `beside` are read
    elsewhere. InvalidParameter names whatever else there is."""
    for name in request.args:
        if name not in known and name not in beside:
            raise InvalidParameter(name, request.args[name], f"There is no parameter {name!r} here.")
        if len(request.args.getlist(name)) > 1:
            raise InvalidParameter(name, request.args.getlist(name)[1], f"{name} may be given once.")
    return {name: _whole(name, *bounds) for name, bounds in known.items()}


def _whole(name: str, least: int, most: int, default: int | None) -> int:
    text = request.args.get(name)
    if text is None and default is not None:
        return default
    if text is None:
        raise InvalidParameter(name, "", f"{name} must be given.")
    if not re.fullmatch("0|[1-9][0-9]{0,15}", text) or not least <= int(text) <= most:
        reach = f" from {least}" + ("" if most == FOREVER else f" to {most}")
        raise InvalidParameter(name, text, f"{name} must be a whole number{reach}.")
    return int(text)


def _listed(items: list[Any], following: dict[str, int] | None, **more: int) -> Response:
    query = "&".join(f"{name}={value}" for name, value in (following or {}).items())
    links = {"next": absolute(f"{request.path}?{query}") if query else None}
    return jsonify({"items": items, **more, "links": links})


def _each(hashes: Iterable[bytes]) -> list[str]:
    return [_encoded(value) for value in hashes]


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()
