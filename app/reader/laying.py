"""A page's text laid into a QTextDocument by its blocks: headings, lists, quotes, code, tables.

Text goes in as text with a format, so nothing in it can become markup or load anything. Keeps where
each character went, so that a place of the page is a place of the document.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from PySide6.QtGui import (
    QColor,
    QFont,
    QFontInfo,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFrameFormat,
    QTextLength,
    QTextTableCellFormat,
    QTextTableFormat,
)

from app.reader.offsets import Run
from app.theme import BODY_SIZE, LINE_HEIGHT, Fonts
from app.tokens import Tokens
from engine.documents.records import Block, Page

MOST_CELLS: Final = 1_500
"""Of a page, drawn as tables; Qt takes seconds for more, so that the rest are lines."""
_TITLES: Final = (1.4, 1.25, 1.1, 1.0, 1.0, 1.0)  # sizes of headings, of that of the text
MOST_TEXT: Final = 200_000
"""Characters of a page that are laid at once, some tenth of a second."""
_LINES: Final = {"heading": 1.35, "code": 1.45, "table": 1.4}  # of the size; other blocks as usual
_INDENT: Final = 20  # pixels
_SIDE: Final = 16  # pixels around the text
_PARAGRAPH: Final = re.compile(r"\S(?:(?!\r?\n[ \t\r]*\n).)*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is drawn. `zoom` 1 is as large as the window's own text."""

    tokens: Tokens
    fonts: Fonts
    zoom: float = 1.0

    @property
    def size(self) -> float:
        """Of the text, in points."""
        return BODY_SIZE * self.zoom


@dataclass(frozen=True, slots=True)
class _Placed:
    """A run of the page, and where it is in the document."""

    start: int
    run: Run
    position: int


