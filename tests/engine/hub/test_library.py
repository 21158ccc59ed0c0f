"""Models are found by every name they have, come in whole, and only ours are deleted."""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from helpers.tiny_gguf import gguf_bytes, tiny_metadata, tiny_tensors, write_tiny_gguf

from engine.errors import InvalidInput, ModelFileError, ModelNotFound, StorageError
from engine.files import Stopped
from engine.hub.catalogue import Entry, load_catalogue
from engine.hub.library import Library
from engine.messages import Sampling
from engine.paths import Home

ASSEMBLED = "maker/small/small.gguf"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def library(home: Home) -> Library:
    return Library(home, {})


def contents(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def entry(**changes: Any) -> Entry:
    values = {
        "title": "Small",
        "license": "MIT",
        "package": "small-model",
        "install": "pip install small-model",
        "module": "small_model",
        "file": "small.gguf",
    }
    return Entry(**{**values, **changes})


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package as `starter` is: a model file, and code that cannot be imported."""
    folder = tmp_path / "site" / "small_model"
    write_tiny_gguf(folder / "small.gguf", metadata={"general.sampling.temp": 0.9})
    (folder / "__init__.py").write_text("import something_that_is_not_installed\n")
    monkeypatch.syspath_prepend(folder.parent)
    return folder


@pytest.fixture
def parts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Entry:
    """A package as `gemma` is: puts a model together from its parts."""
    folder = tmp_path / "site" / "parts_model"
    data = write_tiny_gguf(folder / "part").read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    (folder / "__init__.py").write_text(
        "import hashlib\nfrom pathlib import Path\n"
        f"EXPECTED_SHA256 = {digest!r}\n"
        "def assemble(output_path):\n"
        "    data = (Path(__file__).parent / 'part').read_bytes()\n"
        "    Path(output_path).write_bytes(data)\n"
        "    if hashlib.sha256(data).hexdigest() != EXPECTED_SHA256:\n"
        "        raise ValueError('wrong')\n"
    )
    monkeypatch.syspath_prepend(folder.parent)
    yield entry(module="parts_model", file=ASSEMBLED, size=len(data), sha256=digest)
    sys.modules.pop("parts_model", None)


class TestCatalogue:
    def test_what_is_shipped(self):
        catalogue = load_catalogue()
        assert list(catalogue) == ["starter", "gemma"]
        assert catalogue["starter"].in_place
        assert catalogue["starter"].sampling == {"temperature": 0.3, "repeat_penalty": 1.1}
        assert len(catalogue["gemma"].sha256) == 64
        for shipped in catalogue.values():
            Sampling(**shipped.sampling)

    def test_a_package_is_found_without_importing_it(self, home: Home, package: Path):
        library = Library(home, {"small": entry(sampling={"temperature": 0.3})})
        model = library.resolve("small")
        assert model.path == package / "small.gguf"
        assert (model.id, model.title, model.origin) == ("small", "Small", "starter")
        assert model.sampling == Sampling(temperature=0.3)
        assert library.default_model() == "small"
        assert not home.root.exists()

    def test_the_files_own_sampling_comes_before_the_default(self, home: Home, package: Path):
        assert Library(home, {"small": entry()}).resolve("small").sampling.temperature == 0.9

    def test_a_missing_package_says_how_to_get_it(self, home: Home):
        library = Library(home, {"small": entry(module="not_there_at_all")})
        with pytest.raises(ModelNotFound) as caught:
            library.resolve("small")
        assert "small-model is not installed" in caught.value.message
        assert "pip install small-model" in caught.value.advice
        assert library.default_model() == ""
        assert library.is_alias("small")
        assert library.list() == []

    def test_a_package_without_its_file(self, home: Home, package: Path):
        (package / "small.gguf").unlink()
        with pytest.raises(ModelNotFound):
            Library(home, {"small": entry()}).resolve("small")


class TestAssembly:
    def test_at_first_use(self, home: Home, parts: Entry):
        library = Library(home, {"small": parts})
        assert not library.is_ready("small")
        assert library.list() == []
        model = library.resolve("small")
        assert model.path == home.models / ASSEMBLED
        assert library.is_ready("small")
        assert library.resolve(ASSEMBLED) == library.resolve("maker/small/small") == model
        assert [found.id for found in library.list()] == ["small"]
        assert contents(home.models) == [ASSEMBLED]

    def test_a_cut_file_is_made_again(self, home: Home, parts: Entry):
        library = Library(home, {"small": parts})
        path = library.locate("small")
        path.write_bytes(path.read_bytes()[:1000])
        assert library.locate("small").stat().st_size == parts.size

    def test_damaged_parts(self, home: Home, parts: Entry, tmp_path: Path):
        (tmp_path / "site/parts_model/part").write_bytes(b"x" * parts.size)
        with pytest.raises(ModelFileError, match="damaged"):
            Library(home, {"small": parts}).locate("small")
        assert contents(home.models) == []

    def test_missing_parts(self, home: Home, parts: Entry, tmp_path: Path):
        (tmp_path / "site/parts_model/part").unlink()
        with pytest.raises(ModelNotFound):
            Library(home, {"small": parts}).locate("small")
        assert contents(home.models) == []

    def test_a_package_with_another_model(self, home: Home, parts: Entry):
        wrong = entry(module="parts_model", file=ASSEMBLED, sha256="0" * 64)
        with pytest.raises(ModelFileError, match="another model"):
            Library(home, {"small": wrong}).locate("small")

    def test_no_room(self, home: Home, parts: Entry):
        huge = entry(module="parts_model", file=ASSEMBLED, size=1 << 60, sha256=parts.sha256)
        with pytest.raises(StorageError, match="are needed"):
            Library(home, {"small": huge}).locate("small")

    def test_two_processes_at_once(self, home: Home, parts: Entry, tmp_path: Path):
        code = (
            "import sys\nsys.path.insert(0, sys.argv[1])\nfrom pathlib import Path\n"
            "from engine.hub.catalogue import Entry\nfrom engine.hub.library import Library\n"
            "from engine.paths import Home\n"
            "entry = Entry(title='', license='', package='', install='', module='parts_model',\n"
            f"  file={ASSEMBLED!r}, size={parts.size}, sha256={parts.sha256!r})\n"
            "library = Library(Home(Path(sys.argv[2])), {'small': entry})\n"
            "print(library.resolve('small').size)\n"
        )
        arguments = [sys.executable, "-c", code, str(tmp_path / "site"), str(home.root)]
        both = [subprocess.Popen(arguments, stdout=subprocess.PIPE) for _ in range(2)]
        answers = [process.communicate(timeout=60)[0] for process in both]
        assert [int(answer) for answer in answers] == [parts.size] * 2
        assert contents(home.models) == [ASSEMBLED]

    def test_what_a_killed_process_left_is_swept(self, home: Home, parts: Entry):
        old, new = home.models / ".new-old", home.models / ".new-new"
        for folder in (old, new):
            folder.mkdir(parents=True)
            (folder / "x.gguf").write_bytes(b"x")
        os.utime(old, (time.time() - 90_000,) * 2)
        library = Library(home, {"small": parts})
        library.locate("small")
        assert (old.exists(), new.exists()) == (False, True)
        assert [model.id for model in library.list()] == ["small"]


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
        with pytest.raises(ModelNotFound):
            library.import_file(tmp_path / "no.gguf")

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
        assert [found.id for found in library.list()] == [model.id]
        library.remove(model.id)
        assert contents(home.models) == []


def split_model(folder: Path) -> list[Path]:
    tensors = tiny_tensors()
    paths = []
    for number in (0, 1):
        values = {"split.no": number, "split.count": 2}
        first = tiny_metadata() if number == 0 else {}
        path = folder / f"tiny-{number + 1:05}-of-00002.gguf"
        path.write_bytes(gguf_bytes([*first.items(), *values.items()], tensors[number::2]))
        paths.append(path)
    return paths


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
