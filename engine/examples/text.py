"""Bytes of a file to text, whatever encoding it was saved in, without losing track of what is bad.

Knows no format.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path
from typing import Final

from engine.errors import DataError
from engine.files import shown, storage_error

MAX_BYTES: Final = 256 << 20
"""Most bytes of a file of examples."""
UNKNOWN: Final = "\ufffd"
"""Stands in a text for characters that some program could not write."""
BROKEN: Final = "\ufdd0"
"""Stands in a text for bytes that are none: no character, so no text has it."""

_MARKS: Final = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_BINARY: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_HIGH: Final = re.compile(rb"[\x80-\xff]")
_PAIR: Final = re.compile(rb"[\x81-\xfe](?:[\x30-\x39][\x81-\xfe][\x30-\x39]|.)", re.DOTALL)
_ESCAPED: Final = re.compile("[\ud800-\udfff]")
_SAMPLE: Final = 4 << 20
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
    """The text of a file, lines ending in line feeds: UTF-8, UTF-16 and UTF-32 by their mark,
    GB18030, else Windows-1252.

    Where most is UTF-8, bytes that are not become BROKEN, so that the rows they are in are found.
    Raises DataError for what is no text.
    """
    text = _ESCAPED.sub(BROKEN, _text_of(path, data))
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text_of(path: Path, data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            errors = "surrogateescape" if encoding == "utf-8" else "replace"
            return data.decode(encoding, errors).removeprefix("\ufeff")
    if _BINARY.search(data[:_SAMPLE]):
        raise DataError(
            shown(path),
            "not_text",
            "it is not a text file",
            "Choose a file of JSON, JSONL, CSV, XLSX or text.",
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if _mostly_utf8(data):
        return data.decode("utf-8", "surrogateescape")
    try:
        text = data.decode("gb18030")
        if _is_chinese(data):
            return text
    except UnicodeDecodeError:
        pass
    return data.decode("cp1252", "replace")


def _mostly_utf8(data: bytes) -> bool:
    """Whether more of what is not ASCII is UTF-8 than is not."""
    sample = data[:_SAMPLE]
    broken = _ESCAPED.findall(sample.decode("utf-8", "surrogateescape"))
    return 2 * len(broken) < len(_HIGH.findall(sample))


def _is_chinese(data: bytes) -> bool:
    """Whether pairs of high bytes make this GB18030. In a Western text most of what is high is
    followed by a plain letter, which would be a rare character there."""
    pairs: list[bytes] = _PAIR.findall(data[:_SAMPLE])
    common = sum(len(pair) == 4 or min(pair) >= 0xA1 for pair in pairs)
    return common >= 0.9 * len(pairs)
