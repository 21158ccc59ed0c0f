"""Databases that can be read and not written."""

from __future__ import annotations

import os
import shutil
import threading
import time
from pathlib import Path

import apsw
import pytest
from helpers.processes import let_through, lines_of

from engine.errors import Bug, PunaError, StorageError
from engine.store.chats import Chats
from engine.store.database import open_database
from engine.store.reading import open_for_reading
from engine.store.records import TEMPORARY_IDS
from engine.store.schema import STEPS
from engine.store.store import Store, StoreState

V1 = Path(__file__).with_name("v1.db")
SECONDS = 20
COMPANIONS = ("puna.db-wal", "puna.db-shm")  # SQLite leaves them where it may not write
REFUSAL = StorageError("puna.db", "the disk is full")


def wait_for(condition):
    until = time.monotonic() + SECONDS
    while not condition():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.005)


@pytest.mark.skipif(os.name == "nt", reason="needs a mount namespace")
@pytest.mark.parametrize("how", ["closed", "crashed", "crashed without shared memory", "old"])
@pytest.mark.parametrize(
    ("task", "reason"),
    [("full_start", "the disk is full"), ("write_protected_start", "write-protected")],
)
def test_a_disk_that_takes_nothing_is_read_and_written_again_later(
    tmp_path, disk, start, task, reason, how
):
    path = tmp_path / "small" / "home" / "puna.db"
    lines = lines_of(start(task, path, how, before=disk(6)))
    assert lines[-1] == "ok", lines
    assert lines[0].startswith("reading open")
    assert reason in lines[0]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.parametrize(("folder", "file"), [(0o555, 0o444), (0o777, 0o444), (0o555, 0o666)])
def test_a_home_of_another_user_is_read(tmp_path, start, folder, file):
    path = tmp_path / "home" / "puna.db"
    connection = open_database(path)
    chats = Chats(connection)
    chat, leaf = chats.create("Kept"), None
    for number in range(30):
        leaf = chats.add(chat.id, leaf, "user", f"message {number}").id
    connection.close()
    path.chmod(file)
    path.parent.chmod(folder)
    let_through(tmp_path)
    lines = lines_of(start("read_only", path, "--nobody"))
    path.parent.chmod(0o755)
    assert lines[-1] == "ok", lines
    assert lines[0].startswith("reading ")


def newer(path, change="CREATE TABLE later (x)"):
    """A database with a chat that a newer Puna has opened since."""
    connection = open_database(path)
    chats = Chats(connection)
    chat = chats.create("Kept")
    chats.add(chat.id, None, "user", "aardvark")
    while chats.search.index():
        pass
    connection.close()
    open_database(path, (*STEPS, change)).close()
    shutil.rmtree(path.parent / "backups")
    return chat.id


@pytest.mark.parametrize(
    "change",
    ["CREATE TABLE later (x)", "ALTER TABLE chat ADD COLUMN later TEXT NOT NULL DEFAULT 'x'"],
)
def test_a_database_of_a_newer_puna_is_read_and_left_alone(path, change):
    chat_id = newer(path, change)
    before = path.read_bytes()
    heard = []
    with Store(path, heard.append, retry=0.02) as store:
        [chat] = store.call(Chats.list).result(SECONDS)
        assert (chat.id, chat.title) == (chat_id, "Kept")
        [message] = store.call(lambda chats: chats.messages(chat_id)).result(SECONDS).values()
        assert (message.content, message.damaged) == ("aardvark", False)
        assert len(store.call(lambda chats: chats.search.find("aard")).result(SECONDS).hits) == 1
        assert store.call(lambda chats: chats.tree(chat_id)).result(SECONDS).title == "Kept"
        assert store.call(lambda chats: chats.assistants.list()).result(SECONDS) == []
        time.sleep(0.1)  # several tries
        with pytest.raises(StorageError, match="newer Puna"):
            store.call(lambda chats: chats.rename(chat_id, "x")).result(SECONDS)
    assert [state.mode for state in heard] == ["reading"]
    assert "newer Puna" in heard[0].error.message
    assert path.read_bytes() == before
    assert {file.name for file in path.parent.iterdir()} <= {"puna.db", *COMPANIONS}


def test_a_newer_database_without_what_is_needed_stays_closed(path):
    newer(path, "ALTER TABLE message RENAME COLUMN content TO body")
    heard = []
    with Store(path, heard.append) as store:
        with pytest.raises(StorageError, match="newer Puna") as caught:
            store.call(Chats.list).result(SECONDS)
        assert "newest Puna" in caught.value.advice
    assert [state.mode for state in heard] == ["closed"]


