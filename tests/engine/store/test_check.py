"""The check of a whole database, and damaged messages made whole from backups."""

from __future__ import annotations

import shutil
from pathlib import Path

import apsw
import pytest
from helpers.damage import damage
from helpers.filled import fill

from engine.errors import StorageError
from engine.store.chats import Chats
from engine.store.check import check
from engine.store.database import open_database
from engine.store.repair import find_good, repair

V1 = Path(__file__).with_name("v1.db")


def change(path, sql, *values):
    """Change a database behind the back of the store, as a bad disk does."""
    raw = apsw.Connection(str(path))
    try:
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute(sql, values or None)
        return raw.changes()
    finally:
        raw.close()


def swap(path, old, new):
    """Swap bytes in the file itself."""
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new))


def messages(path):
    connection = open_database(path)
    try:
        chats = Chats(connection)
        return {i: m for chat in chats.list() for i, m in chats.messages(chat.id).items()}
    finally:
        connection.close()


def test_a_whole_database_is_called_whole(path):
    fill(path, "Llamas", "量子力学")
    report = check(path)
    assert report.whole
    assert (report.messages, report.faults, report.damaged, report.error) == (4, (), (), None)
    assert report.seconds > 0


def test_a_database_in_use_can_be_checked(path, connection):
    fill(path, "Llamas")
    with connection.transaction():
        connection.rows("UPDATE chat SET title = 'x'")
        assert check(path).whole


def test_changed_text_is_found_with_its_chat(path):
    fill(path, "grazing llamas", "another")
    swap(path, b"You said: grazing", b"You said: biting!")
    report = check(path)
    assert not report.whole
    [one] = report.damaged
    assert (one.message, one.chat, one.title, one.backup) == (2, 1, "grazing llamas", None)
    assert messages(path)[2].damaged


def test_bytes_that_are_no_text_are_found(path):
    fill(path, "grazing llamas")
    swap(path, b"You said: grazing", b"\xff\xfe\xfd said: grazing")
    swap(path, b"grazing", b"\xffraz\x00ng")
    assert {one.message for one in check(path).damaged} == {1, 2}


def test_references_to_nothing_are_faults(path):
    fill(path, "Llamas")
    change(path, "DELETE FROM chat")
    report = check(path)
    assert report.faults == ("row 1 of message refers to a chat that is not there",) * 1 + (
        "row 2 of message refers to a chat that is not there",
    )


def test_damaged_pages_are_told_and_the_rest_is_read(path):
    fill(path, *(f"text {number} " * 300 for number in range(20)))
    raw = apsw.Connection(str(path))
    page = raw.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'chat_changed'").get
    raw.close()
    data = bytearray(path.read_bytes())
    data[(page - 1) * 4096 : page * 4096] = b"\xff" * 4096
    path.write_bytes(data)
    report = check(path)
    assert report.faults
    assert (report.messages, report.damaged) == (40, ())


@pytest.mark.parametrize("content", [b"", b"The quick brown fox" * 1000])
def test_what_is_no_database_is_an_error_in_the_report(path, content):
    path.parent.mkdir()
    path.write_bytes(content)
    report = check(path)
    assert not report.whole
    assert str(path) in report.error.message
    assert path.read_bytes() == content


def test_a_missing_database_is_not_made(path):
    path.parent.mkdir()
    assert not check(path).whole
    assert not path.exists()


def test_a_check_never_raises(tmp_path):
    original = tmp_path / "original.db"
    fill(original, *(f"text {number} " * 300 for number in range(20)))
    data, broken = original.read_bytes(), tmp_path / "broken.db"
    bad = 0
    for start in range(0, len(data), 5003):
        broken.write_bytes(data[:start] + b"\xa5" * 700 + data[start + 700 :])
        bad += not check(broken).whole
    assert bad > 20


# Repair


def test_a_damaged_message_is_made_whole_from_a_backup(path, backups):
    fill(path, "grazing llamas", "another")
    good = messages(path)
    made = backups.make()
    swap(path, b"You said: grazing", b"You said: biting!")
    found = find_good(path, check(path).damaged, [made])
    assert [one.backup for one in found] == [made]
    assert repair(path, found) == 1
    assert check(path).whole
    assert messages(path) == good
    assert repair(path, found) == 0  # it is whole already


def test_a_damaged_digest_is_made_whole_too(path, backups):
    fill(path, "grazing llamas")
    made = backups.make()
    change(path, "UPDATE message SET digest = zeroblob(16) WHERE id = 2")
    found = find_good(path, check(path).damaged, [made])
    assert repair(path, found) == 1
    assert check(path).whole


def test_the_newest_whole_copy_is_taken(path, folder, backups):
    fill(path, "grazing llamas")
    first, second, third = backups.make(), backups.make(), backups.make()
    swap(second, b"You said: grazing", b"You said: biting!")
    damage(third)
    shutil.copy(V1, folder / "puna-v1.db")
    swap(path, b"You said: grazing", b"You said: eating!")
    copies = [backup.path for backup in backups.list()]
    assert len(copies) == 4
    [one] = find_good(path, check(path).damaged, copies)
    assert one.backup == first


def test_a_backup_with_an_older_text_is_no_help(path, backups):
    fill(path, "grazing llamas")
    made = backups.make()
    connection = open_database(path)
    Chats(connection).set_content(2, "You said: something longer")
    connection.close()
    swap(path, b"something longer", b"something LONGER")
    [one] = find_good(path, check(path).damaged, [made])
    assert one.backup is None
    assert repair(path, [one]) == 0


def test_the_chat_of_another_computer_with_that_number_is_no_help(path, tmp_path):
    fill(path, "grazing llamas")
    other = tmp_path / "other.db"
    fill(other, "grazing llamas")
    swap(path, b"You said: grazing", b"You said: biting!")
    [one] = find_good(path, check(path).damaged, [other])
    assert one.backup is None


def test_a_refused_repair_changes_nothing(path, backups, monkeypatch):
    monkeypatch.setattr("engine.store.connection.BUSY_TIMEOUT_S", 0.05)
    fill(path, "grazing llamas")
    made = backups.make()
    swap(path, b"You said: grazing", b"You said: biting!")
    found = find_good(path, check(path).damaged, [made])
    connection = open_database(path)
    with connection.transaction(), pytest.raises(StorageError, match="another program"):
        repair(path, found)
    connection.close()
    assert len(check(path).damaged) == 1
