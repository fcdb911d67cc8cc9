"""The one way out: an address from outside is fetched only over HTTP(S), only from public addresses, resolved once and
then held to that address (a name that points elsewhere a moment later gains nothing), each redirection examined like
the first, with a limit on size and time."""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from registry.interchange.record import FileRefused, Problem, Where
from registry.interchange.xml import MAX_BYTES

SECONDS = 60.0  # for everything, redirections included
PATIENCE = 10.0  # for one answer of the other side
REDIRECTIONS = 5
_CHUNK = 64 * 1024
_PORTS = {"http": 80, "https": 443}
_HEADERS = {"User-Agent": "registry-import", "Accept": "*/*", "Accept-Encoding": "identity", "Connection": "close"}
_EMBEDDING = ("ipv4_mapped", "sixtofour")


@dataclass(frozen=True)
class Target:
    """One address to ask, and the IP address it was found to have."""

    url: SplitResult
    port: int
    ip: str

    @property
    def host(self) -> str:
        """The host as the address names it."""
        return self.url.hostname or ""


class _PinnedHttp(http.client.HTTPConnection):
    """A connection that goes to the IP address examined, whatever the name resolves to now."""

    def __init__(self, target: Target) -> None:
        super().__init__(target.host, target.port, timeout=PATIENCE)
        self._ip = target.ip

    def connect(self) -> None:
        self.sock = socket.create_connection((self._ip, self.port), self.timeout)


class _PinnedHttps(http.client.HTTPSConnection):
    """The same over TLS; the certificate must be that of the name."""

    def __init__(self, target: Target) -> None:
        self._tls = ssl.create_default_context()
        super().__init__(target.host, target.port, timeout=PATIENCE, context=self._tls)
        self._ip = target.ip

    def connect(self) -> None:
        plain = socket.create_connection((self._ip, self.port), self.timeout)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self.host)


def is_address(source: str) -> bool:
    """Does this name something to fetch, rather than a file?"""
    return source.lower().startswith(("http://", "https://"))


def fetch(url: str, allow: tuple[str, ...] = ()) -> bytes:
    """What stands at the address; raises FileRefused with the reason when it may not or cannot be had.

    `allow` names `host:port` pairs that may be asked although their address is not public.
    """
    deadline = time.monotonic() + SECONDS
    for _ in range(REDIRECTIONS + 1):
        target = _examined(url, allow)
        answer = _asked(target, deadline)
        if isinstance(answer, bytes):
            return answer
        url = _redirected(target, answer)
    raise _refused(url, f"More than {REDIRECTIONS} redirections.")


def _examined(url: str, allow: tuple[str, ...]) -> Target:
    """The target behind an address: scheme, host and every IP address it has must be such as may be asked."""
    try:
        parts = urlsplit(url)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        raise _refused(url, "Only http and https addresses are fetched.") from None
    if not parts.hostname or "@" in parts.netloc or any(c.isspace() or ord(c) < 32 for c in url):
        raise _refused(url, "This is no plain web address: a host is needed, and no name or password in it.")
    try:
        found = socket.getaddrinfo(parts.hostname, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise _refused(url, f"The host “{parts.hostname}” cannot be found.") from None
    ips = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
    if f"{parts.hostname}:{port}" not in allow and not all(is_public(ip) for ip in ips):
        raise _refused(url, "Only public addresses are fetched; this one leads into a private network.")
    return Target(parts, port, ips[0])


def is_public(ip: str) -> bool:
    """Is this IP address one of the open internet, also where it wraps another one?"""
    address = ipaddress.ip_address(ip)
    if isinstance(address, ipaddress.IPv6Address):
        inner = [getattr(address, name) for name in _EMBEDDING]
        if address.teredo or any(one is not None and not is_public(str(one)) for one in inner):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _asked(target: Target, deadline: float) -> bytes | str:
    """The body, or where the answer sends us."""
    connection = (_PinnedHttps if target.url.scheme == "https" else _PinnedHttp)(target)
    # a head that comes byte by byte never lets a read time out: the line is cut when the time is over
    watch = threading.Timer(max(0.1, deadline - time.monotonic()), _cut, [connection])
    watch.daemon = True
    watch.start()
    asked = (target.url.path or "/") + (f"?{target.url.query}" if target.url.query else "")
    path = quote(asked, safe="/?%:@!$&'()*+,;=~-._[]|")
    try:
        connection.request("GET", path, headers=_HEADERS)
        with connection.getresponse() as response:
            return _answer(response, target, deadline)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise _refused(target.url.geturl(), f"It could not be fetched: {error or type(error).__name__}.") from None
    finally:
        watch.cancel()
        connection.close()


def _cut(connection: http.client.HTTPConnection) -> None:
    with contextlib.suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)


def _answer(response: http.client.HTTPResponse, target: Target, deadline: float) -> bytes | str:
    if time.monotonic() > deadline:
        raise _refused(target.url.geturl(), f"It took longer than {SECONDS:.0f} seconds.")
    if response.status in (301, 302, 303, 307, 308):
        return response.getheader("Location") or ""
    if response.status != 200:
        raise _refused(target.url.geturl(), f"The answer was {response.status} {response.reason}.")
    if (response.getheader("Content-Encoding") or "identity").lower() != "identity":
        raise _refused(target.url.geturl(), "The answer is compressed, although it was not asked to be.")
    return _body(response, target, deadline)


def _body(response: http.client.HTTPResponse, target: Target, deadline: float) -> bytes:
    parts: list[bytes] = []
    size = 0
    while part := response.read1(_CHUNK):
        size += len(part)
        if size > MAX_BYTES:
            raise _refused(target.url.geturl(), f"It is larger than {MAX_BYTES:,} bytes.")
        if time.monotonic() > deadline:
            raise _refused(target.url.geturl(), f"It took longer than {SECONDS:.0f} seconds.")
        parts.append(part)
    if response.length:
        raise _refused(target.url.geturl(), "The connection ended before the whole file was there.")
    return b"".join(parts)


def _redirected(target: Target, location: str) -> str:
    if not location:
        raise _refused(target.url.geturl(), "The answer redirects, but does not say where to.")
    url = urljoin(target.url.geturl(), location)
    if target.url.scheme == "https" and not url.lower().startswith("https:"):
        raise _refused(url, "The redirection leaves the encrypted connection.")
    return url


def _refused(url: str, message: str) -> FileRefused:
    hint = "Download the file and name it on the command line instead."
    return FileRefused(Problem(Where(None, None, "source"), message, url[:200], hint))
