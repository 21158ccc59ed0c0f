"""The documents of one home: collections, files, and what is found in them. The only door to them.

    with Documents(home, tell) as documents:
        collection = documents.create("Manuals").result()
        documents.add(collection.key, [Path("manuals")]).result()

Never blocks its caller: results come as futures with PunaErrors, and news by `tell`, from threads
of its own. One writes the index, one reads it, one looks at the disk, one searches, and one reads
files and makes vectors (`engine.documents.indexer`). Knows no Qt.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, wait
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Final, TypeVar

from engine.documents.embedding import Embedders
from engine.documents.filling import Filling
from engine.documents.importer.client import Importer
from engine.documents.index.index import Index
from engine.documents.index.owner import Owner
from engine.documents.index.removal import Removed
from engine.documents.indexer import Indexer, Reader
from engine.documents.line import Line, closed
from engine.documents.news import Changed, News
from engine.documents.pace import Pace
from engine.documents.questions import Questions
from engine.documents.records import (
    Collection,
    File,
    Hit,
    Progress,
    Root,
    Source,
    Sources,
    State,
)
from engine.documents.rescan import Rescan
from engine.documents.scan import without_duplicates
from engine.documents.searching import Searching
from engine.documents.telling import Teller
from engine.errors import DocumentError
from engine.files import Cancelled, Stopped, shown
from engine.paths import Home

if TYPE_CHECKING:  # numpy loads with the first question
    from engine.documents.search.choosing import Room

__all__ = ["Documents", "News", "Removed"]

T = TypeVar("T")

_FOUND: Final = 20
_POLL: Final = 0.2
_ERASING: Final = 2.0
"""Seconds that closing may take to erase what was removed; the rest follows at the next start."""


class Documents:
    """The documents of `home`. A context manager: leaving closes.

    `embedder` is the model of vectors, None for the one that comes with Puna. `index`: read what is
    new; without, what is there is only searched. `rescan`: look at all folders at once, and make
    ready for questions. `reader` reads files in place of the importer process. `patience`: seconds
    after which a question is asked by its words alone, while the embedder is not ready.
    `in_background`: indexing leaves the processor to other programs.
    """

    def __init__(
        self,
        home: Home,
        tell: Callable[[News], None] | None = None,
        *,
        embedder: Path | None = None,
        index: bool = True,
        rescan: bool = True,
        reader: Reader | None = None,
        patience: float | None = None,
        in_background: bool = True,
    ) -> None:
        path = home.documents / "index.db"
        self._path = path
        self._teller = Teller(tell)
        self._closing = threading.Event()
        self._owner = Owner(path, "puna-documents")
        self._reads = Owner(path, "puna-documents-read", reads=True)
        self._scans = Line("puna-documents-scan", str(path))
        self._rescan = Rescan(self._owner, home.root, self._teller.changed, self._closing.is_set)
        self._embedders = Embedders(home, embedder, in_background=in_background)
        questions = Questions(self._reads, self._embedders, patience)
        self._searching = Searching(path, questions)
        self._removed: list[Removed] = []
        pace = Pace()
        filling = Filling(self._owner, self._embedders, self._teller.changed, pace)
        self._importer = Importer(home.documents / "pictures", in_background=in_background)
        self._indexer: Indexer | None = None
        if index:
            self._indexer = Indexer(
                self._owner, reader or self._importer, filling, self._teller, pace
            )
            if rescan:
                self._scan(self._begin)

    # Collections and files.

    def collections(self) -> Future[list[Collection]]:
        """All collections, by name."""
        return self._reads.call(lambda index: index.collections.list())

    def create(self, name: str) -> Future[Collection]:
        """A new collection. InvalidInput where it has no name, or that of another."""
        return self._edit(lambda index: index.collections.create(name))

    def rename(self, key: str, name: str) -> Future[Collection]:
        """Give a collection another name. InvalidInput as `create`."""
        return self._edit(lambda index: index.collections.rename(key, name))

    def roots(self, collection: str) -> Future[list[Root]]:
        """The folders and files that were added to a collection."""
        return self._reads.call(lambda index: index.collections.roots(collection))

    def files(
        self,
        collection: str,
        *,
        text: str = "",
        state: State | None = None,
        offset: int = 0,
        limit: int = 200,
    ) -> Future[list[File]]:
        """Files of a collection by path: those with `text` in their path or title, in `state`."""
        return self._reads.call(
            lambda index: index.files.list(
                collection, text=text, state=state, offset=offset, limit=limit
            )
        )

    def file(self, key: str) -> Future[File | None]:
        """A file by its key; None where it was removed."""
        return self._reads.call(lambda index: index.files.get(key))

    def chunks(self, file: str) -> Future[list[Hit]]:
        """All chunks of a file in order."""
        return self._reads.call(lambda index: index.files.chunks(file))

    def find(self, name: str) -> Future[list[Source]]:
        """Collections and files with `name` in their name: at most twenty, those that begin with it
        first. A question is likely to follow: what it needs is opened meanwhile."""
        self._searching.warm_once()
        return self._reads.call(lambda index: index.files.find(name, _FOUND))

    def search(
        self,
        queries: Sequence[str],
        scope: Sequence[Source] = (),
        limit: int = 20,
        *,
        by_meaning: bool = True,
    ) -> Future[list[Hit]]:
        """Passages for several ways to ask the same, the best first; of all documents where `scope`
        is empty. By words alone where vectors cannot be asked."""
        return self._searching.search(queries, scope, limit, by_meaning=by_meaning)

    def sources(
        self, question: str, earlier: Sequence[str], scope: Sequence[Source], room: Room
    ) -> Future[Sources]:
        """What a question is to be answered from, no more than there is room for. `earlier` are the
        questions before it, the last one last."""
        return self._searching.sources(question, earlier, scope, room)

    def warm(self) -> Future[None]:
        """Open what a question needs, so that the first one does not wait for it."""
        return self._searching.warm()

    # What is asked of the disk.

    def add(
        self,
        collection: str,
        paths: Sequence[Path],
        include: Iterable[str] = (),
        exclude: Iterable[str] = (),
    ) -> Future[int]:
        """Add files, and folders with all that is in them; how many files were found. Patterns are
        those of `engine.documents.scan`. DocumentError `missing` where one is not there; then
        nothing is added."""
        wanted, unwanted = tuple(include), tuple(exclude)

        def work() -> int:
            absolute = without_duplicates(paths)
            for path in absolute:
                if not path.exists():
                    raise DocumentError(shown(path), "missing", "there is no such file or folder")

            def write(index: Index) -> list[Root]:
                with index.transaction(durable=True):
                    return [
                        index.collections.add_root(collection, shown(path), wanted, unwanted)
                        for path in absolute
                    ]

            return self._rescan.added(self._owner.do(write))

        return self._scan(work)

    def rescan(self, collection: str = "") -> Future[int]:
        """Look at all roots again, of one collection or of all; how many files are to be read."""
        return self._scan(lambda: self._rescan.everything(collection))

    def reindex(self, files: Sequence[str] = (), collection: str = "") -> Future[None]:
        """Read files again, or all of a collection, also where nothing changed."""
        return self._edit(lambda index: index.files.reread(files, collection))

    # What is taken away.

    def remove(
        self, *, files: Sequence[str] = (), roots: Sequence[int] = (), collection: str = ""
    ) -> Future[Removed]:
        """Take files, roots with their files, or a collection away. Nothing on the disk is touched.
        `undo` brings them back; `erase`, or `close`, deletes what the index has of them."""

        def work(index: Index) -> Removed:
            removed = index.removal.remove(files=files, roots=roots, collection=collection)
            self._removed.append(removed)
            return removed

        return self._edit(work)

    def undo(self, removed: Removed) -> Future[None]:
        """Bring back what was removed."""
        return self._edit(lambda index: index.removal.undo(removed))

    def erase(self, removed: Removed) -> Future[None]:
        """Delete what was removed for good."""
        return self._edit(
            lambda index: index.removal.erase(removed.stamp, cancelled=self._closing.is_set)
        )

    # How far it is.

    def progress(self) -> Progress | None:
        """How far indexing is; None while there is nothing to do."""
        return self._teller.progress

    def hold(self, busy: bool) -> None:
        """While `busy`, make no vectors: `Engine(on_busy=documents.hold)`. What is added can be
        found by its words all the same."""
        self._embedders.hold(busy)
        if self._indexer is not None:
            self._indexer.hold(busy)

    def settle(self, *, lexical_only: bool = False, cancelled: Cancelled | None = None) -> None:
        """Wait until all that was added is searchable, by words alone if `lexical_only`.

        Blocks: for the command line. Raises what keeps indexing from going on, and `Stopped` as
        soon as `cancelled` returns True.
        """
        begun = [self._scans.call(lambda: None), self._owner.reached()]
        while self._indexer is not None:
            if self._closing.is_set() or (cancelled and cancelled()):
                raise Stopped
            if wait(begun, _POLL).not_done:
                continue
            if self._indexer.wait(_POLL):
                return
            if lexical_only and not self._reads.do(lambda index: index.files.counts()).files:
                return

    def use_embedder(self, path: Path | None) -> None:
        """Make vectors with another model, None for the one that comes with Puna. The one before
        is asked until the other has vectors of everything."""
        self._embedders.want(path)
        self._wake()

    def close(self) -> None:
        """Stop what is under way, erase what was removed, and end all threads. Blocks a little."""
        if self._closing.is_set():
            return
        self._closing.set()
        if self._indexer is not None:
            self._indexer.stop()
        self._embedders.close()
        if self._indexer is not None:
            self._indexer.close()
        self._importer.close()
        self._scans.close()
        self._searching.close()
        if self._removed:
            self._owner.call(self._erase_all).exception()
        self._owner.close()
        self._reads.close()

    def __enter__(self) -> Documents:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _begin(self) -> int:
        """What a window does first: where there are documents, there will be questions."""
        if not self._path.exists():
            return 0
        found = self._rescan.everything()
        self._searching.warm_once()
        return found

    def _erase_all(self, index: Index) -> None:
        until = time.monotonic() + _ERASING
        for removed in self._removed:
            index.removal.erase(removed.stamp, cancelled=lambda: time.monotonic() > until)

    def _edit(self, function: Callable[[Index], T]) -> Future[T]:
        """Change the index, and have the indexer look whether there is something to do."""

        def work(index: Index) -> T:
            result = function(index)
            self._teller.tell(Changed())
            self._wake()
            return result

        return self._owner.call(work)

    def _scan(self, function: Callable[[], int]) -> Future[int]:
        def work() -> int:
            try:
                return function()
            except Stopped:
                raise closed(str(self._path)) from None
            finally:
                self._wake()
                self._teller.flush()

        return self._scans.call(work)

    def _wake(self) -> None:
        if self._indexer is not None:
            self._indexer.wake()
