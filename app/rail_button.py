"""A button of the rail: an icon above its name, and where something is under way, how far it is."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from app.icons import IconButton
from app.theme import SMALL_SIZE, Theme

SIZE = QSize(64, 50)
_BAR = QRectF(17, 44, 30, 3)


class RailButton(IconButton):
    """Checkable: the page it stands for is in sight."""

    def __init__(self, name: str, text: str, theme: Theme) -> None:
        super().__init__(name, text, theme)
        self._rail_theme = theme
        self._share: float | None = None
        self.setText(text)
        self.setToolTip("")  # its name is in sight
        self.setFont(theme.fonts.ui_font(SMALL_SIZE - 0.5))
        self.setStyleSheet("QToolButton, QToolButton:focus { padding: 4px 0; }")
        self.setProperty("kind", "rail")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setCheckable(True)
        self.setFixedSize(SIZE)

    def show_progress(self, share: float | None, words: str = "") -> None:
        """How much is done, from 0 to 1, and that in words; None for nothing under way."""
        if (share, words) != (self._share, self.accessibleDescription()):
            self._share = share
            self.setAccessibleDescription(words)
            self.setToolTip(words)
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._share is None:
            return
        tokens = self._rail_theme.tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.line))
        painter.drawRoundedRect(_BAR, 1.5, 1.5)
        done = QRectF(_BAR)
        done.setWidth(max(3.0, _BAR.width() * min(1.0, self._share)))
        painter.setBrush(QColor(tokens.accent))
        painter.drawRoundedRect(done, 1.5, 1.5)
