"""What is deleted comes back as it was, until the trash is emptied."""

import os
import sys
from pathlib import Path

import msgspec
import pytest
from helpers.model_packages import contents
from helpers.tiny_gguf import split_model, write_tiny_gguf

from engine.errors import InvalidInput, ModelNotFound, StorageError
from engine.hub.library import Library
from engine.hub.trash import Trash
from engine.paths import Home


class TestUndo:
    def test_there_and_back(self, library: Library, home: Home):
        path = write_tiny_gguf(home.models / "owner/repo/a.gguf")
        before, changed = path.read_bytes(), path.stat().st_mtime_ns
        trashed = library.trash("owner/repo/a")
        assert (trashed.id, trashed.title) == ("owner/repo/a.gguf", "Tiny llama")
        assert trashed.size == trashed.freed == len(before)
        assert library.everything() == []
        assert [each.name for each in home.models.iterdir()] == [".trash"]
        assert not list(home.models.rglob("*.gguf"))  # nobody takes it for a model
        (again,) = Library(home, {}).trashed()
        assert again == trashed
        model = library.restore(again)
        assert model.path == path
        assert (path.read_bytes(), path.stat().st_mtime_ns) == (before, changed)
        assert contents(home.models) == ["owner/repo/a.gguf"]
        assert library.trashed() == []

    def test_all_parts(self, library: Library, home: Home):
        (home.models / "a/b").mkdir(parents=True)
        paths = split_model(home.models / "a/b")
        trashed = library.trash(str(paths[0]))
        assert len(trashed.files) == 2
        assert not any(path.exists() for path in paths)
        library.restore(trashed)
        assert all(path.exists() for path in paths)

    def test_another_is_in_its_place(self, library: Library, home: Home):
        write_tiny_gguf(home.models / "a/b/c.gguf", seed=1)
        first = library.trash("a/b/c")
        write_tiny_gguf(home.models / "a/b/c.gguf", seed=2)
        second = library.trash("a/b/c")
        assert [each.key for each in library.trashed()] == [second.key, first.key]
        assert library.restore(first).id == "a/b/c.gguf"
        assert library.restore(second).id == "a/b-2/c.gguf"

    def test_a_broken_file(self, library: Library, home: Home):
        path = home.models / "a/b/broken.gguf"
        path.parent.mkdir(parents=True)
        path.write_bytes(b"GG")
        trashed = library.trash("a/b/broken.gguf")
        assert trashed.title == "broken"
        assert not path.exists()
        assert library.restore(trashed).fault
        assert path.read_bytes() == b"GG"

    def test_what_is_not_there(self, library: Library, home: Home):
        write_tiny_gguf(home.models / "a/b/c.gguf")
        trashed = library.trash("a/b/c")
        library.empty_trash()
        with pytest.raises(ModelNotFound, match="not in the trash"):
            library.restore(trashed)
        with pytest.raises(ModelNotFound):
            library.trash("a/b/c")

    def test_not_what_lies_elsewhere(self, library: Library, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "mine.gguf")
        with pytest.raises(InvalidInput):
            library.trash(str(path))
        assert path.exists()

    def test_not_what_lies_behind_a_link(self, library: Library, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "theirs/repo/mine.gguf")
        home.models.mkdir(parents=True)
        (home.models / "owner").symlink_to(path.parent.parent)
        assert library.everything() == []
        for call in (library.trash, library.remove):
            with pytest.raises(InvalidInput):
                call("owner/repo/mine")
        assert path.exists()

    @pytest.mark.skipif(sys.platform != "linux", reason="names there are always text")
    def test_a_name_that_is_not_utf8(self, library: Library, home: Home):
        path = write_tiny_gguf(home.models / "a/b/good.gguf")
        path = path.rename(path.with_name("m\udcff.gguf"))
        with pytest.raises(StorageError, match="UTF-8"):
            library.trash(str(path))
        assert path.exists()


