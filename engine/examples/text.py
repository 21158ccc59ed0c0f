"""A file of examples as text, without losing track of what is bad in it.

Knows no format.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

from engine import encodings
from engine.errors import DataError
from engine.files import shown, storage_error

MAX_BYTES: Final = 256 << 20
"""Most bytes of a file of examples."""
BROKEN: Final = "\ufdd0"
"""Stands in a text for bytes that are none: no character, so no text has it."""
_NO_WAITING: Final = getattr(os, "O_NONBLOCK", 0)
"""A pipe that nobody writes to must not be waited for."""
_AS_BYTES: Final = getattr(os, "O_BINARY", 0)


def read_bytes(path: Path) -> bytes:
    """All bytes of a file. Raises StorageError, and DataError for what is no file of examples."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _NO_WAITING | _AS_BYTES)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise DataError(shown(path), "no_file", "it is not a file")
            if found.st_size > MAX_BYTES:
                reason = f"it has {found.st_size / 2**20:,.0f} MiB"
                advice = f"Divide it: at most {MAX_BYTES >> 20} MiB are read at once."
                raise DataError(shown(path), "too_large", reason, advice)
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise storage_error(path, error) from error
    if not data.strip():
        raise DataError(shown(path), "empty", "it is empty")
    return data


def decoded(path: Path, data: bytes) -> str:
    """The text of a file in any encoding of `engine.encodings`, lines ending in line feeds.

    Where most is UTF-8, bytes that are not become BROKEN, so that the rows they are in are found.
    Raises DataError for what is no text.
    """
    text = encodings.decoded(data, BROKEN)
    if text is None:
        raise DataError(
            shown(path),
            "not_text",
            "it is not a text file",
            "Choose a file of JSON, JSONL, CSV, XLSX or text.",
        )
    return text.replace("\r\n", "\n").replace("\r", "\n")
