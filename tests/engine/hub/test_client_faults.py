"""The hub does not answer, answers wrongly, or wants terms accepted; and where the token goes."""

import json
import logging
import threading
import time

import pytest
from helpers.fakehub import FakeHub
from helpers.one_answer import OneAnswer

from engine.errors import HubError, NetworkError, Offline
from engine.hub.client import HubClient
from engine.hub.gate import Gate
from engine.hub.tokens import Tokens

GGUF = {"m-Q4_K_M.gguf": b"4" * 40}
TOKEN = "hf_secretsecretsecret"


@pytest.fixture
def hub():
    with FakeHub(members=[TOKEN], tokens=["hf_stranger"]) as hub:
        yield hub


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def tokens(hub):
    return Tokens(hub.endpoint)


@pytest.fixture
def client(hub, gate, tokens):
    return HubClient(gate, tokens, hub.endpoint)


class TestOffline:
    def test_nothing_is_asked(self, hub, gate, client):
        hub.add("o/n", GGUF, card={"base_model": "a/b"})
        found = client.repository("o/n")
        hub.forget_requests()
        gate.set_offline(True)
        for call in (
            lambda: client.search("n"),
            lambda: client.repository("o/n"),
            lambda: client.lineage(found.summary),
            lambda: client.header(found, found.variants[0]),
        ):
            with pytest.raises(Offline):
                call()
        assert hub.requests == ()

    def test_making_one_asks_nothing(self, hub, client):
        assert hub.requests == ()

    def test_every_call_is_told(self, hub, gate, client):
        hub.add("o/n", GGUF)
        client.search("n")
        client.repository("o/n")
        host = hub.endpoint.removeprefix("http://")
        told = [(call.host, call.purpose) for call in gate.calls()]
        assert told == [(host, "search"), (host, "repository")]

    def test_shut_while_an_answer_is_on_its_way(self, hub, gate, client):
        hub.fault("wait", where="hub", seconds=0.3)
        shutter = threading.Timer(0.1, gate.set_offline, (True,))
        shutter.start()
        with pytest.raises(Offline):
            client.search("n")
        shutter.join()


class TestRefusals:
    def test_no_such_repository(self, client):
        with pytest.raises(HubError) as caught:
            client.repository("o/nothing")
        assert caught.value.values["fault"] == "missing"
        assert caught.value.values["name"] == "o/nothing"

    def test_no_such_revision(self, hub, client):
        hub.add("o/n", GGUF)
        with pytest.raises(HubError) as caught:
            client.repository("o/n", "0" * 40)
        assert caught.value.values["fault"] == "missing"
        assert "revision" in str(caught.value)

    def test_private_to_a_visitor_and_there_for_a_member(self, hub, client, tokens):
        hub.add("o/n", GGUF, private=True)
        with pytest.raises(HubError, match="private"):
            client.repository("o/n")
        tokens.save(TOKEN)
        assert client.repository("o/n").id == "o/n"

    def test_a_token_that_is_not_valid(self, hub, client, tokens):
        hub.add("o/n", GGUF)
        tokens.save("hf_wrong")
        with pytest.raises(HubError) as caught:
            client.repository("o/n")
        assert caught.value.values["fault"] == "token"
        assert "hf_wrong" not in f"{caught.value}{caught.value.values}"

    @pytest.mark.parametrize("token", ["", "hf_stranger"])
    def test_terms_to_accept(self, hub, client, tokens, token):
        hub.add("o/n", GGUF, gated="auto")
        if token:
            tokens.save(token)
        found = client.repository("o/n")  # what it holds may be seen by all
        assert found.summary.gated == "auto"
        with pytest.raises(HubError) as caught:
            client.header(found, found.variants[0])
        assert caught.value.values["fault"] == "gated"
        assert caught.value.values["link"] == f"{hub.endpoint}/o/n"
        assert caught.value.values["name"] == "o/n/m-Q4_K_M.gguf"

    @pytest.mark.parametrize("status", [429, 500, 502, 503])
    def test_busy(self, hub, client, status):
        hub.fault("status", where="hub", status=status, retry_after="600")
        start = time.monotonic()
        with pytest.raises(HubError) as caught:
            client.search("n")
        assert caught.value.values["fault"] == "busy"
        assert len(hub.requests) == 1  # the user decides when to ask again
        assert time.monotonic() - start < 60


