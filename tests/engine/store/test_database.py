from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import apsw
import pytest
from helpers.processes import finish_all, go, let_through

from engine.errors import Bug, StorageError
from engine.messages import Stats
from engine.store.chats import Chats
from engine.store.connection import Connection
from engine.store.database import open_database
from engine.store.records import path_to
from engine.store.schema import APPLICATION_ID, STEPS

V1 = Path(__file__).with_name("v1.db")
NEXT = "ALTER TABLE chat ADD COLUMN later INTEGER NOT NULL DEFAULT 0; UPDATE chat SET later = id;"


def version_of(path):
    raw = apsw.Connection(str(path))
    try:
        return raw.execute("PRAGMA user_version").get
    finally:
        raw.close()


def test_a_new_database_is_made_with_its_folder(path):
    connection = open_database(path)
    assert connection.rows("PRAGMA journal_mode") == [("wal",)]
    assert connection.rows("PRAGMA synchronous") == [(1,)]
    assert connection.rows("PRAGMA foreign_keys") == [(1,)]
    assert connection.rows("PRAGMA busy_timeout") == [(5000,)]
    assert connection.rows("PRAGMA user_version") == [(len(STEPS),)]
    assert connection.rows("PRAGMA application_id") == [(APPLICATION_ID,)]
    connection.close()
    assert [p.name for p in path.parent.iterdir()] == ["puna.db"]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_chats_are_for_their_user_alone(path):
    connection = open_database(path)
    connection.rows("CREATE TABLE other (x)")
    for file in (path.parent, *path.parent.iterdir()):
        assert file.stat().st_mode & 0o077 == 0, file
    connection.close()


def test_foreign_keys_hold(connection):
    connection.rows(
        "INSERT INTO chat (id, title, created_at, updated_at, changed, key)"
        " VALUES (1, 'one', 0, 0, 1, 'a'), (2, 'two', 0, 0, 2, 'b')"
    )
    add = (
        "INSERT INTO message (id, chat, parent, role, content, state, created_at, model)"
        " VALUES (?, ?, ?, 'user', '', 'done', 0, '')"
    )
    connection.rows(add, 1, 1, None)
    for sql, values in [
        (add, (2, 9, None)),  # no such chat
        (add, (2, 1, 9)),  # no such parent
        (add, (2, 2, 1)),  # a parent in another chat
        ("UPDATE chat SET leaf = 1 WHERE id = 2", ()),  # a leaf in another chat
        ("UPDATE chat SET folder = 9 WHERE id = 2", ()),  # no such folder
    ]:
        with pytest.raises(Bug, match="FOREIGN KEY"):
            connection.rows(sql, *values)


# Migrations


def test_a_stored_file_of_version_1_opens_with_all_it_had(path):
    path.parent.mkdir()
    shutil.copy(V1, path)
    connection = open_database(path)
    try:
        chats = Chats(connection)
        assert [chat.title for chat in chats.list()] == ["量子力学", "Why is the sky blue?"]
        physics, sky = chats.list()
        path_shown = path_to(chats.messages(sky.id), sky.leaf)
        assert [m.content for m in path_shown] == ["Why is the sky blue?", "Because of Rayleigh."]
        assert path_shown[-1].stats == Stats(prompt_tokens=7, completion_tokens=5, decode_s=0.25)
        assert [m.state for m in chats.messages(sky.id).values()] == ["done", "failed", "done"]
        [question, reply] = chats.messages(physics.id).values()
        assert (question.content, reply.content) == ("量子力学 🦙", "一半")
        assert (reply.state, reply.reason, reply.model) == ("done", "cancelled", "starter")
    finally:
        connection.close()


def test_an_upgrade_copies_the_old_file_first(path):
    path.parent.mkdir()
    shutil.copy(V1, path)
    connection = open_database(path, (STEPS[0], NEXT))
    assert connection.rows("SELECT id, later FROM chat ORDER BY id") == [(1, 1), (2, 2)]
    connection.close()
    copy = path.parent / "backups" / "puna-v1.db"
    assert (version_of(path), version_of(copy)) == (2, 1)
    assert sorted(p.name for p in path.parent.iterdir()) == ["backups", "puna.db"]
    assert [p.name for p in copy.parent.iterdir()] == ["puna-v1.db"]
    assert titles_in(copy) == ["Why is the sky blue?", "量子力学"]


def test_an_upgrade_gives_keys_and_digests_that_are_the_same_for_every_copy(path):
    path.parent.mkdir()
    found = []
    for _ in range(2):
        shutil.copy(V1, path)
        connection = open_database(path)
        chats = Chats(connection)
        messages = [m for chat in chats.list() for m in chats.messages(chat.id).values()]
        assert len(messages) == 5
        assert not any(m.damaged for m in messages)
        assert connection.rows("SELECT DISTINCT indexed FROM message") == [(0,)]
        found.append([chat.key for chat in chats.list()])
        connection.close()
    assert found[0] == found[1]
    assert len({*found[0]}) == 2
    assert all(len(key) == 32 for key in found[0])


