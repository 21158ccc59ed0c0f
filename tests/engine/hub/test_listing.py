"""Everything that is there is listed, with what is wrong or missing, and remembered."""

import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from helpers.model_packages import entry
from helpers.programs import tiny, write_projector
from helpers.tiny_embedder import write_tiny_bert
from helpers.tiny_gguf import write_tiny_gguf

from engine.errors import StorageError
from engine.files import load_settings, save_settings, sha256_of
from engine.hub.headings import Headings
from engine.hub.library import Library
from engine.hub.programs import Store
from engine.hub.shelves import look
from engine.paths import Home
from engine.settings import Settings


def titles(library: Library) -> list[str]:
    return [model.title for model in library.everything()]


class TestWhatIsSaid:
    def test_of_a_sound_model(self, library: Library, home: Home):
        metadata = {"general.file_type": 15, "general.sampling.temp": 0.5}
        path = write_tiny_gguf(
            home.models / "owner/repo/a.gguf", template="x", metadata=metadata, n_ctx=2048
        )
        (model,) = library.everything()
        assert (model.quantisation, model.architecture, model.context) == ("Q4_K_M", "llama", 2048)
        assert (model.shelf, model.repository, model.license) == (
            "puna",
            "owner/repo",
            "apache-2.0",
        )
        assert model.freed == model.size == path.stat().st_size
        assert model.sampling.temperature == 0.5
        assert library.list() == [model]
        assert library.resolve(model.id) == model

    def test_the_name_tells_a_quantisation_that_the_file_does_not(
        self, library: Library, home: Home
    ):
        metadata = {"general.file_type": None}
        write_tiny_gguf(home.models / "a/b/tiny.i1-IQ2_XXS.gguf", metadata=metadata)
        assert [model.quantisation for model in library.everything()] == ["IQ2_XXS"]

    @pytest.mark.parametrize(
        ("metadata", "missing"),
        [
            ({"general.architecture": "llama9"}, "the architecture llama9"),
            ({"tokenizer.ggml.model": "sage"}, "the tokenizer sage"),
            (
                {"tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": "qwen9"},
                "the pre-tokenizer qwen9",
            ),
            ({"tokenizer.ggml.model": "gpt2", "tokenizer.ggml.pre": "qwen2"}, ""),
            ({"tokenizer.ggml.pre": "any"}, ""),
        ],
    )
    def test_what_this_llama_cpp_does_not_load(
        self, library: Library, home: Home, metadata: dict[str, str], missing: str
    ):
        write_tiny_gguf(home.models / "a/b/new.gguf", metadata=metadata)
        (model,) = library.everything()
        assert model.missing == missing
        assert not model.fault
        assert bool(library.list()) == (not missing)
        assert library.resolve("a/b/new")  # llama.cpp may decide

    def test_other_purposes_and_broken_files(self, library: Library, home: Home):
        write_tiny_bert(home.models / "a/b/bert.gguf")
        cut = write_tiny_gguf(home.models / "a/b/cut.gguf")
        cut.write_bytes(cut.read_bytes()[:-5000])
        (home.models / "a/b/empty.gguf").write_bytes(b"")
        models = {model.path.stem: model for model in library.everything()}
        assert "embedding" in models["bert"].other_purpose
        assert "too soon" in models["cut"].fault
        assert "empty" in models["empty"].fault
        assert models["cut"].title == "cut"
        assert library.list() == []
        write_tiny_gguf(cut)
        assert [model.path for model in library.list()] == [cut]

    def test_a_part_that_is_not_there(self, library: Library, home: Home):
        folder = home.models / "a/b"
        write_tiny_gguf(folder / "x-00001-of-00002.gguf")
        (model,) = library.everything()
        assert model.missing == "the part x-00002-of-00002.gguf"
        write_tiny_gguf(folder / "x-00002-of-00002.gguf")
        (model,) = library.everything()
        assert model.missing == ""
        assert model.size == 2 * (folder / "x-00001-of-00002.gguf").stat().st_size

    @pytest.mark.skipif(sys.platform != "linux", reason="names there are always text")
    def test_a_name_that_is_not_utf8(self, library: Library, home: Home):
        path = write_tiny_gguf(home.models / "a/b/good.gguf")
        path.rename(path.with_name("m\udcff.gguf"))
        (model,) = library.everything()
        assert "UTF-8" in model.fault
        msgspec.json.encode(model.id)

    def test_the_catalogue_comes_first(self, home: Home, package: Path):
        write_tiny_gguf(home.models / "a/b/c.gguf", seed=1)
        first, second = Library(home, {"small": entry()}).everything()
        assert (first.id, first.title, first.origin) == ("small", "Small", "starter")
        assert first.sampling.temperature == 0.9
        assert (first.freed, second.origin) == (0, "imported")


