"""The tables: what belongs together is written together, and what is erased leaves no trace."""

from __future__ import annotations

import pytest
from helpers.index_state import assert_consistent
from helpers.plain_reader import chunks_of

from engine.documents.importer.protocol import PageHead
from engine.documents.index.database import open_index
from engine.documents.index.files import Stat
from engine.documents.index.index import Index
from engine.documents.records import FileInfo
from engine.errors import StorageError
from engine.store.connection import Connection
from engine.store.database import open_database


@pytest.fixture
def path(tmp_path):
    return tmp_path / "documents" / "index.db"


@pytest.fixture
def index(path):
    index = Index.open(path)
    yield index
    index.close()


def put(index, name, text, collection=None):
    """A file with this text, in a collection of its own where none is given; its number."""
    key = collection or index.collections.create(f"of {name}").key
    with index.transaction():
        index.files.await_new(key, [(name, Stat(len(text), 1))])
    task = index.files.begin_next()
    read(index, task.id, text)
    return task


def read(index, number, text):
    chunks = list(chunks_of(text))
    info = FileInfo("text", "", 1, 0, 1, f"sha of {len(text)}")
    with index.transaction():
        index.writing.put(number, Stat(len(text), 1), info, chunks, [PageHead(1, "i", "page")])


def found(path, word):
    connection = Connection(path)
    sql = (
        "SELECT k.text FROM chunk_words w JOIN chunk k ON k.id = w.rowid WHERE chunk_words MATCH ?"
    )
    rows = connection.rows(sql, f'"{word}"')
    connection.close()
    return [text for (text,) in rows]


def test_words_and_chunks_change_together(index, path):
    task = put(index, "a.txt", "# One\n\nabout llamas\n\nabout alpacas")
    assert found(path, "llamas") == ["about llamas"]
    read(index, task.id, "# One\n\nabout vicunas\n\nabout alpacas")
    assert found(path, "llamas") == []
    assert found(path, "vicunas") == ["about vicunas"]
    assert_consistent(path)
    hits = index.files.chunks(task.key)
    assert [(hit.text, hit.label, hit.heading) for hit in hits] == [
        ("about vicunas", "i", ("One",)),
        ("about alpacas", "i", ("One",)),
    ]


def test_a_file_that_is_erased_while_it_is_read_stays_erased(index, path):
    task = put(index, "a.txt", "text")
    with index.transaction():
        index.writing.remove(task.id)
    read(index, task.id, "text again")
    assert index.files.chunks(task.key) == []
    assert_consistent(path)


def test_small_files_are_read_first(index):
    key = index.collections.create("All").key
    stats = [("large", Stat(900, 1)), ("small", Stat(5, 1)), ("middle", Stat(50, 1))]
    with index.transaction():
        index.files.await_new(key, stats)
    assert [index.files.begin_next().path for _ in stats] == ["small", "middle", "large"]
    assert index.files.begin_next() is None
    assert index.files.counts().files == 3
    index.files.resume()
    assert index.files.begin_next().path == "small"


def test_what_is_erased_leaves_no_trace(index, path):
    secret = "Geheimnis verborgener Vikunjas"
    other = put(index, "b.txt", "nothing of it\n\n" + "plain words " * 300)
    removed = [
        put(index, f"{number}.txt", f"# {secret}\n\n{secret} {number}\n\n" + "filler " * 400)
        for number in range(30)
    ]
    for task in removed:
        index.removal.erase(index.removal.remove(files=[task.key]).stamp)
    assert index.removal.tidy()
    assert index.files.counts().chunks == 2
    index.close()
    data = b"".join(file.read_bytes() for file in path.parent.iterdir())
    for word in ("Geheimnis", "geheimni", "Vikunjas", "vikunja", "verborgen"):
        assert word.encode() not in data
    again = Index.open(path)
    assert len(again.files.chunks(other.key)) == 2
    again.close()
    assert_consistent(path)


def test_erasing_can_be_put_off(index):
    tasks = [put(index, f"{number}.txt", "text") for number in range(60)]
    removed = index.removal.remove(files=[task.key for task in tasks])
    index.removal.erase(removed.stamp, cancelled=lambda: True)
    index.removal.undo(removed)  # of what is still there
    assert 0 < index.files.counts().chunks < 60


def test_removals_are_told_apart(index):
    first, second = put(index, "a.txt", "a"), put(index, "b.txt", "b")
    one = index.removal.remove(files=[first.key])
    two = index.removal.remove(files=[first.key, second.key])
    assert (one.files, two.files) == (1, 1)
    assert two.stamp > one.stamp
    index.removal.undo(two)
    assert index.files.get(second.key) is not None
    assert index.files.get(first.key) is None


def test_an_older_removal_is_erased_by_time(index):
    first, second = put(index, "a.txt", "a"), put(index, "b.txt", "b")
    index.removal.remove(files=[first.key])
    late = index.removal.remove(files=[second.key])
    index.removal.erase(None, before=late.stamp)
    index.removal.undo(late)
    assert index.files.counts().chunks == 1


def test_text_that_sqlite_cannot_hold_is_replaced(index):
    task = put(index, "a.txt", "half a \ud83e pair, and \0")
    [hit] = index.files.chunks(task.key)
    assert hit.text == "half a \ufffd pair, and \ufffd"
    assert hit.length == len(hit.text)


def test_a_file_of_another_program_is_refused(path):
    path.parent.mkdir()
    path.write_bytes(b"no database at all, but some text that is long enough" * 100)
    with pytest.raises(StorageError):
        Index.open(path)
    path.unlink()
    open_database(path).close()
    with pytest.raises(StorageError, match="another program"):
        Index.open(path)
    with pytest.raises(StorageError, match="another program"):
        Index.read(path)


def test_an_index_of_a_newer_puna_is_refused(path):
    connection = open_index(path)
    connection.rows("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StorageError, match="newer Puna"):
        Index.open(path)


def test_who_reads_changes_nothing(path):
    assert Index.read(path) is None
    assert not path.exists()
    writer = Index.open(path)
    writer.collections.create("One")
    reader = Index.read(path)
    assert [one.name for one in reader.collections.list()] == ["One"]
    with pytest.raises(StorageError):
        reader.collections.create("Two")
    reader.close()
    writer.close()


def test_an_empty_index_is_empty():
    index = Index.empty()
    assert index.collections.list() == []
    assert index.files.find("a", 20) == []
    assert index.files.counts() == (0, 0, 0, 0)
    index.close()
