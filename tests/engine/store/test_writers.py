from __future__ import annotations

import os
import time

import pytest
from helpers.processes import go

from engine.store.chats import Chats
from engine.store.database import open_database
from engine.store.store import Store
from engine.store.writers import Writer

SECONDS = 20


@pytest.fixture
def database(tmp_path):
    return tmp_path / "puna.db"


def test_a_writer_lives_until_it_is_closed(database):
    one, two = Writer(database), Writer(database)
    assert one.token != two.token
    assert not one.has_ended(one.token)
    assert not one.has_ended(two.token)
    two.close()
    assert one.has_ended(two.token)
    assert len(list(database.parent.iterdir())) == 1
    one.close()
    assert list(database.parent.iterdir()) == []


@pytest.mark.parametrize("token", ["", "0123456789abcdef", "../../etc", "a/b", "\x00", "é\ufffd"])
def test_a_token_without_a_living_writer_has_ended(database, token):
    writer = Writer(database)
    assert writer.has_ended(token)
    writer.close()


def test_what_ended_programs_left_is_swept(database):
    left = database.with_name("puna.db-writer-0123456789abcdef")
    left.touch()
    other = database.with_name("puna.db-wal")
    other.touch()
    living, writer = Writer(database), Writer(database)
    writer.sweep()
    assert not left.exists()
    assert other.exists()
    assert not writer.has_ended(living.token)
    living.close()
    writer.close()


def test_chats_interrupt_only_replies_of_ended_writers(database):
    connection = open_database(database)
    one, two = Writer(database), Writer(database)
    first, second = Chats(connection, one), Chats(connection, two)
    chat = first.create("t")
    by_one = first.add(chat.id, None, "assistant", "", state="streaming")
    by_two = second.add(chat.id, None, "assistant", "", state="streaming")
    unknown = Chats(connection).add(chat.id, None, "assistant", "", state="streaming")

    def states():
        messages = first.messages(chat.id)
        return [messages[m.id].state for m in (by_one, by_two, unknown)]

    assert first.interrupt_streaming() == 1
    assert states() == ["streaming", "streaming", "interrupted"]
    two.close()
    assert first.interrupt_streaming() == 1
    assert states() == ["streaming", "interrupted", "interrupted"]
    first.resume(by_two.id)
    assert states() == ["streaming", "streaming", "interrupted"]
    assert first.interrupt_streaming() == 0
    one.close()
    connection.close()


def test_a_second_program_leaves_the_replies_of_a_living_one_alone(path, start):
    """And takes those of one that was killed."""
    program = start("stream", path, "--wait")
    go([program])
    while not program.stdout.readline().startswith("text"):
        pass

    def states(chats):
        return [m.state for chat in chats.list() for m in chats.messages(chat.id).values()]

    with Store(path) as store:
        for _ in range(20):
            assert "interrupted" not in store.call(states).result(SECONDS)
            time.sleep(0.005)
    program.kill()
    program.wait(SECONDS)
    with Store(path) as store:
        assert "streaming" not in store.call(states).result(SECONDS)
    writers = [file.name for file in path.parent.iterdir() if "writer" in file.name]
    assert writers == []


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions")
def test_the_file_is_for_its_user_alone(database):
    writer = Writer(database)
    [file] = database.parent.iterdir()
    assert file.stat().st_mode & 0o077 == 0
    writer.close()
