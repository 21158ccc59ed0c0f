"""Backups as they are made, listed and rotated."""

from __future__ import annotations

import os
import shutil
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import apsw
import pytest
from helpers.damage import damage
from helpers.filled import fill, holds, names, titles

from engine.errors import InvalidInput, StorageError
from engine.store.chats import Chats
from engine.store.database import open_database
from engine.store.snapshot import require_whole

V1 = Path(__file__).with_name("v1.db")


# Making


def test_a_backup_is_a_plain_file_with_all_chats(path, folder, backups):
    connection = open_database(path)  # and stays open, as the window's is
    fill(path, "Llamas", "量子力学")
    made = backups.make()
    assert names(folder) == [made.name]
    assert titles(made) == ["Llamas", "量子力学"]
    assert require_whole(made).messages == 4
    [backup] = backups.list()
    assert (backup.path, backup.chats, backup.messages) == (made, 2, 4)
    assert (backup.origin, backup.damaged, backup.size) == ("routine", False, made.stat().st_size)
    assert abs(backup.made_at - datetime.now(UTC).timestamp()) < 60
    connection.close()


def test_the_same_again_is_not_kept_twice(path, folder, backups):
    fill(path, "Llamas")
    made = backups.make_if_changed()
    os.utime(made, (0, 0))
    assert backups.make_if_changed() is None
    assert names(folder) == [made.name]
    assert made.stat().st_mtime > 0
    raw = apsw.Connection(str(path))
    raw.execute("UPDATE chat SET draft = 'x'")
    raw.close()
    assert backups.make_if_changed() is not None
    assert len(names(folder)) == 2


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such permissions")
def test_backups_are_for_their_user_alone(path, folder, backups):
    fill(path, "secret")
    for file in (folder, backups.make()):
        assert file.stat().st_mode & 0o077 == 0


def test_a_backup_holds_what_is_committed_and_no_more(path, backups):
    fill(path, "first")
    connection = open_database(path)
    with Chats(connection).transaction():
        connection.rows("UPDATE chat SET title = 'changed'")
        made = backups.make()  # a writer is in the middle of its transaction
    connection.close()
    assert titles(made) == ["first"]
    assert titles(path) == ["changed"]


def test_deleted_text_is_not_in_a_backup(path, folder, backups):
    fill(path, "kept", "unforgotten " * 500)
    raw = apsw.Connection(str(path))
    raw.execute("PRAGMA foreign_keys = OFF; DELETE FROM message WHERE chat = 2;")
    raw.execute("DELETE FROM chat WHERE id = 2")
    raw.close()
    assert holds(path.parent, "unforgotten") == ["puna.db"]
    backups.make()
    assert holds(folder, "unforgotten") == []


def test_backups_while_somebody_writes_are_each_of_one_moment(path, backups):
    fill(path, "first")
    stop = threading.Event()

    def write():
        connection = open_database(path)
        chats = Chats(connection)
        while not stop.is_set():
            with chats.transaction():
                chat = chats.create()
                for number in range(5):
                    chats.add(chat.id, None, "user", f"{number}" * 500)
        connection.close()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        made = [backups.make() for _ in range(8)]
    finally:
        stop.set()
        writer.join(20)
    assert len(set(made)) == 8
    for backup in backups.list():
        assert not backup.damaged
        assert backup.messages == 2 + 5 * (backup.chats - 1)


def test_a_damaged_database_gives_no_backup_and_destroys_none(path, folder, backups):
    fill(path, "Llamas " * 2000)
    whole = backups.make()
    damage(path)
    with pytest.raises(StorageError, match="damaged"):
        backups.make()
    assert names(folder) == [whole.name]
    assert require_whole(whole).chats == 1


def test_no_database_and_no_room_are_errors_that_leave_nothing(path, folder, backups, monkeypatch):
    with pytest.raises(StorageError, match="cannot be opened"):
        backups.make()
    assert not path.exists()
    fill(path, "Llamas")
    usage = shutil.disk_usage(path.parent)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=1_000_000))
    with pytest.raises(StorageError, match="are needed on its disk"):
        backups.make()
    assert names(folder) == []


