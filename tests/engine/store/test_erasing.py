"""Erased chats are in no copy of the database."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import apsw
from helpers.damage import damage
from helpers.filled import fill, holds, names, titles

from engine.store.chats import Chats
from engine.store.database import open_database
from engine.store.snapshot import wal_of

V1 = Path(__file__).with_name("v1.db")


def test_an_erased_chat_is_in_no_file(path, folder, backups):
    kept, gone, other = fill(path, "kept text", "unforgotten " * 400, "another one")
    for _ in range(2):
        backups.make()
    before = backups.list()[0]
    erased = backups.erase([gone.key])
    assert set(erased.rewritten) == {backup.path for backup in backups.list()}
    assert erased.refused == ()
    assert holds(folder, "unforgotten") == []
    for backup in backups.list():
        assert titles(backup.path) == ["another one", "kept text"]
        assert (backup.chats, backup.messages, backup.damaged) == (2, 4, False)
    assert backups.list()[0].made_at == before.made_at
    assert {kept.key, other.key} == keys(before.path)
    assert sorted(names(folder)) == sorted(backup.path.name for backup in backups.list())


def keys(path):
    raw = apsw.Connection(str(path))
    try:
        return {key for (key,) in raw.execute("SELECT key FROM chat")}
    finally:
        raw.close()


def test_a_backup_without_the_chat_is_left_as_it_is(path, backups):
    fill(path, "kept")
    made = backups.make()
    [gone] = fill(path, "gone")
    before = made.read_bytes()
    assert backups.erase([gone.key]).rewritten == ()
    assert made.read_bytes() == before


def test_an_erased_chat_is_in_no_copy_of_version_1(path, folder, backups):
    path.parent.mkdir()
    shutil.copy(V1, path)
    connection = open_database(path)
    chats = Chats(connection).list()
    connection.close()
    [sky] = [chat for chat in chats if chat.title == "Why is the sky blue?"]
    copies = [backup for backup in backups.list() if backup.origin == "upgrade"]
    assert len(copies) == 1
    assert holds(path.parent, "Rayleigh")
    backups.make()
    erased = backups.erase([sky.key])
    assert len(erased.rewritten) == 2
    assert holds(path.parent, "Rayleigh") == ["puna.db"]  # erased there by the store itself
    assert [backup.chats for backup in backups.list()] == [1, 1]
    assert titles(copies[0].path) == ["量子力学"]


def test_rests_of_deleted_text_in_a_copy_go_as_well(path, folder, backups):
    _, gone = fill(path, "kept", "unforgotten " * 400)
    folder.mkdir()
    copy = folder / "puna-before-restore-2026-01-02T030405Z.db"
    shutil.copy(path, copy)
    raw = apsw.Connection(str(copy))
    raw.execute("PRAGMA foreign_keys = OFF; DELETE FROM message WHERE chat = 2;")
    raw.execute("DELETE FROM chat WHERE id = 2")
    raw.close()
    assert holds(folder, "unforgotten") == [copy.name]
    assert backups.erase([gone.key]).rewritten == (copy,)
    assert holds(folder, "unforgotten") == []
    assert titles(copy) == ["kept"]


def test_what_was_written_ahead_of_a_kept_database_goes_as_well(path, folder, backups):
    [gone] = fill(path, "unforgotten")
    connection = open_database(path)
    connection.rows("UPDATE chat SET title = 'unforgotten too'")
    folder.mkdir()
    copy = folder / "puna-before-restore-2026-01-02T030405Z.db"
    shutil.copy(path, copy)
    shutil.copy(wal_of(path), wal_of(copy))
    connection.close()
    assert holds(folder, "unforgotten too") == [wal_of(copy).name]
    backups.erase([gone.key])
    assert names(folder) == [copy.name]
    assert holds(folder, "unforgotten") == []


def test_a_damaged_backup_is_told_and_the_others_are_erased_from(path, folder, backups):
    [gone] = fill(path, "unforgotten " * 2000)
    whole, broken = backups.make(), backups.make()
    damage(broken)
    before = broken.read_bytes()
    erased = backups.erase([gone.key])
    assert erased.rewritten == (whole,)
    [(refused, error)] = erased.refused
    assert refused == broken
    assert str(broken) in error.message
    assert broken.read_bytes() == before
    backups.remove(broken)
    assert holds(folder, "unforgotten") == []


def test_halves_left_by_a_killed_puna_are_swept(path, folder, backups):
    [gone] = fill(path, "kept")
    backups.make()
    half = folder / ".new-999999999-x"
    half.mkdir()
    (half / "all.db").write_bytes(b"unforgotten")
    (folder / ".puna-v1.db.part").write_bytes(b"unforgotten")
    busy = folder / f".new-{os.getpid()}-x"
    busy.mkdir()
    backups.erase([gone.key])
    assert holds(folder, "unforgotten") == []
    assert busy.exists()


def test_what_is_left_is_found_again_when_it_is_restored(path, backups):
    _, gone = fill(path, "kept llamas", "unforgotten llamas")
    index(path)
    made = backups.make()
    backups.erase([gone.key])
    backups.restore(made)
    index(path)
    assert found(path, "llamas") == {"kept llamas"}
    assert found(path, "unforgotten") == set()


def index(path):
    connection = open_database(path)
    while Chats(connection).search.index():
        pass
    connection.close()


def found(path, text):
    connection = open_database(path)
    hits = Chats(connection).search.find(text).hits
    connection.close()
    return {hit.chat.title for hit in hits}