class TestProjectors:
    def test_attached_and_not_listed_beside_it(self, library: Library, home: Home):
        model = write_tiny_gguf(home.models / "a/b/vision-Q4_K_M.gguf")
        write_projector(model.with_name("mmproj-F32.gguf"))
        eye = write_projector(model.with_name("mmproj-F16.gguf"), seed=2)
        models = {model.path.name: model for model in library.everything()}
        assert models["vision-Q4_K_M.gguf"].projector == eye
        assert "mmproj-F16.gguf" not in models
        assert "projector" in models["mmproj-F32.gguf"].other_purpose

    @pytest.mark.parametrize(
        ("projector", "width", "attached"),
        [
            ("mmproj-model-f16.gguf", 32, True),
            ("mmproj-model-f16.gguf", 64, False),
            ("mmproj-tiny-v1.5-f16.gguf", 32, True),
            ("tiny-v1.5.mmproj-fp16.gguf", 32, True),
            ("mmproj-another-one-f16.gguf", 32, False),
        ],
    )
    def test_which_one_fits(
        self, library: Library, home: Home, projector: str, width: int, attached: bool
    ):
        model = write_tiny_gguf(home.models / "a/b/tiny-v1.5-Q8_0.gguf")
        write_projector(model.with_name(projector), width)
        found = next(each for each in library.everything() if each.path == model)
        assert bool(found.projector) == attached

    def test_goes_with_its_last_model(self, library: Library, home: Home):
        folder = home.models / "a/b"
        for seed in (1, 2):
            write_tiny_gguf(folder / f"{seed}.gguf", seed=seed)
        eye = write_projector(folder / "mmproj-F16.gguf")
        library.everything()
        library.trash("a/b/1")
        assert eye.exists()
        last = library.trash("a/b/2")
        assert not folder.exists()
        library.restore(last)
        assert eye.exists()