def test_the_database_of_another_program_is_not_backed_up(path, folder, backups):
    path.parent.mkdir()
    raw = apsw.Connection(str(path))
    raw.execute("CREATE TABLE theirs (x)")
    raw.close()
    with pytest.raises(StorageError, match="another program"):
        backups.make()
    assert names(folder) == []


# The list


def test_copies_of_upgrades_and_restores_are_listed_and_others_are_not(path, folder, backups):
    fill(path, "now")
    folder.mkdir()
    shutil.copy(V1, folder / "puna-v1.db")
    shutil.copy(V1, path.with_name("puna-v0.db"))  # beside the database, as Puna did before
    shutil.copy(V1, folder / "puna-before-restore-2026-01-02T030405Z.db")
    (folder / "puna-2026-02-30T000000Z.db").write_bytes(b"no such day, and no database")
    for other in ("notes.db", "puna-2026.db", "puna-2026-01-01T000000Z.db.txt"):
        (folder / other).write_bytes(b"not ours")
    found = {backup.path.name: backup for backup in backups.list()}
    assert {name: backup.origin for name, backup in found.items()} == {
        "puna-v0.db": "upgrade",
        "puna-v1.db": "upgrade",
        "puna-before-restore-2026-01-02T030405Z.db": "restore",
        "puna-2026-02-30T000000Z.db": "routine",
    }
    assert found["puna-2026-02-30T000000Z.db"].damaged
    kept = found["puna-before-restore-2026-01-02T030405Z.db"]
    assert datetime.fromtimestamp(kept.made_at, UTC).isoformat() == "2026-01-02T03:04:05+00:00"
    assert (kept.chats, kept.damaged) == (2, False)
    assert backups.list()[-1] == kept


def test_the_newest_comes_first_and_a_second_one_of_a_second_is_newer(path, backups):
    fill(path, "Llamas")
    made = [backups.make() for _ in range(3)]
    assert [backup.path for backup in backups.list()] == made[::-1]
    assert backups.latest() == made[-1]


def test_pruning_removes_what_the_rotation_lets_go_and_nothing_else(path, folder, backups):
    fill(path, "Llamas")
    made = backups.make()
    now = datetime.now(UTC)
    for days in range(1, 900):
        shutil.copy(made, folder / f"puna-{now - timedelta(days=days):%Y-%m-%dT%H%M%SZ}.db")
    shutil.copy(V1, folder / "puna-v1.db")
    shutil.copy(V1, folder / "puna-before-restore-2020-01-02T030405Z.db")
    (folder / "mine.db").write_bytes(b"")
    gone = backups.prune()
    left = backups.list()
    assert len(gone) == 900 - 2 - 12 - 10 - 9
    assert len(left) == 2 + 12 + 10 + 9 + 2
    assert made in [backup.path for backup in left]
    assert (folder / "mine.db").exists()
    assert backups.prune() == []


def test_pruning_keeps_all_copies_within_a_budget(path, folder, backups, monkeypatch):
    fill(path, "Llamas")
    made = backups.make()
    now, size = datetime.now(UTC), made.stat().st_size
    for days in range(1, 9):
        shutil.copy(made, folder / f"puna-{now - timedelta(days=days):%Y-%m-%dT%H%M%SZ}.db")
    restored = folder / "puna-before-restore-2020-01-02T030405Z.db"
    shutil.copy(made, restored)
    monkeypatch.setattr("engine.store.rotation.BUDGET", 6 * size)
    assert len(backups.prune()) == 4
    left = [backup.path for backup in backups.list()]
    assert left[0] == made
    assert len(left) == 6
    assert restored in left
    assert sorted(left[:-1], reverse=True)[-1] > folder / f"puna-{now - timedelta(days=5):%Y}"
    monkeypatch.setattr("engine.store.rotation.BUDGET", 0)
    backups.prune()
    assert [backup.path for backup in backups.list()] == [*left[:3], restored]


def test_only_a_copy_can_be_removed(path, folder, backups):
    fill(path, "Llamas")
    made = backups.make()
    for other in (path, folder / "nothing.db", path.parent / "settings.json"):
        with pytest.raises(InvalidInput):
            backups.remove(other)
    assert path.exists()
    backups.remove(made)
    assert backups.list() == []
