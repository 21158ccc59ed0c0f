"""`puna models`: what it prints, and nothing else on standard output."""

import os
from pathlib import Path

import pytest
from helpers.commands import lines, raised, run
from helpers.model_packages import contents
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine.errors import InvalidInput, ModelFileError, ModelNotFound, PunaError
from engine.files import sha256_of
from engine.paths import Home


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture(autouse=True)
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A user with no other programs, whoever runs the tests."""
    for name in list(os.environ):
        if name.startswith(("HF_", "HUGGINGFACE_", "XDG_", "OLLAMA_", "LLAMA_", "JAN_")):
            monkeypatch.delenv(name)
    folder = tmp_path / "user"
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    for name in ("APPDATA", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(folder / name))
    return folder


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

    def test_an_architecture_that_is_not_known(self, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "a.gguf", architecture="llama9")
        (answer,) = lines(run(home, "models", "check", str(path), "--json"))
        assert answer["usable"] is False
        assert "the architecture llama9" in answer["verdict"]

    def test_too_big(self, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        monkeypatch.setattr("engine.cli.check.available_memory", lambda: 1000)  # a full machine
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
        assert removed == {
            "event": "removed",
            "id": imported["id"],
            "freed": path.stat().st_size,
        }
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


class TestElsewhere:
    def test_other_programs(self, home: Home, user: Path):
        path = write_tiny_gguf(user / ".lmstudio/models/owner/repo/tiny-Q4_0.gguf")
        (found,) = [
            line
            for line in lines(run(home, "models", "list", "--json"))
            if line.get("path") == str(path)
        ]
        assert (found["shelf"], found["repository"]) == ("lmstudio", "owner/repo")
        text = run(home, "models", "list").stdout
        assert "Of LM Studio, used where they are:" in text
        assert str(path) in text

    def test_all_with_the_reasons(self, home: Home, tmp_path: Path):
        write_tiny_gguf(home.models / "a/b/new.gguf", architecture="llama9")
        (home.models / "a/b/broken.gguf").write_bytes(b"GG")
        assert "llama9" not in run(home, "models", "list").stdout
        text = run(home, "models", "list", "--all").stdout
        assert "missing: the architecture llama9" in text
        assert "broken: magic" in text

    def test_used_where_it_is(self, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "there.gguf")
        (imported,) = lines(run(home, "models", "import", str(path), "--how", "here", "--json"))
        assert imported["id"] == str(path)
        assert not home.models.exists()
        assert str(path) in run(home, "models", "list").stdout
        assert "stays where it is" in run(home, "models", "remove", str(path)).stdout
        assert str(path) not in run(home, "models", "list").stdout
        assert path.exists()

    def test_a_second_name(self, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "tiny.gguf")
        (linked,) = lines(run(home, "models", "import", str(path), "--how", "link", "--json"))
        assert Path(linked["path"]).samefile(path)
        run(home, "models", "import", str(path), "--how", "here")
        assert "(in 2 places)" in run(home, "models", "list").stdout
        (removed,) = lines(run(home, "models", "remove", linked["id"], "--json"))
        assert removed["freed"] == 0


class TestTrash:
    def test_there_and_back(self, home: Home):
        path = write_tiny_gguf(home.models / "owner/repo/a.gguf")
        size = path.stat().st_size
        run(home, "models", "remove", "owner/repo/a.gguf")
        assert "puna models trash --empty" in run(home, "models", "list").stdout
        (trashed,) = lines(run(home, "models", "trash", "--json"))
        assert (trashed["id"], trashed["freed"]) == ("owner/repo/a.gguf", size)
        assert "owner/repo/a.gguf" in run(home, "models", "trash").stdout
        assert "in the library again" in run(home, "models", "restore").stdout
        assert path.exists()
        assert isinstance(raised(run(home, "models", "restore")), InvalidInput)
        assert isinstance(raised(run(home, "models", "restore", "x")), InvalidInput)
        assert "empty" in run(home, "models", "trash").stderr

    def test_emptied(self, home: Home):
        size = write_tiny_gguf(home.models / "owner/repo/a.gguf").stat().st_size
        run(home, "models", "remove", "owner/repo/a")
        (emptied,) = lines(run(home, "models", "trash", "--empty", "--json"))
        assert emptied == {"event": "emptied", "freed": size}
        assert contents(home.models) == []

    def test_not_through_the_trash(self, home: Home):
        size = write_tiny_gguf(home.models / "owner/repo/a.gguf").stat().st_size
        (removed,) = lines(run(home, "models", "remove", "owner/repo/a.gguf", "--now", "--json"))
        assert removed["freed"] == size
        assert lines(run(home, "models", "trash", "--json")) == []
