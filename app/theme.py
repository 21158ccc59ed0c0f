"""The look: colour tokens, fonts, sizes, and their way into Qt (Fusion, palette, style sheet).

Everything else names a token and never a colour. This module does not know the widgets: how each
kind of widget uses the tokens is in `app.stylesheet`, icons are tinted by `app.icons`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

from app.stylesheet import register_images, stylesheet
from app.tokens import DARK, LIGHT, Tokens

Mode = Literal["system", "light", "dark"]

# Points.
SMALL_SIZE = 9.0
BODY_SIZE = 10.5
TITLE_SIZE = 15.0
LINE_HEIGHT = 1.55  # of message text, as a multiple of the font size

# Logical pixels.
SPACING = (4, 8, 12, 16, 24, 32)
CONTROL_RADIUS = 6
CARD_RADIUS = 10
COLUMN_WIDTH = 720  # the widest a message gets
ICON_SIZE = 18

# Percent.
LEAST_ZOOM, MOST_ZOOM = 80, 200

# Simplified Chinese first: Han characters are unified, and the first family that has one draws it.
_CJK_FAMILIES = ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC")
_MONO_FAMILIES = ("Cascadia Mono", "SF Mono", "Menlo", "Consolas", "DejaVu Sans Mono")


@dataclass(frozen=True, slots=True)
class Fonts:
    """The families in use, best first. Missing ones are left out: looking them up is slow."""

    ui: tuple[str, ...]
    mono: tuple[str, ...]

    @classmethod
    def installed(cls) -> Fonts:
        """Inter where it is installed, else the system's font; then families that have Chinese."""
        have = set(QFontDatabase.families())
        system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont).family()
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        cjk = [name for name in _CJK_FAMILIES if name in have]
        ui = [*(name for name in ("Inter",) if name in have), system]
        ui += [*(name for name in ("Noto Sans",) if name in have), *cjk]
        mono = [*(name for name in _MONO_FAMILIES if name in have), fixed, *cjk]
        return cls(tuple(dict.fromkeys(ui)), tuple(dict.fromkeys(mono)))

    def ui_font(self, size: float = BODY_SIZE) -> QFont:
        """The interface font at `size` points."""
        font = QFont()
        font.setFamilies(list(self.ui))
        font.setPointSizeF(size)
        return font

    def mono_font(self, size: float = BODY_SIZE - 1) -> QFont:
        """The font of code at `size` points."""
        font = QFont()
        font.setFamilies(list(self.mono))
        font.setPointSizeF(size)
        font.setStyleHint(QFont.StyleHint.Monospace)
        return font


class Theme(QObject):
    """The one look of the application. `changed` follows every switch between light and dark."""

    changed = Signal()
    zoomed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__()
        self._app = app
        self._mode: Mode = "light"
        self._tokens: Tokens | None = None
        self._zoom = 1.0
        app.setStyle("Fusion")
        self.fonts = Fonts.installed()
        app.setFont(self.fonts.ui_font())
        register_images()
        app.styleHints().colorSchemeChanged.connect(self._on_scheme_changed)
        self.apply("system")

    @property
    def tokens(self) -> Tokens:
        """The colours of the current mode."""
        return self._tokens or LIGHT

    @property
    def dark(self) -> bool:
        return self.tokens is DARK

    @property
    def mode(self) -> Mode:
        return self._mode

    @property
    def zoom(self) -> float:
        """How many times as large the texts of chats are, of 1 as they are meant."""
        return self._zoom

    def set_zoom(self, percent: int) -> None:
        """Show the texts of chats at `percent`, 80 to 200; buttons and lists stay as they are."""
        zoom = max(LEAST_ZOOM, min(MOST_ZOOM, percent)) / 100
        if zoom != self._zoom:
            self._zoom = zoom
            self.zoomed.emit()

    def apply(self, mode: Mode) -> None:
        """Switch to `mode`; `system` follows the desktop's colour scheme from then on."""
        self._mode = mode
        scheme = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}.get(mode)
        # Also tells the platform, so that title bars and native dialogs agree with the window.
        self._app.styleHints().setColorScheme(scheme or Qt.ColorScheme.Unknown)
        self._refresh()

    @Slot()
    def _on_scheme_changed(self) -> None:
        if self._mode == "system":
            self._refresh()

    def _refresh(self) -> None:
        system_dark = self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        dark = self._mode == "dark" or (self._mode == "system" and system_dark)
        tokens = DARK if dark else LIGHT
        if tokens is self._tokens:
            return
        self._tokens = tokens
        self._app.setPalette(palette(tokens))
        self._app.setStyleSheet(stylesheet(tokens))
        self.changed.emit()


def palette(tokens: Tokens) -> QPalette:
    """The tokens as a Qt palette, disabled texts included."""
    role = QPalette.ColorRole
    colors = {
        role.Window: tokens.ground,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.ground,
        role.Text: tokens.text,
        role.PlaceholderText: tokens.muted,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.bad,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Accent: tokens.accent,
        role.Link: tokens.accent,
        role.LinkVisited: tokens.accent,
        role.Light: tokens.surface,
        role.Midlight: tokens.hover,
        role.Mid: tokens.line,
        role.Dark: tokens.line,
        role.Shadow: tokens.line,
    }
    result = QPalette()
    for key, value in colors.items():
        result.setColor(key, QColor(value))
    for key in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        result.setColor(QPalette.ColorGroup.Disabled, key, QColor(tokens.disabled))
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(tokens.line))
    return result
