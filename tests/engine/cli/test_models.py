"""`puna models`: what it prints, and nothing else on standard output."""

from pathlib import Path

import pytest
from helpers.commands import lines, raised, run
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine.errors import InvalidInput, ModelFileError, ModelNotFound, PunaError
from engine.files import sha256_of
from engine.paths import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


class TestCheck:
    def test_for_people(self, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "tiny.gguf", template=CHATML, quantised=True)
        text = run(home, "models", "check", str(path)).stdout
        for part in (
            str(path),
            "llama, 2 layers, width 32",
            "Q8_0",
            "in 5 tensors",
            "512 tokens",
            "ChatML",
            "apache-2.0",
            sha256_of(path),
            "with a context of 512 tokens",
            "Sound, and fits",
        ):
            assert part in text

    def test_for_programs(self, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "tiny.gguf")
        (answer,) = lines(run(home, "models", "check", str(path), "--json"))
        assert next(iter(answer)) == "event"
        assert answer["event"] == "checked"
        assert answer["sha256"] == sha256_of(path)
        assert answer["chat_template"] is False
        assert answer["usable"] is True
        assert answer["quantisation"][0]["type"] == "F32"
        memory = answer["memory"]
        parts = ("weights", "cache", "compute", "other")
        assert memory["total"] == sum(memory[part] for part in parts)
        assert memory["mapped"] + memory["private"] == memory["total"]

    def test_a_bad_file(self, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "bad.gguf", metadata={"llama.block_count": 0})
        error = raised(run(home, "models", "check", str(path)))
        assert isinstance(error, ModelFileError)
        assert error.exit_code == 3
        assert error.values["field"] == "llama.block_count"
        assert "0 is not within 1 to 512" in error.message

    def test_no_chat_model(self, home: Home, tmp_path: Path):
        metadata = {"llama.pooling_type": 1}
        path = write_tiny_gguf(tmp_path / "other.gguf", metadata=metadata)
        result = run(home, "models", "check", str(path))
        assert result.exit_code == 0
        assert "Not a chat model" in result.stdout

    def test_too_big(self, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("engine.cli.models.available_memory", lambda: 1000)  # a full machine
        path = write_tiny_gguf(tmp_path / "huge.gguf")
        (answer,) = lines(run(home, "models", "check", str(path), "--json"))
        assert answer["usable"] is False
        assert "too big" in answer["verdict"]

    def test_control_characters_stay_in_the_file(self, home: Home, tmp_path: Path):
        path = write_tiny_gguf(
            tmp_path / "sly.gguf", metadata={"general.name": "\x1b[2Jgone\nSound"}
        )
        text = run(home, "models", "check", str(path)).stdout
        assert "\x1b" not in text
        assert "[2JgoneSound" in text


class TestLibrary:
    def test_import_list_remove(self, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "tiny.gguf")
        (imported,) = lines(run(home, "models", "import", str(path), "--json"))
        assert imported["event"] == "imported"
        assert imported["id"] == "local/tiny/tiny.gguf"
        listed = lines(run(home, "models", "list", "--json"))
        assert imported["id"] in [line["id"] for line in listed]
        assert imported["id"] in run(home, "models", "list").stdout
        (removed,) = lines(run(home, "models", "remove", imported["id"], "--json"))
        assert removed == {"event": "removed", "id": imported["id"]}
        assert imported["id"] not in run(home, "models", "list").stdout
        assert path.exists()

    def test_words(self, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "tiny.gguf")
        assert "local/tiny/tiny.gguf" in run(home, "models", "import", str(path)).stdout
        assert "removed" in run(home, "models", "remove", "local/tiny/tiny").stdout

    @pytest.mark.parametrize(
        ("arguments", "kind"),
        [
            (("models", "check", "no-such-model"), ModelNotFound),
            (("models", "import", "no-such-file.gguf"), ModelNotFound),
            (("models", "remove", "no-such-model"), ModelNotFound),
            (("models", "remove", __file__), InvalidInput),
        ],
    )
    def test_errors_are_ours(self, home: Home, arguments: tuple[str, ...], kind: type[PunaError]):
        error = raised(run(home, *arguments))
        assert isinstance(error, kind)
        assert error.exit_code == 3
        assert error.advice
