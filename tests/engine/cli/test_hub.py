"""`puna models search` and `show`: for people, for programs, and when the hub is away."""

import json

import pytest
from helpers.commands import lines, raised, run
from helpers.fakehub import FakeHub
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine.errors import HubError, InvalidInput, NetworkError, Offline
from engine.files import save_settings
from engine.fit import Machine
from engine.paths import Home
from engine.settings import Settings

FILES = {
    "n-Q4_K_M.gguf": b"4" * 40,
    "n-Q8_0-00001-of-00002.gguf": b"8" * 80,
    "n-Q8_0-00002-of-00002.gguf": b"8" * 8,
    "mmproj-F16.gguf": b"p" * 10,
}
CARD = {"license": "other", "license_name": "gemma", "base_model": "a/base", "language": "en"}


@pytest.fixture
def tiny(tmp_path):
    return write_tiny_gguf(tmp_path / "tiny.gguf", template=CHATML).read_bytes()


@pytest.fixture
def hub(monkeypatch):
    with FakeHub() as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.endpoint)
        hub.add("o/n-GGUF", FILES, card=CARD, downloads=12345, likes=67, gated="auto")
        hub.add("o/plain-GGUF", FILES, card={"license": "mit"}, downloads=5)
        hub.add("a/base", {}, card={"license": "gemma"})
        yield hub


class TestSearch:
    def test_for_people(self, home: Home, hub):
        rows = run(home, "models", "search", "gguf").stdout.splitlines()
        assert len(rows) == 2
        for part in ("o/n-GGUF", "12,345 downloads", "67 likes", "2026-08-01", "gemma", "terms"):
            assert part in rows[0]
        assert "mit" in rows[1]
        assert "terms" not in rows[1]

    def test_for_programs(self, home: Home, hub):
        first, second = lines(run(home, "models", "search", "gguf", "--json"))
        assert (first["event"], first["id"], first["downloads"]) == (
            "repository",
            "o/n-GGUF",
            12345,
        )
        assert (first["license_name"], first["gated"]) == ("gemma", "auto")
        assert second["id"] == "o/plain-GGUF"

    def test_only_those_a_company_may_use_or_that_are_truly_open(self, home: Home, hub):
        hub.add("HuggingFaceTB/SmolLM2-135M-Instruct-GGUF", FILES, card={"license": "apache-2.0"})

        def found(*options):
            return [one["id"] for one in lines(run(home, "models", "search", "--json", *options))]

        assert found("--truly-open") == ["HuggingFaceTB/SmolLM2-135M-Instruct-GGUF"]
        assert len(found("--commercial")) == 3

    def test_a_filter_looks_behind_the_first_ones(self, home: Home, hub):
        open_one = "HuggingFaceTB/SmolLM2-135M-Instruct-GGUF"
        hub.add(open_one, FILES, card={"license": "apache-2.0"}, downloads=1)
        found = lines(run(home, "models", "search", "--json", "--truly-open", "--limit", "1"))
        assert [one["id"] for one in found] == [open_one]

    def test_a_filter_that_leaves_none_does_not_say_that_there_are_none(self, home: Home, hub):
        result = run(home, "models", "search", "plain", "--truly-open")
        assert "None of the 1 most downloaded" in result.stderr

    def test_the_address_of_the_settings_comes_first(self, home: Home, hub, monkeypatch):
        monkeypatch.setenv("HF_ENDPOINT", "https://nobody.invalid")
        save_settings(home.settings, Settings(endpoint=hub.endpoint))
        assert len(lines(run(home, "models", "search", "gguf", "--json"))) == 2

    def test_a_limit(self, home: Home, hub):
        assert len(lines(run(home, "models", "search", "", "--limit", "1", "--json"))) == 1
        assert run(home, "models", "search", "", "--limit", "0").exit_code == 2

    def test_nothing_is_found(self, home: Home, hub):
        result = run(home, "models", "search", "nothing")
        assert (result.exit_code, result.stdout) == (0, "")
        assert "no GGUF models" in result.stderr
        assert lines(run(home, "models", "search", "nothing", "--json")) == []


