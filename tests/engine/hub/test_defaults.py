"""Each model has defaults that new chats take, under whichever name it is meant."""

from pathlib import Path

import msgspec
import pytest
from helpers.model_packages import entry
from helpers.tiny_gguf import write_tiny_gguf

from engine.errors import StorageError
from engine.hub.library import Defaults, Library
from engine.messages import AdapterUse, Sampling
from engine.paths import Home

SOME = Defaults(
    4096, Sampling(temperature=0.1), "Be brief.", "{{ messages }}", (AdapterUse("a.gguf", 0.5),)
)


class TestDefaults:
    def test_by_any_name_and_again_the_next_day(self, library: Library, home: Home):
        path = write_tiny_gguf(home.models / "owner/repo/a.gguf")
        assert library.defaults("owner/repo/a") == Defaults()
        library.set_defaults("owner/repo/a", SOME)
        for name in ("owner/repo/a.gguf", "owner/repo/a", str(path)):
            assert Library(home, {}).defaults(name) == SOME

    def test_kept_while_the_file_is_away(self, library: Library, home: Home, tmp_path: Path):
        path = write_tiny_gguf(tmp_path / "drive/a.gguf")
        library.set_defaults(str(path), SOME)
        path.unlink()
        assert library.defaults(str(path)) == SOME

    def test_of_a_model_of_the_catalogue(self, home: Home, package: Path):
        library = Library(home, {"small": entry()})
        library.set_defaults("small", SOME)
        assert library.defaults(str(package / "small.gguf")) == SOME

    def test_empty_ones_are_forgotten(self, library: Library, home: Home):
        library.set_defaults("a", Defaults())
        assert not home.model_defaults.exists()
        library.set_defaults("a", SOME)
        library.set_defaults("a", Defaults())
        assert msgspec.json.decode(home.model_defaults.read_bytes()) == {}

    def test_a_file_that_cannot_be_understood_is_kept(
        self, library: Library, home: Home, caplog: pytest.LogCaptureFixture
    ):
        home.root.mkdir(parents=True)
        home.model_defaults.write_bytes(b"{")
        assert library.defaults("a") == Defaults()
        assert (home.root / "models.broken.json").read_bytes() == b"{"
        assert "cannot be understood" in caplog.text
        caplog.clear()

    def test_a_disk_that_refuses(self, library: Library, home: Home):
        home.model_defaults.mkdir(parents=True)
        with pytest.raises(StorageError):
            library.defaults("a")
        with pytest.raises(StorageError):
            library.set_defaults("a", SOME)