class TestNoHub:
    def test_nobody_listens(self, client):
        with FakeHub() as gone:
            client.set_endpoint(gone.endpoint)
        with pytest.raises(NetworkError, match="refused"):
            client.search("n")

    def test_the_connection_breaks(self, hub, client):
        hub.fault("drop", where="hub")
        with pytest.raises(NetworkError):
            client.search("n")

    def test_it_says_nothing(self, hub, client, monkeypatch):
        from engine.hub import session

        monkeypatch.setattr(session, "SILENCE_SECONDS", 0.2)
        hub.add("o/n", GGUF)
        for ask in (lambda: client.search("n"), lambda: client.repository("o/n")):
            hub.fault("wait", where="hub", seconds=5)
            with pytest.raises(NetworkError, match="does not answer"):
                ask()
            hub.faults.clear()

    @pytest.mark.parametrize("kind", ["page", "login"])
    def test_the_network_wants_a_sign_in(self, hub, client, kind):
        hub.add("o/n", GGUF)
        for ask in (lambda: client.search("n"), lambda: client.repository("o/n")):
            hub.fault(kind, where="hub")
            with pytest.raises(NetworkError, match="web page") as caught:
                ask()
            assert "sign in" in caught.value.advice

    @pytest.mark.parametrize(
        "answer",
        [b"", b"[", b"{}", b"null", b"7", b'[{"no": "id"}]', b'["text"]', b'[{"id": 5}]', b"\xff"],
    )
    def test_it_answers_with_something_else(self, client, answer):
        with OneAnswer(answer) as endpoint:
            client.set_endpoint(endpoint)
            with pytest.raises(NetworkError, match="no hub of models"):
                client.repository("o/n")

    def test_its_words_are_not_trusted(self, client):
        odd = {"id": "o/n", "sha": "a" * 40, "downloads": -5, "likes": "many", "tags": [1, None]}
        odd |= {"cardData": {"license": ["\ud800"], "language": {"a": 1}}, "gated": True}
        odd |= {"pipeline_tag": "x" * 5000, "lastModified": None}
        odd["siblings"] = [
            {"rfilename": "\ud800.gguf", "size": 5},
            {"rfilename": "a.gguf", "size": -1},
            {"rfilename": "b.gguf", "size": 5, "lfs": LFS | {"sha256": "../x"}},
        ]
        with OneAnswer(json.dumps(odd).encode()) as endpoint:
            client.set_endpoint(endpoint)
            found = client.repository("o/n")
        summary = found.summary
        assert (summary.downloads, summary.likes, summary.tags) == (0, 0, ())
        assert (summary.license, summary.languages, summary.gated) == ("\ufffd", (), "auto")
        assert len(summary.purpose) == 1000
        kept = {variant.files[0].path: variant.files[0].sha256 for variant in found.variants}
        assert kept == {"\ufffd.gguf": "", "b.gguf": ""}

    def test_an_answer_without_end(self, client):
        with OneAnswer(b"[" + b" " * (33 << 20)) as endpoint:
            client.set_endpoint(endpoint)
            with pytest.raises(NetworkError, match="does not end"):
                client.search("n")


LFS = {"size": 5, "pointerSize": 134}


class TestToken:
    def test_it_goes_to_the_hub_and_not_to_the_storage(self, hub, client, tokens):
        hub.add("o/n", {"m-Q4_K_M.gguf": b"GGUF" + bytes(40)}, gated="manual")
        tokens.save(TOKEN)
        client.search("n")
        found = client.repository("o/n")
        with pytest.raises(Exception, match="version"):
            client.header(found, found.variants[0])
        assert {seen.to_hub: seen.token for seen in hub.requests} == {True: TOKEN, False: ""}
        assert [seen.to_hub for seen in hub.requests] == [True, True, True, False]

    def test_not_after_a_redirect_to_another_host(self, hub, client, tokens):
        tokens.save(TOKEN)
        hub.fault("login", where="hub")
        with pytest.raises(NetworkError):
            client.search("n")
        assert [seen.token for seen in hub.requests] == [TOKEN, ""]

    def test_not_to_another_page_of_the_list(self, hub, client, tokens):
        """The hub names the next page itself: one elsewhere gets no token."""
        tokens.save(TOKEN)
        link = {"Link": f'<{hub.storage}/api/models?limit=1>; rel="next"'}
        hub.add("o/n", GGUF)
        with OneAnswer(b"[]", link) as endpoint:
            client.set_endpoint(endpoint)
            tokens.save("hf_other")
            client.search("n")
        assert [(seen.to_hub, seen.token) for seen in hub.requests] == [(False, "")]

    def test_not_to_another_address_of_the_hub(self, hub, client, tokens):
        tokens.save(TOKEN)
        with FakeHub() as other:
            client.set_endpoint(other.endpoint)
            client.search("n")
            assert [seen.token for seen in other.requests] == [""]

    def test_it_is_in_no_log_and_no_error(self, hub, client, tokens, caplog):
        caplog.set_level(logging.DEBUG)
        tokens.save(TOKEN)
        client.search("n")
        hub.fault("status", where="hub", status=401)
        with pytest.raises(HubError) as caught:
            client.search("n")
        error: BaseException | None = caught.value
        while error is not None:
            assert TOKEN not in f"{error!r}{vars(error)}"
            error = error.__cause__ or error.__context__
        assert "GET" in caplog.text
        assert TOKEN not in caplog.text

    def test_no_other_programs_token_is_used(self, hub, client, tmp_path, monkeypatch):
        from huggingface_hub import constants

        path = tmp_path / "token"
        path.write_text(TOKEN)
        monkeypatch.setattr(constants, "HF_TOKEN_PATH", str(path))
        client.search("n")
        assert [seen.token for seen in hub.requests] == [""]


class TestPrivacy:
    def test_a_request_says_no_more_than_it_must(self, hub, client):
        client.search("n")
        (seen,) = hub.requests
        assert seen.headers["user-agent"].startswith("puna ")
        assert not {"cookie", "referer", "x-amzn-trace-id"} & set(seen.headers)

    def test_cookies_are_not_kept(self, client):
        asked: list[bytes] = []
        with OneAnswer(b"[]", {"Set-Cookie": "id=1; Path=/"}, asked) as endpoint:
            client.set_endpoint(endpoint)
            client.search("n")
            client.search("n")
        assert len(asked) == 2
        assert not any(b"cookie" in request.lower() for request in asked)
