"""A small OpenID provider that is real enough to be spoken to over HTTP: it publishes its metadata and keys, hands out
codes, checks secret and code verifier, and signs. `says` is what it claims of whoever comes next."""

import base64
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT, SECRET = "the-registry", "a secret between the two of them"


class Provider:
    """The provider: where it is, what it claims, and whether it cheats (`breaks`: claims put in whatever is right)."""

    def __init__(self) -> None:
        self.says: dict[str, Any] = {"sub": "subject-1"}
        self.breaks: dict[str, Any] = {}
        self.issuer = ""
        self.key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self.signs_with = self.key
        self._codes: dict[str, dict[str, str]] = {}

    def metadata(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/authorize",
            "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/keys",
            "response_types_supported": ["code"],
            "id_token_signing_alg_values_supported": ["RS256"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes with its code."""
        assert asked["client_id"] == CLIENT
        assert asked["code_challenge_method"] == "S256"
        code = secrets.token_urlsafe(8)
        self._codes[code] = asked
        return asked["redirect_uri"] + "?" + urlencode({"code": code, "state": asked["state"]})

    def token(self, given: dict[str, str], authorization: str) -> dict[str, Any] | None:
        """What the code is worth; None when anything about it is wrong."""
        asked = self._codes.pop(given.get("code", ""), None)
        basic = base64.b64decode(authorization.removeprefix("Basic ") or "").decode()
        made = base64.urlsafe_b64encode(sha256(given.get("code_verifier", "").encode()).digest()).decode().rstrip("=")
        if asked is None or basic.partition(":")[0] != CLIENT or made != asked["code_challenge"]:
            return None
        now = int(time.time())
        claims = {"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 60, "nonce": asked["nonce"]}
        signed = jwt.encode({"alg": "RS256", "kid": "1"}, {**claims, **self.says, **self.breaks}, self.signs_with)
        return {"access_token": "x", "token_type": "Bearer", "expires_in": 60, "id_token": signed}


@contextmanager
def running() -> Iterator[Provider]:
    """The provider at a free port of this machine."""
    provider = Provider()

    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = urlsplit(self.path).path
            if path == "/keys":
                self._answer({"keys": [provider.key.as_dict(private=False)]})
            else:
                self._answer(provider.metadata() if path.endswith("openid-configuration") else None)

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            given = {name: values[0] for name, values in parse_qs(sent).items()}
            self._answer(provider.token(given, self.headers.get("Authorization", "")))

        def _answer(self, value: dict[str, Any] | None) -> None:
            body = json.dumps(value or {"error": "invalid_grant"}).encode()
            self.send_response(200 if value else 400)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_said: Any) -> None:
            """Keep quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    provider.issuer = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
