"""Finds what a question is answered from before the model is asked: waits for files that are being
read, searches, and puts the rules together. Knows no chat and no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer

from app.bridge import Bridge
from app.document_desk import DocumentDesk
from engine.documents.records import Collection, File, Source, Sources
from engine.documents.search.choosing import Room
from engine.errors import ErrorInfo

LOOK_MS: Final = 400  # between looks at files that are being read
_UNREAD: Final = ("waiting", "reading")


@dataclass(frozen=True, slots=True)
class Search:
    """A question to be searched for. `earlier` are those asked before it, the oldest first;
    `wanted` says whether somebody still waits, `tell` hears what is waited for."""

    question: str
    earlier: Sequence[str]
    scope: Sequence[Source]
    room: Room
    wanted: Callable[[], bool]
    tell: Callable[[str], None]
    done: Callable[[Sources], None]
    failed: Callable[[ErrorInfo], None]


class Sourcing(QObject):
    """Several searches may be on their way, each of another chat."""

    def __init__(self, desk: DocumentDesk, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._bridge = bridge
        self._waiting: list[Callable[[], None]] = []
        self._timer = QTimer(self, singleShot=True, interval=LOOK_MS)
        self._timer.timeout.connect(self._look_again)

    def find(self, search: Search) -> None:
        """Search once what is to be searched was read; nothing is told when nobody waits."""
        self._look(search, list(search.scope), [])

    def _look(self, search: Search, left: list[Source], failed: list[ErrorInfo]) -> None:
        """See whether the files and collections that are left were read."""
        if not search.wanted():
            return
        if not left:
            self._search(search, failed)
            return
        documents = self._desk.documents
        if left[0].file:
            looked = partial(self._on_file, search, left, failed)
            self._bridge.deliver(documents.file(left[0].file), looked, search.failed)
        else:
            seen = partial(self._on_collections, search, left, failed)
            self._bridge.deliver(documents.collections(), seen, search.failed)

    def _on_file(
        self, search: Search, left: list[Source], failed: list[ErrorInfo], file: File | None
    ) -> None:
        if file is not None and file.state in _UNREAD:
            self._wait(search, left, failed)
            return
        if file is not None and file.state == "failed" and file.error is not None:
            failed = [*failed, file.error]
        self._look(search, left[1:], failed)

    def _on_collections(
        self,
        search: Search,
        left: list[Source],
        failed: list[ErrorInfo],
        collections: Sequence[Collection],
    ) -> None:
        found = next((one for one in collections if one.key == left[0].collection), None)
        if found is not None and not found.searchable and found.failed < found.files:
            self._wait(search, left, failed)
        else:
            self._look(search, left[1:], failed)

    def _wait(self, search: Search, left: list[Source], failed: list[ErrorInfo]) -> None:
        search.tell(self.tr("Reading {name} first…").format(name=left[0].name))
        self._waiting.append(partial(self._look, search, left, failed))
        if not self._timer.isActive():
            self._timer.start()

    def _look_again(self) -> None:
        waiting, self._waiting = self._waiting, []
        for look in waiting:
            look()

    def _search(self, search: Search, failed: Sequence[ErrorInfo]) -> None:
        if failed and len(failed) == len(search.scope):
            search.failed(failed[0])  # there is nothing to search in
            return
        search.tell(self.tr("Searching your documents…"))
        self._desk.sources(
            search.question, search.earlier, search.scope, search.room, search.done, search.failed
        )
