"""Has files read by the importer process, one at a time, from any thread.

The process is started when it is needed, ended when it was not for a minute, and started again for
the next file when one ended it. Opens no file itself.
"""

from __future__ import annotations

import contextlib
import os
import queue
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from engine.documents.importer.child import Child
from engine.documents.importer.limits import Limits
from engine.documents.importer.protocol import (
    Answer,
    Began,
    Done,
    Draw,
    Failed,
    Locate,
    PageHead,
    Pages,
    Parse,
    Part,
    Picture,
    Piece,
    ReadPage,
    Request,
)
from engine.documents.records import Chunk, FileInfo, Page, Span
from engine.errors import DocumentError, raised_again
from engine.files import Cancelled, Stopped, shown, storage_error
from engine.worker.frames import FrameError

_POLL: Final = 0.05
_LOOK: Final = 0.1  # seconds from one look at what the process uses to the next
_START_LIMIT: Final = 60.0  # seconds, on a busy computer
_LEFT: Final = 24 * 3600.0  # seconds after which a picture belongs to nobody
_SUFFIX: Final = ".bgrx"

T = TypeVar("T")
Take = Callable[[Sequence[Chunk], Sequence[PageHead]], None]
Progress = Callable[[int, int], None]


class Importer:
    """Reads files in a process of its own. Close it.

    `work`: the folder for pictures of pages. With `in_background` the process leaves the processor
    to others. Callers wait, and for each other; callbacks come on the thread that called. All raise
    DocumentError with what is wrong with a file, and Stopped where `close` came before the end.
    """

    def __init__(
        self,
        work: Path,
        *,
        in_background: bool = True,
        idle: float = 60.0,
        limits: Limits | None = None,
    ) -> None:
        self._work = work
        self._in_background = in_background
        self._idle = idle
        self._limits = limits or Limits()
        self._lock = threading.Lock()  # held while something is asked
        self._child: Child | None = None
        self._is_at_rest = True  # the process has answered what it was asked
        self._rest: threading.Timer | None = None
        self._looked = 0.0
        self._closed = False

    def parse(
        self,
        path: Path,
        take: Take,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> FileInfo:
        """Read a file: `take` gets its chunks and pages in order, some at a time, `progress` the
        pages read and all of them, 0 where that is not known.

        Raises DocumentError, Stopped when `cancelled` says so, and whatever `take` raises.
        """

        def hear(answer: Answer) -> None:
            if isinstance(answer, Part):
                take(answer.chunks, answer.pages)
            elif isinstance(answer, Pages) and progress is not None:
                progress(answer.done, answer.total)

        return self._ask(Parse(os.fsencode(path)), path, FileInfo, hear, cancelled)

    def page(self, path: Path, number: int) -> tuple[Page, str]:
        """A page as it is now, and the SHA-256 of the file."""
        request = ReadPage(os.fsencode(path), number)
        return self._ask(request, path, tuple[Page, str])

    def picture(self, path: Path, number: int, width: int, spans: Sequence[Span]) -> Picture:
        """A page of a PDF as a picture about `width` pixels wide, in a new file that the caller
        removes, and the boxes of those `spans` that are on it; none for others."""
        target = self._work / f"{uuid.uuid4().hex}{_SUFFIX}"
        try:
            self._work.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_error(self._work, error) from error
        request = Draw(os.fsencode(path), number, width, tuple(spans), os.fsencode(target))
        try:
            drawn = self._ask(request, path, Picture)
        except BaseException:
            with contextlib.suppress(OSError):
                target.unlink(missing_ok=True)
            raise
        # Never a path that the process chose, which reads files of others: the caller removes it.
        return msgspec.structs.replace(drawn, file=str(target))

    def locate(self, path: Path, text: str, near: int) -> Span | None:
        """Where a passage stands now, white space aside: on the page nearest to `near` that has it,
        or the longest of its sentences that is still there; None for nowhere."""
        return self._ask(Locate(os.fsencode(path), text, near), path, Span | None)  # type: ignore[arg-type]  # a union

    def close(self) -> None:
        """End the process, whatever it does. Nothing can be asked any more."""
        self._closed = True
        if (child := self._child) is not None:
            child.kill()
        with self._lock:
            self._wake()
            self._end()

    def _ask(
        self,
        request: Request,
        path: Path,
        kind: type[T],
        hear: Callable[[Answer], None] | None = None,
        cancelled: Cancelled | None = None,
    ) -> T:
        stopped = cancelled or (lambda: False)
        while not self._lock.acquire(timeout=_POLL):
            if stopped():
                raise Stopped
        try:
            self._wake()
            data = self._exchange(request, path, hear, stopped)
        except BaseException:
            if self._child is not None and not self._is_at_rest:
                self._end()  # it would go on with what nobody wants
            raise
        finally:
            self._sleep()
            self._lock.release()
        return msgspec.msgpack.decode(data, type=kind)

    def _exchange(
        self,
        request: Request,
        path: Path,
        hear: Callable[[Answer], None] | None,
        stopped: Cancelled,
    ) -> bytes:
        """The result of a request as it was sent. Raises as `_ask`."""
        child = self._running(path, stopped)
        self._is_at_rest = False
        try:
            child.send(request, _size(path))
        except (OSError, FrameError) as error:
            raise _crashed(path, ("crashed", f"it could not be asked for ({error})")) from error
        result = bytearray()
        while True:
            answer = self._next(child, path, stopped)
            if isinstance(answer, Done):
                self._is_at_rest = True
                return bytes(result)
            if isinstance(answer, Failed):
                self._is_at_rest = answer.error.values.get("fault") != "memory"
                raise raised_again(answer.error)
            if isinstance(answer, Piece):
                result += answer.data
            elif hear is not None:
                hear(answer)

    def _next(self, child: Child, path: Path, stopped: Cancelled) -> Answer:
        while True:
            if self._closed or stopped():
                raise Stopped
            if time.monotonic() >= self._looked + _LOOK:
                self._looked = time.monotonic()
                if excess := child.excess():
                    raise _crashed(path, (excess, _EXCESS[excess]))
            with contextlib.suppress(queue.Empty):
                if (answer := child.answer(_POLL)) is not None:
                    return answer
                raise Stopped if self._closed else _crashed(path, child.fault())

    def _running(self, path: Path, stopped: Cancelled) -> Child:
        """The process, started where there is none that lives."""
        if self._closed:
            raise Stopped
        if self._child is not None and not self._child.is_alive():
            self._end()
        if self._child is None:
            self._sweep()
            try:
                self._child = Child(self._limits, in_background=self._in_background)
            except OSError as error:
                raise _crashed(
                    path, ("crashed", f"no process could be started ({error})")
                ) from error
            self._is_at_rest = False
            self._begin(self._child, path, stopped)
        return self._child

    def _begin(self, child: Child, path: Path, stopped: Cancelled) -> None:
        """Wait until the process says that it is ready."""
        until = time.monotonic() + _START_LIMIT
        while time.monotonic() < until:
            if self._closed or stopped():
                raise Stopped
            with contextlib.suppress(queue.Empty):
                if isinstance(child.answer(_POLL), Began):
                    return
                break
        raise _crashed(path, ("crashed", "the process that reads files did not start"))

    def _sleep(self) -> None:
        """End the process unless something is asked soon."""
        if self._child is not None and not self._closed:
            self._rest = threading.Timer(self._idle, self._end_if_idle)
            self._rest.name = "importer-rest"
            self._rest.daemon = True
            self._rest.start()

    def _wake(self) -> None:
        rest, self._rest = self._rest, None
        if rest is not None:
            rest.cancel()

    def _end_if_idle(self) -> None:
        if self._lock.acquire(blocking=False):
            try:
                if self._rest is threading.current_thread():
                    self._end()
            finally:
                self._lock.release()

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.close()

    def _sweep(self) -> None:
        """Remove pictures that a window left which is no more."""
        with contextlib.suppress(OSError):
            for left in self._work.glob(f"*{_SUFFIX}"):
                if time.time() - left.stat().st_mtime > _LEFT:
                    left.unlink()


_EXCESS: Final = {
    "time": "it takes too long",
    "memory": "it needs too much memory",
}


def _crashed(path: Path, why: tuple[str, str]) -> DocumentError:
    return DocumentError(shown(path), *why)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except (OSError, ValueError):
        return 0
