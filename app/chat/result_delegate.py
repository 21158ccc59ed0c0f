"""How a result of the search looks: title and date, then two lines of text with marked places."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.chat.chat_delegate import PADDING, draw_ground, small
from app.chat.chat_model import ROW_ROLE, Index
from app.chat.result_model import Result
from app.theme import Theme

GAP = 3
LINES = 2


class ResultDelegate(QStyledItemDelegate):
    """Rows of one height. Matches have the ground of search hits and are in the text's colour."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = LINES * QFontMetrics(small(option.font)).lineSpacing()
        return QSize(0, QFontMetrics(option.font).height() + GAP + lines + 2 * PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        result: Result = index.data(ROW_ROLE)
        tokens = self._theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw_ground(painter, option, self._theme)
        space = option.rect.adjusted(PADDING, PADDING, -PADDING, -PADDING)
        line = QRect(space.left(), space.top(), space.width(), QFontMetrics(option.font).height())
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(small(option.font))
        painter.setPen(QColor(tokens.muted))
        painter.drawText(line, flags | Qt.AlignmentFlag.AlignRight, result.when)
        line.setRight(line.right() - painter.fontMetrics().horizontalAdvance(result.when) - 8)
        font = QFont(option.font)
        font.setWeight(QFont.Weight.Medium)
        painter.setFont(font)
        painter.setPen(QColor(tokens.text))
        title = painter.fontMetrics().elidedText(
            result.title, Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, flags | Qt.AlignmentFlag.AlignLeft, title)
        painter.setPen(QColor(tokens.muted))
        self._excerpt(result, small(option.font), space.width()).draw(
            painter, QPointF(space.left(), line.bottom() + GAP)
        )
        painter.restore()

    def _excerpt(self, result: Result, font: QFont, width: int) -> QTextLayout:
        """The text laid out in lines of `width` pixels; what does not fit ends in …"""
        marks = [self._mark(*mark) for mark in result.marks]
        layout = _lay_out(result.excerpt, font, marks, [width] * LINES)
        last = layout.lineAt(layout.lineCount() - 1)
        units = result.excerpt.encode("utf-16-le", "replace")
        if layout.lineCount() == LINES and 2 * (last.textStart() + last.textLength()) < len(units):
            start = 2 * last.textStart()
            rest = units[start:].decode("utf-16-le", "replace")
            rest = QFontMetrics(font).elidedText(rest, Qt.TextElideMode.ElideRight, width)
            text = units[:start].decode("utf-16-le", "replace") + rest
            layout = _lay_out(text, font, marks, [width, 2 * width])  # its last line is cut already
        return layout

    def _mark(self, start: int, length: int) -> QTextLayout.FormatRange:
        mark = QTextLayout.FormatRange()
        mark.start, mark.length = start, length
        look = QTextCharFormat()
        look.setBackground(QColor(self._theme.tokens.highlight))
        look.setForeground(QColor(self._theme.tokens.text))
        mark.format = look
        return mark


def _lay_out(
    text: str, font: QFont, marks: list[QTextLayout.FormatRange], widths: Sequence[int]
) -> QTextLayout:
    """`text` in at most as many lines as there are widths."""
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.setFormats(marks)  # lines made before would be gone
    layout.beginLayout()
    top = 0.0
    for width in widths:
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, top))
        top += QFontMetrics(font).lineSpacing()
    layout.endLayout()
    return layout
