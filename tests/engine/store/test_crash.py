"""What is left on disk when the program is killed, or the disk is full."""

from __future__ import annotations

import itertools
import os
import random
import shutil
import time

import apsw
import pytest
from helpers.processes import finish_all, go, lines_of
from helpers.store_user import PIECES_PER_S, piece_of

from engine.errors import StorageError
from engine.store.chats import Chats
from engine.store.database import open_database
from engine.store.schema import STEPS
from engine.store.store import Store

pytestmark = pytest.mark.skipif(os.name == "nt", reason="kills and limits as POSIX has them")

LATEST_S = 0.15  # text older than this is on disk

NOW = len(STEPS)


def check_integrity(path):
    raw = apsw.Connection(str(path))
    try:
        assert raw.execute("PRAGMA integrity_check").get == "ok"
        assert raw.execute("PRAGMA foreign_key_check").fetchall() == []
    finally:
        raw.close()


def all_messages(path):
    with Store(path) as store:
        found = store.call(
            lambda chats: {i: m for c in chats.list() for i, m in chats.messages(c.id).items()}
        ).result(20)
    return found


class Account:
    """What a killed program said it had emitted."""

    def __init__(self, lines, killed_at):
        events = [(kind, int(i), float(t), int(n)) for kind, i, t, n in map(str.split, lines)]
        # How late a busy machine ran the program near its end is not the recorder's delay.
        times = [t for _, _, t, _ in events if t > killed_at - 3 * LATEST_S] + [killed_at]
        gaps = [after - before for before, after in itertools.pairwise(times)]
        stall = max(0.0, max(gaps, default=0.0) - 1.5 / PIECES_PER_S)
        old = [event for event in events if event[2] < killed_at - LATEST_S - stall]
        self.finished = {i: n for kind, i, _, n in old if kind == "finished"}
        self.lengths = {i: n for _, i, _, n in old}
        self.all = {i: n for _, i, _, n in events}


def test_a_killed_program_loses_no_finished_reply_and_little_text(tmp_path, start):
    rng, full = random.Random(60), "".join(piece_of(n) for n in range(1000))
    paths = [tmp_path / str(number) / "puna.db" for number in range(4)]
    seen, partial = 0, 0
    for _ in range(2):
        programs = {path: start("stream", path, "--wait") for path in paths}
        go(programs.values())
        for path, program in programs.items():
            time.sleep(rng.uniform(0.15, 0.45))
            killed_at = time.monotonic()
            program.kill()
            account = Account(lines_of(program), killed_at)
            check_integrity(path)
            messages = all_messages(path)
            for i, length in account.finished.items():
                assert (messages[i].state, len(messages[i].content)) == ("done", length)
            for i, length in account.lengths.items():
                assert len(messages[i].content) >= length
                partial += messages[i].state == "interrupted"
            for i in account.all:
                if i in messages:
                    assert full.startswith(messages[i].content)
                    assert messages[i].state in ("done", "interrupted")
            seen += len(account.lengths)
    assert seen >= 8
    assert partial >= 2


def test_a_killed_upgrade_is_whole_or_not_begun(tmp_path, start):
    rng, ready = random.Random(31), tmp_path / "ready.db"
    connection = open_database(ready)
    chats = Chats(connection)
    with chats.transaction():
        chat = chats.create()
        for number in range(3000):
            chats.add(chat.id, None, "user", f"{number} " * 50)
    connection.close()
    versions = []
    for number in range(12):
        path = tmp_path / str(number) / "puna.db"
        path.parent.mkdir()
        shutil.copy(ready, path)
        program = start("upgrade", path, "--wait")
        go([program])
        time.sleep(rng.uniform(0.0, 0.08))
        program.kill()
        lines_of(program)
        check_integrity(path)
        versions.append(version_after_kill(path))
    assert set(versions) <= {NOW, NOW + 1}
    # Whichever it was, opening once more brings it up to date.
    assert finish_all([start("upgrade", path)]) == ["ok"]
    assert version_after_kill(path) == NOW + 1


def version_after_kill(path):
    raw = apsw.Connection(str(path))
    try:
        version = raw.execute("PRAGMA user_version").get
        columns = [row[1] for row in raw.execute("PRAGMA table_info(message)")]
        assert ("length" in columns) == (version > NOW)
        assert raw.execute("SELECT count(*) FROM message").get == 3000
        if version > NOW:
            assert raw.execute("SELECT count(*) FROM message WHERE length = 0").get == 0
            check_integrity(path.parent / "backups" / f"puna-v{NOW}.db")
        return version
    finally:
        raw.close()