class TestFolders:
    def test_extra_folders_and_files(self, library: Library, tmp_path: Path):
        write_tiny_gguf(tmp_path / "more/deep/a.gguf", **tiny(1, "A"))
        single = write_tiny_gguf(tmp_path / "single/b.gguf", **tiny(2, "B"))
        write_tiny_gguf(single.with_name("c.gguf"), **tiny(3, "C"))
        names = (str(tmp_path / "more"), str(single), "\0", "relative", "~nobody-here/x")
        library.folders.use(Settings(model_folders=names))
        assert titles(library) == ["A", "B"]
        assert {model.shelf for model in library.everything()} == {"folder"}

    def test_a_chosen_folder_beside_the_homes_own(
        self, library: Library, home: Home, tmp_path: Path
    ):
        old = write_tiny_gguf(home.models / "a/b/old.gguf", **tiny(1, "Old"))
        chosen = tmp_path / "drive"
        library.folders.use(Settings(models_folder=str(chosen)))
        source = write_tiny_gguf(tmp_path / "new.gguf", **tiny(2, "New"))
        with pytest.raises(StorageError, match="not there"):
            library.import_file(source)
        assert not chosen.exists()
        chosen.mkdir()
        new = library.import_file(source)
        assert new.path == chosen / "local/new/new.gguf"
        assert titles(library) == ["New", "Old"]
        assert library.locate("a/b/old") == old
        assert library.locate(new.id) == new.path
        # Another of the same id has its path for one.
        write_tiny_gguf(chosen / "a/b/old.gguf", **tiny(3, "Newer"))
        assert {m.title: m.id for m in library.everything()} == {
            "Newer": "a/b/old.gguf",
            "New": new.id,
            "Old": str(old),
        }

    @pytest.mark.parametrize("mount_point_stays", [True, False])
    def test_a_drive_that_is_not_connected(
        self, home: Home, tmp_path: Path, mount_point_stays: bool
    ):
        drive, elsewhere = tmp_path / "drive", tmp_path / "elsewhere"
        path = write_tiny_gguf(drive / "a/b/c-Q8_0.gguf", **tiny(1, "A", {"general.file_type": 7}))
        settings = Settings(model_folders=(str(drive),))

        def listed() -> list[tuple[str, bool, str]]:
            library = Library(home, {})
            library.folders.use(settings)
            for _ in range(2):
                models = library.everything()
            assert [m for m in models if m.absent] == [m for m in models if not m.usable]
            assert library.absent_folders() == [drive] * any(m.absent for m in models)
            return [(model.title, model.absent, model.quantisation) for model in models]

        assert listed() == [("A", False, "Q8_0")]
        drive.rename(elsewhere)
        if mount_point_stays:
            # An empty folder of the same disk was emptied; one of another disk waits for its drive.
            drive.mkdir()
            on_another_disk(home)
        assert listed() == [("A", True, "Q8_0")]
        if mount_point_stays:
            drive.rmdir()
        elsewhere.rename(drive)
        assert listed() == [("A", False, "Q8_0")]
        path.unlink()
        assert listed() == []

    def test_the_homes_own_folder_is_never_absent(self, library: Library, home: Home):
        path = write_tiny_gguf(home.models / "a.gguf")
        assert len(library.everything()) == 1
        path.unlink()
        home.models.rmdir()
        assert library.everything() == []

    def test_settings_that_cannot_be_read(self, home: Home, tmp_path: Path):
        write_tiny_gguf(home.models / "a.gguf")
        home.settings.mkdir()
        library = Library(home, {})
        assert len(library.everything()) == 1
        with pytest.raises(StorageError):
            library.add(write_tiny_gguf(tmp_path / "b.gguf", seed=1), "here")

    def test_room(self, library: Library, home: Home, tmp_path: Path):
        assert library.room().models == 0
        assert library.room().free > 0
        size = write_tiny_gguf(home.models / "a/b/c.gguf").stat().st_size
        (home.models / "a/b/same.gguf").hardlink_to(home.models / "a/b/c.gguf")
        write_tiny_gguf(tmp_path / "elsewhere.gguf")
        assert (library.room().models, library.room().trash) == (size, 0)
        write_tiny_gguf(home.models / "a/b/d.gguf")
        library.trash("a/b/d")
        assert (library.room().models, library.room().trash) == (size, size)
        library.folders.use(Settings(models_folder=str(tmp_path / "drive")))
        assert (library.room().models, library.room().free) == (size, 0)


def on_another_disk(home: Home) -> None:
    """Have all files been seen on a disk that is not the one they are on."""
    kept = msgspec.json.decode(home.headings.read_bytes())
    for known in kept["models"].values():
        known["device"] += 1
    home.headings.write_bytes(msgspec.json.encode(kept))


