"""What the reader shows, fetched on a thread of its own from the importer process.

One thing at a time, the newest wish first: what is no longer wanted is not begun, and not
delivered. Knows no widget.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol, TypeVar, cast

from PySide6.QtCore import QObject, QRectF
from PySide6.QtGui import QImage

from app.bridge import Bridge
from app.reader.opening import Opened, open_passage
from engine.documents.importer.client import Importer
from engine.documents.importer.protocol import Picture
from engine.documents.records import File, Hit, Page, Passage, Span
from engine.errors import ErrorInfo, PunaError, StorageError
from engine.files import Stopped, fingerprint, storage_error

T = TypeVar("T")

_ROOM: Final = 64 << 20  # bytes of pictures that are kept; one of a page in its usual size has 5 MB
_LARGEST: Final = 256 << 20  # bytes of a picture, far beyond what the importer draws
_PATIENCE: Final = 10.0
"""Seconds for the index to say what stands beside a passage."""

log = logging.getLogger(__name__)


class Index(Protocol):
    """What is asked of `engine.documents.documents.Documents`."""

    def file(self, key: str) -> Future[File | None]: ...

    def chunks(self, file: str) -> Future[list[Hit]]: ...


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as a picture. `boxes` are around the lines of the passage, `text` around all text of
    the page (empty where it has none), both in shares of the page."""

    image: QImage
    boxes: tuple[QRectF, ...]
    text: QRectF


class Reading(QObject):
    """Its methods are called on the GUI thread, and what they ask for is called there, too. Without
    `index` nothing is known of pages in all and of what stood beside a passage."""

    def __init__(
        self,
        importer: Importer,
        bridge: Bridge,
        index: Index | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._importer = importer
        self._bridge = bridge
        self._index = index
        self._turn = 0
        self._closed = False
        self._asked: list[Future[object]] = []
        # Of the worker thread alone. Also that which starts the importer process: children end
        # with the thread that started them.
        self._drawn: OrderedDict[object, Drawn] = OrderedDict()
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="app-reader")

    def forget(self) -> None:
        """Whatever was asked for is wanted no more."""
        self._turn += 1
        for future in self._asked:
            future.cancel()
        self._asked.clear()

    def open(self, passage: Passage, done: Callable[[Opened], None]) -> None:
        """Find a passage in its file."""
        self._ask(lambda: open_passage(self._importer, passage, self._neighbours), done)

    def page(
        self,
        path: str,
        number: int,
        done: Callable[[Page], None],
        failed: Callable[[ErrorInfo], None],
    ) -> None:
        """Read a page. Its errors are DocumentError, `page` where the file has no such page."""
        self._ask(lambda: self._importer.page(Path(path), number)[0], done, failed)

    def draw(
        self,
        path: str,
        page: Page,
        width: int,
        spans: Sequence[Span],
        done: Callable[[Drawn], None],
        failed: Callable[[ErrorInfo], None],
    ) -> None:
        """Draw a page of a PDF `width` pixels wide; for other files the error has fault `kind`."""
        self._ask(lambda: self._draw(path, page, width, tuple(spans)), done, failed)

    def prepare(self, path: str, number: int, width: int) -> None:
        """Draw a page ahead, as it may be wanted next. Its errors are told when it is."""

        def ahead() -> None:
            with suppress(PunaError):
                page, _ = self._importer.page(Path(path), number)
                self._draw(path, page, width, ())

        self._ask(ahead, lambda _: None)

    def count(self, file: str, done: Callable[[File], None]) -> None:
        """What the index knows of a file by its key; not called where that is nothing."""
        if self._index is None or not file:
            return
        turn = self._turn

        def deliver(found: File | None) -> None:
            if found is not None and turn == self._turn:
                done(found)

        self._bridge.deliver(self._index.file(file), deliver, lambda _: None)

    def close(self) -> None:
        """End the importer process and the thread."""
        self._closed = True
        self.forget()
        self._importer.close()
        self._worker.shutdown(wait=True, cancel_futures=True)

    def _ask(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[ErrorInfo], None] | None = None,
    ) -> None:
        if self._closed:
            return  # a view that is about to go may still wish for something
        turn = self._turn

        def stoppable() -> T | None:
            with suppress(Stopped):
                return work()
            return None  # closed meanwhile, so that nobody hears of it

        def deliver(result: T | None) -> None:
            if turn == self._turn:
                done(cast(T, result))

        def tell(error: ErrorInfo) -> None:
            if turn == self._turn:
                (failed or self._bridge.failed.emit)(error)

        self._asked = [future for future in self._asked if not future.done()]
        future = self._worker.submit(stoppable)
        self._asked.append(future)  # type: ignore[arg-type]  # only cancelled
        self._bridge.deliver(future, deliver, tell)

    # On the worker thread

    def _draw(self, path: str, page: Page, width: int, spans: tuple[Span, ...]) -> Drawn:
        key = fingerprint(Path(path)), path, page.number, width, spans
        drawn = self._drawn.pop(key, None)
        if drawn is None:
            whole = Span(page.number, 0, len(page.text))
            asked = (*spans, whole)
            drawn = _drawn(self._importer.picture(Path(path), page.number, width, asked))
        self._drawn[key] = drawn
        while len(self._drawn) > 1 and sum(map(_size, self._drawn.values())) > _ROOM:
            self._drawn.popitem(last=False)
        return drawn

    def _neighbours(self, file: str) -> Sequence[Hit]:
        if self._index is None:
            return ()
        try:
            return self._index.chunks(file).result(_PATIENCE)
        except (PunaError, TimeoutError, CancelledError) as error:
            log.info("the index does not say what stands beside a passage: %s", error)
            return ()


def _size(drawn: Drawn) -> int:
    return drawn.image.sizeInBytes()


def _drawn(picture: Picture) -> Drawn:
    """Take in a picture, whose file is not needed any more. Raises StorageError."""
    path, size = Path(picture.file), picture.width * picture.height * 4
    try:
        whole = path.stat().st_size == size <= _LARGEST
        data = path.read_bytes() if whole else b""
        path.unlink()
    except OSError as error:
        raise storage_error(path, error) from error
    if not whole:
        raise StorageError(picture.file, "it is damaged")
    pixels = picture.width, picture.height, picture.width * 4
    image = QImage(data, *pixels, QImage.Format.Format_RGB32).copy()  # which owns its pixels
    *boxes, every = ([_rect(*sides) for sides in each] for each in picture.boxes)
    text = QRectF()
    for rect in every:
        text = text.united(rect)
    return Drawn(image, tuple(rect for each in boxes for rect in each), text)


def _rect(left: float, top: float, right: float, bottom: float) -> QRectF:
    return QRectF(left, top, right - left, bottom - top)
