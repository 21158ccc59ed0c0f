"""Databases with chats in them, written without haste about SQL: for backups and archives."""

from __future__ import annotations

from pathlib import Path

import apsw

from engine.store.chats import Chats
from engine.store.database import open_database
from engine.store.records import Chat


def fill(path: Path, *texts: str) -> list[Chat]:
    """A chat for each text: the user says it, and a reply says it back."""
    connection = open_database(path)
    chats, made = Chats(connection), []
    for text in texts:
        with chats.transaction():
            chat = chats.create()
            question = chats.add(chat.id, None, "user", text)
            chats.add(chat.id, question.id, "assistant", f"You said: {text}")
        made.append(chats.get(chat.id))
    connection.close()
    return made


def titles(path: Path) -> list[str]:
    """The titles of the chats in a file, sorted."""
    raw = apsw.Connection(str(path))
    try:
        return sorted(title for (title,) in raw.execute("SELECT title FROM chat"))
    finally:
        raw.close()


def holds(folder: Path, text: str) -> list[str]:
    """The names of the files below `folder` with `text` in them, in UTF-8."""
    data = text.encode()
    files = [path for path in sorted(folder.rglob("*")) if path.is_file()]
    return [path.relative_to(folder).as_posix() for path in files if data in path.read_bytes()]


def names(folder: Path) -> list[str]:
    """The names in a folder, sorted."""
    return sorted(path.name for path in folder.iterdir())
