"""The downloads as the window has them: their state as it was last told, and what is done to them.

Knows no widgets, and not how anything is downloaded.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from engine.errors import PunaError
from engine.hub.downloads import Download, Downloads, Wanted

ACTIVE = ("waiting", "running", "checking")
Make = Callable[[Callable[[Sequence[Download]], None]], Downloads]
"""Makes a downloader that tells of its changes, on a thread of its own."""


class DownloadQueue(QObject):
    """Every download there is, in order. `arrived` tells of one that has just become a model."""

    changed = Signal()
    arrived = Signal(object)  # Download
    refused = Signal(object)  # ErrorInfo

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._lock = threading.Lock()  # one is made while the window closes
        self._closed = False
        self._downloads: Downloads | None = None
        self.all: Sequence[Download] = ()

    def use(self, make: Make) -> None:
        """Make the downloader, which tells this of its news, and have it look for what an earlier
        run left. The one before ends; what has come stays where it is."""
        tell = self._bridge.caller(self.take)

        def begin() -> Sequence[Download]:
            with self._lock:
                if self._closed:
                    return ()
                before, self._downloads = self._downloads, None
                if before is not None:
                    before.close()
                self._downloads = downloads = make(tell)
            downloads.start()
            return downloads.all()

        self._bridge.run(begin, self.take, self.refused.emit)

    @property
    def progress(self) -> float | None:
        """How much of all that is under way is there, from 0 to 1; None where nothing is."""
        active = [one for one in self.all if one.state in ACTIVE]
        total = sum(one.total for one in active)
        return sum(one.done for one in active) / total if total else (0.0 if active else None)

    def of(self, wanted_id: str) -> Download | None:
        """The download of that id, where there is one."""
        return next((one for one in self.all if one.wanted.id == wanted_id), None)

    def add(self, wanted: Wanted) -> None:
        """Download something, once it is its turn."""
        self._do(lambda downloads: downloads.add(wanted))

    @Slot(str)
    def pause(self, wanted_id: str) -> None:
        self._do(lambda downloads: downloads.pause(wanted_id))

    @Slot(str)
    def resume(self, wanted_id: str) -> None:
        self._do(lambda downloads: downloads.resume(wanted_id))

    @Slot(str)
    def cancel(self, wanted_id: str) -> None:
        """Give it up; nothing of it stays on the disk."""
        self._do(lambda downloads: downloads.cancel(wanted_id))

    def close(self) -> None:
        """Stop all of them; what has come stays for the next time."""
        with self._lock:
            self._closed = True
            if self._downloads is not None:
                self._downloads.close()

    def set_parallel(self, number: int) -> None:
        """How many go on at once."""
        if self._downloads is not None:
            self._downloads.set_parallel(number)

    def _do(self, act: Callable[[Downloads], None]) -> None:
        """Nothing of it waits for the disk or the network."""
        if self._downloads is None:
            return
        try:
            act(self._downloads)
        except PunaError as error:
            self.refused.emit(error.info())

    def take(self, news: Sequence[Download]) -> None:
        """This is how they stand now."""
        done = {one.wanted.id for one in self.all if one.state == "done"}
        before = {one.wanted.id for one in self.all}
        self.all = tuple(news)
        self.changed.emit()
        for one in self.all:
            if one.state == "done" and one.wanted.id not in done and one.wanted.id in before:
                self.arrived.emit(one)
