"""The files that go with the message being written: read away from the window, one after the other.

Knows no widget. Files are text of at most what a message may have.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal

from app.bridge import Bridge
from engine.attachments import read_attachment
from engine.errors import InvalidInput, PunaError
from engine.store.records import Attachment
from engine.validate import MAX_BYTES

MOST_FILES: Final = 20

_Read = tuple[list[Attachment], list[PunaError]]


class Attached(QObject):
    """`typed` tells the bytes of the text they go with."""

    changed = Signal()
    refused = Signal(object)  # ErrorInfo of a file that cannot go with a message

    def __init__(
        self, bridge: Bridge, typed: Callable[[], int], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._typed = typed
        self._reading = 0
        self._round = 0  # a read of files that belonged to another message is thrown away
        self.files: tuple[Attachment, ...] = ()

    @property
    def reading(self) -> bool:
        """Whether files are being read now."""
        return self._reading > 0

    def size(self) -> int:
        """Bytes of all files, with their names."""
        return sum(len(file.text.encode()) + len(file.name.encode()) for file in self.files)

    def add(self, paths: Sequence[Path]) -> None:
        """Read these, and have those that can go with a message."""
        room, places = MAX_BYTES - self._typed() - self.size(), MOST_FILES - len(self.files)
        this = self._round
        self._reading += 1
        self.changed.emit()

        def done(read: _Read) -> None:
            self._reading -= 1
            files, errors = read
            if this == self._round:
                self.files += tuple(files)
            self.changed.emit()
            for error in errors if this == self._round else []:
                self.refused.emit(error.info())

        def failed(error: object) -> None:
            self._reading -= 1
            self.changed.emit()
            self.refused.emit(error)

        self._bridge.run(lambda: _read(paths, room, places), done, failed)

    def remove(self, number: int) -> None:
        self.files = self.files[:number] + self.files[number + 1 :]
        self.changed.emit()

    def set_files(self, files: Sequence[Attachment]) -> None:
        """Have these, and nothing of what is being read now."""
        self._round += 1
        self.files = tuple(files)
        self.changed.emit()


def _read(paths: Sequence[Path], room: int, places: int) -> _Read:
    files: list[Attachment] = []
    errors: list[PunaError] = []
    for number, path in enumerate(paths):
        if number >= places:
            reason = f"a message can have {MOST_FILES} files"
            error = InvalidInput("attachment", reason, "Send the others after it.")
            error.values.update(why="too_many", most=MOST_FILES)
            errors.append(error)
            break
        try:
            file = read_attachment(path, max(0, room))
        except PunaError as refusal:
            errors.append(refusal)
        else:
            files.append(file)
            room -= len(file.text.encode()) + len(file.name.encode())
    return files, errors