class TestAdd:
    def test_here_is_remembered_in_the_settings(self, home: Home, tmp_path: Path):
        save_settings(home.settings, Settings(theme="dark"))
        path = write_tiny_gguf(tmp_path / "downloads/a.gguf", **tiny(1, "A"))
        model = Library(home, {}).add(path, "here")
        assert (model.path, model.origin, model.freed) == (path, "path", 0)
        settings = load_settings(home.settings)
        assert (settings.theme, settings.model_folders) == ("dark", (str(path),))
        library = Library(home, {})
        assert titles(library) == ["A"]
        library.add(path, "here")
        assert load_settings(home.settings) == settings
        assert library.forget(str(path))
        assert not library.forget(str(path))
        assert titles(library) == []
        assert path.exists()

    def test_a_link_takes_no_room(self, library: Library, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "a.gguf")
        model = library.add(path, "link")
        assert model.path.samefile(path)
        assert (model.id, model.freed) == ("local/a/a.gguf", 0)
        assert library.add(path, "link") == model
        path.unlink()
        assert [each.freed for each in library.everything()] == [model.size]

    def test_a_link_to_another_disk(
        self, library: Library, home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ):
        def refuse(*_: object) -> None:
            raise OSError(18, "Invalid cross-device link")

        monkeypatch.setattr("pathlib.Path.hardlink_to", refuse)
        with pytest.raises(StorageError, match="no second name") as caught:
            library.add(write_tiny_gguf(tmp_path / "a.gguf"), "link")
        assert "Copy" in caught.value.advice
        assert list(home.models.iterdir()) == []

    def test_a_digest_that_is_known_already(self, library: Library, home: Home):
        path = write_tiny_gguf(home.models / "a/b/c.gguf")
        library.note_digest(path, sha256_of(path))
        assert [model.sha256 for model in library.everything()] == [sha256_of(path)]


class TestMemory:
    def test_a_second_list_opens_nothing(
        self, home: Home, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ):
        for seed in range(3):
            write_tiny_gguf(home.models / f"a/b/{seed}.gguf", seed=seed)
        (home.models / "a/b/broken.gguf").write_bytes(b"GGUF, but no more of it than this")
        before = Library(home, {}).everything()

        def refuse(*_: object, **__: object) -> None:
            raise AssertionError

        monkeypatch.setattr("engine.hub.headings.read_heading", refuse)
        assert Library(home, {}).everything() == before

    @pytest.mark.parametrize("content", [b"", b"{}", b"\xff", b'{"version": 99, "models": {}}'])
    def test_a_file_that_cannot_be_used_is_made_anew(self, home: Home, content: bytes):
        write_tiny_gguf(home.models / "a/b/c.gguf")
        home.headings.write_bytes(content)
        assert len(Library(home, {}).everything()) == 1
        assert msgspec.json.decode(home.headings.read_bytes())["version"] == 1

    def test_what_is_gone_is_forgotten(self, library: Library, home: Home):
        path = write_tiny_gguf(home.models / "a/b/c.gguf")
        write_tiny_gguf(home.models / "a/b/d.gguf", seed=2)
        library.everything()
        path.unlink()
        library.everything()
        assert path.name not in home.headings.read_text()

    def test_no_time_to_read(self, home: Home):
        path = write_tiny_gguf(home.models / "a/b/c-Q4_0.gguf")
        (found,) = look(Store("puna", home.models))
        headings = Headings(home.headings)
        headings.read([found], -1)
        assert not headings.known(found).heading
        headings.read([found], 60)
        assert headings.known(found).done
        assert path.exists()

    def test_a_disk_that_refuses(self, home: Home):
        write_tiny_gguf(home.models / "a/b/c.gguf")
        home.headings.mkdir()
        assert len(Library(home, {}).everything()) == 1

    def test_several_at_once(self, home: Home):
        for seed in range(4):
            write_tiny_gguf(home.models / f"a/{seed}/c.gguf", seed=seed % 2)
        library = Library(home, {})

        def work(number: int) -> int:
            if number % 3 == 0:
                library.identify(lambda: False)
            return len(library.everything())

        with ThreadPoolExecutor(4) as pool:
            counts = list(pool.map(work, range(24)))
        assert set(counts) <= {4, 3, 2}
        assert counts[-1] == len(library.everything()) == 2
        assert Library(home, {}).everything() == library.everything()

    def test_given_up(self, library: Library, home: Home):
        for name in "ab":
            write_tiny_gguf(home.models / f"a/{name}/c.gguf")
        library.identify(lambda: True)
        assert len(library.everything()) == 2
        library.identify(lambda: False)
        assert [len(model.copies) for model in library.everything()] == [1]