def test_a_text_that_the_disk_changed_does_not_keep_a_database_from_its_upgrade(path):
    path.parent.mkdir()
    shutil.copy(V1, path)
    raw = apsw.Connection(str(path))
    raw.execute("UPDATE message SET content = CAST(x'ff' AS TEXT) WHERE id = 1")
    raw.close()
    connection = open_database(path)
    contents = [m.content for m in Chats(connection).messages(1).values()]
    assert contents[0] == "\ufffd"
    connection.close()


def test_an_upgrade_without_room_for_its_copy_is_not_begun(path, monkeypatch):
    path.parent.mkdir()
    shutil.copy(V1, path)
    usage = shutil.disk_usage(path.parent)
    monkeypatch.setattr("shutil.disk_usage", lambda _: usage._replace(free=70_000))
    (path.parent / "backups").mkdir()
    with apsw.Connection(str(path)) as raw:
        raw.execute("UPDATE message SET content = ? WHERE id = 1", ("x" * 100_000,))
    raw.close()
    with pytest.raises(StorageError, match="MB of room"):
        open_database(path)
    assert version_of(path) == 1
    assert list((path.parent / "backups").iterdir()) == []


def titles_in(path):
    """Titles as any version has them."""
    raw = apsw.Connection(str(path))
    try:
        return [title for (title,) in raw.execute("SELECT title FROM chat ORDER BY id")]
    finally:
        raw.close()


def test_a_copy_left_half_by_a_crash_is_made_anew(path):
    path.parent.mkdir()
    shutil.copy(V1, path)
    copy = path.parent / "backups" / "puna-v1.db"
    copy.parent.mkdir()
    copy.write_bytes(b"half a copy")
    open_database(path, (STEPS[0], NEXT)).close()
    assert version_of(copy) == 1


def test_a_step_that_fails_leaves_the_database_as_it_was(path):
    path.parent.mkdir()
    shutil.copy(V1, path)
    with pytest.raises(Bug, match="nonsense"):
        open_database(path, (STEPS[0], NEXT + "INSERT INTO nonsense VALUES (1);"))
    assert version_of(path) == 1
    open_database(path, STEPS[:1]).close()
    assert len(titles_in(path)) == 2


def test_steps_before_a_failing_one_are_undone_with_it(path):
    path.parent.mkdir()
    shutil.copy(V1, path)
    with pytest.raises(Bug):
        open_database(path, (STEPS[0], NEXT, "nonsense"))
    assert version_of(path) == 1
    open_database(path, STEPS[:1]).close()
    assert len(titles_in(path)) == 2


def test_a_database_of_a_newer_puna_is_refused_and_left_alone(path):
    open_database(path, (*STEPS, NEXT)).close()
    before = path.read_bytes()
    with pytest.raises(StorageError, match="newer Puna") as caught:
        open_database(path)
    assert "newest Puna" in caught.value.advice
    assert path.read_bytes() == before


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path):
    path = tmp_path / "other.db"
    raw = apsw.Connection(str(path))
    raw.execute("CREATE TABLE theirs (x)")
    raw.close()
    before = path.read_bytes()
    with pytest.raises(StorageError, match="another program"):
        open_database(path)
    assert path.read_bytes() == before


# Files that are not well


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path):
    path = tmp_path / "puna.db"
    path.write_bytes(b"The quick brown fox" * 1000)
    with pytest.raises(StorageError, match="not a database") as caught:
        open_database(path)
    assert str(path) in caught.value.message
    assert caught.value.values["path"] == str(path)
    assert path.read_bytes() == b"The quick brown fox" * 1000


@pytest.mark.parametrize("table", ["sqlite_schema", "chat", "message"])
def test_a_damaged_page_is_an_error_of_storage(tmp_path, table):
    path = tmp_path / "puna.db"
    shutil.copy(V1, path)
    raw = apsw.Connection(str(path))
    page = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (table,)).get or 1
    raw.close()
    start = 100 if page == 1 else (page - 1) * 4096  # behind the header of the file
    data = bytearray(V1.read_bytes())
    data[start : page * 4096] = b"\xff" * (page * 4096 - start)
    path.write_bytes(data)
    with pytest.raises(StorageError, match="damaged"):
        read_all(path)
    assert path.exists()


def read_all(path):
    connection = open_database(path)
    try:
        chats = Chats(connection)
        for chat in chats.list():
            chats.messages(chat.id)
    finally:
        connection.close()


def test_a_cut_file_never_raises_anything_but_an_error_of_storage(tmp_path):
    path, whole = tmp_path / "puna.db", V1.read_bytes()
    refused = 0
    for length in range(1, len(whole), 1777):
        path.write_bytes(whole[:length])
        try:
            read_all(path)
        except StorageError:
            refused += 1
    assert refused > 5


def test_a_folder_or_a_file_in_the_way_is_named(tmp_path):
    (tmp_path / "folder.db").mkdir()
    with pytest.raises(StorageError, match=r"folder\.db cannot be used: it cannot be opened"):
        open_database(tmp_path / "folder.db")
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError, match="cannot be used"):
        open_database(tmp_path / "file" / "puna.db")


