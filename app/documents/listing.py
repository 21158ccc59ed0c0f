"""The files of one collection that pass a filter, as many as were wanted: asked for piece by piece,
and again where they changed, at most twice a second. Knows no widgets.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.document_desk import DocumentDesk
from engine.documents.records import File, State
from engine.errors import ErrorInfo

PIECE: Final = 200
_AGAIN_MS: Final = 500


class Listing(QObject):
    """`changed` tells of `files`; `more` says whether there are others behind them. Asks for
    nothing while it is `asleep`: nobody looks."""

    changed = Signal()

    def __init__(self, desk: DocumentDesk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._wanted: tuple[str, str, State | None] = ("", "", None)
        self._room = PIECE
        self._number = 0  # of the question whose answer counts
        self._asking = self._stale = False
        self.asleep = True
        self.files: Sequence[File] = ()
        self.more = False
        self.known = False
        self._later = QTimer(self, interval=_AGAIN_MS, singleShot=True)
        self._later.timeout.connect(self._ask)
        desk.changed.connect(self.refresh)

    def show(self, collection: str, text: str = "", state: State | None = None) -> None:
        """List the files of this collection with `text` in their name, in this state."""
        wanted = (collection, text.strip(), state)
        if wanted == self._wanted:
            return
        if collection != self._wanted[0]:
            self.files, self.more, self.known = (), False, False
            self.changed.emit()
        self._wanted, self._room = wanted, PIECE
        self._ask()

    @Slot()
    def want_more(self) -> None:
        """List further ones."""
        self._room += PIECE * max(1, self._room // PIECE // 2)
        self._ask()

    @Slot()
    def refresh(self) -> None:
        """Look again before long: the index changed."""
        if self._asking:
            self._stale = True
        elif not self._later.isActive():
            self._later.start()

    def wake(self) -> None:
        """Somebody looks."""
        self.asleep = False
        self._ask()

    def sleep(self) -> None:
        """Nobody looks any more."""
        self.asleep = True
        self._later.stop()

    @Slot()
    def _ask(self) -> None:
        collection, text, state = self._wanted
        if self.asleep or not collection:
            return
        self._later.stop()
        self._number += 1
        self._asking, self._stale = True, False
        number, room = self._number, self._room

        def take(files: Sequence[File]) -> None:
            if number != self._number:
                return
            self._asking, self.known = False, True
            self.more = len(files) > room
            self.files = tuple(files[:room])
            self.changed.emit()
            if self._stale:
                self._later.start()

        def failed(error: ErrorInfo) -> None:
            if number == self._number:
                self._asking = False
                self._desk.failed.emit(error)

        asked = self._desk.documents.files(
            collection, text=text, state=state, offset=0, limit=room + 1
        )
        self._desk.ask(asked, take, failed)
