"""Where the window was when it was closed, and where it may be now. Knows no settings file."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

from engine.settings import Settings

LEAST = QSize(900, 540)
FIRST = QSize(1440, 860)  # of a window that was never closed

Geometry = tuple[int, int, int, int]


def place(window: QWidget, settings: Settings) -> None:
    """Put the window where it was last, as far as the screens there are now have room."""
    window.setMinimumSize(LEAST)
    screens = [screen.availableGeometry() for screen in window.screen().virtualSiblings()]
    if settings.geometry is None:
        window.resize(FIRST.boundedTo(window.screen().availableSize()))
    else:
        fitted = fit(QRect(*settings.geometry), screens)
        window.resize(fitted.size())
        window.move(fitted.topLeft())
    if settings.maximized:
        window.setWindowState(Qt.WindowState.WindowMaximized)


def where(window: QWidget) -> tuple[Geometry, bool]:
    """The place to remember, and whether the window is maximized. Its frame is part of the place
    and not of the size, as `move` and `resize` have it."""
    maximized = window.isMaximized()
    usual = window.normalGeometry() if maximized else QRect(window.pos(), window.size())
    return (usual.x(), usual.y(), usual.width(), usual.height()), maximized


def fit(wanted: QRect, screens: Sequence[QRect]) -> QRect:
    """`wanted`, moved and cut to lie on one of `screens`: the one it has most of, or the first."""

    def shared(screen: QRect) -> int:
        both = screen.intersected(wanted)
        return max(0, both.width()) * max(0, both.height())

    screen = max(screens, key=shared)
    size = wanted.size().expandedTo(LEAST).boundedTo(screen.size())
    corner = QPoint(
        min(max(wanted.x(), screen.left()), screen.right() + 1 - size.width()),
        min(max(wanted.y(), screen.top()), screen.bottom() + 1 - size.height()),
    )
    return QRect(corner, size)
