"""A PDF through PDFium: texts of pages, where lines stand, the outline, labels.

Not for several threads. Knows nothing of headings, chunks and pictures.
"""

from __future__ import annotations

import bisect
import ctypes
import functools
import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final, NamedTuple

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # nor does its lower half

from engine.documents.importer.limits import Limits
from engine.documents.importer.parsed import SourceFile
from engine.documents.importer.pdf_text import PageText

_MOST_ENTRIES: Final = 20_000  # of an outline
_DEEPEST: Final = 6
_ASTRAL: Final = re.compile("[\U00010000-\U0010ffff]")
_LONGEST_TITLE: Final = 300  # characters


class Entry(NamedTuple):
    """An entry of the outline: `level` from 1, `page` from 1, and how high on it, in points from
    its lower edge, where that is known."""

    level: int
    title: str
    page: int
    top: float | None


class Line(NamedTuple):
    """A line of a page: where it is in the text."""

    start: int
    end: int


class Letter(NamedTuple):
    """How high a letter stands and how large it is, in points; both 0 where that is not known."""

    top: float
    size: float


class PdfFile:
    """An open PDF. Pages count from 1.

    Raises DocumentError: `encrypted`, `damaged`, `too_many_pages`; and `page` for no such page.
    """

    def __init__(self, source: SourceFile, limits: Limits) -> None:
        self.source = source
        self._limits = limits
        try:
            self._document = pypdfium2.PdfDocument(source.path)
        except (pypdfium2.PdfiumError, FileNotFoundError) as error:
            raise self._refused(error) from error
        self.pages = len(self._document)
        if self.pages > limits.pages:
            self.close()
            raise source.error(
                "too_many_pages", f"it has {self.pages:,} pages; at most {limits.pages:,} are read"
            )

    def close(self) -> None:
        self._document.close()

    def label(self, number: int) -> str:
        """What is printed on a page, empty where that is its number."""
        label = " ".join(self._document.get_page_label(number - 1).split())[:_LONGEST_TITLE]
        return "" if label == str(number) else label

    def title(self) -> str:
        """What it calls itself; empty for nothing."""
        return " ".join(self._document.get_metadata_value("Title").split())[:_LONGEST_TITLE]

    def outline(self) -> list[Entry]:
        """The entries of its outline that lead to a page, in order."""
        found = []
        entries = self._document.get_toc(max_depth=_DEEPEST)
        for entry in itertools.islice(entries, _MOST_ENTRIES):
            target = entry.get_dest()
            page = target.get_index() if target is not None else None
            title = " ".join(entry.get_title().split())[:_LONGEST_TITLE]
            if target is None or page is None or page >= self.pages or not title:
                continue
            view, place = target.get_view()
            top = place[1] if view == pdfium.PDFDEST_VIEW_XYZ and len(place) > 1 else None
            found.append(Entry(entry.level + 1, title, page + 1, top))
        return found

    @contextmanager
    def opened(self, number: int) -> Iterator[OpenPage]:
        """A page, for as long as the block lasts."""
        if not 1 <= number <= self.pages:
            reason = f"it has no page {number:,}, its last is {self.pages:,}"
            raise self.source.error("page", reason)
        # Not through the objects of pypdfium2, which take as long as a quarter of the reading.
        page = pdfium.FPDF_LoadPage(self._document, number - 1)
        if not page:
            raise self.source.error("damaged", f"page {number:,} cannot be opened")
        try:
            chars = pdfium.FPDFText_LoadPage(page)
            if not chars:
                raise self.source.error("damaged", f"page {number:,} cannot be read")
            try:
                yield OpenPage(page, chars, self._limits.page)
            finally:
                pdfium.FPDFText_ClosePage(chars)
        finally:
            pdfium.FPDF_ClosePage(page)

    def text(self, number: int) -> str:
        """The clean text of a page."""
        with self.opened(number) as page:
            return page.text.text

    def _refused(self, error: Exception) -> Exception:
        code = getattr(error, "err_code", None)
        if code in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY):
            return self.source.error(
                "encrypted",
                "it is protected by a password",
                "Save a copy of it without a password, and add that.",
            )
        if not self.source.is_same():
            return self.source.error("changed", "it changed while it was read")
        return self.source.error("damaged", "it is no PDF that can be opened")


class OpenPage:
    """A page while it is open; `text` is its clean text, at most `most` characters. `page` and
    `chars` are PDFium's."""

    def __init__(self, page: object, chars: object, most: int) -> None:
        self.page = page
        self.chars = chars
        self.text = PageText(_text(chars, most))
        self._box = pdfium.FS_RECTF()

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points, as the page is shown."""
        return pdfium.FPDF_GetPageWidthF(self.page), pdfium.FPDF_GetPageHeightF(self.page)

    @functools.cached_property
    def _astral(self) -> list[int]:
        """Characters of the text that are two units of UTF-16, as PDFium counts."""
        return [match.start() for match in _ASTRAL.finditer(self.text.raw)]

    def lines(self) -> list[Line]:
        """Its lines that are not blank."""
        found, start = [], 0
        for line in self.text.text.split("\n"):
            end = start + len(line)
            if line and not line.isspace():
                found.append(Line(start, end))
            start = end + 1
        return found

    def letter(self, line: Line) -> Letter:
        """The first letter of a line."""
        text = self.text.text
        start = line.start
        while text[start].isspace():
            start += 1
        index, _ = self.char_range(start, 1)
        if pdfium.FPDFText_GetLooseCharBox(self.chars, index, self._box):
            return Letter(self._box.top, abs(self._box.top - self._box.bottom))
        return Letter(0.0, 0.0)

    def char_range(self, start: int, length: int) -> tuple[int, int]:
        """Characters of the text as PDFium counts them: the first, and how many."""
        first, end = self.text.raw_range(start, length)
        if self._astral:
            first += bisect.bisect_left(self._astral, first)
            end += bisect.bisect_left(self._astral, end)
        index = pdfium.FPDFText_GetCharIndexFromTextIndex(self.chars, first)
        last = pdfium.FPDFText_GetCharIndexFromTextIndex(self.chars, end - 1)
        return max(0, index), max(0, last - index + 1)


def _text(chars: object, most: int) -> str:
    """The text of a page as PDFium gives it: UTF-16 with a zero behind."""
    count = min(pdfium.FPDFText_CountChars(chars), most)
    if count <= 0:
        return ""
    buffer = (ctypes.c_ushort * (2 * count + 1))()
    written = pdfium.FPDFText_GetText(chars, 0, count, buffer)
    return ctypes.string_at(buffer, 2 * max(0, written - 1)).decode("utf-16-le", "ignore")
