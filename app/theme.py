"""The look: colour tokens, fonts, sizes, and their way into Qt (Fusion, palette, style sheet).

Everything else names a token and never a colour. This module does not know the widgets: how each
kind of widget uses the tokens is in `app.stylesheet`, icons are tinted by `app.icons`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QLocale, QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette
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

# Han characters are unified: the first family that has one decides whether it looks Chinese,
# Japanese or Korean. So the order follows the language; an unknown one gets simplified Chinese.
_HAN = {
    "SC": ("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC"),
    "TC": ("Noto Sans CJK TC", "Source Han Sans TC", "Microsoft JhengHei", "PingFang TC"),
    "HK": ("Noto Sans CJK HK", "Source Han Sans HC", "Microsoft JhengHei", "PingFang HK"),
    "JP": ("Noto Sans CJK JP", "Source Han Sans", "Yu Gothic UI", "Hiragino Sans"),
    "KR": ("Noto Sans CJK KR", "Source Han Sans K", "Malgun Gothic", "Apple SD Gothic Neo"),
}
_ORDER = {
    "zh_TW": ("TC", "HK", "SC"),
    "zh_HK": ("HK", "TC", "SC"),
    "zh_MO": ("HK", "TC", "SC"),
    "ja": ("JP", "SC", "KR"),
    "ko": ("KR", "JP", "SC"),
}
_DEFAULT_ORDER = ("SC", "TC", "JP", "KR")
_MONO_FAMILIES = ("Cascadia Mono", "SF Mono", "Menlo", "Consolas", "DejaVu Sans Mono")


def han_families(locale: str) -> list[str]:
    """The families for Chinese, Japanese and Korean, best first for a locale such as `zh_CN`."""
    order = _ORDER.get(locale) or _ORDER.get(locale.partition("_")[0]) or _DEFAULT_ORDER
    regions = dict.fromkeys((*order, *_HAN))
    return list(dict.fromkeys(name for region in regions for name in _HAN[region]))


@dataclass(frozen=True, slots=True)
class Fonts:
    """The families in use, best first. Missing ones are left out: looking them up is slow."""

    ui: tuple[str, ...]
    mono: tuple[str, ...]
    han: str  # one that has Chinese

    @classmethod
    def installed(cls, locale: str) -> Fonts:
        """Inter where it is installed, else the system's font; then families that have Chinese,
        in the order that suits `locale`."""
        have = set(QFontDatabase.families())
        system = _family_of(QFontDatabase.SystemFont.GeneralFont)
        fixed = _family_of(QFontDatabase.SystemFont.FixedFont)
        cjk = [name for name in han_families(locale) if name in have]
        wide = [name for name in map(_mono_of, cjk) if name in have]
        ui = [*(name for name in ("Inter",) if name in have), system]
        ui += [*(name for name in ("Noto Sans",) if name in have), *cjk]
        mono = [*(name for name in _MONO_FAMILIES if name in have), fixed, *wide, *cjk]
        return cls(tuple(dict.fromkeys(ui)), tuple(dict.fromkeys(mono)), [*cjk, system][0])

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


def _family_of(font: QFontDatabase.SystemFont) -> str:
    """The family of a font of the system. A name such as Sans Serif stands for all families there
    are, and would decide by itself how Chinese looks."""
    return QFontInfo(QFontDatabase.systemFont(font)).family()


def _mono_of(family: str) -> str:
    """The family whose Chinese characters are as wide as two Latin ones."""
    return family.replace("Noto Sans CJK", "Noto Sans Mono CJK")


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
        self.fonts = Fonts.installed(QLocale().name())
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

    def set_fonts(self) -> None:
        """Have the fonts for the language that is set now. Widgets made before keep theirs, and
        so does every size of text that was drawn: Qt looks for what a font lacks only once."""
        self.fonts = Fonts.installed(QLocale().name())
        self._app.setFont(self.fonts.ui_font())

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
