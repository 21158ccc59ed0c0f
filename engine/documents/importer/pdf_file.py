"""A PDF through PDFium: texts of pages, where lines stand, the outline, labels.

Not for several threads. Knows nothing of headings, chunks and pictures.
"""

from __future__ import annotations

import ctypes
import itertools
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
_LONGEST_TITLE: Final = 300  # characters


class Entry(NamedTuple):
    """An entry of the outline: `level` from 1, `page` from 1, and how high on it, in points from
    its lower edge, where that is known."""

    level: int
    title: str
    page: int
    top: float | None


class Line(NamedTuple):
    """A line of a page: where it is in the text, and how high its first letter stands and how
    large it is, in points."""

    start: int
    end: int
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
        try:
            page = self._document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise self.source.error("damaged", f"page {number:,} cannot be opened") from error
        try:
            text = page.get_textpage()
            try:
                yield OpenPage(page, text, self._limits.page)
            finally:
                text.close()
        except pypdfium2.PdfiumError as error:
            raise self.source.error("damaged", f"page {number:,} cannot be read") from error
        finally:
            page.close()

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
    """A page while it is open; `text` is its clean text, at most `most` characters."""

    def __init__(self, page: pypdfium2.PdfPage, chars: pypdfium2.PdfTextPage, most: int) -> None:
        self.page = page
        self.chars = chars
        count = min(chars.count_chars(), most)
        self.text = PageText(chars.get_text_range(0, count) if count > 0 else "")

    def lines(self) -> list[Line]:
        """Its lines that are not blank, with the place and size of their first letter."""
        found, start, text = [], 0, self.text.text
        box = pdfium.FS_RECTF()
        for line in text.split("\n"):
            end = start + len(line)
            if bare := line.strip():
                first = start + line.index(bare[0])
                index, _ = self.char_range(first, 1)
                if pdfium.FPDFText_GetLooseCharBox(self.chars, index, ctypes.byref(box)):
                    found.append(Line(start, end, box.top, abs(box.top - box.bottom)))
                else:
                    found.append(Line(start, end, 0.0, 0.0))
            start = end + 1
        return found

    def char_range(self, start: int, length: int) -> tuple[int, int]:
        """Characters of the text as PDFium counts them: the first, and how many."""
        first, end = self.text.raw_range(start, length)
        raw = self.text.raw
        if not raw.isascii():  # PDFium counts its text in units of UTF-16
            astral = [place for place in _astral(raw) if place < end]
            end += len(astral)
            first += sum(place < first for place in astral)
        index = pdfium.FPDFText_GetCharIndexFromTextIndex(self.chars, first)
        last = pdfium.FPDFText_GetCharIndexFromTextIndex(self.chars, end - 1)
        return max(0, index), max(0, last - index + 1)


def _astral(text: str) -> Iterator[int]:
    return (place for place, char in enumerate(text) if ord(char) > 0xFFFF)
