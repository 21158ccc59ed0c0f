"""PDF files to pages: text, headings, and what runs at the top and the foot of pages left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from engine.documents.importer.headings import LetterSizes, titled
from engine.documents.importer.limits import Limits
from engine.documents.importer.outline import Outline
from engine.documents.importer.parsed import Parsed, SourceFile
from engine.documents.importer.pdf_file import Line, PdfFile
from engine.documents.importer.running import RunningLines
from engine.documents.importer.running_titles import is_running_title
from engine.documents.records import Block, Page

_SAMPLE: Final = 24  # pairs of pages that are looked at to learn what the rest is like


def read_pdf(source: SourceFile, limits: Limits) -> Parsed:
    """The pages of a PDF. Raises DocumentError: `encrypted`, `damaged`, `too_many_pages`."""
    reader = PdfReader(source, limits)
    return Parsed("pdf", reader.file.title(), reader.all(), reader.file.pages)


class _Look(NamedTuple):
    """What is seen of a page by itself: its text, the titles of the outline that are found on it;
    and of a file without an outline the lines with the sizes of their letters."""

    text: str
    titles: list[Block]
    lines: list[tuple[Line, float]]


class PdfReader:
    """Reads pages of a PDF, each by itself. Close it."""

    def __init__(self, source: SourceFile, limits: Limits) -> None:
        self.file = PdfFile(source, limits)
        self._outline = Outline(self.file.outline())
        self._running: RunningLines | None = None
        self._sizes: LetterSizes | None = None
        self._looked: dict[int, _Look] = {}

    def close(self) -> None:
        self.file.close()

    def all(self) -> Iterator[Page]:
        """All pages in order; then the file is closed."""
        try:
            for number in range(1, self.file.pages + 1):
                yield self.page(number)
        finally:
            self.close()

    def page(self, number: int) -> Page:
        """Page `number`, from 1. Raises DocumentError."""
        running = self._learn()
        look = self._looked.get(number) or self._look(number)
        headings, text = look.titles, look.text
        if self._sizes is not None:
            headings = self._sizes.headings(look.lines, text)
        start, stop = running.of(text)
        if titles := self._outline.titles(number):
            taken = {heading.start for heading in headings}
            start, stop = _without_titles(text, start, stop, titles, taken)
        inside = [one for one in headings if start <= one.start and one.start + one.length <= stop]
        # A page of nothing but running lines has a block of no text: no block would mean all of it.
        blocks = _filled(inside, text, start, stop) or [Block("text", start, 0)]
        return Page(number, text, tuple(blocks), self.file.label(number))

    def _look(self, number: int) -> _Look:
        with self.file.opened(number) as page:
            text = page.text.text
            if not self._outline:
                return _Look(text, [], [(line, page.letter(line).size) for line in page.lines()])
            entries = self._outline.on(number)
            return _Look(text, titled(entries, page) if entries else [], [])

    def _learn(self) -> RunningLines:
        """Look at some pages once, before the first is read."""
        if self._running is None:
            self._looked = {number: self._look(number) for number in _spread(self.file.pages)}
            seen = self._looked.items()
            self._running = RunningLines((number, look.text) for number, look in seen)
            if not self._outline:
                self._sizes = LetterSizes(line for _, look in seen for line in look.lines)
        return self._running


def _spread(pages: int) -> list[int]:
    """Numbers of some pages of so many, in pairs of neighbours."""
    if pages <= 2 * _SAMPLE:
        return list(range(1, pages + 1))
    firsts = (1 + pair * (pages - 1) // _SAMPLE for pair in range(_SAMPLE))
    return sorted({number for first in firsts for number in (first, first + 1)})


def _without_titles(
    text: str, start: int, stop: int, titles: Sequence[str], headings: set[int]
) -> tuple[int, int]:
    """`start` and `stop` without a first and a last line that are running titles; a line at one of
    `headings` is none."""
    inner = text[start:stop].strip()
    if not inner:
        return start, stop
    begin = text.index(inner, start)
    end = begin + len(inner)
    first_end = begin + inner.find("\n") if "\n" in inner else end
    last = begin + inner.rfind("\n") + 1
    if begin not in headings and is_running_title(text[begin:first_end], titles):
        start = first_end
    if last > first_end and last not in headings and is_running_title(text[last:end], titles):
        stop = last
    return start, stop


def _filled(headings: Sequence[Block], text: str, start: int, stop: int) -> list[Block]:
    """Blocks from `start` to `stop`: the headings, and what is between them."""
    blocks: list[Block] = []
    for heading in [*headings, Block("heading", stop, 0)]:
        between = text[start : heading.start]
        if bare := between.strip():
            first = start + between.index(bare)
            blocks.append(Block("text", first, len(bare)))
        if heading.length:
            blocks.append(heading)
        start = heading.start + heading.length
    return blocks