class TestRoom:
    def test_emptied(self, library: Library, home: Home):
        for seed in (1, 2):
            write_tiny_gguf(home.models / f"a/b/{seed}.gguf", seed=seed)
        freed = [library.trash(f"a/b/{seed}").freed for seed in (1, 2)]
        (home.models / ".trash/.DS_Store").write_bytes(b"of a file manager")
        assert library.empty_trash() == sum(freed)
        assert list(home.models.iterdir()) == []
        assert library.empty_trash() == 0

    def test_a_file_with_another_name_frees_nothing(
        self, library: Library, home: Home, tmp_path: Path
    ):
        path = write_tiny_gguf(tmp_path / "a.gguf")
        linked = library.add(path, "link")
        trashed = library.trash(linked.id)
        assert (trashed.size, trashed.freed) == (path.stat().st_size, 0)
        assert library.empty_trash() == 0
        assert path.exists()

    def test_a_link_goes_and_what_it_leads_to_stays(
        self, library: Library, home: Home, tmp_path: Path
    ):
        path = write_tiny_gguf(tmp_path / "mine.gguf")
        home.models.mkdir(parents=True)
        (home.models / "link.gguf").symlink_to(path)
        trashed = library.trash("link.gguf")
        assert trashed.freed == 0
        assert library.restore(trashed).path.is_symlink()
        library.trash("link.gguf")
        library.empty_trash()
        assert path.exists()


class TestFaults:
    def test_a_file_that_cannot_be_moved(
        self, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        models = home.models
        first, second = (write_tiny_gguf(models / f"a/{n}.gguf") for n in (1, 2))
        rename = Path.rename

        def refuse(self: Path, target: Path) -> Path:
            if self == second:
                raise PermissionError(13, "in use")
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", refuse)
        with pytest.raises(StorageError, match="in use"):
            Trash(models).put("x", "X", [first, second])
        assert contents(models) == ["a/1.gguf", "a/2.gguf"]

    def test_neither_moved_nor_put_back(
        self, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        """Nothing is deleted that is in the trash only."""
        first, second = (write_tiny_gguf(home.models / f"a/{n}.gguf") for n in (1, 2))
        rename, moved = Path.rename, []

        def refuse(self: Path, target: Path) -> Path:
            if moved:
                raise PermissionError(13, "in use")
            moved.append(self)
            return rename(self, target)

        monkeypatch.setattr(Path, "rename", refuse)
        with pytest.raises(StorageError, match="in use"):
            Trash(home.models).put("x", "X", [first, second])
        monkeypatch.undo()
        (trashed,) = Trash(home.models).list()
        Trash(home.models).restore(trashed)
        assert contents(home.models) == ["a/1.gguf", "a/2.gguf"]

    def test_killed_between_two_files(self, home: Home):
        """The record is there first; the file that did not get here stays where it is."""
        first, second = (write_tiny_gguf(home.models / f"a/{n}.gguf") for n in (1, 2))
        trashed = Trash(home.models).put("x", "X", [first, second])
        place = home.models / ".trash" / trashed.key
        second.parent.mkdir(exist_ok=True)
        (place / "1.trashed").rename(second)
        (again,) = Trash(home.models).list()
        assert Trash(home.models).restore(again) == first
        assert contents(home.models) == ["a/1.gguf", "a/2.gguf"]

    @pytest.mark.parametrize("name", ["../out.gguf", "/etc/x.gguf", "a/../../x.gguf", "c:\\x.gguf"])
    def test_a_record_that_leads_out(self, home: Home, name: str):
        path = write_tiny_gguf(home.models / "a/b.gguf")
        trash = Trash(home.models)
        trashed = trash.put("x", "X", [path])
        record = home.models / ".trash" / trashed.key / "record.json"
        bad = msgspec.structs.replace(trashed, files=(name,))
        record.write_bytes(msgspec.json.encode(bad))
        assert trash.list() == []
        with pytest.raises(ModelNotFound):
            trash.restore(bad)
        with pytest.raises(ModelNotFound):
            trash.restore(msgspec.structs.replace(trashed, key=f"../../{os.sep}a"))

    def test_what_is_no_record(self, home: Home):
        folder = home.models / ".trash/x"
        folder.mkdir(parents=True)
        (folder / "record.json").write_bytes(b"{")
        assert Trash(home.models).list() == []
