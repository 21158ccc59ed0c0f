"""What the importer process does with a file, as functions of requests. Knows no frames."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec

from engine.documents.importer.chunking import Chunker
from engine.documents.importer.language import LanguageGuess
from engine.documents.importer.limits import Limits
from engine.documents.importer.locating import locate
from engine.documents.importer.parsed import SourceFile
from engine.documents.importer.pdf import PdfReader, read_pdf
from engine.documents.importer.picture import draw
from engine.documents.importer.protocol import (
    Draw,
    Locate,
    PageHead,
    Pages,
    Parse,
    Part,
    Picture,
    ReadPage,
)
from engine.documents.importer.recognise import parser_of
from engine.documents.records import Chunk, FileInfo, Page, Span
from engine.documents.words import index_words
from engine.validate import clean_text

_BATCH: Final = 120_000  # characters of chunks that are told at once
_MOST_PAGES: Final = 500  # told at once
# Signs of typography that are in no word.
_SIGNS: Final = tuple(zip("’‘“”•–—…\u00a0", "''\"\"*    ", strict=True))


class Reading:
    """Reads files within `limits`. Keeps a PDF open that pages are asked of. Close it."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._open: tuple[SourceFile, PdfReader] | None = None

    def close(self) -> None:
        """Let go of the file that is open."""
        opened, self._open = self._open, None
        if opened is not None:
            opened[1].close()

    def parse(self, request: Parse, tell: Callable[[Part | Pages], None]) -> FileInfo:
        """All chunks of a file. Raises DocumentError."""
        self.close()
        with _without_collecting():
            return self._parse(request, tell)

    def _parse(self, request: Parse, tell: Callable[[Part | Pages], None]) -> FileInfo:
        source = SourceFile(_path(request.path), self._limits)
        parsed = parser_of(source)(source, self._limits)
        batch, language = _Batch(tell), LanguageGuess()
        chunker = Chunker()
        pages = empty = size = 0
        tokens = 0
        for page in map(_storable, parsed.pages):
            pages += 1
            size += len(page.text)
            if size > self._limits.text:
                raise source.error("too_large", "it has too much text")
            empty += not page.text.strip()
            language.see(page.text)
            chunks = [_worded(chunk) for chunk in chunker.chunks(page)]
            tokens += sum(chunk.tokens for chunk in chunks)
            batch.add(PageHead(page.number, page.label, page.kind), chunks)
            tell(Pages(pages, parsed.n_pages or 0))
        batch.flush()
        if empty == pages:
            raise _without_text(source, parsed.kind == "pdf")
        sha256 = source.sha256()
        source.check()
        title = parsed.title or source.path.stem
        return FileInfo(
            parsed.kind, clean_text(title), pages, empty, tokens, sha256, language.language()
        )

    def page(self, request: ReadPage) -> tuple[Page, str]:
        """A page, and the SHA-256 of the file. Raises DocumentError."""
        source, reader = self._opened(_path(request.path))
        if reader is not None:
            return _storable(reader.page(request.number)), source.sha256()
        for page in self._pages(source):
            if page.number == request.number:
                return page, source.sha256()
        raise source.error("page", f"it has no page {request.number:,}")

    def draw(self, request: Draw) -> Picture:
        """A page of a PDF as a picture. Raises DocumentError, and OSError for its target."""
        source, reader = self._opened(_path(request.path))
        if reader is None:
            raise source.error("kind", "only pages of PDF files are drawn")
        spans = [span for span in request.spans if span.page == request.number]
        with reader.file.opened(request.number) as page:
            target = _path(request.target)
            return draw(page, request.width, self._limits.pixels, spans, target)

    def locate(self, request: Locate) -> Span | None:
        """Where a passage stands now. Raises DocumentError."""
        source, reader = self._opened(_path(request.path))
        if reader is None:
            pages = sorted(self._pages(source), key=lambda page: abs(page.number - request.near))
            return locate(request.text, pages)
        numbers = sorted(
            range(1, reader.file.pages + 1), key=lambda number: abs(number - request.near)
        )
        texts = (Page(number, reader.file.text(number)) for number in numbers)
        return locate(request.text, texts)

    def _opened(self, path: Path) -> tuple[SourceFile, PdfReader | None]:
        """The file, and its reader if it is a PDF; kept open while it is the same."""
        if self._open is not None and self._open[0].path == path and self._open[0].is_same():
            return self._open
        self.close()
        source = SourceFile(path, self._limits)
        if parser_of(source) is not read_pdf:
            return source, None
        self._open = source, PdfReader(source, self._limits)
        return self._open

    def _pages(self, source: SourceFile) -> Iterator[Page]:
        return map(_storable, parser_of(source)(source, self._limits).pages)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Look for garbage once, behind a file, and not every few pages of it."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.collect()


class _Batch:
    """Chunks and pages on their way, told some at a time."""

    def __init__(self, tell: Callable[[Part], None]) -> None:
        self._tell = tell
        self._chunks: list[Chunk] = []
        self._pages: list[PageHead] = []
        self._size = 0

    def add(self, page: PageHead, chunks: list[Chunk]) -> None:
        self._pages.append(page)
        for chunk in chunks:
            self._chunks.append(chunk)
            self._size += len(chunk.text) + len(chunk.words)
            if self._size >= _BATCH:
                self.flush()
        if len(self._pages) >= _MOST_PAGES:
            self.flush()

    def flush(self) -> None:
        if self._chunks or self._pages:
            self._tell(Part(tuple(self._chunks), tuple(self._pages)))
        self._chunks, self._pages, self._size = [], [], 0


def _path(name: bytes) -> Path:
    return Path(os.fsdecode(name))


def _worded(chunk: Chunk) -> Chunk:
    text = chunk.text
    if not text.isascii():  # of plain text the same words are found several times as fast
        for sign, plain in _SIGNS:
            text = text.replace(sign, plain)
    return msgspec.structs.replace(chunk, words=index_words(text))


def _storable(page: Page) -> Page:
    """A page whose text can be sent and kept, of the same length."""
    text = clean_text(page.text).replace("\0", "\ufffd")
    return page if text == page.text else msgspec.structs.replace(page, text=text)


def _without_text(source: SourceFile, scanned: bool) -> Exception:
    if scanned:
        return source.error(
            "no_text",
            "its pages have no text; they are scanned, or blank",
            "Run text recognition (OCR) on it with another program, and add the result.",
        )
    return source.error("empty", "there is no text in it")
