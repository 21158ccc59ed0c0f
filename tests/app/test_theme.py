from __future__ import annotations

import re
from dataclasses import fields

import pytest
from PySide6.QtGui import QFontDatabase, QPalette, QTextLayout
from PySide6.QtWidgets import QApplication

from app.stylesheet import stylesheet
from app.theme import Fonts, Theme, han_families
from app.tokens import DARK, LIGHT, Tokens
from engine.paths import resources


def luminance(color: str) -> float:
    """Relative luminance, WCAG 2.2."""
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)
def test_texts_are_readable(tokens: Tokens) -> None:
    grounds = (tokens.ground, tokens.surface, tokens.user, tokens.code)
    for ground in grounds:
        for text in (tokens.text, tokens.muted):
            assert contrast(text, ground) >= 4.5, (text, ground)
    for text in (tokens.accent, tokens.ok, tokens.warn, tokens.bad):
        assert contrast(text, tokens.ground) >= 4.5, text
    assert contrast(tokens.accent, tokens.accent_soft) >= 4.5
    assert contrast(tokens.on_accent, tokens.accent) >= 4.5


def test_applying_a_mode_changes_palette_sheet_and_says_so(
    theme: Theme, qapp: QApplication, qtbot
) -> None:
    with qtbot.waitSignal(theme.changed, timeout=1000):
        theme.apply("dark")
    assert theme.dark
    assert theme.tokens is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name().upper() == DARK.ground
    assert DARK.accent in qapp.styleSheet()
    with qtbot.assertNotEmitted(theme.changed):
        theme.apply("dark")
    theme.apply("light")
    assert not theme.dark
    assert LIGHT.accent in qapp.styleSheet()


def test_a_fixed_mode_ignores_the_desktop(theme: Theme, qapp: QApplication, qtbot) -> None:
    with qtbot.assertNotEmitted(theme.changed):
        qapp.styleHints().colorSchemeChanged.emit(qapp.styleHints().colorScheme())
    assert theme.mode == "light"


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)
def test_the_sheet_names_only_colours_of_the_table_and_images_that_exist(tokens: Tokens) -> None:
    sheet = stylesheet(tokens)
    known = {getattr(tokens, field.name) for field in fields(tokens)}
    assert set(re.findall(r"#[0-9A-Fa-f]{6}", sheet)) <= known
    images = re.findall(r"url\(punaicons:([^)]+)\)", sheet)
    assert images
    for image in images:
        assert (resources() / "icons" / image).is_file(), image


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=lambda t: t.name)
def test_images_of_the_sheet_have_the_colours_of_the_table(tokens: Tokens) -> None:
    known = {tokens.muted, tokens.disabled, tokens.on_accent}
    for path in (resources() / "icons" / tokens.name).glob("*.svg"):
        colors = set(re.findall(r"#[0-9A-Fa-f]{6}", path.read_text(encoding="utf-8")))
        assert colors
        assert colors <= known, path.name


@pytest.mark.parametrize(
    ("locale", "first"),
    [
        ("zh_CN", "Noto Sans CJK SC"),
        ("en_GB", "Noto Sans CJK SC"),
        ("zh_TW", "Noto Sans CJK TC"),
        ("zh_HK", "Noto Sans CJK HK"),
        ("ja_JP", "Noto Sans CJK JP"),
        ("ko_KR", "Noto Sans CJK KR"),
    ],
)
def test_the_language_decides_which_shape_a_han_character_has(theme, locale, first) -> None:
    order = han_families(locale)
    assert order[0] == first
    assert len(order) == len(set(order))
    assert {"Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK KR"} <= set(order)
    if first in QFontDatabase.families():
        assert Fonts.installed(locale).han == first


def test_a_character_comes_from_the_font_of_the_language(theme: Theme) -> None:
    if not {"Noto Sans CJK SC", "Noto Sans CJK JP"} <= set(QFontDatabase.families()):
        pytest.skip("the fonts are not installed")
    for size, locale, family in ((40, "zh_CN", "SC"), (41, "en_US", "SC"), (42, "ja_JP", "JP")):
        # Of another size each, because Qt looks for what a font lacks once for a size.
        layout = QTextLayout("直骨", Fonts.installed(locale).ui_font(size))
        layout.beginLayout()
        layout.createLine()
        layout.endLayout()
        families = {run.rawFont().familyName() for run in layout.glyphRuns()}
        assert families == {f"Noto Sans CJK {family}"}


def test_zoom_stays_in_its_bounds(theme: Theme, qtbot) -> None:
    with qtbot.waitSignal(theme.zoomed):
        theme.set_zoom(500)
    assert theme.zoom == 2.0
    with qtbot.assertNotEmitted(theme.zoomed):
        theme.set_zoom(200)
    theme.set_zoom(1)
    assert theme.zoom == 0.8
    theme.set_zoom(100)
