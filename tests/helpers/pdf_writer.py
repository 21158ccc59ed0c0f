"""PDF files for tests, written by reportlab: pages of lines, headings, running heads, outlines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = 595, 842
LEFT, TOP, LEADING = 72, 760, 16
LATIN, CHINESE = "Helvetica", "STSong-Light"


@dataclass(frozen=True, slots=True)
class Title:
    """A line of a page that stands in larger letters, and in the outline where it has a level."""

    text: str
    level: int = 0
    size: float = 18.0
    outline: str = ""


def write_pdf(
    path: Path,
    pages: Sequence[Sequence[str | Title]],
    *,
    head: str = "",
    foot: str = "",
    turned: int = 0,
    password: str = "",
    title: str = "",
    compressed: bool = True,
) -> Path:
    """Lines of `pages` from the top down. `head` and `foot` are on all of them, with {page} and
    {pages}; `turned` by so many degrees."""
    pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))
    lock = StandardEncryption(password) if password else None
    canvas = Canvas(
        str(path), (WIDTH, HEIGHT), encrypt=lock, pageCompression=int(compressed), invariant=1
    )
    canvas.setTitle(title)
    for number, lines in enumerate(pages, 1):
        if turned:
            canvas.setPageRotation(turned)
        _running(canvas, head, number, len(pages), HEIGHT - 40)
        _lines(canvas, lines, number, TOP if turned in (0, 180) else TOP - HEIGHT + WIDTH)
        _running(canvas, foot, number, len(pages), 36)
        canvas.showPage()
    canvas.save()
    return path


def _lines(canvas: Canvas, lines: Sequence[str | Title], number: int, height: float) -> None:
    for place, line in enumerate(lines):
        plain = line.text if isinstance(line, Title) else line
        size = line.size if isinstance(line, Title) else 11.0
        if isinstance(line, Title) and line.level:
            key = f"{number}-{place}"
            canvas.bookmarkHorizontal(key, 0, height + size)
            canvas.addOutlineEntry(line.outline or plain, key, line.level - 1)
        canvas.setFont(LATIN if plain.isascii() else CHINESE, size)
        canvas.drawString(LEFT, height, plain)
        height -= LEADING + (size - 11)


def _running(canvas: Canvas, line: str, number: int, pages: int, height: float) -> None:
    if line:
        canvas.setFont(LATIN if line.isascii() else CHINESE, 9)
        canvas.drawString(LEFT, height, line.format(page=number, pages=pages))