def check_filled(lines):
    """Refused at last, with everything there that was stored before."""
    *stored, refused, kept, end = lines
    assert end == "ok"
    assert refused.startswith("refused")
    assert len(stored) > 10
    assert kept.split()[1:] == [line.split()[1] for line in stored]
    return refused


def test_a_full_disk_loses_nothing_stored(tmp_path, small_disk, start):
    refused = check_filled(
        lines_of(start("fill", tmp_path / "small" / "puna.db", before=small_disk))
    )
    assert "the disk is full" in refused


def test_a_file_that_may_not_grow_loses_nothing_stored(tmp_path, start):
    path = tmp_path / "puna.db"
    lines = lines_of(start("fill_limited", path))
    assert "the disk failed" in check_filled(lines)
    check_integrity(path)
    assert sorted(all_messages(path)) == [int(line.split()[1]) for line in lines[:-3]]


def test_a_reply_outlives_a_full_disk(tmp_path, disk, start):
    # Room for the reply, its words in the index, and both again in the write-ahead file.
    lines = lines_of(start("outage", tmp_path / "small" / "puna.db", before=disk(4)))
    assert lines[-1] == "ok", lines
    assert "the disk is full" in lines[0]


def make_old_database(path, count):
    """A database of version 1 with `count` messages in chats of 20."""
    connection = open_database(path, STEPS[:1])
    numbers = f"WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT {count})"
    chats = f"SELECT x, 'Chat ' || x, x, x, x, NULL FROM n LIMIT {count // 20}"
    connection.rows(f"INSERT INTO chat {numbers} {chats}")
    parent = "nullif(x - 1, (x - 1) / 20 * 20)"
    messages = f"SELECT x, (x - 1) / 20 + 1, {parent}, 'user', x || hex(randomblob(150)), 'done'"
    connection.rows(f"INSERT INTO message {numbers} {messages}, x, '', NULL, NULL, NULL FROM n")
    connection.rows("UPDATE chat SET leaf = id * 20")
    connection.close()


@pytest.mark.parametrize(
    ("count", "kills"),
    [(4000, 10), pytest.param(100_000, 50, marks=[pytest.mark.slow, pytest.mark.timeout(600)])],
)
def test_a_killed_upgrade_from_version_1_is_whole_or_not_begun(tmp_path, start, count, kills):
    ready = tmp_path / "ready.db"
    make_old_database(ready, count)
    rng, took = random.Random(32), 0.0
    versions = []
    for number in range(kills + 1):
        path = tmp_path / str(number) / "puna.db"
        path.parent.mkdir()
        shutil.copy(ready, path)
        program = start("open_only", path, "--wait")
        go([program])
        begun = time.monotonic()
        if number == 0:  # how long it takes on this machine now
            assert lines_of(program) == ["ok"]
            took = time.monotonic() - begun
        else:
            time.sleep(rng.uniform(0.0, took * 1.1))
            program.kill()
            lines_of(program)
        check_integrity(path)
        versions.append(check_old_or_new(path, count))
        shutil.rmtree(path.parent)
    assert versions[0] == NOW
    assert set(versions) <= {1, NOW}


def check_old_or_new(path, count):
    """The version, with all messages of either."""
    raw = apsw.Connection(str(path))
    try:
        version = raw.execute("PRAGMA user_version").get
        columns = [row[1] for row in raw.execute("PRAGMA table_info(message)")]
        assert ("digest" in columns) == (version > 1)
        assert raw.execute("SELECT count(*), max(id) FROM message").fetchall() == [(count, count)]
        if version > 1:
            assert raw.execute("SELECT count(*) FROM message WHERE digest IS NULL").get == 0
            assert raw.execute("SELECT count(DISTINCT key) FROM chat").get == count // 20
            copy = path.parent / "backups" / "puna-v1.db"
            check_integrity(copy)
            assert check_old_or_new(copy, count) == 1
        return version
    finally:
        raw.close()


def test_an_upgrade_without_room_for_the_copy_changes_nothing(tmp_path):
    path = tmp_path / "puna.db"
    open_database(path).close()
    (tmp_path / "backups").write_text("in the way")
    with pytest.raises(StorageError):
        open_database(path, (*STEPS, "CREATE TABLE later (x)"))
    open_database(path).close()  # still of the version before
