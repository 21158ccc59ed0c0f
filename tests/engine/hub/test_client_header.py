"""The header of a model on the hub: right, cheap, and read from no server that lies."""

import threading
from pathlib import Path

import pytest
from helpers.fakehub import FakeHub
from helpers.tiny_gguf import gguf_bytes, tiny_metadata, tiny_tensors, write_tiny_gguf

from engine import gguf
from engine.errors import DownloadError, HubError, ModelFileError, NetworkError, Offline
from engine.hub.client import HubClient
from engine.hub.gate import Gate
from engine.hub.tokens import Tokens


@pytest.fixture
def hub():
    with FakeHub() as hub:
        yield hub


@pytest.fixture
def gate():
    return Gate()


@pytest.fixture
def client(hub, gate):
    return HubClient(gate, Tokens(hub.endpoint), hub.endpoint)


def header(client, name="o/n"):
    repository = client.repository(name)
    return client.header(repository, repository.variants[0])


@pytest.fixture
def tiny(tmp_path):
    return write_tiny_gguf(tmp_path / "tiny.gguf", template="{{ messages }}")


@pytest.mark.model
def test_real_models_for_less_than_5_mb(hub, client, model_path):
    hub.add("o/n", {"m-Q4_K_M.gguf": model_path})
    found = header(client)
    whole = gguf.read(model_path)
    assert found.tensors == whole.tensors
    assert found.n_vocab == whole.n_vocab
    assert found.context_length == whole.context_length
    assert found.chat_template == whole.chat_template
    assert hub.sent < 2_000_000
    assert len(hub.requests) < 15


def test_the_hub_redirects_once(hub, client, tiny):
    data = tiny.read_bytes() + bytes(4096)
    hub.add("o/n", {"m.gguf": data})
    found = header(client)
    assert found.tensors == gguf.read(tiny).tensors
    assert found.path == Path("m.gguf")
    assert [seen.to_hub for seen in hub.requests] == [True, True, False]
    assert hub.requests[-1].headers["range"] == f"bytes=0-{len(data) - 1}"
    assert hub.requests[-1].headers["accept-encoding"] == "identity"


def test_parts_are_one_model(hub, client):
    tensors = tiny_tensors()
    split = {"split.count": 2, "split.tensors.count": len(tensors)}
    first = gguf_bytes([*tiny_metadata().items(), *split.items(), ("split.no", 0)], tensors[:2])
    second = gguf_bytes([*split.items(), ("split.no", 1)], tensors[2:])
    names = [f"m-Q4_0-0000{number}-of-00002.gguf" for number in (1, 2)]
    hub.add("o/n", dict(zip(names, (first, second), strict=True)))
    found = header(client)
    assert len(found.all_tensors) == len(tensors)
    assert found.total_size == len(first) + len(second)
    assert [shard.path.name for shard in found.shards] == names[1:]


def test_a_name_never_becomes_a_place(hub, client, tiny):
    hub.add("o/n", {"a/b/C:\\x\\m.gguf": tiny, "../m.gguf": tiny, "/etc/m.gguf": tiny})
    assert [variant.name for variant in client.repository("o/n").variants] == ["C:\\x\\m.gguf"]
    assert header(client).path.parent == Path()


class TestBrokenConnections:
    @pytest.mark.parametrize(("kind", "at"), [("drop", 1000), ("drop", 1), ("reset", 1000)])
    def test_it_asks_again(self, hub, client, tiny, kind, at):
        hub.add("o/n", {"m.gguf": tiny})
        hub.fault(kind, at=at)
        assert header(client).tensors

    def test_it_does_not_ask_for_ever(self, hub, client, tiny):
        hub.add("o/n", {"m.gguf": tiny})
        hub.fault("drop", at=1000, times=0)
        with pytest.raises(NetworkError, match="broke off"):
            header(client)
        assert sum(not seen.to_hub for seen in hub.requests) == 3

    def test_shut_in_the_middle(self, hub, gate, client, tiny):
        hub.add("o/n", {"m.gguf": tiny})
        repository = client.repository("o/n")
        hub.fault("wait", seconds=0.3)
        shutter = threading.Timer(0.1, gate.set_offline, (True,))
        shutter.start()
        with pytest.raises(Offline):
            client.header(repository, repository.variants[0])
        shutter.join()

    def test_an_address_of_the_storage_that_ran_out(self, hub, client):
        hub.add("o/n", {"m.gguf": long_file()})
        repository = client.repository("o/n")
        hub.forget_requests()
        hub.fault("status", status=403, at=1)
        assert client.header(repository, repository.variants[0]).n_vocab == 40_000
        assert [seen.status for seen in hub.requests[:5]] == [302, 206, 403, 302, 206]

    def test_a_storage_that_refuses_all(self, hub, client, tiny):
        hub.add("o/n", {"m.gguf": tiny})
        hub.fault("status", status=403, times=0)
        with pytest.raises(HubError) as caught:
            header(client)
        assert caught.value.values["fault"] == "busy"
        assert len(hub.requests) == 3


class TestLies:
    @pytest.mark.parametrize("kind", ["other_range", "ignored_range"])
    def test_another_part_than_was_asked_for(self, hub, client, kind):
        hub.add("o/n", {"m.gguf": long_file()})
        hub.fault(kind, times=0)
        with pytest.raises(DownloadError) as caught:
            header(client)
        assert caught.value.values["fault"] == "range"
        assert caught.value.values["name"] == "o/n/m.gguf"

    def test_another_part_than_it_says(self, hub, client):
        hub.add("o/n", {"m.gguf": long_file()})
        hub.fault("lying_range", times=0)
        with pytest.raises(ModelFileError):
            header(client)

    @pytest.mark.parametrize(("kind", "at"), [("short", 500), ("size", 500)])
    def test_another_size_than_the_hub_told(self, hub, client, tiny, kind, at):
        hub.add("o/n", {"m.gguf": tiny})
        hub.fault(kind, at=at, times=0)
        with pytest.raises(DownloadError):
            header(client)

    def test_a_web_page(self, hub, client, tiny):
        hub.add("o/n", {"m.gguf": tiny})
        hub.fault("page", times=0)
        with pytest.raises(NetworkError, match="web page"):
            header(client)

    def test_no_gguf(self, hub, client):
        hub.add("o/n", {"m.gguf": b"PK" + bytes(50_000)})
        with pytest.raises(ModelFileError, match="does not begin with GGUF") as caught:
            header(client)
        assert caught.value.values["path"] == "m.gguf"


def long_file() -> bytes:
    """A file whose header takes several ranges."""
    texts = [f"token {number}" for number in range(40_000)]
    metadata = tiny_metadata(metadata={"tokenizer.ggml.tokens": texts})
    return gguf_bytes(list(metadata.items()), tiny_tensors())
