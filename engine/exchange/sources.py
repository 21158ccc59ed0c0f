"""Where JSON texts come from: one file, an archive of them, a folder of them.

Knows no format of chats. Nothing is unpacked to disk, and no link or device is followed.
"""

from __future__ import annotations

import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from engine.errors import InvalidInput, StorageError
from engine.files import shown, storage_error

MAX_FILE: Final = 1 << 30
"""Bytes of one text: it is read whole."""
_MAX_FILES: Final = 100_000
# A text of chats is packed to a fifth or a tenth. What unpacks to a hundred times its size is made
# to fill the memory, unless it is small.
_MOST_PACKED: Final = 100
_HARMLESS: Final = 16_000_000
_BROKEN_ARCHIVE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    RuntimeError,  # a password is wanted; NotImplementedError: packed in another way
    EOFError,
    ValueError,
    OverflowError,
)


@dataclass(frozen=True, slots=True)
class Source:
    """A text that may hold chats. `name` is empty where it is the only one; `folder` is where it
    was kept. `read` raises InvalidInput and StorageError."""

    name: str
    folder: str
    size: int
    read: Callable[[], bytes]


def sources(path: Path) -> list[Source]:
    """The texts at `path`: of a folder all `.json` files below it, of an archive those inside.
    Folders below that cannot be read are among them, and say so.

    Raises InvalidInput where there is nothing to read, StorageError where the disk refuses.
    """
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            return list(_in_folder(path))
        if not stat.S_ISREG(found.st_mode):
            raise unreadable(path, "it is not a file")
        with path.open("rb") as file:
            archive = file.read(4) in (b"PK\x03\x04", b"PK\x05\x06")
    except OSError as error:
        raise storage_error(path, error) from error
    if archive:
        return _in_archive(path)
    return [Source("", "", found.st_size, partial(_read_file, path))]


def unreadable(path: Path, reason: str) -> InvalidInput:
    """A file that no chats can be read from."""
    return InvalidInput(
        "file",
        f"{shown(Path(path.name))}: {reason}",
        "Choose an export of Puna, ChatGPT, Open WebUI or LM Studio.",
    )


def _in_folder(folder: Path) -> Iterator[Source]:
    count = 0
    refused: list[OSError] = []
    for root, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        below = Path(root).relative_to(folder)
        for name in sorted(names):
            path = Path(root, name)
            if not name.lower().endswith(".json") or name.startswith(".") or path.is_symlink():
                continue
            found = path.stat()
            if stat.S_ISREG(found.st_mode):
                count += 1
                if count > _MAX_FILES:
                    raise unreadable(folder, f"there are more than {_MAX_FILES:,} files in it")
                inside = "" if below == Path() else shown(below).replace(os.sep, " / ")
                read = partial(_read_file, path)
                yield Source(shown(below / name), inside, found.st_size, read)
    for error in refused:
        place = Path(error.filename)
        below = place.relative_to(folder)
        yield Source(shown(below), "", 0, partial(_refuse, storage_error(place, error)))


def _refuse(error: StorageError) -> bytes:
    raise error


def _in_archive(path: Path) -> list[Source]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [m for m in archive.infolist() if m.filename.lower().endswith(".json")]
    except (OSError, *_BROKEN_ARCHIVE) as error:
        raise unreadable(path, "the archive is damaged") from error
    if len(members) > _MAX_FILES:
        raise unreadable(path, f"there are more than {_MAX_FILES:,} files in it")
    return [
        Source(shown(Path(m.filename)), "", m.file_size, partial(_read_member, path, m))
        for m in sorted(members, key=lambda member: member.filename)
    ]


def _read_file(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return _within_limit(path, file.read(MAX_FILE + 1))
    except OSError as error:
        raise storage_error(path, error) from error


def _read_member(path: Path, member: zipfile.ZipInfo) -> bytes:
    if member.file_size > max(_HARMLESS, _MOST_PACKED * member.compress_size):
        raise unreadable(path, "it is packed as no text of chats is")
    try:
        with zipfile.ZipFile(path) as archive, archive.open(member) as file:
            return _within_limit(path, file.read(MAX_FILE + 1))
    except (OSError, *_BROKEN_ARCHIVE) as error:
        raise unreadable(path, "the archive is damaged or has a password") from error


def _within_limit(path: Path, data: bytes) -> bytes:
    if len(data) > MAX_FILE:
        raise unreadable(path, f"it has more than {MAX_FILE >> 20:,} MiB of text")
    return data
