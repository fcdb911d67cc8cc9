"""Static files as WhiteNoise serves them, compressed: what each becomes under Brotli and gzip is worked out once per
process, at the best level, and kept in memory. Nothing has to be built beforehand and no folder must be writable."""

import gzip
import io
from functools import cache
from http import HTTPStatus
from pathlib import Path
from typing import Any

import brotli
from werkzeug.datastructures import Accept, Headers
from werkzeug.http import parse_accept_header
from whitenoise import WhiteNoise
from whitenoise.responders import Response, StaticFile

# the best first; gzip for those who know nothing newer
CODINGS = ("br", "gzip")
WORTH_IT = 500  # bytes


class Compressed:
    """One static file in the codings its asker may choose from."""

    def __init__(self, plain: StaticFile, path: str) -> None:
        self._plain = plain
        self._path = path

    def get_response(self, method: str, environ: dict[str, Any]) -> Response:
        """As WhiteNoise would answer, in the best coding accepted; parts of a file are always as they are."""
        answer = self._plain.get_response(method, environ)
        if answer.status == HTTPStatus.METHOD_NOT_ALLOWED:
            return answer
        headers = Headers(list(answer.headers))
        headers.set("Vary", "Accept-Encoding")
        coding = _chosen(environ.get("HTTP_ACCEPT_ENCODING", ""))
        body = coded(self._path, coding) if coding and answer.status == HTTPStatus.OK else b""
        if not body:
            return Response(answer.status, list(headers), answer.file)
        if answer.file is not None:
            answer.file.close()
        headers.set("Content-Encoding", coding)
        headers.set("Content-Length", str(len(body)))
        return Response(answer.status, list(headers), None if answer.file is None else io.BytesIO(body))


class StaticFiles(WhiteNoise):
    """WhiteNoise, whose files are compressed."""

    def get_static_file(self, path: str, url: str, stat_cache: Any = None) -> Compressed:
        """The file behind an address."""
        return Compressed(super().get_static_file(path, url, stat_cache=stat_cache), path)


@cache
def coded(path: str, coding: str) -> bytes:
    """The file in this coding; empty where that would not make it smaller."""
    plain = Path(path).read_bytes()
    if len(plain) < WORTH_IT:
        return b""
    packed: bytes = brotli.compress(plain) if coding == "br" else gzip.compress(plain, mtime=0)
    return packed if len(packed) < len(plain) else b""


def _chosen(accepted: str) -> str | None:
    """The first of our codings the asker takes; None for neither."""
    wishes = parse_accept_header(accepted, Accept)
    return next((coding for coding in CODINGS if wishes.quality(coding) > 0), None)
