"""Files are written whole or not at all, and settings survive what happens to their file."""

import hashlib
import os
import sys
from pathlib import Path

import pytest
from helpers.guards import ExpectedLogs

from engine.errors import StorageError
from engine.files import (
    Stopped,
    load_settings,
    save_settings,
    sha256_of,
    shown,
    write_atomic,
)
from engine.messages import Sampling
from engine.settings import Settings

linux = pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full and its like")


class TestWriteAtomic:
    def test_new_and_again(self, tmp_path: Path):
        path = tmp_path / "a" / "b.json"
        write_atomic(path, b"one")
        write_atomic(path, b"two")
        assert path.read_bytes() == b"two"
        assert list(path.parent.iterdir()) == [path]

    def test_a_refused_rename_keeps_the_old_content(self, tmp_path: Path):
        path = tmp_path / "folder"
        path.mkdir()
        (path / "old").write_bytes(b"old")
        with pytest.raises(StorageError):
            write_atomic(path, b"new")
        assert (path / "old").read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [path]

    @linux
    def test_a_full_disk_keeps_the_old_content(self, tmp_path: Path):
        """A limit on the size of files refuses the write half way, as a full disk does."""
        import resource
        import signal

        path = tmp_path / "a.json"
        write_atomic(path, b"old")
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
        try:
            with pytest.raises(StorageError) as caught:
                write_atomic(path, b"x" * 5000)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
            signal.signal(signal.SIGXFSZ, handler)
        assert caught.value.values["path"] == str(path)
        assert path.read_bytes() == b"old"
        assert list(tmp_path.iterdir()) == [path]

    def test_a_file_where_the_folder_should_be(self, tmp_path: Path):
        (tmp_path / "a").write_bytes(b"")
        with pytest.raises(StorageError):
            write_atomic(tmp_path / "a" / "b", b"")


class TestSha256:
    def test_digest_and_progress(self, tmp_path: Path):
        data = os.urandom(2_500_000)
        path = tmp_path / "a"
        path.write_bytes(data)
        steps: list[tuple[int, int]] = []
        digest = sha256_of(path, lambda done, total: steps.append((done, total)))
        assert digest == hashlib.sha256(data).hexdigest()
        assert steps[-1] == (2_500_000, 2_500_000)
        assert len(steps) == 3

    def test_empty(self, tmp_path: Path):
        (tmp_path / "a").write_bytes(b"")
        assert sha256_of(tmp_path / "a") == hashlib.sha256().hexdigest()

    def test_cancelled(self, tmp_path: Path):
        (tmp_path / "a").write_bytes(b"x" * 3_000_000)
        steps: list[int] = []
        with pytest.raises(Stopped):
            sha256_of(tmp_path / "a", lambda done, _: steps.append(done), lambda: bool(steps))
        assert len(steps) == 1

    def test_missing(self, tmp_path: Path):
        with pytest.raises(StorageError):
            sha256_of(tmp_path / "a")


class TestSettings:
    def test_missing_means_defaults(self, tmp_path: Path):
        assert load_settings(tmp_path / "settings.json") == Settings()
        assert list(tmp_path.iterdir()) == []

    def test_round_trip(self, tmp_path: Path):
        path = tmp_path / "settings.json"
        settings = Settings(theme="dark", model="starter", sampling=Sampling(temperature=0.1))
        save_settings(path, settings)
        assert load_settings(path) == settings
        assert path.read_text().count("\n") > 5

    def test_a_newer_version_may_know_more(self, tmp_path: Path):
        path = tmp_path / "settings.json"
        path.write_text('{"theme": "dark", "new_thing": [1, 2]}')
        assert load_settings(path) == Settings(theme="dark")

    @pytest.mark.parametrize("data", [b"", b"{", b'{"theme": "pink"}', b"[]", b'{"model": "\xff"}'])
    def test_a_broken_file_is_kept(self, tmp_path: Path, data: bytes, expected_log: ExpectedLogs):
        expected_log("kept as settings.broken.json")
        path = tmp_path / "settings.json"
        path.write_bytes(data)
        assert load_settings(path) == Settings()
        assert (tmp_path / "settings.broken.json").read_bytes() == data
        assert not path.exists()

    def test_unreadable_is_not_lost(self, tmp_path: Path):
        path = tmp_path / "settings.json"
        path.mkdir()
        with pytest.raises(StorageError):
            load_settings(path)


@pytest.mark.skipif(sys.platform == "win32", reason="names there are always text")
def test_a_name_that_is_not_utf8_can_be_shown():
    path = Path(os.fsdecode(b"/tmp/\xff\xe4\xbd\xa0"))
    assert shown(path) == "/tmp/\ufffd\u4f60"
