"""The thread that reads files into the index, words first, and then gives their chunks vectors.

One in all programs of a home works at a time. Each file is one transaction: a program that is
killed loses no more than the file it was reading, which is read again. Knows no format and no
search.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path, PurePath
from typing import Final, Protocol

from engine.documents.filling import Filling
from engine.documents.importer.protocol import PageHead
from engine.documents.index.files import Stat, Task
from engine.documents.index.index import Index
from engine.documents.index.owner import Owner
from engine.documents.index.schema import READING
from engine.documents.news import Idle
from engine.documents.pace import Pace
from engine.documents.records import Chunk, FileInfo, Progress
from engine.documents.telling import Teller
from engine.errors import Bug, DocumentError, PunaError, StorageError
from engine.files import Cancelled, Stopped, storage_error
from engine.files import Progress as Pages
from engine.locks import FileLock

_RETRY: Final = 1.0
"""Seconds until another program that works on the index may have ended."""
_DISK_RETRY: Final = 20.0
"""And until a disk that refused may take more."""
_READS: Final = 3
"""Times a file is read that changes meanwhile."""
_OLD: Final = 60.0
"""Seconds after which what an ended program left removed is erased."""

log = logging.getLogger(__name__)


class Reader(Protocol):
    """Reads files: `engine.documents.importer.client.Importer`."""

    def parse(
        self,
        path: Path,
        take: Callable[[Sequence[Chunk], Sequence[PageHead]], None],
        progress: Pages | None = None,
        cancelled: Cancelled | None = None,
    ) -> FileInfo: ...


class _Content:
    """What was read of a file."""

    def __init__(self) -> None:
        self.chunks: list[Chunk] = []
        self._pages: list[PageHead] = []

    def take(self, chunks: Sequence[Chunk], pages: Sequence[PageHead]) -> None:
        self.chunks += chunks
        self._pages += pages

    def put(self, index: Index, task: Task, stat: Stat, info: FileInfo) -> None:
        with index.transaction():
            index.writing.put(task.id, stat, info, self.chunks, self._pages)


class Indexer:
    """Works off what waits in one index. Any thread may call its methods."""

    def __init__(
        self, owner: Owner, reader: Reader, filling: Filling, teller: Teller, pace: Pace
    ) -> None:
        self._owner = owner
        self._reader = reader
        self._filling = filling
        self._teller = teller
        self._pace = pace
        self._lock = FileLock(owner.path.with_name("index.lock"))
        self._state = threading.Condition()
        self._woken = self._closing = self._held = False
        self._working = True
        self._retry: float | None = 0.0
        self._done = 0
        self.error: PunaError | None = None
        self._thread = threading.Thread(target=self._serve, name="puna-indexer", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """There is something to do."""
        with self._state:
            self._woken = self._working = True
            self.error = None
            self._state.notify_all()

    def hold(self, busy: bool) -> None:
        """While `busy`, make no vectors: a reply has the computer for itself. Files are read all
        the same, which takes seconds, in a process that stands back."""
        with self._state:
            self._held = busy
            self._state.notify_all()

    def wait(self, seconds: float) -> bool:
        """Wait until nothing is left to be done here, or so long; whether that is so.

        Raises what keeps it from going on.
        """
        with self._state:
            self._state.wait_for(lambda: not self._working or self.error is not None, seconds)
            if self.error is not None:
                raise self.error.with_traceback(None)
            return not self._working

    def stop(self) -> None:
        """End soon. What was begun is done again at the next start."""
        with self._state:
            self._closing = True
            self._state.notify_all()

    def close(self) -> None:
        """Stop, and wait for the end."""
        self.stop()
        self._thread.join()

    # On the thread.

    def _serve(self) -> None:
        while self._awaken():
            try:
                self._run()
            except Stopped:
                continue
            except PunaError as error:
                self._fail(error, _DISK_RETRY)
            except Exception as error:  # a fault of ours must not end the thread
                log.exception("the index of documents cannot be brought up to date")
                self._fail(Bug(repr(error)), _DISK_RETRY)

    def _awaken(self) -> bool:
        """Wait for something to do; False at the end."""
        with self._state:
            self._state.wait_for(lambda: self._woken or self._closing, self._retry)
            self._woken, self._retry = False, None
            return not self._closing

    def _fail(self, error: PunaError, retry: float) -> None:
        log.debug("indexing goes on later: %s", error)
        with self._state:
            self.error, self._retry = error, retry
            self._state.notify_all()
        self._teller.end([Idle(error.info())])

    def _run(self) -> None:
        """Do all there is to do, unless another program does it."""
        if self._owner.path.exists():
            if not self._taken():
                self._retry = _RETRY
                return
            try:
                self._work()
            finally:
                self._lock.release()
        with self._state:
            self.error = None
            self._working = self._woken
            self._state.notify_all()
        if not self._working:
            self._teller.end([Idle(self._filling.error)])

    def _taken(self) -> bool:
        """Whether this program is the one that works now."""
        try:
            return self._lock.take()
        except OSError as error:
            raise storage_error(self._owner.path, error) from error

    def _work(self) -> None:
        self._owner.do(_resume)
        self._owner.do(lambda index: index.removal.erase(None, time.time() - _OLD))
        self._filling.retry()
        self._done = 0
        while self._go_on():
            if not self._read_next() and not self._fill():
                break
            self._say()
        if self._closing:
            raise Stopped
        self._owner.do(lambda index: index.removal.tidy())

    def _go_on(self) -> bool:
        with self._state:
            self._woken = False  # what is new is looked for at once
            return not self._closing

    def _fill(self) -> bool:
        """Make some vectors, behind a reply; False where none are left to be made."""
        if self._held and not self._filling.is_done():
            self._say_held()
            with self._state:
                self._state.wait_for(lambda: not self._held or self._woken or self._closing)
            return True
        return self._filling.step(self._say, self._interrupted)

    def _interrupted(self) -> bool:
        return self._closing or self._woken or self._held

    def _read_next(self) -> bool:
        task = self._owner.do(lambda index: index.files.begin_next())
        if task is None:
            return False
        self._say(task)
        try:
            self._read(task)
        except Stopped:
            self._owner.do(lambda index: _put_back(index, task))
            raise
        self._done += 1
        self._teller.changed(task.collection)
        return True

    def _read(self, task: Task) -> None:
        for left in reversed(range(_READS)):
            try:
                self._read_once(task)
            except DocumentError as error:
                if error.values.get("fault") == "changed" and left:
                    continue
                self._give_up(task, error)
            except (StorageError, Stopped):
                raise
            except Exception as error:  # a fault of ours must not stop the other files
                log.exception("%s could not be read", task.path)
                self._give_up(task, DocumentError(task.path, "crashed", str(error)))
            return

    def _read_once(self, task: Task) -> None:
        content = _Content()

        def tell(done: int, total: int) -> None:
            self._say(task, done / total if total else 0.0)

        began, stat = time.monotonic(), _stat_of(task)
        info = self._reader.parse(Path(task.path), content.take, tell, lambda: self._closing)
        self._owner.do(lambda index: content.put(index, task, stat, info))
        self._pace.read(stat.size, len(content.chunks), time.monotonic() - began)

    def _give_up(self, task: Task, error: DocumentError) -> None:
        def write(index: Index) -> None:
            with index.transaction():
                index.writing.clear(task.id)
                index.files.fail(task.id, error.info())

        self._owner.do(write)

    def _say(self, task: Task | None = None, share: float = 0.0) -> None:
        """Say how far it is, now and then: with a `share` of the file that is being read."""
        if not self._teller.is_due():
            return
        with self._state:
            self._state.notify_all()
        counts = self._owner.do(lambda index: index.files.counts())
        embeds = self._filling.error is None
        missing = counts.chunks - counts.vectors
        size = counts.size - (round(task.stat.size * share) if task else 0)
        left = self._pace.left(max(0, size), missing if embeds else 0, embeds=embeds)
        every = self._done + counts.files
        name = PurePath(task.path).name if task else ""
        self._teller.go_on(Progress(self._done, every, counts.vectors, counts.chunks, left, name))

    def _say_held(self) -> None:
        counts = self._owner.do(lambda index: index.files.counts())
        files = self._done, self._done + counts.files
        self._teller.go_on(Progress(*files, counts.vectors, counts.chunks, left=None, held=True))


def _resume(index: Index) -> None:
    """Begin where an ended program stopped; anew where files were read by another reading."""
    index.files.resume()
    if index.note("reading") != READING:
        with index.transaction():
            index.files.reread_all()
            index.take_note("reading", READING)


def _put_back(index: Index, task: Task) -> None:
    with index.transaction():
        index.files.await_again(task.id)


def _stat_of(task: Task) -> Stat:
    try:
        found = Path(task.path).stat()
    except (OSError, ValueError):
        return task.stat
    return Stat(found.st_size, found.st_mtime_ns)
