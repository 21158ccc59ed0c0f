"""One connection: TLS, proxies, and that it can be broken off at any moment."""

import socket
import threading

import pytest

from engine.errors import NetworkError
from engine.files import Stopped
from engine.hub.downloads.connection import Halt, ask

pytest.importorskip("cryptography")  # makes the certificate
from helpers.secured import Server, certificate_for, tunnel_to

HOST = "hub.test"
BODY = bytes(range(256)) * 5_000
HEAD = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\nX-One: two\r\n\r\n" % len(BODY)
TIMES = {"connect": 5.0, "silence": 30.0}


@pytest.fixture(autouse=True)
def _no_proxy(monkeypatch):
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    return certificate_for(HOST, tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    return certificate_for("localhost", tmp_path_factory.mktemp("tls"))


def whole(connection, _):
    connection.sendall(HEAD + BODY)


def half(ended):
    """Sends half of the body and no more, until `ended`."""

    def serve(connection, _):
        connection.sendall(HEAD + BODY[: len(BODY) // 2])
        ended.wait(30)

    return serve


def read_all(url, halt=None, **headers):
    with ask(url, headers, halt or Halt(), **TIMES) as answer:
        assert (answer.status, answer.headers["x-one"]) == (200, "two")
        return b"".join(iter(lambda: answer.read(100_000), b""))


def test_plain():
    with Server(whole) as server:
        assert read_all(f"http://127.0.0.1:{server.port}/a/b?c=d", Range="bytes=0-") == BODY
    (heard,) = server.heard
    lines = heard.splitlines()
    assert lines[0] == "GET /a/b?c=d HTTP/1.1"
    assert f"Host: 127.0.0.1:{server.port}" in lines
    assert "Range: bytes=0-" in lines
    assert not any(line.startswith("Accept-Encoding: gzip") for line in lines)


def test_tls_of_a_host_that_is_trusted(local, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(local))
    with Server(whole, local) as server:
        assert read_all(f"https://localhost:{server.port}/") == BODY


def test_tls_of_a_host_that_is_not(local):
    with Server(whole, local) as server, pytest.raises(NetworkError) as raised:
        read_all(f"https://localhost:{server.port}/")
    assert "certificate is not valid" in raised.value.message
    assert "clock" in raised.value.advice


def test_tls_of_another_name(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Server(whole, certificate) as server, pytest.raises(NetworkError, match="certificate"):
        read_all(f"https://localhost:{server.port}/")


def test_through_a_tunnel(certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with Server(whole, certificate) as server, Server(tunnel_to(server.port)) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", f"http://me:p%40ss@127.0.0.1:{proxy.port}")
        assert read_all(f"https://{HOST}/x", Authorization="Bearer secret") == BODY
    (heard,) = proxy.heard
    assert heard.startswith(f"CONNECT {HOST}:443 HTTP/1.1\r\n")
    assert "Proxy-Authorization: Basic bWU6cEBzcw==" in heard
    assert "secret" not in heard
    assert "Proxy-Authorization" not in server.heard[0]


def test_through_a_proxy(monkeypatch):
    with Server(whole) as proxy:
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{proxy.port}")
        assert read_all(f"http://{HOST}/x") == BODY
    lines = proxy.heard[0].splitlines()
    assert lines[0] == f"GET http://{HOST}/x HTTP/1.1"
    assert f"Host: {HOST}" in lines


@pytest.mark.parametrize(
    ("proxy", "said"),
    [(None, "asks for a name and a password"), ("socks5://127.0.0.1:9", "socks5")],
    ids=["refuses", "of another kind"],
)
def test_a_proxy_that_does_not_serve(proxy, said, monkeypatch):
    def refuse(connection, _):
        connection.sendall(b"HTTP/1.1 407 Who are you\r\n\r\n")

    with Server(refuse) as server:
        monkeypatch.setenv("HTTPS_PROXY", proxy or f"http://127.0.0.1:{server.port}")
        with pytest.raises(NetworkError, match=said):
            read_all(f"https://{HOST}/x")


def test_a_host_that_is_not_there():
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(NetworkError, match="refused"):
        read_all(f"http://127.0.0.1:{port}/")


def test_what_is_no_http():
    with (
        Server(lambda connection, _: connection.sendall(b"hello\r\n\r\n")) as server,
        pytest.raises(NetworkError),
    ):
        read_all(f"http://127.0.0.1:{server.port}/")


def test_silence():
    over = threading.Event()
    with Server(half(over)) as server:
        url = f"http://127.0.0.1:{server.port}/"
        with ask(url, {}, Halt(), connect=5.0, silence=0.1) as answer:
            with pytest.raises(TimeoutError):
                list(iter(lambda: answer.read(100_000), b""))
            over.set()


@pytest.mark.parametrize("secured", [False, True], ids=["plain", "tls"])
def test_stopped_in_a_stall(secured, local, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(local))
    over, halt, came = threading.Event(), Halt(), 0
    with Server(half(over), local if secured else None) as server:
        url = f"http{'s' * secured}://localhost:{server.port}/"
        with pytest.raises(Stopped), ask(url, {}, halt, **TIMES) as answer:  # noqa: PT012
            while True:
                data = answer.read(100_000)
                came += len(data)
                if came == len(BODY) // 2:
                    threading.Timer(0.05, halt.stop).start()
                halt.check()
        over.set()
    assert came == len(BODY) // 2


@pytest.mark.parametrize("secured", [False, True], ids=["plain", "tls"])
def test_stopped_before_an_answer(secured):
    """The server takes the connection and says nothing, not even for TLS."""
    halt, over = Halt(), threading.Event()
    with Server(lambda *_: over.wait(30)) as server:
        threading.Timer(0.05, halt.stop).start()
        with pytest.raises(Stopped):
            read_all(f"http{'s' * secured}://localhost:{server.port}/", halt)
        over.set()


def test_stopped_before_it_began():
    halt = Halt()
    halt.stop()
    with Server(whole) as server, pytest.raises(Stopped):
        read_all(f"http://127.0.0.1:{server.port}/", halt)
