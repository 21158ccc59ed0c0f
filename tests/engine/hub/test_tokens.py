"""Where a token is kept, and which address may see it."""

import logging

import pytest
from helpers.keyrings import Ring, Sieve, keyring_of

from engine.errors import InvalidInput
from engine.hub.tokens import Tokens

HUB = "https://huggingface.co"
MIRROR = "https://mirror.example"
TOKEN = "hf_secretsecretsecret"


@pytest.fixture
def ring():
    with keyring_of(Ring()):
        import keyring

        yield keyring.get_keyring()


def test_without_a_token():
    tokens = Tokens(HUB)
    assert tokens.for_host(HUB) == ""
    assert tokens.where == ""


class TestEnvironment:
    @pytest.fixture(autouse=True)
    def _token(self, monkeypatch):
        monkeypatch.setenv("HF_TOKEN", f" {TOKEN}\n")

    def test_for_the_hub_it_was_made_for(self):
        tokens = Tokens(HUB)
        assert tokens.for_host(f"{HUB}/api/models") == TOKEN
        assert tokens.where == "environment"

    @pytest.mark.parametrize(
        "url",
        [
            MIRROR,
            "http://huggingface.co/a",
            "https://huggingface.co:8443/a",
            "https://cdn-lfs.huggingface.co/a",
            "https://huggingface.co.example.com/a",
            "https://huggingface.co@example.com/a",
            "//huggingface.co/a",
            "",
        ],
    )
    def test_for_no_other(self, url):
        assert Tokens(HUB).for_host(url) == ""
        assert Tokens(MIRROR).for_host(url) == ""

    @pytest.mark.parametrize("text", ["", " ", "a b", "geheim\u00e4"])
    def test_what_cannot_be_one(self, monkeypatch, text):
        monkeypatch.setenv("HF_TOKEN", text)
        assert (Tokens(HUB).for_host(HUB), Tokens(HUB).where) == ("", "")

    def test_a_mirror_has_none(self):
        assert Tokens(MIRROR).where == ""


class TestSaved:
    def test_in_the_keyring(self, ring):
        tokens = Tokens(HUB)
        assert tokens.save(f"{TOKEN} ") == "keyring"
        assert tokens.where == "keyring"
        assert Tokens(HUB).for_host(HUB) == TOKEN

    def test_forgotten(self, ring):
        tokens = Tokens(HUB)
        tokens.save(TOKEN)
        tokens.forget()
        tokens.forget()
        assert (tokens.for_host(HUB), tokens.where, ring.kept) == ("", "", {})

    def test_for_its_own_address_only(self, ring):
        tokens = Tokens(HUB)
        tokens.save(TOKEN)
        tokens.set_endpoint(MIRROR)
        assert tokens.for_host(MIRROR) == ""
        assert tokens.where == ""
        assert tokens.for_host(HUB) == TOKEN
        tokens.save("hf_mirror")
        assert tokens.for_host(f"{MIRROR}/a") == "hf_mirror"
        tokens.set_endpoint(HUB)
        assert tokens.for_host(MIRROR) == ""

    def test_the_keyring_is_asked_once(self, ring):
        tokens = Tokens(HUB)
        for _ in range(5):
            tokens.for_host(HUB)
        assert ring.asked == 1

    @pytest.mark.parametrize("text", ["", "  ", "a\nb", "geheim\u00e4", "a" * 1001])
    def test_what_cannot_be_one(self, ring, text):
        with pytest.raises(InvalidInput) as caught:
            Tokens(HUB).save(text)
        assert text.strip() == "" or text not in f"{caught.value}{caught.value.values}"
        assert ring.kept == {}


class TestWithoutKeyring:
    def test_in_memory_only(self):
        # The suite runs on the keyring that always fails, as a machine without a desktop has.
        tokens = Tokens(HUB)
        assert tokens.save(TOKEN) == "memory"
        assert (tokens.where, tokens.for_host(HUB)) == ("memory", TOKEN)
        assert Tokens(HUB).for_host(HUB) == ""
        tokens.forget()
        assert tokens.for_host(HUB) == ""

    def test_a_keyring_that_keeps_nothing(self):
        with keyring_of(Sieve()):
            assert Tokens(HUB).save(TOKEN) == "memory"


def test_it_is_in_no_log(caplog):
    caplog.set_level(logging.DEBUG)
    tokens = Tokens(HUB)
    tokens.save(TOKEN)
    tokens.forget()
    assert "keyring" in caplog.text
    assert TOKEN not in caplog.text
    assert TOKEN not in repr(tokens)
