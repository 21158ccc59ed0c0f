"""The proxy variables are honoured, and a proxy learns no token."""

import socket
import threading

import pytest
from helpers.fakehub import FakeHub

from engine.errors import NetworkError
from engine.hub.client import HubClient
from engine.hub.gate import Gate
from engine.hub.tokens import Tokens

TOKEN = "hf_secretsecretsecret"


class Proxy:
    """Hears what it is asked, and refuses it."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._socket.getsockname()[1]}"

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            with connection:
                self.heard.append(connection.recv(65536))
                connection.sendall(b"HTTP/1.1 407 Who are you\r\nContent-Length: 0\r\n\r\n")


@pytest.fixture
def proxy(monkeypatch):
    """Named for everything. The library's connection is made anew, for it read the variables."""
    from huggingface_hub import close_session

    proxy = Proxy()
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("HTTP_PROXY", proxy.address)
    monkeypatch.setenv("HTTPS_PROXY", proxy.address)
    close_session()
    yield proxy
    close_session()
    proxy.close()


def test_the_hub_is_asked_through_it(proxy, monkeypatch):
    monkeypatch.setenv("HF_TOKEN", TOKEN)
    client = HubClient(Gate(), Tokens("https://huggingface.co"), "https://huggingface.co")
    with pytest.raises(NetworkError, match=r"^the proxy"):
        client.search("n")
    (heard,) = proxy.heard
    assert heard.startswith(b"CONNECT huggingface.co:443 ")
    assert TOKEN.encode() not in heard


def test_this_computer_is_not(proxy):
    with FakeHub() as hub:
        client = HubClient(Gate(), Tokens(hub.endpoint), hub.endpoint)
        assert client.search("n") == ()
    assert proxy.heard == []
