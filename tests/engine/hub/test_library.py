"""Models are found by every name they have, come in whole, and only ours are deleted."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers.model_packages import contents, entry
from helpers.tiny_embedder import write_tiny_bert
from helpers.tiny_gguf import split_model, write_tiny_gguf

from engine.errors import InvalidInput, ModelFileError, ModelNotFound, StorageError
from engine.files import Stopped
from engine.hub.catalogue import Entry
from engine.hub.library import Library
from engine.paths import Home


class TestNames:
    def test_a_path(self, library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        path = write_tiny_gguf(tmp_path / "my models" / "tiny model.gguf")
        monkeypatch.chdir(path.parent)
        monkeypatch.setenv("HOME", str(tmp_path))
        monkeypatch.setenv("USERPROFILE", str(tmp_path))
        for name in (
            str(path),
            "tiny model.gguf",
            "./tiny model.gguf",
            "~/my models/tiny model.gguf",
        ):
            model = library.resolve(name)
            assert model.path == path
            assert (model.id, model.title, model.origin) == (str(path), "Tiny llama", "path")
            assert model.size == path.stat().st_size

    def test_a_library_id(self, library: Library, home: Home):
        path = write_tiny_gguf(home.models / "owner/repo/file.Q4_K_M.gguf")
        for name in ("owner/repo/file.Q4_K_M.gguf", "owner/repo/file.Q4_K_M", str(path)):
            model = library.resolve(name)
            assert (model.id, model.origin) == ("owner/repo/file.Q4_K_M.gguf", "imported")

    def test_an_alias_comes_before_a_file(
        self, home: Home, package: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        monkeypatch.chdir(tmp_path)
        (tmp_path / "small").mkdir()
        assert Library(home, {"small": entry()}).locate("small") == package / "small.gguf"

    def test_an_embedder_is_found_and_not_offered_for_chat(self, library: Library, home: Home):
        write_tiny_bert(home.models / "owner/repo/bert.gguf")
        chat = write_tiny_gguf(home.models / "owner/repo/chat.gguf")
        assert library.resolve("owner/repo/bert").other_purpose
        assert not library.resolve("owner/repo/chat").other_purpose
        assert chat in [model.path for model in library.list()]
        assert "owner/repo/bert.gguf" not in [model.id for model in library.list()]

    @pytest.mark.parametrize(
        "name",
        ["", "nothing", "a/b/c.gguf", "/no/such/file.gguf", "a\0b", "~nobody-here/x", "x" * 9999],
    )
    def test_nothing(self, library: Library, name: str):
        with pytest.raises(ModelNotFound):
            library.resolve(name)

    def test_an_id_does_not_lead_out_of_the_library(self, library: Library, home: Home):
        write_tiny_gguf(home.root / "secret.gguf")
        home.models.mkdir()
        with pytest.raises(ModelNotFound):
            library.resolve("../secret.gguf")

    def test_a_folder_and_a_broken_file(self, library: Library, tmp_path: Path):
        with pytest.raises(ModelFileError, match="folder"):
            library.resolve(str(tmp_path))
        (tmp_path / "x.gguf").write_bytes(b"GGUF")
        with pytest.raises(ModelFileError):
            library.resolve(str(tmp_path / "x.gguf"))

    @pytest.mark.skipif(sys.platform != "linux", reason="names there are always text")
    def test_a_name_that_is_not_utf8(self, library: Library, home: Home, tmp_path: Path):
        path = write_tiny_gguf(Path(os.fsdecode(os.fsencode(tmp_path) + b"/m\xff.gguf")))
        with pytest.raises(ModelFileError, match="file name") as caught:
            library.resolve(str(path))
        caught.value.message.encode()
        model = library.import_file(path)
        assert model.id == "local/m_/m_.gguf"
        assert library.resolve(model.id) == model

    def test_a_changed_file_is_read_again(self, library: Library, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "a.gguf")
        assert library.resolve(str(path)).title == "Tiny llama"
        write_tiny_gguf(path, metadata={"general.name": "Another"})
        assert library.resolve(str(path)).title == "Another"


class TestList:
    def test_sorted_and_without_what_is_broken(self, library: Library, home: Home):
        write_tiny_gguf(home.models / "b/b/b.gguf")
        write_tiny_gguf(home.models / "a/a/a.gguf")
        write_tiny_gguf(home.models / ".new-x/c.gguf")
        (home.models / "a/a/broken.gguf").write_bytes(b"GGUF")
        (home.models / "a/a/folder.gguf").mkdir()
        assert [model.id for model in library.list()] == ["a/a/a.gguf", "b/b/b.gguf"]

    def test_empty(self, library: Library, home: Home):
        assert library.list() == []
        assert not home.root.exists()


class TestImport:
    def test_copied_whole(self, library: Library, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "Tiny 1.gguf")
        steps: list[tuple[int, int]] = []
        model = library.import_file(path, lambda done, total: steps.append((done, total)))
        assert (model.id, model.origin) == ("local/Tiny 1/Tiny 1.gguf", "imported")
        assert model.path.read_bytes() == path.read_bytes()
        assert steps[-1] == (path.stat().st_size, path.stat().st_size)
        assert contents(home.models) == [model.id]

    def test_the_same_again(self, library: Library, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "a.gguf")
        model = library.import_file(path)
        assert library.import_file(path) == model
        assert library.import_file(model.path) == model
        assert library.import_file(path.rename(tmp_path / "b.gguf")) == model
        assert contents(home.models) == [model.id]

    def test_another_of_the_same_name(self, library: Library, tmp_path: Path):
        first = library.import_file(write_tiny_gguf(tmp_path / "1/a.gguf", seed=1))
        before = first.path.read_bytes()
        second = library.import_file(write_tiny_gguf(tmp_path / "2/a.gguf", seed=2))
        assert second.id == "local/a-2/a.gguf"
        assert first.path.read_bytes() == before != second.path.read_bytes()

    @pytest.mark.parametrize(
        ("name", "stored"),
        [
            ("model", "local/model/model.gguf"),
            ("A.GGUF", "local/A/A.gguf"),
            (".hidden.gguf", "local/hidden/hidden.gguf"),
            ("a:b*c.gguf", "local/a_b_c/a_b_c.gguf"),
            ("...gguf", "local/model/model.gguf"),
            ("CON.gguf", "local/_CON/_CON.gguf"),
            ("x\u202efugg.gguf", "local/x_fugg/x_fugg.gguf"),
            ("\u5c0f\u6a21\u578b.gguf", "local/\u5c0f\u6a21\u578b/\u5c0f\u6a21\u578b.gguf"),
        ],
    )
    @pytest.mark.skipif(sys.platform == "win32", reason="such names do not exist there")
    def test_names_every_system_allows(
        self, library: Library, tmp_path: Path, name: str, stored: str
    ):
        assert library.import_file(write_tiny_gguf(tmp_path / name)).id == stored
        assert [model.id for model in library.list()] == [stored]

    def test_cancelled(self, library: Library, home: Home, tmp_path: Path):
        with pytest.raises(Stopped):
            library.import_file(write_tiny_gguf(tmp_path / "a.gguf"), None, lambda: True)
        assert contents(home.models) == []

    @pytest.mark.parametrize("metadata", [{"general.type": "adapter"}, {"llama.pooling_type": 1}])
    def test_what_is_no_chat_model(
        self, library: Library, home: Home, tmp_path: Path, metadata: dict[str, Any]
    ):
        path = write_tiny_gguf(tmp_path / "a.gguf", metadata=metadata)
        with pytest.raises(ModelFileError):
            library.import_file(path)
        assert not home.root.exists()

    def test_missing(self, library: Library, tmp_path: Path):
        for path in (tmp_path / "no.gguf", Path("~nobody-here/no.gguf")):
            with pytest.raises(ModelNotFound):
                library.import_file(path)

    def test_a_home_that_cannot_be_written(self, tmp_path: Path):
        (tmp_path / "file").write_bytes(b"")
        library = Library(Home(tmp_path / "file" / "home"), {})
        with pytest.raises(StorageError):
            library.import_file(write_tiny_gguf(tmp_path / "a.gguf"))

    def test_a_split_model(self, library: Library, home: Home, tmp_path: Path):
        paths = split_model(tmp_path)
        model = library.import_file(paths[0])
        assert model.id == "local/tiny/tiny-00001-of-00002.gguf"
        assert model.size == sum(path.stat().st_size for path in paths)
        assert len(contents(home.models)) == 2
        assert library.import_file(paths[0]) == model
        assert library.import_file(paths[1]) == model  # any part means the whole
        assert [found.id for found in library.list()] == [model.id]
        library.remove(model.id)
        assert contents(home.models) == []

    def test_a_split_model_of_a_long_name(self, library: Library, tmp_path: Path):
        paths = split_model(tmp_path)
        longer = [path.rename(path.with_name(f"{'m' * 130}-{path.name}")) for path in paths]
        model = library.import_file(longer[0])
        assert model.id.endswith("-00001-of-00002.gguf")
        assert model.size == sum(path.stat().st_size for path in longer)


class TestRemove:
    def test_with_its_empty_folders(self, library: Library, home: Home, tmp_path: Path):
        kept = write_tiny_gguf(home.models / "local/kept/kept.gguf")
        model = library.import_file(write_tiny_gguf(tmp_path / "a.gguf", seed=3))
        library.remove(model.id)
        assert contents(home.models) == ["local/kept/kept.gguf"]
        assert not model.path.parent.exists()
        library.remove(str(kept))
        assert list(home.models.iterdir()) == []

    def test_a_broken_file(self, library: Library, home: Home):
        path = home.models / "a/b/broken.gguf"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"GG")
        library.remove("a/b/broken.gguf")
        assert not path.exists()

    def test_never_a_file_elsewhere(self, library: Library, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "mine.gguf")
        home.models.mkdir(parents=True)
        for name in (str(path), f"{home.models}/../../mine.gguf"):
            with pytest.raises(InvalidInput, match="not in Puna's models folder"):
                library.remove(name)
        assert path.exists()

    def test_never_a_package(self, home: Home, package: Path):
        with pytest.raises(InvalidInput):
            Library(home, {"small": entry()}).remove("small")
        assert (package / "small.gguf").exists()

    def test_only_the_link(self, library: Library, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "mine.gguf")
        home.models.mkdir(parents=True)
        (home.models / "link.gguf").symlink_to(path)
        library.remove("link.gguf")
        assert path.exists()
        assert list(home.models.iterdir()) == []

    def test_what_is_not_put_together_yet(self, home: Home, parts: Entry):
        library = Library(home, {"small": parts})
        with pytest.raises(ModelNotFound):
            library.remove("small")
        library.locate("small")
        library.remove("small")
        assert not library.is_ready("small")

    def test_the_folder_itself_or_nothing(self, library: Library, home: Home):
        write_tiny_gguf(home.models / "a/b/c.gguf")
        for name in ("a/b", str(home.models), "nothing"):
            with pytest.raises((ModelNotFound, StorageError, InvalidInput, ModelFileError)):
                library.remove(name)
        assert contents(home.models) == ["a/b/c.gguf"]
