"""Kept states on disk: found as those in memory are, written by a thread while nothing else is to
be done, and read back checked. A file in doubt is removed, and what it held is read anew.

Knows no llama.cpp. The folder itself is `engine.states`.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
from collections.abc import Collection, Sequence
from pathlib import Path

from engine.errors import StorageError
from engine.files import Stopped
from engine.states import States
from engine.worker.state_file import DamagedState, read_header, read_state, write_state
from engine.worker.warm import Kept, Kind, spares

_WORTH_S = 0.3
"""Seconds of reading that must be spared to write a state, or to write it anew."""
_BYTES_PER_S = 200e6
"""How fast a disk is taken to be, at least."""
_PATIENCE_S = 1.0
"""Seconds to wait for a disk; what it writes late is removed by who writes it."""
log = logging.getLogger(__name__)


class Stored:
    """The states in one folder, at most `most` bytes of them. For several threads."""

    def __init__(self, folder: Path, most: int) -> None:
        self._states = States(folder)
        self._most = most
        self._lock = threading.Lock()  # guards what follows
        self._known: dict[Path, Kept] = {}  # without their copies
        self._read = False
        self._changed = threading.Condition(self._lock)
        self._waiting: list[Kept] = []
        self._writing: Kept | None = None
        self._dropped = False  # what is being written
        self._closed = False
        self._thread: threading.Thread | None = None

    def best(
        self, kind: Kind, tokens: Sequence[int], n_ctx: int = sys.maxsize
    ) -> tuple[Path | None, int]:
        """The file that spares most of reading `tokens`, and how many of them; one that a context
        of `n_ctx` tokens has room for."""
        with self._lock:
            known = list(self._all().items())
        best: Path | None = None
        most = 0
        for path, kept in known:
            if kept.fits(kind, n_ctx) and (reach := kept.reach(tokens)) > most:
                best, most = path, reach
        return best, most

    def load(self, path: Path) -> Kept | None:
        """The state in a file; None, and the file is gone, where there is any doubt."""
        try:
            kept = read_state(path)
        except (DamagedState, OSError, MemoryError) as error:
            log.warning("a kept state is not used: %s", error)
            self._remove(path)
            return None
        if self._states.is_erased(kept.chat):
            self._remove(path)
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # used last: others give way first
        return kept

    def drop(self, kept: Kept) -> None:
        """Remove the file of a state that is of no use."""
        with self._lock:
            same = [p for p, other in self._all().items() if other.is_like(kept)]
        for path in same:
            self._remove(path)

    def put(self, some: Sequence[Kept]) -> None:
        """Write those of `some` that are worth it, soon."""
        with self._lock:
            if self._closed:
                return
            known = self._all().values()
            self._waiting = [kept for kept in some if self._is_worth(kept, known)]
            if self._waiting and self._thread is None:
                self._thread = threading.Thread(target=self._run, name="states", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def forget(self, chats: Collection[str]) -> None:
        """Remove what is kept of these chats, also what is being written. Raises StorageError."""
        with self._lock:
            self._waiting = [kept for kept in self._waiting if kept.chat not in chats]
            self._known = {p: kept for p, kept in self._known.items() if kept.chat not in chats}
            kept = self._writing
            if kept is not None and kept.chat in chats:
                self._dropped = True
                self._changed.wait_for(lambda: self._writing is not kept, _PATIENCE_S)
        self._states.erase(chats)

    def close(self, timeout: float) -> None:
        """Write what waits, for at most `timeout` s. What is not whole by then is given up."""
        with self._lock:
            self._changed.wait_for(lambda: not self._waiting and self._writing is None, timeout)
            self._closed = self._dropped = True
            self._waiting.clear()
            self._changed.notify_all()
        if self._thread is not None:
            self._thread.join(timeout)

    def _run(self) -> None:
        while True:
            with self._lock:
                while not self._waiting and not self._closed:
                    self._changed.wait()
                if self._closed:
                    return
                kept = self._writing = self._waiting.pop(0)
                self._dropped = False
            try:
                self._write(kept)
            except Stopped:
                log.debug("a state was given up")
            except StorageError as error:
                log.warning("a state was not kept: %s", error)
            except Exception:
                log.exception("keeping a state")
            with self._lock:
                self._writing = None
                self._changed.notify_all()

    def _write(self, kept: Kept) -> None:
        if kept.size > self._most or self._states.is_erased(kept.chat):
            return
        self._states.make()  # first, so that another process which erases has where to note it
        self._states.trim(self._most - kept.size)
        path = self._states.place(kept.chat)
        write_state(path, kept, lambda: self._dropped)
        self._states.trim(self._most)
        with self._lock:
            known = self._all()
            older = [p for p, other in known.items() if spares(kept, other)]
            known[path] = kept.without_copies()
        for other in older:
            self._remove(other)
        if self._dropped or self._states.is_erased(kept.chat):
            self._remove(path)

    def _is_worth(self, kept: Kept, known: Collection[Kept]) -> bool:
        """Whether restoring a state beats reading anew, by much more than a known file does."""
        if not kept.chat or kept is self._writing or not kept.tokens:
            return False
        have = max((other.reach_of(kept) for other in known), default=0)
        spared = kept.cost * (1 - have / len(kept.tokens))
        return spared > max(_WORTH_S, 2 * kept.size / _BYTES_PER_S)

    def _all(self) -> dict[Path, Kept]:
        """What is in the folder, of which others may remove files at any time. Under the lock."""
        if not self._read:
            self._read = True
            for path, _ in self._states.files():
                try:
                    self._known[path] = read_header(path)
                except (DamagedState, OSError) as error:
                    log.warning("a kept state is not used: %s", error)
                    with contextlib.suppress(OSError):
                        path.unlink()
        there = {path for path, _ in self._states.files()}
        self._known = {path: kept for path, kept in self._known.items() if path in there}
        return self._known

    def _remove(self, path: Path) -> None:
        with self._lock:
            self._known.pop(path, None)
        with contextlib.suppress(OSError):
            path.unlink(missing_ok=True)
