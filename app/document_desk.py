"""The documents of the window, made once: it outlives the window, which another language makes
anew. Used by the chat, the page of documents and the reader, which do not know each other.

Brings what the index tells to the GUI thread, through the bridge. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, Signal

from app.bridge import Bridge
from engine.documents.documents import Documents
from engine.documents.index.removal import Removed
from engine.documents.news import Changed, Idle, News
from engine.documents.records import Collection, Passage, Progress, Source, Sources
from engine.errors import ErrorInfo

if TYPE_CHECKING:
    from engine.documents.search.choosing import Room

T = TypeVar("T")
Make = Callable[[Callable[[News], None]], Documents]
Failed = Callable[[ErrorInfo], None]


class DocumentDesk(QObject):
    """`documents` is the facade itself, for `Bridge.deliver`. `collections` are those known now,
    `known` once they were asked for; `progress` is None where nothing is under way, and `trouble`
    what could not be done at the end of it: vectors, where there is no embedder."""

    changed = Signal()  # the collections, or what is in them
    progressed = Signal(object)  # Progress or None
    removed = Signal(object)  # Removed; `undo` brings it back, `erase` ends that
    failed = Signal(object)  # ErrorInfo
    show_wanted = Signal(object, int)  # tuple[Passage, ...], which
    file_wanted = Signal(str, int)  # its path, the page

    def __init__(self, make: Make, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._asking = False
        self._stale = False
        self.collections: Sequence[Collection] = ()
        self.known = False
        self.progress: Progress | None = None
        self.trouble: ErrorInfo | None = None
        self.documents = make(bridge.caller(self._take_news))

    def collection(self, key: str) -> Collection | None:
        """The one of that key."""
        return next((one for one in self.collections if one.key == key), None)

    def refresh(self) -> None:
        """Ask what collections there are; `changed` follows."""
        if self._asking:  # once is enough, however often the index tells that it changed
            self._stale = True
            return
        self._asking = True
        self._bridge.deliver(self.documents.collections(), self._take, self._on_failed)

    # What the user does. Each shows at once what came of it, or tells `failed`.

    def create(self, name: str, then: Callable[[Collection], None] | None = None) -> None:
        """Make a collection."""

        def done(made: Collection) -> None:
            self.collections = (*self.collections, made)
            self.changed.emit()
            if then is not None:
                then(made)
            self.refresh()

        self._bridge.deliver(self.documents.create(name), done, self.failed.emit)

    def rename(self, key: str, name: str) -> None:
        """Call a collection another name."""
        self._bridge.deliver(self.documents.rename(key, name), self._refreshed, self._refused)

    def add(
        self,
        collection: str,
        paths: Sequence[Path],
        include: Sequence[str] = (),
        exclude: Sequence[str] = (),
        then: Callable[[int], None] | None = None,
    ) -> None:
        """Add files and folders; `then` hears how many files were found."""

        def done(found: int) -> None:
            if then is not None:
                then(found)
            self.refresh()

        asked = self.documents.add(collection, paths, include, exclude)
        self._bridge.deliver(asked, done, self._refused)

    def rescan(self, collection: str = "") -> None:
        """Look whether files came, went or changed."""
        self._bridge.deliver(self.documents.rescan(collection), self._refreshed, self._refused)

    def reindex(self, files: Sequence[str] = (), collection: str = "") -> None:
        """Read files again, also those that did not change."""
        asked = self.documents.reindex(files, collection)
        self._bridge.deliver(asked, self._refreshed, self._refused)

    def remove(
        self, *, files: Sequence[str] = (), roots: Sequence[int] = (), collection: str = ""
    ) -> None:
        """Take files, what was added, or a collection away. `removed` follows."""

        def done(removed: Removed) -> None:
            self.removed.emit(removed)
            self.refresh()

        asked = self.documents.remove(files=files, roots=roots, collection=collection)
        self._bridge.deliver(asked, done, self._refused)

    def undo(self, removed: Removed) -> None:
        """Bring back what was taken away."""
        self._bridge.deliver(self.documents.undo(removed), self._refreshed, self._refused)

    def erase(self, removed: Removed) -> None:
        """Erase for good what was taken away; what is left of it goes when Puna closes."""
        self._bridge.deliver(self.documents.erase(removed), None, self.failed.emit)

    # What is asked.

    def ask(
        self, asked: Future[T], then: Callable[[T], None], failed: Failed | None = None
    ) -> None:
        """Bring what `documents` was asked for to this thread; `failed` hears what else came."""
        self._bridge.deliver(asked, then, failed or self.failed.emit)

    def find(self, text: str, then: Callable[[Sequence[Source]], None]) -> None:
        """Files and collections that have `text` in their name."""
        self._bridge.deliver(self.documents.find(text), then, self.failed.emit)

    def sources(
        self,
        question: str,
        earlier: Sequence[str],
        scope: Sequence[Source],
        room: Room,
        then: Callable[[Sources], None],
        failed: Failed,
    ) -> None:
        """What a question is answered from."""
        asked = self.documents.sources(question, earlier, scope, room)
        self._bridge.deliver(asked, then, failed)

    def show(self, passages: Sequence[Passage], which: int = 0) -> None:
        """Open the reader at one of these passages."""
        self.show_wanted.emit(tuple(passages), which)

    def show_file(self, path: str, page: int = 1) -> None:
        """Open the reader at a page of a file."""
        self.file_wanted.emit(path, page)

    def close(self) -> None:
        """Stop reading files; what was begun goes on at the next start."""
        self.documents.close()

    # What the index tells.

    def _take(self, collections: Sequence[Collection]) -> None:
        self._asking, self.known = False, True
        self.collections = tuple(collections)
        self.changed.emit()
        if self._stale:
            self._stale = False
            self.refresh()

    def _on_failed(self, error: ErrorInfo) -> None:
        self._asking = self._stale = False
        self.known = True
        self.failed.emit(error)

    def _refreshed(self, _: object) -> None:
        self.refresh()

    def _refused(self, error: ErrorInfo) -> None:
        self.failed.emit(error)
        self.refresh()  # what is in sight may be what was wanted, and not what is

    def _take_news(self, news: News) -> None:
        if isinstance(news, Changed):
            self.refresh()
            return
        before = self.progress, self.trouble
        if isinstance(news, Idle):
            self.progress, self.trouble = None, news.error
        else:
            self.progress, self.trouble = news, None
        if before != (self.progress, self.trouble):
            self.progressed.emit(self.progress)
