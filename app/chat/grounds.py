"""What is painted under the text of a message: grounds of code, bars of quotes, boxes of tasks."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QTextDocument, QTextFrame

from app.chat.document import MessageDocument
from app.chat.formats import CODE_HEADER, CODE_PADDING, QUOTE_INDENT
from app.theme import SMALL_SIZE, Theme

_RADIUS = 8
_BOX = 12  # pixels, of a task
_BAR = 3


class Grounds:
    """Knows where things are once `arrange` was called; nothing of scrolling."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._languages: list[str] = []
        self._boxes: list[tuple[QRectF, bool]] = []
        self.code: list[QRectF] = []  # the ground of each block of code, its header included
        self.bars: list[QRectF] = []  # left of quotes

    def arrange(self, content: MessageDocument) -> None:
        """Find everything where the text is now."""
        document, zoom = content.document, self._theme.zoom
        self._languages = [block.language for block in content.code_blocks]
        self.code = [_code_rect(document, block.frame) for block in content.code_blocks]
        self.bars = [_quote_rect(document, frame) for frame in content.quotes]
        self._boxes = []
        for position, done in content.tasks:
            rect = block_rect(document, position)
            block = document.findBlock(position).blockFormat()
            left = rect.left() + block.leftMargin() + block.indent() * document.indentWidth()
            side = _BOX * zoom
            top = rect.top() + (block.lineHeight() - side) / 2
            place = QRectF(round(left - 18.5 * zoom) + 0.5, round(top) + 0.5, side, side)
            self._boxes.append((place, done))

    def paint(self, painter: QPainter, seen: QRectF) -> None:
        """Paint what is in `seen`."""
        if not self.code and not self.bars and not self._boxes:
            return
        tokens = self._theme.tokens
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self._theme.fonts.ui_font(SMALL_SIZE))
        for rect, language in zip(self.code, self._languages, strict=True):
            if rect.intersects(seen):
                self._paint_code(painter, rect, language)
        for place, done in self._boxes:
            painter.setPen(QPen(QColor(tokens.muted), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(place, 3, 3)
            if done:
                painter.setPen(QPen(QColor(tokens.accent), 1.8))
                x, y, side = place.x(), place.y(), place.width()
                corners = ((0.22, 0.52), (0.42, 0.72), (0.78, 0.28))
                painter.drawPolyline([QPointF(x + side * a, y + side * b) for a, b in corners])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        for bar in self.bars:
            painter.drawRoundedRect(QRectF(bar.left(), bar.top(), _BAR, bar.height()), 1.5, 1.5)

    def _paint_code(self, painter: QPainter, rect: QRectF, language: str) -> None:
        tokens = self._theme.tokens
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.code))
        painter.drawRoundedRect(rect, _RADIUS, _RADIUS)
        painter.setPen(QColor(tokens.muted))
        head = rect.adjusted(CODE_PADDING, 2, -2 * CODE_HEADER, 0)
        head.setHeight(CODE_HEADER)
        label = painter.fontMetrics().elidedText(
            language, Qt.TextElideMode.ElideRight, int(head.width())
        )
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, label)


def block_rect(document: QTextDocument, position: int) -> QRectF:
    """The block of the text around a position."""
    return document.documentLayout().blockBoundingRect(document.findBlock(position))


def _code_rect(document: QTextDocument, frame: QTextFrame) -> QRectF:
    rect = document.documentLayout().frameBoundingRect(frame)
    fmt = frame.frameFormat()
    rect.setTop(rect.top() + fmt.topMargin() - CODE_HEADER + CODE_PADDING)
    rect.setLeft(rect.left() + fmt.leftMargin())
    rect.setBottom(rect.bottom() - fmt.bottomMargin())
    return rect.adjusted(0.5, 0.5, -0.5, -0.5)


def _quote_rect(document: QTextDocument, frame: QTextFrame) -> QRectF:
    rect = document.documentLayout().frameBoundingRect(frame)
    fmt = frame.frameFormat()
    rect.adjust(0, fmt.topMargin(), 0, -fmt.bottomMargin())
    rect.setLeft(rect.left() + fmt.leftMargin() - QUOTE_INDENT)
    return rect
