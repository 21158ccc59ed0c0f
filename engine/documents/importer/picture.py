"""Pictures of pages of a PDF, and the boxes around places in their text."""

from __future__ import annotations

import ctypes
import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pypdfium2  # type: ignore[import-untyped]  # it ships no types
import pypdfium2.raw as pdfium  # type: ignore[import-untyped]  # nor does its lower half

from engine.documents.importer.pdf_file import OpenPage
from engine.documents.importer.protocol import Box, Picture
from engine.documents.records import Span

_NARROWEST: Final = 16  # pixels
_SAME_LINE: Final = 0.5  # of the lower box: that much of it beside another is one line
_SCALE: Final = 1 << 20  # places of a page are whole numbers to PDFium


def draw(page: OpenPage, width: int, most: int, spans: Sequence[Span], target: Path) -> Picture:
    """Draw a page about `width` pixels wide, of at most `most` pixels, into the new file `target`.

    Raises OSError where that cannot be written.
    """
    columns, rows = _size(page, width, most)
    bitmap = pypdfium2.PdfBitmap.new_native(columns, rows, pdfium.FPDFBitmap_BGRx)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, columns, rows)
    flags = pdfium.FPDF_ANNOT | pdfium.FPDF_RENDER_LIMITEDIMAGECACHE
    pdfium.FPDF_RenderPageBitmap(bitmap, page.page, 0, 0, columns, rows, 0, flags)
    # Derived and read once: it need not reach the disk before it has its name.
    with os.fdopen(os.open(target, _NEW, 0o600), "wb") as file:
        file.write(memoryview(bitmap.buffer))
    bitmap.close()
    found = tuple(boxes(page, span.start, span.length) for span in spans)
    return Picture(str(target), columns, rows, found)


_NEW: Final = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)


def boxes(page: OpenPage, start: int, length: int) -> tuple[Box, ...]:
    """The rectangles around the lines of a place: left, top, right and bottom in shares of the
    page as it is drawn, in the order they are read."""
    length = min(length, len(page.text.text) - start)
    if start < 0 or length <= 0:
        return ()
    first, count = page.char_range(start, length)
    found: list[Box] = []
    for index in range(max(0, pdfium.FPDFText_CountRects(page.chars, first, count))):
        left, top, right, bottom = (ctypes.c_double() for _ in range(4))
        if pdfium.FPDFText_GetRect(page.chars, index, left, top, right, bottom):
            box = _on_page(page.page, left.value, top.value, right.value, bottom.value)
            if box[2] > box[0] and box[3] > box[1]:
                found.append(box)
    return tuple(_lines(found))


def _lines(found: Sequence[Box]) -> list[Box]:
    """Boxes of one line that follow each other as one box."""
    lines: list[Box] = []
    for box in found:
        last = lines[-1] if lines else None
        if last is not None and _is_beside(last, box):
            joined = zip(last[:2], box[:2], strict=True), zip(last[2:], box[2:], strict=True)
            left, top = map(min, joined[0])
            right, bottom = map(max, joined[1])
            lines[-1] = left, top, right, bottom
        else:
            lines.append(box)
    return lines


def _is_beside(first: Box, second: Box) -> bool:
    shared = min(first[3], second[3]) - max(first[1], second[1])
    lower = min(first[3] - first[1], second[3] - second[1])
    gap = second[0] - first[2]
    return shared >= _SAME_LINE * lower and -0.005 <= gap <= 0.05


def _on_page(page: pypdfium2.PdfPage, left: float, top: float, right: float, bottom: float) -> Box:
    """A rectangle in points of the PDF in shares of the page as it is drawn, turned as that is."""
    xs, ys = [], []
    x, y = ctypes.c_int(), ctypes.c_int()
    for point in ((left, top), (right, bottom)):
        pdfium.FPDF_PageToDevice(page, 0, 0, _SCALE, _SCALE, 0, *point, x, y)
        xs.append(min(max(x.value / _SCALE, 0.0), 1.0))
        ys.append(min(max(y.value / _SCALE, 0.0), 1.0))
    return min(xs), min(ys), max(xs), max(ys)


def _size(page: OpenPage, width: int, most: int) -> tuple[int, int]:
    """Pixels of the picture across and down; a page of no size is square."""
    across, down = page.size
    usable = math.isfinite(across) and math.isfinite(down) and across > 0 and down > 0
    ratio = min(max(down / across, 0.02), 50.0) if usable else 1.0
    columns = min(max(width, _NARROWEST), math.isqrt(int(most / ratio)))
    return max(1, columns), max(1, min(round(columns * ratio), most // max(1, columns)))
