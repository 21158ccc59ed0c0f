"""The thin line under the composer: how full the context is, and of what.

Quiet while there is room: its words come with the pointer or the keyboard. Plain when there is
little: they stay. Knows nothing of how it is measured.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Slot
from PySide6.QtGui import (
    QColor,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from app.chat.context_use import ContextUse
from app.chat.context_words import ContextWords, part_color
from app.plain_box import ENTER
from app.theme import SMALL_SIZE, Theme
from engine.messages import Overflow

_THIN, _THICK = 3, 6
_LINE = 11  # the room of the line, whichever it is
_GAP = 1  # between parts
_LEAST = 2  # pixels of a part, however small
_SIDE = 5  # room for the ring around it where the keyboard is


class ContextBar(QAbstractButton):
    """Click it for what the model sees. Empty until something was measured."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._words = ContextWords(self)
        self._use: ContextUse | None = None
        self._overflow: Overflow | None = None
        self._line = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFont(theme.fonts.ui_font(SMALL_SIZE))
        self.setAccessibleName(self.tr("Context: what the model sees"))
        theme.changed.connect(self._refresh)
        self._refresh()

    @property
    def line(self) -> str:
        """The words below the line, whether they are in sight or not."""
        return self._line

    @property
    def speaks(self) -> bool:
        """Whether the words are in sight."""
        if self._use is None:
            return False
        return self._use.level != "roomy" or self.hasFocus() or self.underMouse()

    def show_use(self, use: ContextUse | None, overflow: Overflow | None = None) -> None:
        """Show what was measured, None for nothing; `overflow` is what follows where it is too
        much and sent."""
        if (use, overflow) != (self._use, self._overflow):
            self._use, self._overflow = use, overflow
            self._refresh()

    def sizeHint(self) -> QSize:
        return QSize(200, _LINE + self.fontMetrics().height() + 5)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    @Slot()
    def _refresh(self) -> None:
        use, words = self._use, self._words
        self.setEnabled(use is not None)
        shape = Qt.CursorShape
        self.setCursor(shape.PointingHandCursor if use else shape.ArrowCursor)
        # A click leaves the keyboard where it is.
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if use else Qt.FocusPolicy.NoFocus)
        self._line = words.line(use, self._overflow) if use else ""
        self.setToolTip(words.table(use, self._overflow, self._theme.tokens) if use else "")
        self.setAccessibleDescription(words.spoken(use, self._overflow) if use else "")
        self.update()

    # Drawing

    def paintEvent(self, _: QPaintEvent) -> None:
        if self._use is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        thick = _THICK if self.speaks else _THIN
        track = QRectF(_SIDE, (_LINE - thick) / 2 + 1, self.width() - 2 * _SIDE, thick)
        self._paint_parts(painter, track, self._use)
        if self.speaks:
            self._paint_words(painter, self._use)
        if self.hasFocus():
            painter.setPen(QPen(QColor(self._theme.tokens.accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _paint_parts(self, painter: QPainter, track: QRectF, use: ContextUse) -> None:
        tokens = self._theme.tokens
        shape = QPainterPath()
        shape.addRoundedRect(track, track.height() / 2, track.height() / 2)
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(track, QColor(tokens.line))
        scale = track.width() / max(use.room, use.tokens)
        left = track.left()
        for kind, count in use.parts:
            width = max(_LEAST, count * scale)
            part = QRectF(left, track.top(), width, track.height())
            painter.fillRect(part, QColor(part_color(kind, tokens)))
            left = part.right()
            painter.fillRect(QRectF(left, track.top(), _GAP, track.height()), QColor(tokens.ground))
            left += _GAP
        if use.excess:
            behind = QRectF(track)
            behind.setLeft(track.left() + use.room * scale)
            painter.fillRect(behind, QColor(tokens.bad))
        painter.restore()
        if use.excess:
            painter.setPen(QPen(QColor(tokens.text), 2))
            x = track.left() + use.room * scale
            painter.drawLine(QPointF(x, track.top() - 2), QPointF(x, track.bottom() + 2))

    def _paint_words(self, painter: QPainter, use: ContextUse) -> None:
        tokens = self._theme.tokens
        colors = {"roomy": tokens.muted, "tight": tokens.warn, "over": tokens.bad}
        painter.setPen(QColor(colors[use.level]))
        room = QRectF(_SIDE, _LINE, self.width() - 2 * _SIDE, self.height() - _LINE - 3)
        right = Qt.TextElideMode.ElideRight
        shown = self.fontMetrics().elidedText(self._line, right, int(room.width()))
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)

    # Hover, focus and keys

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER:
            self.click()  # Qt itself knows the space bar only
        else:
            super().keyPressEvent(event)