def test_writing_raises_the_refusal_each_time_anew(path):
    newer(path)
    connection = open_for_reading(path, REFUSAL)
    for _ in range(3):
        with pytest.raises(StorageError) as caught:
            Chats(connection).create()
        assert caught.value is REFUSAL
        assert len(caught.traceback) < 10
    connection.close()


def test_an_older_database_is_read_without_upgrading_it(path):
    path.parent.mkdir()
    shutil.copy(V1, path)
    connection = open_for_reading(path, REFUSAL)
    chats = Chats(connection)
    assert [chat.title for chat in chats.list()] == ["量子力学", "Why is the sky blue?"]
    assert not any(m.damaged for c in chats.list() for m in chats.messages(c.id).values())
    with pytest.raises(StorageError, match="full"):
        chats.create()
    connection.close()
    assert path.read_bytes() == V1.read_bytes()
    assert {file.name for file in path.parent.iterdir()} <= {"puna.db", *COMPANIONS}


@pytest.mark.parametrize("content", [None, b"no database" * 500])
def test_what_is_no_database_cannot_be_read_either(path, content):
    path.parent.mkdir()
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(PunaError):
        open_for_reading(path, REFUSAL)
    assert [file.read_bytes() for file in path.parent.iterdir()] == [content] * bool(content)


def test_the_database_of_another_program_is_not_read(tmp_path):
    path = tmp_path / "other.db"
    raw = apsw.Connection(str(path))
    raw.execute("CREATE TABLE theirs (x); PRAGMA user_version = 99")
    raw.close()
    with pytest.raises(StorageError, match="another program"):
        open_for_reading(path, REFUSAL)


# The states of a store.


def test_a_store_that_opens_says_so_once(path):
    heard = []
    with Store(path, lambda state: heard.append((state, threading.current_thread().name))) as store:
        store.call(Chats.list).result(SECONDS)
        store.reopen(lambda: None).result(SECONDS)
    assert heard == [(StoreState("open"), "puna-store")]


def test_a_closed_store_is_tried_again_until_its_file_is_well(path):
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 100)
    heard = []
    with Store(path, heard.append, retry=0.02) as store:
        with pytest.raises(StorageError, match="not a database"):
            store.call(Chats.list).result(SECONDS)
        shutil.copy(V1, path)
        wait_for(lambda: heard[-1:] == [StoreState("open")])
        assert len(store.call(Chats.list).result(SECONDS)) == 2
    assert [state.mode for state in heard] == ["closed", "open"]
    assert heard[0].error.kind == "storage"


def test_calls_do_not_put_off_the_next_try(path):
    path.parent.mkdir()
    path.write_bytes(b"not a database" * 100)
    heard = []
    with Store(path, heard.append, retry=0.05) as store:
        store.call(Chats.list).exception(SECONDS)
        shutil.copy(V1, path)
        until = time.monotonic() + SECONDS
        while heard[-1].mode != "open":
            assert time.monotonic() < until
            store.call(Chats.list).exception(SECONDS)
            time.sleep(0.005)


def test_reopening_reads_the_file_that_is_there_now(path):
    with Store(path) as store:
        store.call(lambda chats: chats.create("Before")).result(SECONDS)
        reopened = store.reopen(lambda: shutil.copy(V1, path))
        assert reopened.result(SECONDS) == path
        assert len(store.call(Chats.list).result(SECONDS)) == 2


def test_a_replacement_that_fails_leaves_the_store_open(path):
    with Store(path) as store:
        store.call(lambda chats: chats.create("Before")).result(SECONDS)
        with pytest.raises(Bug, match="ZeroDivisionError"):
            store.reopen(lambda: 1 / 0).result(SECONDS)
        assert store.call(lambda chats: chats.get(1).title).result(SECONDS) == "Before"


def test_a_database_in_memory_is_of_its_own_and_writes_nothing(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with Store(None) as store, Store(None) as other:
        chat = store.call(lambda chats: chats.create("Secret")).result(SECONDS)
        assert chat.temporary
        message = store.call(lambda chats: chats.add(chat.id, None, "user", "Hi")).result(SECONDS)
        assert message.id >= TEMPORARY_IDS
        assert other.call(Chats.list).result(SECONDS) == []
        store.call(lambda chats: [0 for _ in range(9) if chats.search.index()]).result(SECONDS)
        found = store.call(lambda chats: chats.search.find("hi")).result(SECONDS)
        assert [hit.message for hit in found.hits] == [message.id]
        assert isinstance(store.call(lambda chats: 1 / 0).exception(SECONDS), Bug)
        keys = store.call(lambda chats: chats.erase([chat.id])).result(SECONDS)
        assert keys == [chat.key]
    assert list(tmp_path.iterdir()) == []
