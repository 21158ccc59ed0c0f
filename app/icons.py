"""Our line icons (`resources/icons`, 24 by 24, `currentColor`), tinted with the theme's tokens.

An icon made before a switch of the theme keeps its colours: whoever sets one sets it again on
`Theme.changed`. An `IconButton` does so by itself.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QIcon, QKeyEvent, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QToolButton, QWidget

from app.text import plain_tip
from app.theme import ICON_SIZE, Theme
from app.tokens import Tokens
from engine.paths import resources

Tint = Literal["text", "muted", "accent", "on_accent", "bad", "warn"]

_CONFIRMED_MS = 1500
_SIZES = (16, ICON_SIZE, 24)
_SCALES = (1, 2, 3)  # pixels a point; between them Qt scales down


def icon(name: str, theme: Theme, tint: Tint = "muted") -> QIcon:
    """The icon of that name: `tint` at rest, text under the pointer, accent when checked."""
    return _icon(name, theme.tokens, tint)


class IconButton(QToolButton):
    """A flat button with an icon and no text: its `label` is tooltip and accessible name."""

    def __init__(
        self,
        name: str,
        label: str,
        theme: Theme,
        parent: QWidget | None = None,
        tint: Tint = "muted",
    ) -> None:
        super().__init__(parent)
        self._name = name
        self._theme = theme
        self._tint: Tint = tint
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.set_label(label)
        self._confirmed = QTimer(self, singleShot=True, interval=_CONFIRMED_MS)
        self._confirmed.timeout.connect(self._refresh)
        theme.changed.connect(self._refresh)
        self._refresh()

    def set_label(self, label: str) -> None:
        """Say in words what the button does."""
        # Names of files may look like HTML, which Qt would draw.
        self.setToolTip(plain_tip(label) if "<" in label else label)
        self.setAccessibleName(label)

    def set_icon_name(self, name: str, tint: Tint = "muted") -> None:
        """Show another icon."""
        self._name = name
        self._tint = tint
        self._refresh()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()  # Qt itself knows the space bar only
        else:
            super().keyPressEvent(event)

    def confirm(self) -> None:
        """Show a check mark for a moment: what the button does was done."""
        self.setIcon(icon("check", self._theme, "accent"))
        self._confirmed.start()

    @Slot()
    def _refresh(self) -> None:
        self.setIcon(icon(self._name, self._theme, self._tint))


@lru_cache(maxsize=256)
def _icon(name: str, tokens: Tokens, tint: Tint) -> QIcon:
    source = (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
    rest = getattr(tokens, tint)
    lit = tokens.text if tint == "muted" else rest
    result = QIcon()
    for mode, state, color in (
        (QIcon.Mode.Normal, QIcon.State.Off, rest),
        (QIcon.Mode.Active, QIcon.State.Off, lit),
        (QIcon.Mode.Disabled, QIcon.State.Off, tokens.disabled),
        (QIcon.Mode.Normal, QIcon.State.On, tokens.accent),
    ):
        renderer = QSvgRenderer(QByteArray(source.replace("currentColor", color).encode()))
        for size in _SIZES:
            for scale in _SCALES:
                result.addPixmap(_pixmap(renderer, size, scale), mode, state)
    return result


def _pixmap(renderer: QSvgRenderer, size: int, scale: int) -> QPixmap:
    pixmap = QPixmap(size * scale, size * scale)
    pixmap.setDevicePixelRatio(scale)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, size, size))
    painter.end()
    return pixmap
