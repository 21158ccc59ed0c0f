"""A program that uses a store, for tests that need a second one, or one that can be killed."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from engine.errors import PunaError, StorageError
from engine.messages import Finished, Stats, Text
from engine.store.chats import Chats
from engine.store.database import open_database
from engine.store.recorder import Recorder
from engine.store.schema import STEPS
from engine.store.store import Store

PIECES_PER_S = 60
PIECES_PER_REPLY = 20
UPGRADE = """
ALTER TABLE message ADD COLUMN length INTEGER NOT NULL DEFAULT 0;
UPDATE message SET length = length(content);
CREATE INDEX message_length ON message (length);
"""


def say(*words):
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def open_only(path):
    open_database(path).close()


def upgrade(path):
    open_database(path, (*STEPS, UPGRADE)).close()


def add(path, count):
    """A chat of its own with `count` messages in a line, one transaction each."""
    connection = open_database(path)
    chats = Chats(connection)
    chat, leaf = chats.create(), None
    for number in range(int(count)):
        leaf = chats.add(chat.id, leaf, "user", f"message {number}").id
    connection.close()


def begin_reply(chats):
    with chats.transaction():
        chat = chats.create()
        question = chats.add(chat.id, None, "user", "Hi")
        return chats.add(chat.id, question.id, "assistant", "", state="streaming")


def piece_of(number):
    """The pieces of any reply, so that a reader knows what a text of some length must be."""
    return f"{number} 中 "


def stream(path):
    """Replies one after another, each event told with its time, until it is killed."""
    with Store(path) as store:
        recorder = Recorder(store)
        while True:
            reply = store.call(begin_reply).result().id
            sink = recorder.record(reply, lambda _: None)
            length = 0
            for number in range(PIECES_PER_REPLY):
                time.sleep(1 / PIECES_PER_S)
                sink(Text(1, piece_of(number)))
                length += len(piece_of(number))
                say("text", reply, time.monotonic(), length)
            sink(Finished(1, "stop", Stats()))
            say("finished", reply, time.monotonic(), length)


def fill(path):
    """Messages until the disk refuses, each told when it is stored."""
    connection = open_database(path)
    chats = Chats(connection)
    chat, leaf = chats.create(), None
    try:
        while True:
            leaf = chats.add(chat.id, leaf, "user", "x" * 5000).id
            say("stored", leaf)
    except StorageError as error:
        say("refused", error.message)
        # What was stored can still be read.
        say("kept", *chats.messages(chat.id))
    connection.close()


def fill_limited(path):
    """As `fill`, where no file may pass 1 MB."""
    import resource

    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, 1_000_000))
    fill(path)


def outage(path):
    """A reply on a disk that becomes full, then free again; `path` is on a small disk."""
    heard = []
    with Store(path) as store:
        reply = store.call(begin_reply).result().id
        recorder = Recorder(store, heard.append, lambda: heard.append("saved"), retry=0.05)
        sink = recorder.record(reply, lambda _: None)
        ballast = path.with_name("ballast")
        fill_disk(ballast)
        text = "".join(f"{number} " for number in range(20_000))
        sink(Text(1, text))
        wait_for(lambda: heard)
        sink(Finished(1, "stop", Stats()))
        time.sleep(0.2)  # several tries
        assert [type(one) for one in heard] == [StorageError], heard
        say("refused", heard[0].message)
        ballast.unlink()
        wait_for(lambda: heard[1:])
        assert heard[1:] == ["saved"], heard
        assert recorder.close()
    connection = open_database(path)
    [chat] = Chats(connection).list()
    stored = Chats(connection).messages(chat.id)[reply]
    assert (stored.content, stored.state) == (text, "done")
    assert connection.rows("PRAGMA integrity_check") == [("ok",)]
    connection.close()


def prepare(path, how):
    """A chat of 30 messages: in the database, in the write-ahead file only, or as of version 1."""
    if how == "old":
        path.parent.mkdir()
        connection = open_database(path, STEPS[:1])
        add = "INSERT INTO message VALUES (?, 1, ?, 'user', ?, 'done', 0, '', NULL, NULL, NULL)"
        connection.rows("INSERT INTO chat VALUES (1, 'Kept', 1, 1, 1, NULL)")
        for n in range(30):
            connection.rows(add, n + 1, n or None, f"message {n}")
        connection.rows("UPDATE chat SET leaf = 30")
        connection.close()
        return
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        if how == "crashed without shared memory":
            path.with_name(f"{path.name}-shm").unlink()
        return
    connection = open_database(path)
    connection.rows("PRAGMA wal_autocheckpoint = 0")
    chats = Chats(connection)
    chat, leaf = chats.create("Kept"), None
    for n in range(30):
        leaf = chats.add(chat.id, leaf, "user", f"message {n}").id
    if how == "closed":
        connection.close()
    os.kill(os.getpid(), 9)


def use_read_only(path, cure=None):
    """What can be done with a database that cannot be written, and, after `cure`, again."""
    heard = []
    with Store(path, heard.append, retry=0.05) as store:
        [chat] = store.call(Chats.list).result()
        messages = store.call(lambda chats: chats.messages(chat.id)).result()
        assert [m.content for m in messages.values()] == [f"message {n}" for n in range(30)]
        for use in (
            lambda chats: chats.add(chat.id, chat.leaf, "user", "refused"),
            lambda chats: chats.trash([chat.id]),
            lambda chats: chats.set_draft(chat.id, "refused"),
        ):
            error = store.call(use).exception()
            assert isinstance(error, StorageError), error
            assert error.info() == heard[-1].error
        assert store.call(Chats.list).result() == [chat]
        if cure is not None:
            cure()
            wait_for(lambda: heard[-1].mode == "open")
            store.call(lambda chats: chats.add(chat.id, chat.leaf, "user", "message 30")).result()
    say(*(state.mode for state in heard), heard[0].error.values["reason"])


def check_all_there(path):
    connection = open_database(path)
    [chat] = Chats(connection).list()
    contents = [m.content for m in Chats(connection).messages(chat.id).values()]
    assert contents == [f"message {n}" for n in range(31)]
    assert connection.rows("PRAGMA integrity_check") == [("ok",)]
    connection.close()


def full_start(path, how):
    """Opening a database on a disk without a byte free, and going on when there is room."""
    prepare(path, how)
    ballast = path.with_name("ballast")
    fill_disk(ballast)
    use_read_only(path, cure=ballast.unlink)
    check_all_there(path)


def write_protected_start(path, how):
    """As `full_start`, on a disk that is write-protected."""
    prepare(path, how)
    remount = ["mount", "-o", "remount,ro", str(path.parent.parent)]
    subprocess.run(remount, check=True)
    remount[2] = "remount,rw"
    use_read_only(path, cure=lambda: subprocess.run(remount, check=True))
    check_all_there(path)


def read_only(path):
    use_read_only(path)


def fill_disk(ballast):
    with ballast.open("wb", buffering=0) as file:
        for size in (4096, 1):
            try:
                while True:
                    file.write(b"x" * size)
            except OSError:
                pass


def wait_for(condition, seconds=20):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it never came"
        time.sleep(0.005)


TASKS = {
    task.__name__: task
    for task in (
        open_only,
        upgrade,
        add,
        stream,
        fill,
        fill_limited,
        outage,
        full_start,
        write_protected_start,
        read_only,
    )
}


def main(task, path, *values):
    if "--nobody" in values and os.geteuid() == 0:
        os.setuid(65534)  # root may write anything
    if "--wait" in values:
        say("ready")
        sys.stdin.readline()
    try:
        TASKS[task](Path(path), *(value for value in values if not value.startswith("--")))
    except PunaError as error:
        say(f"{type(error).__name__}: {error}")
    else:
        say("ok")


if __name__ == "__main__":
    main(*sys.argv[1:])