class LaidPage:
    """Fills `document` with a page. Wants a document that is empty and has no layout to notify.

    Of a very long page only a part is laid: that around `place`, an offset of its text.
    """

    def __init__(self, document: QTextDocument, page: Page, look: Look, place: int = 0) -> None:
        self._document = document
        self._page = page
        self._look = look
        self._placed: list[_Placed] = []
        self._cells = 0
        self._fresh = True  # the document still has nothing but its first block
        document.setDocumentMargin(0)
        frame = document.rootFrame().frameFormat()
        for put, margin in (
            (frame.setLeftMargin, _SIDE),
            (frame.setRightMargin, _SIDE),
            (frame.setTopMargin, _SIDE - 2),
            (frame.setBottomMargin, _SIDE + 8),
        ):
            put(margin)
        document.rootFrame().setFrameFormat(frame)
        document.setIndentWidth(_INDENT)
        document.setDefaultFont(look.fonts.ui_font(look.size))
        self._cursor = QTextCursor(document)
        self._cursor.beginEditBlock()
        first, last = part_of(page, place)
        self.whole = last - first == len(page.text)
        for is_table, blocks in groupby(_blocks(page, first, last), _is_table):
            if is_table:
                self._table(list(blocks))
            else:
                for block in blocks:
                    self._paragraph(block)
        self._cursor.endEditBlock()
        self._starts = [placed.start for placed in self._placed]

    def spans(self, start: int, length: int) -> list[tuple[int, int]]:
        """Where a part of the page is in the document: positions of beginnings and ends, one pair
        a block or cell."""
        end = start + length
        found = []
        for placed in self._placed[max(0, bisect_right(self._starts, start) - 1) :]:
            if placed.start >= end:
                break
            first = placed.position + placed.run.units(start - placed.start)
            last = placed.position + placed.run.units(end - placed.start)
            if first < last:
                found.append((first, last))
        return found

    def _paragraph(self, block: Block) -> None:
        self._begin(self._block_format(block))
        self._put(block.start, block.length, self._char_format(block), join=block.kind != "code")

    def _table(self, rows: Sequence[Block]) -> None:
        cells = [list(_cells(self._page.text, row)) for row in rows]
        columns = max(map(len, cells))
        self._cells += columns * len(rows)
        if self._cells > MOST_CELLS:
            for row in rows:
                self._paragraph(row)
            return
        table = self._cursor.insertTable(len(rows), columns, _table_format())
        self._fresh = False
        for number, starts in enumerate(cells):
            for column, (start, length) in enumerate(starts):
                cell = table.cellAt(number, column)
                cell.setFormat(self._cell_format(first=not column))
                self._cursor = cell.firstCursorPosition()
                self._cursor.setBlockFormat(self._block_format(rows[number]))
                self._put(start, length, self._char_format(rows[number]), join=True)
        self._cursor = QTextCursor(self._document)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._fresh = True  # the empty block that follows a table

    def _begin(self, block: QTextBlockFormat) -> None:
        if self._fresh:
            self._cursor.setBlockFormat(block)
            self._fresh = False
        else:
            self._cursor.insertBlock(block)

    def _put(self, start: int, length: int, form: QTextCharFormat, *, join: bool) -> None:
        run = Run(self._page.text[start : start + length], join=join)
        self._placed.append(_Placed(start, run, self._cursor.position()))
        self._cursor.insertText(run.shown, form)

    def _block_format(self, block: Block) -> QTextBlockFormat:
        form = QTextBlockFormat()
        gap = self._look.size
        form.setBottomMargin(gap)
        if block.kind == "heading":
            form.setTopMargin(gap if block.start else 0)
            form.setBottomMargin(gap * 0.6)
            form.setHeadingLevel(_level(block))
        elif block.kind == "list":
            form.setIndent(max(1, block.level))
            form.setBottomMargin(gap * 0.35)
        elif block.kind == "quote":
            form.setIndent(1)
        elif block.kind == "code":
            form.setBackground(QColor(self._look.tokens.code))
        elif block.kind == "table":
            form.setBottomMargin(gap * 0.2)
        # Fixed, because the natural one differs between Latin and Chinese fonts in a line.
        height = QFontInfo(self._font(block)).pixelSize() * _LINES.get(block.kind, LINE_HEIGHT)
        form.setLineHeight(round(height), QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        return form

    def _font(self, block: Block) -> QFont:
        look = self._look
        if block.kind == "code":
            return look.fonts.mono_font(look.size - look.zoom)
        if block.kind != "heading":
            return look.fonts.ui_font(look.size)
        font = look.fonts.ui_font(look.size * _TITLES[_level(block) - 1])
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def _char_format(self, block: Block) -> QTextCharFormat:
        form, tokens = QTextCharFormat(), self._look.tokens
        form.setFont(self._font(block))
        form.setForeground(QColor(tokens.muted if block.kind == "quote" else tokens.text))
        return form

    def _cell_format(self, *, first: bool) -> QTextTableCellFormat:
        """A thin line below; `first` of its row."""
        form = QTextTableCellFormat()
        form.setBottomBorder(1)
        form.setBottomBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
        form.setBottomBorderBrush(QColor(self._look.tokens.line))
        form.setTopPadding(4)
        form.setBottomPadding(4)
        form.setLeftPadding(0 if first else 10)
        form.setRightPadding(10)
        return form


def _table_format() -> QTextTableFormat:
    form = QTextTableFormat()
    form.setBorder(0)
    form.setCellSpacing(0)
    form.setCellPadding(0)
    form.setTopMargin(6)
    form.setBottomMargin(12)
    form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
    return form


def part_of(page: Page, place: int) -> tuple[int, int]:
    """Where the part of a page begins and ends that is laid for a place in it."""
    if len(page.text) <= MOST_TEXT:
        return 0, len(page.text)
    first = max(0, min(place - MOST_TEXT // 4, len(page.text) - MOST_TEXT))
    return first, first + MOST_TEXT


def paragraphs(text: str, first: int, last: int) -> Iterator[Block]:
    """The blocks of a page that came without: what empty lines part."""
    for found in _PARAGRAPH.finditer(text, first, last):
        yield Block("text", found.start(), len(found[0].rstrip()))


def _blocks(page: Page, first: int, last: int) -> Iterator[Block]:
    """The blocks of a part, those at its ends cut."""
    if not page.blocks:
        yield from paragraphs(page.text, first, last)
    for block in page.blocks:
        start, end = max(block.start, first), min(block.start + block.length, last)
        if start < end:
            yield Block(block.kind, start, end - start, block.level)


def _cells(text: str, row: Block) -> Iterator[tuple[int, int]]:
    """Where the cells of a row are: beginnings and lengths."""
    start = row.start
    for cell in text[row.start : row.start + row.length].split("\t"):
        yield start, len(cell)
        start += len(cell) + 1


def _level(block: Block) -> int:
    return max(1, min(6, block.level))


def _is_table(block: Block) -> bool:
    return block.kind == "table"
