"""No token, no password of a proxy and no signed address comes into an error or a log."""

import logging
import socket
import threading

import pytest
from helpers.fakehub import FakeHub
from helpers.keyrings import Ring, keyring_of

from engine.errors import PunaError
from engine.hub.client import HubClient
from engine.hub.downloads.connection import Halt, ask
from engine.hub.gate import Gate
from engine.hub.http import Lasting
from engine.hub.tokens import Tokens

HUB = "https://huggingface.co"


@pytest.mark.parametrize("kept", ["hf_secret\nX-More: 1", "hf_secret ", "gehe\u00efm", "a" * 5000])
def test_what_the_keyring_has_is_checked_like_what_the_user_gives(kept):
    ring = Ring()
    ring.kept["Puna", "https://huggingface.co:443"] = kept
    with keyring_of(ring):
        tokens = Tokens(HUB)
        assert tokens.for_host(HUB) in ("", kept.strip())
        assert tokens.for_host(HUB).isprintable()
        assert len(tokens.for_host(HUB)) < 2000


@pytest.fixture
def odd_proxy(monkeypatch):
    """A password with a letter that ends an address where it is not escaped."""
    from huggingface_hub import close_session

    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.setenv("HTTPS_PROXY", "http://me:geheim#word@127.0.0.1:9")
    close_session()
    yield "geheim"
    close_session()


def test_a_proxy_that_cannot_be_understood_is_not_repeated(odd_proxy):
    with pytest.raises(PunaError) as caught, ask(f"{HUB}/a", {}, Halt(), connect=1, silence=1):
        pass
    assert odd_proxy not in caught.value.message
    assert "proxy" in caught.value.message
    with pytest.raises(PunaError) as caught:
        HubClient(Gate(), Tokens(HUB)).search("x")
    assert odd_proxy not in caught.value.message
    assert "proxy" in caught.value.message


def test_a_proxy_of_another_kind_is_told_at_once(odd_proxy, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setenv("HTTPS_PROXY", f"socks5://me:geheim@127.0.0.1:{port}")
        with pytest.raises(Lasting, match="of the kind socks5") as caught:
            _ask()
    assert odd_proxy not in caught.value.message


def test_a_proxy_that_wants_a_name_is_told_at_once(odd_proxy, monkeypatch):
    with socket.create_server(("127.0.0.1", 0)) as server:
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{server.getsockname()[1]}")

        def refuse():
            connection, _ = server.accept()
            with connection:
                connection.recv(65536)
                connection.sendall(b"HTTP/1.1 407 Who are you\r\n\r\n")

        thread = threading.Thread(target=refuse)
        thread.start()
        with pytest.raises(Lasting, match="asks for a name and a password"):
            _ask()
        thread.join()


def _ask():
    with ask(f"{HUB}/a", {}, Halt(), connect=2, silence=2):
        pass


def test_addresses_are_not_logged(caplog):
    with FakeHub() as hub, caplog.at_level(logging.INFO):
        hub.add("o/n-GGUF", {"n-Q4_K_M.gguf": b"4" * 40})
        client = HubClient(Gate(), Tokens(hub.endpoint), hub.endpoint)
        client.search("what-i-look-for")
        assert "what-i-look-for" not in caplog.text
        assert hub.endpoint not in caplog.text
