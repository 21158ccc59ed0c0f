"""How a row of the list of models looks: a card with its name, its openness and a line below, and
of a download how far it is. `button_rects` says where its buttons are.
"""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.icons import icon
from app.models.list_model import ROW_ROLE, Index, Row
from app.theme import BODY_SIZE, CARD_RADIUS, SMALL_SIZE, Theme

PAD = 12
ABOVE = 10  # inside a card
GAP = 8  # between two cards
LINE = 4  # between two lines of a card
BAR = 5
BUTTON = 26

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_WRAPPED = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
ICONS = {"pause": "pause", "resume": "download", "cancel": "close"}


class ListDelegate(QStyledItemDelegate):
    """Draws headings, notes and cards."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row: Row = index.data(ROW_ROLE)
        title, small = QFontMetrics(_title(option.font, row)), QFontMetrics(_small(option.font))
        if row.kind == "heading":
            return QSize(0, title.height() + 18)
        if row.kind == "note":
            wide = option.rect.width() or _width(option)
            space = QRect(0, 0, max(80, wide - 4), 10_000)
            return QSize(0, small.boundingRect(space, int(_WRAPPED), row.title).height() + 12)
        tall = title.height() + (LINE + small.height() if row.detail else 0) + 2 * ABOVE
        if row.progress is not None:
            tall += 2 * LINE + BAR
        return QSize(0, tall + GAP)

    def button_rects(self, rect: QRect, row: Row) -> list[QRect]:
        """Where the buttons of a row at `rect` are, in their order."""
        right, top = rect.right() - PAD + 5, rect.top() + ABOVE - 4
        count = len(row.buttons)
        return [
            QRect(QPoint(right - (count - n) * BUTTON, top), QSize(BUTTON, BUTTON))
            for n in range(count)
        ]

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.kind == "heading":
            painter.setFont(_title(option.font, row))
            painter.setPen(QColor(self._theme.tokens.text))
            painter.drawText(option.rect.adjusted(2, 6, -2, 0), _LEFT, row.title)
        elif row.kind == "note":
            painter.setFont(_small(option.font))
            painter.setPen(QColor(self._theme.tokens.muted))
            painter.drawText(option.rect.adjusted(2, 2, -2, 0), _WRAPPED, row.title)
        else:
            self._paint_card(painter, option, row)
        painter.restore()

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        tokens = self._theme.tokens
        card = option.rect.adjusted(1, 1, -1, -GAP)
        state = option.state
        selected = bool(state & QStyle.StateFlag.State_Selected)
        self._paint_ground(painter, card, state)
        space = card.adjusted(PAD, ABOVE, -PAD, -ABOVE)
        title_font, small = _title(option.font, row), _small(option.font)
        metrics = QFontMetrics(title_font)
        line = QRect(space.left(), space.top() - 1, space.width(), metrics.height())
        taken = self._paint_buttons(painter, option, row)
        if row.word and not row.buttons:
            painter.setFont(small)
            painter.setPen(QColor(getattr(tokens, row.tone or "text")))
            painter.drawText(line, _RIGHT, row.word)
            taken = QFontMetrics(small).horizontalAdvance(row.word) + 12
        painter.setFont(title_font)
        color = tokens.disabled if row.faint else tokens.accent if selected else tokens.text
        painter.setPen(QColor(color))
        line.setWidth(line.width() - taken)
        painter.drawText(line, _LEFT, _elided(metrics, row.title, line.width()))
        y = line.bottom() + 1 + LINE
        if row.progress is not None:
            self._paint_progress(
                painter, QRect(space.left(), y + LINE // 2, space.width(), BAR), row
            )
            y += BAR + 2 * LINE
        below = QRect(space.left(), y, space.width(), QFontMetrics(small).height())
        painter.setFont(small)
        words = tokens.bad if row.tone == "bad" and row.buttons else tokens.muted
        painter.setPen(QColor(tokens.disabled if row.faint else words))
        painter.drawText(below, _LEFT, _elided(QFontMetrics(small), row.detail, below.width()))

    def _paint_ground(self, painter: QPainter, card: QRect, state: QStyle.StateFlag) -> None:
        tokens, flag = self._theme.tokens, QStyle.StateFlag
        selected, focused = state & flag.State_Selected, state & flag.State_HasFocus
        ground = tokens.hover if state & flag.State_MouseOver else tokens.surface
        painter.setBrush(QColor(tokens.accent_soft if selected else ground))
        border = tokens.accent if selected or focused else tokens.line
        wide = 2.0 if focused else 1.0
        painter.setPen(QPen(QColor(border), wide))
        inset = wide / 2
        place = QRectF(card).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(place, CARD_RADIUS, CARD_RADIUS)

    def _paint_progress(self, painter: QPainter, bar: QRect, row: Row) -> None:
        tokens = self._theme.tokens
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(bar, BAR / 2, BAR / 2)
        done = QRect(bar)
        done.setWidth(round(bar.width() * min(1.0, max(0.0, row.progress or 0.0))))
        if done.width() >= BAR:
            painter.setBrush(QColor(tokens.bad if row.tone == "bad" else tokens.accent))
            painter.drawRoundedRect(done, BAR / 2, BAR / 2)

    def _paint_buttons(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> int:
        for name, rect in zip(row.buttons, self.button_rects(option.rect, row), strict=True):
            place = QRect(0, 0, 16, 16)
            place.moveCenter(rect.center())
            icon(ICONS[name], self._theme).paint(painter, place)
        return len(row.buttons) * BUTTON + 4 if row.buttons else 0


def _title(font: QFont, row: Row) -> QFont:
    result = QFont(font)
    if row.kind == "heading" or row.strong:
        result.setWeight(QFont.Weight.DemiBold)
    return result


def _small(font: QFont) -> QFont:
    result = QFont(font)
    result.setPointSizeF(font.pointSizeF() * SMALL_SIZE / BODY_SIZE)
    return result


def _width(option: QStyleOptionViewItem) -> int:
    widget = option.widget
    return widget.viewport().width() if hasattr(widget, "viewport") else 320


def _elided(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)
