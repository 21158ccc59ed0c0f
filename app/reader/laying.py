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
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextLength,
    QTextTableFormat,
)

from app.reader.offsets import Run
from app.theme import BODY_SIZE, Fonts
from app.tokens import Tokens
from engine.documents.records import Block, Page

MOST_CELLS: Final = 1_500
"""Of a page, drawn as tables; Qt takes seconds for more, so that the rest are lines."""
_TITLES: Final = (1.5, 1.3, 1.15, 1.05, 1.0, 1.0)  # sizes of headings, of that of the text
_LINE_HEIGHT: Final = 145.0  # percent
_INDENT: Final = 20  # pixels
_SIDE: Final = 20  # pixels around the text; on the right, a scroll bar comes beside them
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
    """Fills `document` with a page. Wants a document that is empty and has no layout to notify."""

    def __init__(self, document: QTextDocument, page: Page, look: Look) -> None:
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
            (frame.setRightMargin, _SIDE - 8),
            (frame.setTopMargin, _SIDE - 4),
            (frame.setBottomMargin, _SIDE + 8),
        ):
            put(margin)
        document.rootFrame().setFrameFormat(frame)
        document.setIndentWidth(_INDENT)
        document.setDefaultFont(look.fonts.ui_font(look.size))
        self._cursor = QTextCursor(document)
        self._cursor.beginEditBlock()
        for is_table, blocks in groupby(page.blocks or paragraphs(page), _is_table):
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
        table = self._cursor.insertTable(len(rows), columns, self._table_format(columns))
        self._fresh = False
        line = QTextBlockFormat()
        line.setLineHeight(120.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        for number, starts in enumerate(cells):
            for column, (start, length) in enumerate(starts):
                self._cursor = table.cellAt(number, column).firstCursorPosition()
                self._cursor.setBlockFormat(line)
                self._put(start, length, self._char_format(rows[number]), join=True)
        self._cursor = QTextCursor(self._document)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._cursor.setBlockFormat(line)
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
        self._cursor.setBlockCharFormat(form)
        self._cursor.insertText(run.shown, form)

    def _block_format(self, block: Block) -> QTextBlockFormat:
        form = QTextBlockFormat()
        form.setLineHeight(_LINE_HEIGHT, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        gap = self._look.size
        form.setBottomMargin(gap * 0.8)
        if block.kind == "heading":
            form.setTopMargin(gap * 1.1 if block.start else 0)
            form.setBottomMargin(gap * 0.5)
            form.setHeadingLevel(max(1, min(6, block.level)))
        elif block.kind == "list":
            form.setIndent(max(1, block.level))
            form.setBottomMargin(gap * 0.35)
        elif block.kind == "quote":
            form.setIndent(1)
        elif block.kind == "code":
            form.setBackground(QColor(self._look.tokens.code))
            form.setLineHeight(125.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        elif block.kind == "table":
            form.setBottomMargin(gap * 0.2)
        return form

    def _char_format(self, block: Block) -> QTextCharFormat:
        form, look = QTextCharFormat(), self._look
        if block.kind == "code":
            form.setFont(look.fonts.mono_font(look.size - look.zoom))
        elif block.kind == "heading":
            times = _TITLES[max(1, min(6, block.level)) - 1]
            font = look.fonts.ui_font(look.size * times)
            font.setWeight(QFont.Weight.DemiBold)
            form.setFont(font)
        else:
            form.setFont(look.fonts.ui_font(look.size))
        quiet = block.kind == "quote"
        form.setForeground(QColor(look.tokens.muted if quiet else look.tokens.text))
        return form

    def _table_format(self, columns: int) -> QTextTableFormat:
        form = QTextTableFormat()
        form.setBorder(1)
        form.setBorderCollapse(True)
        form.setBorderBrush(QColor(self._look.tokens.line))
        form.setCellPadding(5)
        form.setTopMargin(4)
        form.setBottomMargin(4)
        form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        return form


def paragraphs(page: Page) -> Iterator[Block]:
    """The blocks of a page that came without: what empty lines part."""
    for found in _PARAGRAPH.finditer(page.text):
        text = found[0].rstrip()
        yield Block("text", found.start(), len(text))


def _cells(text: str, row: Block) -> Iterator[tuple[int, int]]:
    """Where the cells of a row are: beginnings and lengths."""
    start = row.start
    for cell in text[row.start : row.start + row.length].split("\t"):
        yield start, len(cell)
        start += len(cell) + 1


def _is_table(block: Block) -> bool:
    return block.kind == "table"
