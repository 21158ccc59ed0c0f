"""A backup in the place of the database, which is kept."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest
from helpers.damage import bad_disk, damage
from helpers.filled import fill, names, titles

from engine.errors import StorageError
from engine.store.chats import Chats
from engine.store.database import open_database
from engine.store.snapshot import journal_of, wal_of


def test_restoring_puts_the_backup_in_place_and_keeps_the_present(path, folder, backups):
    fill(path, "old")
    made = backups.make()
    fill(path, "new")
    kept = backups.restore(made)
    assert titles(path) == ["old"]
    assert titles(made) == ["old"]
    assert titles(kept) == ["new", "old"]
    assert kept.name.startswith("puna-before-restore-")
    assert names(path.parent) == ["backups", "puna.db"]
    assert {backup.origin for backup in backups.list()} == {"routine", "restore"}
    # And back again.
    backups.restore(kept)
    assert titles(path) == ["new", "old"]
    open_database(path).close()


def test_restoring_over_a_damaged_database_keeps_its_bytes(path, backups):
    fill(path, "old")
    made = backups.make()
    path.write_bytes(b"The quick brown fox" * 1000)
    kept = backups.restore(made)
    assert titles(path) == ["old"]
    assert kept.read_bytes() == b"The quick brown fox" * 1000
    assert [backup.damaged for backup in backups.list() if backup.path == kept] == [True]


def test_what_was_written_ahead_goes_into_the_kept_database(path, backups):
    fill(path, "old")
    made = backups.make()
    connection = open_database(path)
    Chats(connection).create("written ahead")
    data, ahead = path.read_bytes(), wal_of(path).read_bytes()
    connection.close()
    path.write_bytes(data)
    wal_of(path).write_bytes(ahead)  # as a crash leaves them
    kept = backups.restore(made)
    assert titles(path) == ["old"]
    assert titles(kept) == ["old", "written ahead"]
    assert not wal_of(path).exists()


def test_what_cannot_be_read_is_kept_with_what_was_written_ahead(path, backups):
    fill(path, "old")
    made = backups.make()
    connection = open_database(path)
    Chats(connection).create("written ahead")
    data, ahead = path.read_bytes(), wal_of(path).read_bytes()
    connection.close()
    path.write_bytes(data)
    wal_of(path).write_bytes(ahead)
    with bad_disk(wal_of(path).name):
        kept = backups.restore(made)
    assert (kept.read_bytes(), wal_of(kept).read_bytes()) == (data, ahead)
    assert not wal_of(path).exists()
    assert titles(path) == ["old"]
    assert titles(kept) == ["old", "written ahead"]


def test_restoring_where_there_is_no_database(path, backups):
    fill(path, "old")
    made = backups.make()
    path.unlink()
    assert backups.restore(made) is None
    assert titles(path) == ["old"]


def test_a_damaged_backup_is_not_restored(path, folder, backups):
    fill(path, "old " * 2000)
    made = backups.make()
    damage(made)
    before = path.read_bytes()
    with pytest.raises(StorageError, match="damaged"):
        backups.restore(made)
    assert path.read_bytes() == before
    assert names(folder) == [made.name]


def test_a_database_in_use_is_not_replaced(path, folder, backups, monkeypatch):
    monkeypatch.setattr("engine.store.snapshot.BUSY_TIMEOUT_S", 0.05)
    fill(path, "old")
    made = backups.make()
    connection = open_database(path)
    with pytest.raises(StorageError, match="another program"):
        backups.restore(made)
    connection.close()
    assert names(folder) == [made.name]
    assert titles(path) == ["old"]


def test_a_killed_restore_leaves_no_second_name(path, folder, backups):
    fill(path, "old")
    backups.make()
    second = folder / "puna-before-restore-2026-01-02T030405Z.db"
    os.link(path, second)
    assert [backup.origin for backup in backups.list()] == ["routine"]
    backups.sweep()
    assert not second.exists()
    assert titles(path) == ["old"]


def test_a_restore_that_fails_at_the_last_step_leaves_all_as_it_was(
    path, folder, backups, monkeypatch
):
    fill(path, "old")
    made = backups.make()
    connection = open_database(path)
    Chats(connection).create("written ahead")
    data, ahead = path.read_bytes(), wal_of(path).read_bytes()
    connection.close()
    path.write_bytes(data)
    wal_of(path).write_bytes(ahead)
    replace = Path.replace

    def refuse(self, target):
        if target == path:
            raise OSError(errno.EIO, "no")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", refuse)
    with bad_disk(wal_of(path).name), pytest.raises(StorageError):
        backups.restore(made)
    assert (path.read_bytes(), wal_of(path).read_bytes()) == (data, ahead)
    assert names(folder) == [made.name]
    assert titles(path) == ["old", "written ahead"]


def test_what_was_replaced_is_not_told_as_refused(path, backups, monkeypatch):
    fill(path, "old")
    made = backups.make()
    fill(path, "new")

    def refuse(place):
        if place == path.parent:
            raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr("engine.store.restoring.sync_folder", refuse)
    kept = backups.restore(made)
    assert (titles(path), titles(kept)) == (["old"], ["new", "old"])


def test_no_half_copy_of_the_present_is_left(path, folder, backups, monkeypatch):
    fill(path, "old")
    made = backups.make()

    def no_links(*_):
        raise OSError(errno.EPERM, "no links here")

    def full(_, target):
        target.write_bytes(b"half")
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "link", no_links)
    kept = backups.restore(made)
    assert titles(kept) == ["old"]
    kept.unlink()
    monkeypatch.setattr(shutil, "copyfile", full)
    with pytest.raises(StorageError, match="full"):
        backups.restore(made)
    assert names(folder) == [made.name]
    assert titles(path) == ["old"]


def test_a_journal_of_the_old_file_goes_with_it(path, backups):
    fill(path, "old")
    made = backups.make()
    journal_of(path).write_bytes(b"to be undone")
    with bad_disk(f"home/{path.name}"):
        kept = backups.restore(made)
    assert not journal_of(path).exists()
    assert journal_of(kept).read_bytes() == b"to be undone"
    assert titles(path) == ["old"]
    backups.remove(kept)
    assert not journal_of(kept).exists()


def test_what_a_killed_upgrade_left_is_swept(path, folder, backups):
    fill(path, "old")
    folder.mkdir()
    for name in (".puna-v1.db.part", ".puna-v1.db.part-journal"):
        (folder / name).write_bytes(b"half")
    backups.sweep()
    assert names(folder) == []
