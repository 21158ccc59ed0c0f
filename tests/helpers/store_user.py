"""A program that uses a store, for tests that need a second one, or one that can be killed."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from engine.errors import PunaError
from engine.store.chats import Chats
from engine.store.database import open_database


def say(text):
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def open_only(path):
    open_database(path).close()


def add(path, count):
    """A chat of its own with `count` messages in a line, one transaction each."""
    connection = open_database(path)
    chats = Chats(connection)
    chat, leaf = chats.create(), None
    for number in range(int(count)):
        leaf = chats.add(chat.id, leaf, "user", f"message {number}").id
    connection.close()


TASKS = {"open": open_only, "add": add}


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
