"""Models that come as packages are found without importing them and put together whole."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from helpers.model_packages import ASSEMBLED, contents, entry

from engine.errors import ModelFileError, ModelNotFound, StorageError
from engine.hub.catalogue import Entry, load_catalogue
from engine.hub.library import Library
from engine.messages import Sampling
from engine.paths import Home


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
        assert not home.root.exists()

    def test_the_files_own_sampling_comes_before_the_default(self, home: Home, package: Path):
        assert Library(home, {"small": entry()}).resolve("small").sampling.temperature == 0.9

    def test_a_missing_package_says_how_to_get_it(self, home: Home):
        library = Library(home, {"small": entry(module="not_there_at_all")})
        with pytest.raises(ModelNotFound) as caught:
            library.resolve("small")
        assert "small-model is not installed" in caught.value.message
        assert "pip install small-model" in caught.value.advice
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
