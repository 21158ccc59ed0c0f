from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon

from app.icons import IconButton, icon
from app.theme import Theme
from engine.paths import resources

NAMES = [
    "chat",
    "settings",
    "new",
    "search",
    "send",
    "stop",
    "copy",
    "check",
    "edit",
    "regenerate",
    "continue",
    "left",
    "right",
    "down",
    "up",
    "more",
    "model",
    "attach",
    "warning",
    "close",
    "folder",
    "sun",
    "moon",
    "unfold",
    "sidebar",
    "temporary",
    "trash",
    "download",
    "pause",
    "train",
    "teach",
    "document",
    "external",
    "minus",
    "text",
]


def colors(shown: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> set[str]:
    image = shown.pixmap(QSize(24, 24), 3.0, mode).toImage()
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return {pixel.name().upper() for pixel in pixels if pixel.alpha() == 255}


def test_every_icon_is_there() -> None:
    assert {path.stem for path in (resources() / "icons").glob("*.svg")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_icons_take_the_tint(name: str, theme: Theme) -> None:
    assert QColor(theme.tokens.accent).name().upper() in colors(icon(name, theme, "accent"))
    assert theme.tokens.disabled in colors(icon(name, theme), QIcon.Mode.Disabled)


def test_a_button_follows_the_theme(theme: Theme, qtbot) -> None:
    button = IconButton("copy", "Copy", theme)
    qtbot.addWidget(button)
    assert theme.tokens.muted in colors(button.icon())
    theme.apply("dark")
    assert theme.tokens.muted in colors(button.icon())
    assert button.accessibleName() == "Copy"


def test_the_name_of_a_file_is_no_html_in_a_tip(theme: Theme, qtbot) -> None:
    button = IconButton("close", 'Remove <img src="x.png">', theme)
    qtbot.addWidget(button)
    assert "<img" not in button.toolTip()
    assert button.accessibleName() == 'Remove <img src="x.png">'
