"""A file as it is on the disk, and what a parser makes of it.

Knows no format: each parser is a function of a `SourceFile` and `Limits` that returns `Parsed`.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from engine.documents.importer.limits import Limits
from engine.documents.records import Kind, Page
from engine.errors import DocumentError
from engine.files import shown

_HEAD: Final = 64 << 10
_BLOCK: Final = 1 << 20
_NO_WAITING: Final = getattr(os, "O_NONBLOCK", 0)  # a pipe nobody writes to is opened all the same
_AS_BYTES: Final = getattr(os, "O_BINARY", 0)  # Windows


class SourceFile:
    """A file to be read: its `path`, `size` in bytes and `head`, the first 64 KB.

    Raises DocumentError: `missing`, `kind` (no plain file), `empty`, `too_large`.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path = path
        self._limits = limits
        self._sha256 = ""
        with self._opened() as file:
            found = os.fstat(file.fileno())
            self.size = found.st_size
            self._seen = _fingerprint(found)
            if not stat.S_ISREG(found.st_mode):
                raise self.error("kind", "it is no plain file")
            if not self.size:
                raise self.error("empty", "it has no content")
            if self.size > limits.file:
                raise self.error("too_large", _too_large(self.size, limits.file))
            self.head = file.read(_HEAD)

    @property
    def suffix(self) -> str:
        """The ending of its name, in lower case, with the dot."""
        return self.path.suffix.lower()

    def read(self) -> bytes:
        """All of it. Raises DocumentError: `too_large`, `missing`, `changed`."""
        if self.size > self._limits.whole:
            raise self.error("too_large", _too_large(self.size, self._limits.whole))
        with self._opened() as file:
            data = file.read(self.size)
        self._sha256 = hashlib.sha256(data).hexdigest()
        self.check()
        return data

    def sha256(self) -> str:
        """SHA-256 of its bytes, in hexadecimal digits. Raises DocumentError: `missing`."""
        if not self._sha256:
            digest = hashlib.sha256()
            with self._opened() as file:
                while block := file.read(_BLOCK):
                    digest.update(block)
            self._sha256 = digest.hexdigest()
        return self._sha256

    def check(self) -> None:
        """Raises DocumentError `changed` where the file is another one than at first."""
        if not self.is_same():
            raise self.error("changed", "it changed while it was read")

    def is_same(self) -> bool:
        """Whether the file at its path is still as it was at first."""
        try:
            return _fingerprint(self.path.stat()) == self._seen
        except (OSError, ValueError):
            return False

    def error(self, fault: str, reason: str, advice: str = "") -> DocumentError:
        """The error that says why this file cannot be read."""
        return DocumentError(shown(self.path), fault, reason, advice)

    def _opened(self) -> BinaryIO:
        try:
            return os.fdopen(os.open(self.path, os.O_RDONLY | _NO_WAITING | _AS_BYTES), "rb")
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise self.error("missing", f"it cannot be opened ({reason})") from error


@dataclass(slots=True)
class Parsed:
    """What a parser makes of a file: its pages, made as they are asked for, in order from 1.

    `n_pages` is None where it is known only at the end. `pages` raises DocumentError, as parsers.
    """

    kind: Kind
    title: str
    pages: Iterator[Page]
    n_pages: int | None = None


Parser = Callable[[SourceFile, Limits], Parsed]


def _fingerprint(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_size, found.st_mtime_ns, found.st_ino


def _too_large(size: int, most: int) -> str:
    return f"it has {size / (1 << 20):,.0f} MB, and at most {most / (1 << 20):,.0f} MB are read"
