"""The thread that indexes: it outlives every file, waits for its turn, and says what stops it."""

from __future__ import annotations

import threading

import apsw
import pytest
from helpers.index_state import assert_consistent
from helpers.plain_reader import PlainReader, write_text
from helpers.waiting import wait_until

from engine.documents.documents import Documents
from engine.documents.index.schema import READING
from engine.documents.news import Idle
from engine.errors import DocumentError, EngineCrash, StorageError
from engine.locks import FileLock

PATIENCE = 60


class Restless(PlainReader):
    """Finds that a file changed meanwhile, so many times."""

    def __init__(self, times):
        super().__init__()
        self.times = times

    def parse(self, path, take, progress=None, cancelled=None):
        info = super().parse(path, take, progress, cancelled)
        if self.times:
            self.times -= 1
            raise DocumentError(str(path), "changed", "it changed while it was read")
        return info


class Failing(PlainReader):
    """Raises what it was given, in the file `bad.txt`."""

    def __init__(self, error):
        super().__init__()
        self.error = error

    def parse(self, path, take, progress=None, cancelled=None):
        if path.name == "bad.txt":
            raise self.error
        return super().parse(path, take, progress, cancelled)


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "files"
    write_text(folder, "bad.txt", "b")
    write_text(folder, "good.txt", "good text")
    return folder


def opened(home, folder, reader, told=None):
    nowhere = folder.parent / "none.gguf"
    return Documents(home, told, embedder=nowhere, reader=reader)


def added(documents, folder):
    key = documents.create("Files").result(PATIENCE).key
    documents.add(key, [folder]).result(PATIENCE)
    return key


def states(documents, key):
    return [file.state for file in documents.files(key).result(PATIENCE)]


@pytest.mark.parametrize(("times", "expected"), [(2, "words"), (3, "failed")])
def test_a_file_that_changes_meanwhile_is_read_again(home, folder, times, expected):
    with opened(home, folder, Restless(times)) as documents:
        key = added(documents, folder / "good.txt")
        documents.settle(lexical_only=True)
        [file] = documents.files(key).result(PATIENCE)
        assert (file.state, file.chunks) == (expected, 1 if expected == "words" else 0)


@pytest.mark.parametrize(
    "error", [EngineCrash("killed", "The process ended.", ""), ZeroDivisionError("of ours")]
)
def test_a_reader_that_fails_fails_one_file(home, folder, error, expected_log):
    with opened(home, folder, Failing(error)) as documents:
        key = added(documents, folder)
        documents.settle(lexical_only=True)
        bad, good = documents.files(key).result(PATIENCE)
        assert (bad.state, bad.error.values["fault"]) == ("failed", "crashed")
        assert good.state == "words"
    expected_log("could not be read")


def test_one_program_at_a_time_indexes(home, folder):
    home.documents.mkdir(parents=True)
    lock = FileLock(home.documents / "index.lock")
    assert lock.take()
    reader = PlainReader()
    with opened(home, folder, reader) as documents:
        key = added(documents, folder)
        assert reader.read == []
        lock.release()
        documents.settle(lexical_only=True)
        assert states(documents, key) == ["words", "words"]


def test_another_program_sees_what_this_one_adds(home, folder):
    first, second = PlainReader(), PlainReader()
    first.gate.clear()
    with opened(home, folder, first) as one:
        key = added(one, folder)
        assert first.waits.wait(PATIENCE)
        with opened(home, folder, second) as other:
            assert other.rescan().result(PATIENCE) == 0
            assert sorted(states(other, key)) == ["reading", "waiting"]
            assert second.read == []
            first.gate.set()
            other.settle(lexical_only=True)
            assert states(other, key) == ["words", "words"]
    assert len(first.read) + len(second.read) == 2


def test_an_index_that_is_damaged_says_so(home, folder):
    home.documents.mkdir(parents=True)
    (home.documents / "index.db").write_bytes(b"garbage " * 1000)
    with opened(home, folder, PlainReader()) as documents:
        with pytest.raises(StorageError):
            documents.settle()
        with pytest.raises(StorageError):
            documents.collections().result(PATIENCE)
        with pytest.raises(StorageError):
            documents.create("Files").result(PATIENCE)


def test_another_way_to_read_reads_everything_again(home, folder):
    with opened(home, folder, PlainReader()) as documents:
        added(documents, folder)
        documents.settle(lexical_only=True)
    raw = apsw.Connection(str(home.documents / "index.db"))
    assert raw.execute("SELECT value FROM note WHERE name = 'reading'").get == READING
    raw.execute("UPDATE note SET value = 'older' WHERE name = 'reading'")
    raw.close()
    reader = PlainReader()
    with opened(home, folder, reader) as documents:
        documents.settle(lexical_only=True)
    assert sorted(reader.read) == ["bad.txt", "good.txt"]


def test_removing_what_is_being_read(home, folder):
    reader = PlainReader()
    reader.gate.clear()
    with opened(home, folder, reader) as documents:
        key = added(documents, folder)
        assert reader.waits.wait(PATIENCE)
        removed = documents.remove(collection=key).result(PATIENCE)
        documents.erase(removed).result(PATIENCE)
        reader.gate.set()
        documents.settle(lexical_only=True)
        assert documents.collections().result(PATIENCE) == []
        assert documents.find("").result(PATIENCE) == []


def test_news_of_the_end_come_once_all_is_done(home, folder):
    told, ended = [], threading.Event()

    def tell(news):
        told.append(news)
        if isinstance(news, Idle) and len(told) > 3:
            ended.set()

    with opened(home, folder, PlainReader(), tell) as documents:
        added(documents, folder)
        assert ended.wait(PATIENCE)
        wait_until(lambda: documents.progress() is None)


def limit(documents, pages):
    """Have the database have at most so many pages, as on a disk that is full then."""
    pragma = f"PRAGMA max_page_count = {pages}"
    documents._owner.do(lambda index: index._connection.rows(pragma))


def test_a_full_disk_is_said_and_it_goes_on_when_there_is_room(home, folder):
    write_text(folder, "long.txt", *(f"paragraph {number} " * 50 for number in range(200)))
    told = []
    with opened(home, folder, PlainReader(), told.append) as documents:
        key = documents.create("Files").result(PATIENCE).key
        limit(documents, 1)
        documents.add(key, [folder]).result(PATIENCE)
        with pytest.raises(StorageError):
            documents.settle(lexical_only=True)
        assert any(isinstance(news, Idle) and news.error is not None for news in told)
        assert "long.txt" not in [one.name for one in documents.find("").result(PATIENCE)]
        limit(documents, 1 << 30)
        documents.rescan().result(PATIENCE)
        documents.settle(lexical_only=True)
        assert states(documents, key) == ["words"] * 3
    assert_consistent(home.documents / "index.db")


def test_a_file_deleted_on_the_disk_leaves_no_trace(home, folder):
    secret = "verborgenes Geheimnis der Vikunjas"
    path = write_text(folder, "secret.txt", *(f"{secret} {number}" for number in range(300)))
    with opened(home, folder, PlainReader()) as documents:
        key = added(documents, folder)
        documents.settle(lexical_only=True)
        documents.search(["Geheimnis"]).result(PATIENCE)
        assert documents.files(key, text="secret").result(PATIENCE)[0].chunks == 300
        path.unlink()
        documents.rescan().result(PATIENCE)
        documents.settle()
        data = b"".join(file.read_bytes() for file in home.documents.iterdir())
        for trace in (b"Geheimnis", b"geheimni", b"secret.txt", b"vikunja"):
            assert trace not in data
        assert states(documents, key) == ["words", "words"]
