"""A file that is arriving: its length is what has come, and its SHA-256 follows behind.

The digest is computed from the file itself, on a thread of its own. So a part that an earlier run
left is read again while the network already brings the rest, and what is judged at the end is what
stands in the file. (`hashlib` cannot save its state, so there is nothing to go on from.)
"""

from __future__ import annotations

import hashlib
import os
import threading
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Final

from engine.files import Cancelled, Stopped, storage_error

_BLOCK: Final = 1 << 20
# What comes is given to the disk from time to time, so that the last flush has little to do.
_FLUSHED: Final = 64 << 20


class Part:
    """The part at `path`, opened to go on; it is to have `size` bytes, and begins anew where it has
    more. Raises `StorageError` where the disk refuses."""

    def __init__(self, path: Path, size: int) -> None:
        self.path = path
        try:
            # Appending: a byte that was written is never written again.
            self._file = path.open("ab", buffering=0)
            self.length = self._file.seek(0, os.SEEK_END)
            if self.length > size:
                self.length = self._file.truncate(0)
            self._digest = _Follower(path, self._file.fileno())
        except OSError as error:
            raise storage_error(path, error) from error
        self._digest.reach(self.length)

    def __enter__(self) -> Part:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._digest.close()
        with suppress(OSError):  # whoever needs it on the disk asked for the digest
            self._file.close()

    def write(self, data: memoryview) -> None:
        """Add all of `data`. Raises `StorageError`; what was written by then stays."""
        try:
            while data:
                count = self._file.write(data)
                self.length += count
                data = data[count:]
        except OSError as error:
            raise storage_error(self.path, error) from error
        self._digest.reach(self.length)

    def digest(self, cancelled: Cancelled) -> str:
        """SHA-256 of all of it, once it is computed and on the disk. Raises `StorageError`, and
        `Stopped` as soon as `cancelled` says so."""
        try:
            digest = self._digest.result(self.length, cancelled)
            os.fsync(self._file.fileno())
        except OSError as error:
            raise storage_error(self.path, error) from error
        return digest


class _Follower:
    """Computes SHA-256 of a growing file behind whoever writes it."""

    def __init__(self, path: Path, written: int) -> None:
        self._written = written
        self._file = path.open("rb", buffering=0)
        self._digest = hashlib.sha256()
        self._done = self._flushed = 0
        self._length = 0
        self._closed = False
        self._error: OSError | None = None
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="downloads-digest", daemon=True)
        self._thread.start()

    def reach(self, length: int) -> None:
        """The file is this long now."""
        self._length = length
        if length - self._done >= _BLOCK:  # less is not worth waking up for
            with self._news:
                self._news.notify_all()

    def result(self, length: int, cancelled: Cancelled) -> str:
        with self._news:
            self._length = length
            self._news.notify_all()
            while self._done < length and self._error is None:
                if cancelled():
                    raise Stopped
                self._news.wait(0.02)
        if self._error is not None:
            raise self._error
        return self._digest.hexdigest()

    def close(self) -> None:
        with self._news:
            self._closed = True
            self._news.notify_all()
        self._thread.join()
        self._file.close()

    def _run(self) -> None:
        buffer = memoryview(bytearray(_BLOCK))
        try:
            while self._more():
                count = self._file.readinto(buffer)
                if not count:
                    raise OSError("the file was cut while it was written")
                self._digest.update(buffer[:count])
                self._done += count
                if self._done - self._flushed >= _FLUSHED:
                    os.fsync(self._written)
                    self._flushed = self._done
        except OSError as error:
            self._error = error

    def _more(self) -> bool:
        """Wait until there is something to read; False at the end."""
        with self._news:
            while self._done >= self._length and not self._closed:
                self._news.wait(0.5)
            return not self._closed
