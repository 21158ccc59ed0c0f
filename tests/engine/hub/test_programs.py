"""The libraries of other programs are listed without a byte changed."""

import json
import os
import sys
from pathlib import Path, PurePosixPath

import pytest
from helpers.programs import (
    OLDER,
    digest_of,
    state_of,
    tiny,
    write_all_programs,
    write_hugging_face,
    write_ollama,
    write_projector,
)
from helpers.tiny_gguf import (
    TinyTensor,
    gguf_bytes,
    tiny_metadata,
    tiny_tensors,
    write_tiny_gguf,
)

from engine.errors import InvalidInput
from engine.hub.library import Library, Model
from engine.hub.programs import Store, other_programs
from engine.paths import Home

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="links need a right there")


@pytest.fixture
def user(tmp_path: Path) -> Path:
    folder = tmp_path / "user"
    folder.mkdir()
    return folder


def library_of(home: Home, user: Path, **environ: str) -> Library:
    return Library(home, {}, other_programs(environ, user, "linux"))


def by_title(library: Library) -> dict[str, Model]:
    return {model.title: model for model in library.everything()}


class TestAllSix:
    def test_listed_each_once_and_left_alone(self, home: Home, user: Path, tmp_path: Path):
        write_all_programs(user, tmp_path)
        before = state_of(user)
        library = library_of(home, user)
        for _ in range(2):
            library.everything()
            library.identify(lambda: False)
        models = by_title(library)
        shelves = {title: model.shelf for title, model in models.items()}
        assert shelves == {
            "Of Hugging Face": "huggingface",
            "Of LM Studio": "lmstudio",
            "tiny:1b": "ollama",
            "Of llama.cpp": "llama.cpp",
            "Of Jan": "jan",
            "Of GPT4All": "gpt4all",
        }
        assert all(model.usable and model.freed == 0 for model in models.values())
        assert [model.title for model in library.list()] == list(models)
        assert {model.title for model in map(library.resolve, [m.id for m in models.values()])}
        assert state_of(user) == before

    def test_a_copy_is_recognised_when_idle_and_shown_once(
        self, home: Home, user: Path, tmp_path: Path
    ):
        write_all_programs(user, tmp_path)
        library = library_of(home, user)
        copy = user / ".lmstudio/models/publisher/model-GGUF/first-Q4_K_M.gguf"
        assert sum(model.title == "Of Hugging Face" for model in library.everything()) == 2
        library.identify(lambda: False)
        for again in (library, library_of(home, user)):  # it is remembered on disk
            model = by_title(again)["Of Hugging Face"]
            assert model.copies == (copy,)
            assert model.sha256 == digest_of(copy)
        write_tiny_gguf(copy, **tiny(9, "Changed"))
        assert by_title(library)["Of Hugging Face"].copies == ()

    def test_only_what_may_be_the_same_is_read_whole(
        self, home: Home, user: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        write_all_programs(user, tmp_path)
        read: list[str] = []
        monkeypatch.setattr(
            "engine.hub.headings.sha256_of", lambda path, *_: read.append(path.name) or "0"
        )
        library_of(home, user).identify(lambda: False)
        assert read == ["first-Q4_K_M.gguf"]  # LM Studio's: the other's name is its digest

    def test_never_deleted(self, home: Home, user: Path, tmp_path: Path):
        write_all_programs(user, tmp_path)
        library = library_of(home, user)
        before = state_of(user)
        for model in library.everything():
            with pytest.raises(InvalidInput, match="not in Puna's models folder"):
                library.trash(model.id)
        assert state_of(user) == before

    def test_imported_by_link_from_a_snapshot(self, home: Home, user: Path, tmp_path: Path):
        write_all_programs(user, tmp_path)
        library = library_of(home, user)
        model = by_title(library)["Of Hugging Face"]
        linked = library.add(model.path, "link")
        assert linked.path.samefile(model.path)
        assert not linked.path.is_symlink()
        assert linked.freed == 0
        listed = next(each for each in library.everything() if each.id == linked.id)
        assert model.path in listed.copies


class TestHuggingFace:
    def test_the_revision_of_main_and_the_repository(self, home: Home, user: Path):
        hub = user / ".cache/huggingface/hub"
        revision = write_hugging_face(hub, "owner/repo", {"sub/a.gguf": tiny(1, "A")})
        (model,) = library_of(home, user).everything()
        assert model.path == revision / "sub/a.gguf"
        assert (model.repository, model.copies) == ("owner/repo", ())
        assert model.sha256 == digest_of(model.path)
        assert OLDER not in str(model.path)

    def test_a_link_that_leads_nowhere(self, home: Home, user: Path):
        revision = write_hugging_face(
            user / ".cache/huggingface/hub", "owner/repo", {"a.gguf": tiny(1, "A")}
        )
        (revision / "a.gguf").resolve().unlink()
        assert library_of(home, user).everything() == []

    @pytest.mark.parametrize(
        ("variable", "value", "hub"),
        [
            ("HF_HOME", "hf", "hf/hub"),
            ("HF_HUB_CACHE", "cache", "cache"),
            ("HUGGINGFACE_HUB_CACHE", "old", "old"),
            ("XDG_CACHE_HOME", "xdg", "xdg/huggingface/hub"),
        ],
    )
    def test_moved_by_a_variable(
        self, home: Home, user: Path, tmp_path: Path, variable: str, value: str, hub: str
    ):
        write_hugging_face(tmp_path / hub, "owner/repo", {"a.gguf": tiny(1, "A")})
        library = library_of(home, user, **{variable: str(tmp_path / value)})
        assert [model.title for model in library.everything()] == ["A"]


class TestOllama:
    def test_names_digests_and_projectors(self, home: Home, user: Path, tmp_path: Path):
        models = {
            name: write_tiny_gguf(tmp_path / f"{seed}.gguf", **tiny(seed, name))
            for seed, name in enumerate(("llava:7b", "hf.co/owner/repo:Q4_K_M"))
        }
        eye = write_projector(tmp_path / "eye.gguf")
        write_ollama(tmp_path / "there", models, {"llava:7b": eye})
        library = library_of(home, user, OLLAMA_MODELS=str(tmp_path / "there"))
        found = by_title(library)
        assert set(found) == set(models)
        for name, path in models.items():
            assert found[name].sha256 == digest_of(path)
            assert library.resolve(found[name].id).path == found[name].path
        projector = found["llava:7b"].projector
        assert projector
        assert digest_of(projector) == digest_of(eye)
        assert found["hf.co/owner/repo:Q4_K_M"].projector is None

    @pytest.mark.parametrize(
        "manifest",
        [
            b"",
            b"{",
            b"[]",
            b'{"layers": 7}',
            b"\xff\xfe",
            json.dumps(
                {
                    "layers": [
                        {
                            "mediaType": "application/vnd.ollama.image.model",
                            "digest": "sha256:../../../../secret",
                        }
                    ]
                }
            ).encode(),
        ],
    )
    def test_a_manifest_that_cannot_be_used(
        self, home: Home, user: Path, tmp_path: Path, manifest: bytes
    ):
        write_tiny_gguf(user / "secret")
        good = write_tiny_gguf(tmp_path / "good.gguf")
        models = user / ".ollama/models"
        write_ollama(models, {"good:1b": good})
        (models / "manifests/registry.ollama.ai/library/good/bad").write_bytes(manifest)
        assert [model.title for model in library_of(home, user).everything()] == ["good:1b"]

    def test_pictures_inside_the_model(self, home: Home, user: Path, tmp_path: Path):
        eye = TinyTensor("v.patch_embd.weight", (32,), bytes(128))
        path = tmp_path / "joined.gguf"
        path.write_bytes(gguf_bytes(list(tiny_metadata().items()), [*tiny_tensors(), eye]))
        write_ollama(user / ".ollama/models", {"seeing:4b": path})
        (model,) = library_of(home, user).everything()
        assert "pictures" in model.missing
        assert not model.usable


class TestWhere:
    @pytest.mark.parametrize(
        ("platform", "shelf", "expected"),
        [
            ("linux", "lmstudio", "~/.lmstudio/models"),
            ("linux", "ollama", "/usr/share/ollama/.ollama/models"),
            ("linux", "jan", "~/.local/share/Jan/data/llamacpp/models"),
            ("linux", "gpt4all", "~/.local/share/nomic.ai/GPT4All"),
            ("darwin", "huggingface", "~/.cache/huggingface/hub"),
            ("darwin", "llama.cpp", "~/Library/Caches/llama.cpp"),
            ("darwin", "jan", "~/Library/Application Support/Jan/data/llamacpp/models"),
            ("darwin", "gpt4all", "~/Library/Application Support/nomic.ai/GPT4All"),
            ("win32", "lmstudio", "~/.cache/lm-studio/models"),
            ("win32", "ollama", "~/.ollama/models"),
            ("win32", "llama.cpp", "~/AppData/Local/llama.cpp"),
            ("win32", "jan", "~/AppData/Roaming/Jan/data/llamacpp/models"),
            ("win32", "gpt4all", "~/AppData/Local/nomic.ai/GPT4All"),
        ],
    )
    def test_on_each_system(self, user: Path, platform: str, shelf: str, expected: str):
        stores = other_programs({}, user, platform)
        folders = [store.folder for store in stores if store.shelf == shelf]
        wanted = PurePosixPath(expected.replace("~", user.as_posix()))
        assert wanted in [PurePosixPath(folder.as_posix()) for folder in folders]
        assert len({store.folder for store in stores}) == len(stores)

    def test_what_programs_say_of_their_folders(self, user: Path, tmp_path: Path):
        moved = {name: tmp_path / name for name in ("lm", "lm-home", "jan", "gpt")}
        (user / ".lmstudio-home-pointer").write_text(f"{moved['lm-home']}\n")
        moved["lm-home"].mkdir()
        settings = {"downloadsFolder": str(moved["lm"])}
        (moved["lm-home"] / "settings.json").write_text(json.dumps(settings))
        jan = user / ".local/share/Jan/settings.json"
        jan.parent.mkdir(parents=True)
        jan.write_text(json.dumps({"data_folder": str(moved["jan"])}))
        gpt = user / ".config/nomic.ai/GPT4All.ini"
        gpt.parent.mkdir(parents=True)
        gpt.write_text(f"[General]\nmodelPath={moved['gpt']}\n")
        stores = other_programs({}, user, "linux")
        for wanted in (
            Store("lmstudio", moved["lm"]),
            Store("lmstudio", moved["lm-home"] / "models"),
            Store("jan", moved["jan"] / "llamacpp/models"),
            Store("gpt4all", moved["gpt"]),
        ):
            assert wanted in stores

    @pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"data_folder": 7}', b"\xff\0"])
    def test_settings_that_cannot_be_used(self, user: Path, content: bytes):
        (user / ".local/share/Jan").mkdir(parents=True)
        (user / ".local/share/Jan/settings.json").write_bytes(content)
        (user / ".lmstudio-home-pointer").write_bytes(content)
        assert other_programs({"HF_HOME": "not/absolute"}, user, "linux") == other_programs(
            {}, user, "linux"
        )

    def test_folders_that_may_not_be_read(self, home: Home, user: Path, tmp_path: Path):
        write_all_programs(user, tmp_path)
        closed = [user / ".lmstudio/models/publisher", user / ".ollama"]
        for folder in closed:
            folder.chmod(0)
        try:
            titles = set(by_title(library_of(home, user)))
        finally:
            for folder in closed:
                folder.chmod(0o700)
        assert "Of Jan" in titles
        if os.geteuid():  # nothing is closed to the administrator
            assert not titles & {"Of LM Studio", "tiny:1b"}

    def test_links_that_lead_in_a_circle(self, home: Home, user: Path):
        models = user / ".lmstudio/models"
        write_tiny_gguf(models / "p/m/a.gguf", **tiny(1, "A"))
        (models / "p/again").symlink_to(models)
        assert [model.title for model in library_of(home, user).everything()] == ["A"]
