"""Fetching an address: only public ones, held to what was examined, with limits. A small server of our own answers."""

import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from registry.interchange import fetch
from registry.interchange.record import FileRefused


class Answers(BaseHTTPRequestHandler):
    """Each path one behaviour."""

    def do_GET(self) -> None:
        if self.path == "/file?x=1":
            self.answer(200, b"<a/>")
        elif self.path == "/again":
            self.answer(302, b"", Location="/file?x=1")
        elif self.path == "/loop":
            self.answer(302, b"", Location="/loop")
        elif self.path == "/inward":
            self.answer(302, b"", Location="http://127.0.0.2:1/secret")
        elif self.path == "/nowhere":
            self.answer(302, b"")
        elif self.path == "/zipped":
            self.answer(200, b"xx", **{"Content-Encoding": "gzip"})
        elif self.path == "/large":
            self.answer(200, b"x" * 5000)
        elif self.path == "/short":
            self.answer(200, b"x", length=100)
        else:
            self.answer(404, b"")

    def answer(self, status: int, body: bytes, length: int | None = None, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{httpd.server_port}"
    httpd.shutdown()
    httpd.server_close()
    thread.join()


def refusal(url: str, *allow: str) -> str:
    with pytest.raises(FileRefused) as refused:
        fetch.fetch(url, allow)
    return refused.value.problems[0].message


def test_a_file_is_fetched_also_by_way_of_a_redirection(server: str) -> None:
    assert fetch.fetch(f"http://{server}/file?x=1", (server,)) == b"<a/>"
    assert fetch.fetch(f"http://{server}/again", (server,)) == b"<a/>"


def test_a_private_address_is_refused_unless_it_is_on_the_list(server: str) -> None:
    assert "private" in refusal(f"http://{server}/file?x=1")
    assert "private" in refusal(f"http://{server}/file?x=1", "127.0.0.1:1")


def test_a_redirection_into_a_private_network_is_refused(server: str) -> None:
    assert "private" in refusal(f"http://{server}/inward", server)


@pytest.mark.parametrize(
    ("path", "word"), [("/loop", "redirections"), ("/nowhere", "where to"), ("/zipped", "compressed"), ("/x", "404")]
)
def test_answers_that_are_no_file_are_refused(server: str, path: str, word: str) -> None:
    assert word in refusal(f"http://{server}{path}", server)


def test_half_a_file_is_no_file(server: str) -> None:
    assert "ended before" in refusal(f"http://{server}/short", server) or "fetched" in refusal(
        f"http://{server}/short", server
    )


def test_size_has_a_limit(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "MAX_BYTES", 1000)
    assert "larger" in refusal(f"http://{server}/large", server)


def test_a_head_that_never_ends_is_cut_when_the_time_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "SECONDS", 0.3)
    listening = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def drip() -> None:
        peer, _address = listening.accept()
        with peer:
            peer.sendall(b"HTTP/1.1 200 OK\r\n")
            while not over.wait(0.05):
                try:
                    peer.sendall(b"X")
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    where = f"127.0.0.1:{listening.getsockname()[1]}"
    assert "took longer" in refusal(f"http://{where}/", where)
    over.set()
    thread.join()
    listening.close()


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/x",
        "http://",
        "http://user:pass@a.example/",
        "http://a.example:99999/",
        "http://a b/",
        "file:///etc/passwd",
    ],
)
def test_only_plain_web_addresses_are_asked(url: str) -> None:
    assert refusal(url)


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1", "224.0.0.1",
        "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
        "64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:0:0:0:0:0:1",
    ],
)  # fmt: skip
def test_addresses_of_private_and_special_networks_are_not_public(ip: str) -> None:
    assert not fetch.is_public(ip)


@pytest.mark.parametrize("ip", ["93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946"])
def test_others_are(ip: str) -> None:
    assert fetch.is_public(ip)


def test_a_name_is_held_to_the_address_it_was_examined_with(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    host, port = server.split(":")
    asked: list[str] = []
    real = socket.getaddrinfo

    def changing(name: str, *args: object, **kwargs: object) -> object:
        if name == "moving.example":
            asked.append(name)
            return real(host if len(asked) == 1 else "127.0.0.3", *args, **kwargs)  # type: ignore[arg-type]  # passed on
        return real(name, *args, **kwargs)  # type: ignore[arg-type]  # passed on

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    assert fetch.fetch(f"http://moving.example:{port}/file?x=1", (f"moving.example:{port}",)) == b"<a/>"
    assert asked == ["moving.example"]
