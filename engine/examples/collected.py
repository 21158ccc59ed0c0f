"""Rows that "Teach this" collected in chats, kept by model until they are learnt.

A file for each model, to which lines are only added: a row, rows taken away, rows put back. So what
was taken away can be put back, and a line that was cut off by a crash costs that line. Knows no
chat.
"""

from __future__ import annotations

import hashlib
import os
import re
import time
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from engine.examples.conversation import ending
from engine.examples.records import Example
from engine.files import storage_error
from engine.messages import ChatMessage
from engine.paths import Home
from engine.store.text import storable

_UNSAFE: Final = re.compile(r"[^\w.-]+")
_LONGEST: Final = 60


class Taught(msgspec.Struct, frozen=True, tag="added"):
    """A row that was collected. `model` is what it was collected for, as it was given; `before` is
    what the model had said instead; `at` in seconds since 1970."""

    id: str
    model: str
    example: Example
    before: str = ""
    at: float = 0.0


class _Removed(msgspec.Struct, tag="removed"):
    ids: list[str]


class _PutBack(msgspec.Struct, tag="put_back"):
    ids: list[str]


_Line = Taught | _Removed | _PutBack
_LINE: Final = msgspec.json.Decoder(_Line)


class Collected:
    """What was collected in a home. Reads and writes files: not for the window's thread."""

    def __init__(self, home: Home) -> None:
        self._folder = home.training / "collected"

    def add(self, model: str, example: Example, before: str = "") -> Taught:
        """Keep a row for a model: its last answer, behind as much of what was said before it as is
        learnt at once. Raises StorageError."""
        said = [ChatMessage(m.role, storable(m.content)) for m in example.messages]
        kept = Example(ending(said), last_only=True)
        row = Taught(uuid.uuid4().hex, storable(model), kept, storable(before), time.time())
        self._append(self._file(row.model), row)
        return row

    def list(self, model: str | None = None) -> Sequence[Taught]:
        """The rows that wait, oldest first: of a model, or of all. Raises StorageError."""
        files = [self._file(storable(model))] if model is not None else self._files()
        found = [row for file in files for row in _rows(file).values()]
        return sorted(found, key=lambda row: row.at)

    def remove(self, ids: Iterable[str]) -> None:
        """Take rows away, as those that were learnt or not meant. Raises StorageError."""
        self._note(ids, _Removed)

    def put_back(self, ids: Iterable[str]) -> None:
        """Take rows in again that were taken away. Raises StorageError."""
        self._note(ids, _PutBack)

    def undo(self, row: Taught) -> None:
        """Take back that a row was added. Raises StorageError."""
        self.remove([row.id])

    def _note(self, ids: Iterable[str], kind: type[_Removed | _PutBack]) -> None:
        wanted = set(ids)
        for file in self._files():
            if known := sorted(wanted & _rows(file, everything=True).keys()):
                self._append(file, kind(known))

    def _files(self) -> Sequence[Path]:
        try:
            return sorted(self._folder.glob("*.jsonl"))
        except OSError as error:
            raise storage_error(self._folder, error) from error

    def _file(self, model: str) -> Path:
        """The file of a model: a name people recognise, and a digest that tells two apart."""
        name = _UNSAFE.sub("-", Path(model).stem)[:_LONGEST].strip("-.") or "model"
        digest = hashlib.sha256(model.encode()).hexdigest()[:12]
        return self._folder / f"{name}-{digest}.jsonl"

    def _append(self, file: Path, line: _Line) -> None:
        """Add a line, on a line of its own whatever a crash left before it."""
        data = msgspec.json.encode(line) + b"\n"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with file.open("ab") as log:
                if log.tell() and not _ends_line(file):
                    data = b"\n" + data
                log.write(data)
                log.flush()
                os.fsync(log.fileno())
        except OSError as error:
            raise storage_error(file, error) from error


def _rows(file: Path, *, everything: bool = False) -> dict[str, Taught]:
    """The rows of a file by their ids, in the order they were added; `everything`: those that were
    taken away, too. Raises StorageError."""
    rows: dict[str, Taught] = {}
    gone: set[str] = set()
    for line in _lines(file):
        if isinstance(line, _Removed):
            gone.update(line.ids)
        elif isinstance(line, _PutBack):
            gone.difference_update(line.ids)
        else:
            rows[line.id] = line
    return rows if everything else {key: row for key, row in rows.items() if key not in gone}


def _lines(file: Path) -> Sequence[_Line]:
    try:
        data = file.read_bytes()
    except FileNotFoundError:
        return []
    except OSError as error:
        raise storage_error(file, error) from error
    found: list[_Line] = []
    for line in data.splitlines():
        try:
            found.append(_LINE.decode(line))
        except (msgspec.MsgspecError, UnicodeDecodeError):
            continue  # cut off by a crash
    return found


def _ends_line(file: Path) -> bool:
    with file.open("rb") as whole:
        whole.seek(-1, os.SEEK_END)
        return whole.read(1) == b"\n"