class TestShow:
    def test_for_people(self, home: Home, hub):
        text = run(home, "models", "show", "o/n-GGUF").stdout
        for part in ("12,345", "gemma", "a/base", hub.repository("o/n-GGUF").revision):
            assert part in text
        assert f"must be accepted first, at {hub.endpoint}/o/n-GGUF" in text
        files, card = text.split("Is it really open?")
        rows = [
            line for line in files.splitlines() if line.partition("  ")[2].startswith(("n-", "mm"))
        ]
        assert ["good balance" in rows[0], "nearly lossless" in rows[1]] == [True, True]
        assert "n-Q8_0-00001-of-00002.gguf" in rows[1]
        assert "in 2 files" in rows[1]
        assert "RESTRICTED" in card
        assert "https://ai.google.dev/gemma/terms" in card
        assert "looks at pictures" in rows[2]

    def test_for_programs(self, home: Home, hub):
        (found,) = lines(run(home, "models", "show", "o/n-GGUF", "--json"))
        assert found["revision"] == hub.repository("o/n-GGUF").revision
        assert [base["id"] for base in found["lineage"]] == ["a/base"]
        first = found["variants"][0]
        assert (first["quantisation"], first["quality"]) == ("Q4_K_M", "good balance")
        (file,) = first["files"]
        stored = hub.repository("o/n-GGUF").files["n-Q4_K_M.gguf"]
        assert file == {"path": stored.path, "size": 40, "sha256": stored.sha256}

    def test_the_terms_in_plain_words(self, home: Home, hub):
        hub.add("o/llama-GGUF", {}, card={"license": "llama3.1"})
        text = run(home, "models", "show", "o/llama-GGUF").stdout
        assert "more is asked above 700,000,000 a month" in text
        assert "use-policy" in text or "use_policy" in text
        (found,) = lines(run(home, "models", "show", "o/llama-GGUF", "--json"))
        terms = found["openness"]["terms"]
        assert (terms["id"], terms["users_limit"]) == ("llama3.1", 700_000_000)
        assert terms["commercial"]["source"].startswith("https://")
        assert terms["acceptable_use"].startswith("https://")

    def test_whether_each_file_fits_here(self, home: Home, hub, tiny, monkeypatch):
        few = Machine(16 << 30, 12 << 30, (), 10e9, 1e11)
        monkeypatch.setattr("engine.cli.hub.machine", lambda home: few)
        hub.add("o/tiny-GGUF", {f"t-{kind}.gguf": tiny for kind in ("Q4_K_M", "Q8_0")})
        text = run(home, "models", "show", "o/tiny-GGUF").stdout
        row = next(line for line in text.splitlines() if "t-Q8_0.gguf" in line)
        for part in ("nearly lossless", "fits: ", "MB of memory", "words/s", "<- suggested"):
            assert part in row
        assert text.count("<- suggested") == 1
        assert "Puna can teach this model." in text
        (found,) = lines(run(home, "models", "show", "o/tiny-GGUF", "--json"))
        by_name = {one["quantisation"]: one for one in found["variants"]}
        assert by_name["Q8_0"]["suggested"]
        assert by_name["Q4_K_M"]["fit"]["verdict"] == "fits"
        assert by_name["Q4_K_M"]["fit"]["memory"] > 0
        headers = [seen for seen in hub.requests if "tiny-GGUF" in seen.path and seen.to_hub]
        assert sum("/resolve/" in seen.path for seen in headers) == 2  # one a command

    def test_a_header_that_cannot_be_read_hides_nothing_else(self, home: Home, hub):
        result = run(home, "models", "show", "o/n-GGUF")
        assert result.exit_code == 0
        assert "How they would run is not known" in result.stdout
        (found,) = lines(run(home, "models", "show", "o/n-GGUF", "--json"))
        assert found["variants"][0]["fit"] is None
        assert found["fault"]

    def test_without_gguf_files(self, home: Home, hub):
        result = run(home, "models", "show", "a/base")
        assert result.exit_code == 0
        assert "no GGUF files" in result.stderr

    def test_no_such_repository(self, home: Home, hub):
        error = raised(run(home, "models", "show", "o/nothing"))
        assert isinstance(error, HubError)
        assert error.exit_code == 3


def test_the_hub_is_away(home: Home, monkeypatch):
    with FakeHub() as gone:
        monkeypatch.setenv("HF_ENDPOINT", gone.endpoint)
    assert isinstance(raised(run(home, "models", "search", "x")), NetworkError)


def test_an_unsafe_address(home: Home, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://mirror.example")
    assert isinstance(raised(run(home, "models", "search", "x")), InvalidInput)


class TestSettings:
    def test_the_switch(self, home: Home, hub):
        save_settings(home.settings, Settings(offline=True))
        for command in (["search", "x"], ["show", "o/n-GGUF"]):
            assert isinstance(raised(run(home, "models", *command)), Offline)
        assert hub.requests == ()

    def test_another_address(self, home: Home, hub):
        with FakeHub() as other:
            other.add("o/other-GGUF", FILES)
            save_settings(home.settings, Settings(endpoint=other.endpoint))
            (found,) = lines(run(home, "models", "search", "gguf", "--json"))
        assert found["id"] == "o/other-GGUF"
        assert hub.requests == ()


def test_as_a_program_of_its_own(puna, hub):
    result = puna("models", "show", "o/nothing", "--json")
    assert result.returncode == 3
    (told,) = map(json.loads, result.stdout.splitlines())
    assert (told["event"], told["kind"]) == ("failed", "hub")
    assert "Traceback" not in result.stderr


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path / "home")