def test_a_name_that_is_no_text_is_named(tmp_path):
    with pytest.raises(StorageError, match="not valid text"):
        open_database(tmp_path / "a\udcffb.db")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
@pytest.mark.parametrize(
    ("mode", "reason"), [(0o444, "write-protected"), (0o000, "cannot be opened")]
)
def test_a_file_that_may_not_be_used_is_named(tmp_path, mode, reason, start):
    path = tmp_path / "home" / "puna.db"
    path.parent.mkdir()
    shutil.copy(V1, path)
    path.chmod(mode)
    path.parent.chmod(0o555)
    let_through(tmp_path)
    [result] = finish_all([start("open_only", path, "--nobody")])
    path.parent.chmod(0o755)
    assert result.startswith("StorageError"), result
    assert reason in result


# Two programs at once


def test_two_programs_may_make_the_database_at_the_same_moment(tmp_path, start):
    for number in range(5):
        path = tmp_path / str(number) / "puna.db"
        programs = [start("open_only", path, "--wait") for _ in range(3)]
        go(programs)
        assert finish_all(programs) == ["ok"] * 3
        assert version_of(path) == len(STEPS)


def test_two_programs_write_at_once_and_nothing_is_lost(path, start):
    programs = [start("add", path, "400", "--wait") for _ in range(2)]
    go(programs)
    assert finish_all(programs) == ["ok", "ok"]
    connection = open_database(path)
    chats = Chats(connection)
    found = [list(chats.messages(chat.id).values()) for chat in chats.list()]
    connection.close()
    assert [len(messages) for messages in found] == [400, 400]
    for messages in found:
        assert [m.content for m in messages] == [f"message {n}" for n in range(400)]
        assert [m.parent for m in messages] == [None, *(m.id for m in messages[:-1])]


def test_a_writer_that_waits_too_long_says_who_is_in_the_way(path, connection, monkeypatch):
    monkeypatch.setattr("engine.store.connection.BUSY_TIMEOUT_S", 0.05)
    other = Connection(path)
    with connection.transaction():
        with pytest.raises(StorageError, match="another program") as caught:
            other.change("UPDATE chat SET title = 'x'")
        assert "Close the other program" in caught.value.advice
    other.close()


# Transactions


def test_a_transaction_commits_in_full_and_streaming_text_does_not(connection):
    level = "PRAGMA synchronous"
    with connection.transaction():
        assert connection.rows(level) == [(2,)]
        with connection.transaction(durable=False):
            assert connection.rows(level) == [(2,)]
    with connection.transaction(durable=False):
        assert connection.rows(level) == [(1,)]
    assert connection.rows(level) == [(1,)]


def test_a_full_database_rolls_back_and_says_so(connection):
    chats = Chats(connection)
    chat = chats.create()
    kept = chats.add(chat.id, None, "user", "kept")
    [(pages,)] = connection.rows("PRAGMA page_count")
    connection.rows(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(StorageError, match="the disk is full") as caught:
        chats.add(chat.id, kept.id, "assistant", "x" * 100_000)
    assert "Free some space" in caught.value.advice
    assert chats.messages(chat.id) == {kept.id: kept}
    connection.rows(f"PRAGMA max_page_count = {pages + 100}")
    assert chats.add(chat.id, kept.id, "assistant", "x" * 100_000).id > kept.id


def test_wrong_sql_is_a_bug_of_ours(connection):
    with pytest.raises(Bug, match="no such table"):
        connection.rows("SELECT * FROM nowhere")


def test_damaged_bytes_in_any_text_keep_nothing_from_being_read(path):
    """Text that is no UTF-8 any more, as a wrong bit makes it, in every column but one by one."""
    connection = open_database(path)
    chats = Chats(connection)
    chat = chats.create("t")
    chats.add(chat.id, None, "assistant", "m", state="streaming")
    chats.move([chat.id], chats.folders.add("f").id)
    chats.new_draft.keep("typed")
    columns = [
        (table, name)
        for table in ("chat", "message", "folder")
        for name, kind in connection.rows(f"SELECT name, type FROM pragma_table_info('{table}')")
        if kind == "TEXT"
    ]
    assert ("folder", "name") in columns
    connection.rows("PRAGMA ignore_check_constraints = ON")
    for table, name in columns:
        where = "id = 1" if name == "key" else "TRUE"
        with suppress(ZeroDivisionError), chats.transaction():
            connection.rows(f"UPDATE {table} SET {name} = CAST(x'41ff42' AS TEXT) WHERE {where}")
            chats.tree(chat.id)
            assert [[one.id for one in chats.list()], chats.new_draft.text() != ""] == [[1], True]
            assert len(chats.folders.list()) == chats.interrupt_streaming() + (name == "state") == 1
            chats.trash([chat.id])
            assert len(chats.erase([chat.id])) == 1
            1 / 0  # noqa: B018 - all of it is undone
    connection.close()
