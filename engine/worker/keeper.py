"""All that is kept of what models have read: in memory and on disk, of whichever model is open.

What a context cannot take over from itself it looks for here. Knows no llama.cpp.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Collection, Sequence
from pathlib import Path

from engine.errors import PunaError
from engine.hardware import available_memory
from engine.worker.stored import Stored
from engine.worker.warm import Kept, Kind, Warm

log = logging.getLogger(__name__)


class Keeper:
    """Kept states. Nothing is on disk before `configure`. For several threads."""

    def __init__(self) -> None:
        self._memory = 0
        self._lock = threading.Lock()
        self._stored: Stored | None = None
        self.warm = Warm(self._room)

    def configure(self, folder: str, disk: int, memory: int) -> None:
        """Keep states in `folder`, at most `disk` bytes of them, and at most `memory` bytes in
        memory; 0 for a share of what is free."""
        with self._lock:
            self._memory = memory
            old, self._stored = self._stored, None
        if old is not None:
            old.close(0)
        if folder and disk > 0:
            with self._lock:
                self._stored = Stored(Path(folder), disk)

    @property
    def writes(self) -> bool:
        """Whether anything is written."""
        return self._stored is not None

    def best(self, kind: Kind, tokens: Sequence[int], more_than: int, n_ctx: int) -> Kept | None:
        """The state that spares most of reading `tokens`, where that is more than so many, and that
        a context of `n_ctx` tokens has room for."""
        while True:
            found, most = self.warm.best(kind, tokens, n_ctx)
            most = max(most, more_than)
            found = found if found is not None and most > more_than else None
            stored = self._stored
            path, length = stored.best(kind, tokens, n_ctx) if stored else (None, 0)
            if stored is None or path is None or length <= most:
                return found
            kept = stored.load(path)
            if kept is None or kept.kind != kind or kept.reach(tokens) < length:
                continue  # it is gone from the folder
            if self.warm.make_room(kept.size):
                self.warm.add(kept)
            return kept

    def drop(self, kept: Kept) -> None:
        """It was of no use."""
        self.warm.drop(kept)
        if self._stored is not None:
            self._stored.drop(kept)

    def reach(self, kind: Kind, tokens: Sequence[int]) -> int:
        """How many of `tokens` a state would spare."""
        stored = self._stored
        on_disk = stored.best(kind, tokens)[1] if stored is not None else 0
        return max(self.warm.best(kind, tokens)[1], on_disk)

    def save(self) -> None:
        """Have what is only in memory written, where that is worth it."""
        if self._stored is not None:
            self._stored.put(self.warm.kept)

    def forget(self, chats: Collection[str]) -> None:
        """Drop all that is kept of these chats, and keep nothing more of them."""
        self.warm.forget(chats)
        stored = self._stored
        try:
            if stored is not None:
                stored.forget(chats)
        except PunaError as error:
            log.warning("%s", error)  # whoever erases a chat looks for its files, too

    def close(self, timeout: float) -> None:
        """Write what is worth it, for at most `timeout` s, and nothing after that."""
        self.save()
        if self._stored is not None:
            self._stored.close(timeout)

    def _room(self, used: int) -> int:
        return self._memory or (available_memory() + used) // 4
