"""Writes small PDF files for pictures of the window: lines of text, headings, an outline.

The text is that of the letters, as no font is embedded: Times for English, and for Chinese the song
typeface that every reader of PDF knows. Not for documents of users.
"""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.files import write_atomic

_WIDTH, _HEIGHT = 595, 842  # A4, in points
_MARGIN: Final = 78
_SIZES: Final = {0: 12.0, 1: 19.0, 2: 14.0}
_LEADING: Final = 1.5  # of the size of the letters
_COLUMNS: Final = 84  # of a line of the text, as wide as a Latin letter is on average
_WIDE: Final = 72  # the same where half of them are Chinese

# Widths of the Latin letters that a Chinese typeface has, in thousandths of its size.
_LATIN: Final = "[1 95 500]"
_CHINESE: Final = (
    "<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H "
    "/DescendantFonts [ << /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light "
    "/CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 0 >> /DW 1000 "
    f"/W {_LATIN} /FontDescriptor << /Type /FontDescriptor /FontName /STSongStd-Light /Flags 6 "
    "/FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 752 /Descent -271 /CapHeight 737 "
    "/StemV 58 >> >> ] >>"
)
_ENGLISH: Final = "<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`level` 0 is text, 1 and 2 are headings, which are in the outline, too."""

    text: str
    level: int = 0


def write_pdf(path: Path, title: str, pages: Sequence[Sequence[Paragraph]]) -> None:
    """Write a PDF with these paragraphs on its pages. Raises StorageError."""
    chinese = any(_is_wide(letter) for page in pages for part in page for letter in part.text)
    objects = _Objects()
    fonts = objects.fonts(chinese)
    catalog, root, outline = objects.keep(), objects.keep(), objects.keep()
    kids: list[int] = []
    entries: list[tuple[str, int, float]] = []
    for page in pages:
        content, headings = _content(page, chinese)
        stream = objects.add(f"<< /Length {len(content)} >>\nstream\n{content}\nendstream")
        box = f"/MediaBox [0 0 {_WIDTH} {_HEIGHT}] /Resources << /Font << {fonts} >> >>"
        kids.append(
            objects.add(f"<< /Type /Page /Parent {root} 0 R {box} /Contents {stream} 0 R >>")
        )
        entries += [(heading, kids[-1], top) for heading, top in headings]
    first = objects.next
    for number, (heading, page_object, top) in enumerate(entries):
        before = f"/Prev {first + number - 1} 0 R " if number else ""
        after = f"/Next {first + number + 1} 0 R " if number + 1 < len(entries) else ""
        where = f"/Dest [{page_object} 0 R /XYZ 0 {top:.0f} 0]"
        objects.add(f"<< /Title {_hex(heading, bom=True)} /Parent {outline} 0 R "
                    f"{before}{after}{where} >>")  # fmt: skip
    count = len(entries)
    objects.put(outline, f"<< /Type /Outlines /First {first} 0 R /Last {first + count - 1} 0 R "
                f"/Count {count} >>")  # fmt: skip
    names = " ".join(f"{kid} 0 R" for kid in kids)
    objects.put(root, f"<< /Type /Pages /Kids [{names}] /Count {len(kids)} >>")
    objects.put(catalog, f"<< /Type /Catalog /Pages {root} 0 R /Outlines {outline} 0 R >>")
    info = objects.add(f"<< /Title {_hex(title, bom=True)} >>")
    write_atomic(path, objects.file(catalog, info))


class _Objects:
    """The numbered objects of a file."""

    def __init__(self) -> None:
        self._bodies: list[str] = []

    @property
    def next(self) -> int:
        """The number that the next one gets."""
        return len(self._bodies) + 1

    def keep(self) -> int:
        """A number for what is put there later."""
        return self.add("")

    def add(self, body: str) -> int:
        self._bodies.append(body)
        return len(self._bodies)

    def put(self, number: int, body: str) -> None:
        self._bodies[number - 1] = body

    def fonts(self, chinese: bool) -> str:
        """Add the typefaces of the text (F0) and of headings (F1); their dictionary."""
        if chinese:
            number = self.add(_CHINESE)
            return f"/F0 {number} 0 R /F1 {number} 0 R"
        text, bold = (
            self.add(_ENGLISH.format(name=name)) for name in ("Times-Roman", "Times-Bold")
        )
        return f"/F0 {text} 0 R /F1 {bold} 0 R"

    def file(self, catalog: int, info: int) -> bytes:
        parts, places, at = ["%PDF-1.7\n"], [], 9
        for number, body in enumerate(self._bodies, 1):
            places.append(at)
            parts.append(f"{number} 0 obj\n{body}\nendobj\n")
            at += len(parts[-1])
        table = "".join(f"{place:010} 00000 n \n" for place in places)
        size = len(places) + 1
        parts.append(
            f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} "
            f"/Root {catalog} 0 R /Info {info} 0 R >>\nstartxref\n{at}\n%%EOF\n"
        )
        return "".join(parts).encode("ascii")


def _content(page: Sequence[Paragraph], chinese: bool) -> tuple[str, list[tuple[str, float]]]:
    """What draws a page, and its headings with how high they stand."""
    parts, headings, y = [], [], float(_HEIGHT - _MARGIN)
    for paragraph in page:
        size, bold = _SIZES[paragraph.level], paragraph.level > 0
        if bold:
            y -= size * 0.8
            headings.append((paragraph.text, y + size))
        for line in _lines(paragraph.text, chinese):
            shown = _hex(line) if chinese else _hex_latin(line)
            parts.append(f"BT /F{int(bold)} {size} Tf {_MARGIN} {y:.1f} Td {shown} Tj ET")
            y -= size * _LEADING
        y -= 5
    return "\n".join(parts), headings


def _lines(text: str, chinese: bool) -> Iterator[str]:
    if not chinese:
        yield from textwrap.wrap(text, _COLUMNS)
        return
    line, width = "", 0
    for letter in text:
        step = 2 if _is_wide(letter) else 1
        if width + step > _WIDE and letter not in "，。；：、）":
            yield line
            line, width = "", 0
        line, width = line + letter, width + step
    yield line


def _is_wide(letter: str) -> bool:
    return unicodedata.east_asian_width(letter) in "WF"


def _hex(text: str, *, bom: bool = False) -> str:
    return f"<{'FEFF' if bom else ''}{text.encode('utf-16-be').hex()}>"


def _hex_latin(text: str) -> str:
    return f"<{text.encode('cp1252', 'replace').hex()}>"
