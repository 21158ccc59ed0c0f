"""The hub is asked: search, repositories, and where models come from."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from helpers.fakehub import FakeHub

from engine.errors import InvalidInput
from engine.hub.client import HubClient
from engine.hub.gate import Gate
from engine.hub.openness import Openness
from engine.hub.tokens import Tokens

GGUF = {"m-Q4_K_M.gguf": b"4" * 40, "m-Q8_0.gguf": b"8" * 80}


@pytest.fixture
def hub():
    with FakeHub() as hub:
        yield hub


@pytest.fixture
def client(hub):
    return HubClient(Gate(), Tokens(hub.endpoint), hub.endpoint)


class TestSearch:
    def test_the_most_downloaded_first(self, hub, client):
        for name, downloads in (("a/one-GGUF", 5), ("b/One-GGUF", 50), ("c/two-GGUF", 500)):
            hub.add(name, GGUF, downloads=downloads, likes=downloads // 5)
        hub.add("a/one", {"model.safetensors": b"x"}, downloads=5000)
        found = client.search("one")
        assert [summary.id for summary in found] == ["b/One-GGUF", "a/one-GGUF"]
        assert (found[0].downloads, found[0].likes) == (50, 10)
        assert [summary.id for summary in client.search("")] == [
            *("c/two-GGUF", "b/One-GGUF", "a/one-GGUF")
        ]

    def test_what_a_result_tells(self, hub, client):
        card = {
            "license": "other",
            "license_name": "llama3.2",
            "license_link": "https://example.com/terms",
            "base_model": ["meta-llama/Llama-3.2-1B"],
            "language": ["en", "zh", False],
        }
        hub.add("o/n", GGUF, card=card, gated="manual", tags=("conversational",))
        (found,) = client.search("o/n")
        assert (found.owner, found.name) == ("o", "n")
        assert found.license == "other"
        assert found.license_name == "llama3.2"
        assert found.license_link == "https://example.com/terms"
        assert found.base_models == ("meta-llama/Llama-3.2-1B",)
        assert found.languages == ("en", "zh", "no")
        assert found.gated == "manual"
        assert found.purpose == "text-generation"
        assert found.updated == "2026-08-01T12:00:00+00:00"
        assert {"gguf", "conversational"} <= set(found.tags)

    def test_a_card_that_says_nothing(self, hub, client):
        tags = ("license:mit", "base_model:a/b", "base_model:quantized:a/b")
        hub.add("o/n", GGUF, card={"license": None, "language": 7}, tags=tags)
        (found,) = client.search("o/n")
        assert (found.license, found.base_models, found.languages) == ("mit", ("a/b",), ())
        assert (found.license_name, found.gated) == ("", "")

    def test_no_more_than_wanted(self, hub, client):
        for number in range(9):
            hub.add(f"o/n{number}", GGUF)
        assert len(client.search("o", limit=4)) == 4
        assert len(hub.requests) == 1

    def test_nothing_is_found(self, client):
        assert client.search("nothing") == ()

    def test_an_address_of_a_page(self, hub, client):
        hub.add("o/n", GGUF)
        assert len(client.search(f"{hub.endpoint}/o/n/tree/main?x")) == 1
        assert len(client.search("https://huggingface.co/o/n")) == 1

    def test_any_text_can_be_asked_for(self, hub, client):
        for text in ("\ud800 \0", "a&filter=b", "中文 模型", "x" * 2000):
            assert client.search(text) == ()


class TestRepository:
    def test_its_files_by_quantisation(self, hub, client):
        hub.add("o/n", {**GGUF, "README.md": b"x", "mmproj-F16.gguf": b"p"})
        found = client.repository("o/n")
        assert [variant.quantisation for variant in found.variants] == ["Q4_K_M", "Q8_0", "F16"]
        assert [variant.quantisation for variant in found.models()] == ["Q4_K_M", "Q8_0"]
        (file,) = found.variants[0].files
        stored = hub.repository("o/n").files["m-Q4_K_M.gguf"]
        assert (file.path, file.size, file.sha256) == ("m-Q4_K_M.gguf", 40, stored.sha256)
        assert found.revision == hub.repository("o/n").revision
        assert found.endpoint == hub.endpoint

    def test_the_revision_is_pinned(self, hub, client):
        before = hub.add("o/n", GGUF).revision
        found = client.repository("o/n")
        assert found.revision == before
        url = client.url(found, found.variants[0].files[0])
        assert url == f"{hub.endpoint}/o/n/resolve/{before}/m-Q4_K_M.gguf"
        assert client.repository("o/n", before).revision == before

    def test_by_the_address_of_its_page(self, hub, client):
        hub.add("o/n", GGUF)
        assert client.repository(f"{hub.endpoint}/o/n/blob/main/m-Q8_0.gguf").id == "o/n"

    @pytest.mark.parametrize(
        "name",
        ["", "o/n/m", "../n", "o/../n", "/n", "o/", "o n", "o/n?x", "o/n.git", "o/n-", "o--p/n"],
    )
    def test_what_cannot_be_a_name(self, hub, client, name):
        with pytest.raises(InvalidInput):
            client.repository(name)
        assert hub.requests == ()


class TestLineage:
    @staticmethod
    def of(client, name):
        return [base.id for base in client.lineage(client.repository(name).summary)]

    def test_up_to_the_original(self, hub, client):
        hub.add("o/n-GGUF", GGUF, card={"base_model": "m/tuned"})
        hub.add("m/tuned", {}, card={"base_model": ["a/base", "b/other"], "license": "mit"})
        hub.add("a/base", {}, card={"license": "apache-2.0"}, gated="auto")
        assert self.of(client, "o/n-GGUF") == ["m/tuned", "a/base"]
        summary = client.lineage(client.repository("o/n-GGUF").summary)[1]
        assert (summary.license, summary.gated) == ("apache-2.0", "auto")

    def test_a_link_that_leads_nowhere(self, hub, client):
        hub.add("o/n-GGUF", GGUF, card={"base_model": "m/tuned"})
        hub.add("m/tuned", {}, card={"base_model": "gone/away"})
        assert self.of(client, "o/n-GGUF") == ["m/tuned"]

    def test_all_that_a_merge_was_made_from(self, hub, client):
        hub.add("o/n-GGUF", GGUF, card={"base_model": "m/merge", "license": "apache-2.0"})
        hub.add("m/merge", {}, card={"base_model": ["gone/away", "a/one", "a/two"]})
        hub.add("a/one", {}, card={"license": "mit", "base_model": "a/two"})
        hub.add("a/two", {}, card={"license": "cc-by-nc-4.0"})
        summary = client.repository("o/n-GGUF").summary
        lineage = client.lineage(summary)
        assert [base.id for base in lineage] == ["m/merge", "a/one", "a/two"]
        assert Openness().card(summary, lineage).company == "no"

    def test_many_links_that_lead_nowhere(self, hub, client):
        hub.add("o/n", GGUF, card={"base_model": [f"gone/n{number}" for number in range(400)]})
        hub.forget_requests()
        assert self.of(client, "o/n") == []
        assert len(hub.requests) < 12

    def test_a_circle(self, hub, client):
        hub.add("o/n", GGUF, card={"base_model": "m/tuned"})
        hub.add("m/tuned", {}, card={"base_model": "o/n"})
        assert self.of(client, "o/n") == ["m/tuned"]
        hub.add("o/self", GGUF, card={"base_model": "o/self"})
        assert self.of(client, "o/self") == []

    def test_an_endless_one(self, hub, client):
        for number in range(9):
            hub.add(f"o/n{number}", GGUF, card={"base_model": f"o/n{number + 1}"})
        assert self.of(client, "o/n0") == ["o/n1", "o/n2", "o/n3", "o/n4"]

    def test_names_that_are_none(self, hub, client):
        hub.add("o/n", GGUF, card={"base_model": ["../../etc", "https://example.com"]})
        hub.forget_requests()
        assert self.of(client, "o/n") == []
        assert len(hub.requests) == 1


def test_two_at_once(hub, client):
    for number in range(8):
        hub.add(f"o/n{number}", GGUF)
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(client.repository, [f"o/n{number}" for number in range(8)]))
    assert [repository.id for repository in found] == [f"o/n{number}" for number in range(8)]


def test_nothing_is_loaded_before_the_first_question():
    code = "import sys, engine.hub.client; print(*sys.modules)"
    command = [sys.executable, "-c", code]
    loaded = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    assert not {"huggingface_hub", "httpx2", "keyring"} & set(loaded)


class TestEndpoint:
    def test_the_usual_one(self):
        assert HubClient(Gate(), Tokens("")).endpoint == "https://huggingface.co"

    def test_of_the_environment(self, hub, monkeypatch):
        monkeypatch.setenv("HF_ENDPOINT", f"{hub.endpoint}/")
        hub.add("o/n", GGUF)
        client = HubClient(Gate(), Tokens(""))
        assert client.endpoint == hub.endpoint
        assert client.repository("o/n").id == "o/n"

    def test_it_can_change(self, hub, client):
        with FakeHub() as other:
            other.add("o/n", GGUF)
            client.set_endpoint(other.endpoint)
            found = client.repository("o/n")
            assert found.endpoint == client.endpoint == other.endpoint
        assert hub.requests == ()

    def test_not_to_an_unsafe_one(self, hub, client):
        with pytest.raises(InvalidInput):
            client.set_endpoint("http://mirror.example")
        assert client.endpoint == hub.endpoint
