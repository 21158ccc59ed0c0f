"""The application style sheet, made from the tokens.

Kinds of widgets are told apart by the property `kind`, set before a widget is first shown:
`QPushButton` primary, ghost, chip, chipname, link, source; `QLabel` title, heading, muted, small,
key, mark, cite, tag, ok, warn, bad; `QFrame` card, hit, line (give it one pixel of width or
height), rail, pane, bar, foot, reader, drop, offer. Images of arrows and check marks are SVG files
in `resources/icons/light` and `dark`, because a style sheet cannot tint one.

Two habits of Qt to know: a list view lays its rows out before it is polished, so call
`ensurePolished` before giving it a model; a spin box ignores its left padding, so numbers stand
on the right.
"""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from PySide6.QtCore import QDir

from app.tokens import Tokens
from engine.paths import resources

IMAGE_SCHEME = "punaicons"


def register_images() -> None:
    """Make `punaicons:` name the folder of icons, whatever characters its path has."""
    QDir.setSearchPaths(IMAGE_SCHEME, [str(resources() / "icons")])


def stylesheet(tokens: Tokens) -> str:
    """The style sheet of the whole application in these colours."""
    return Template(_SHEET).substitute(asdict(tokens), images=f"{IMAGE_SCHEME}:{tokens.name}")


# A focused control has a border of 2 px; the padding gives way by 1 so that nothing moves.
_SHEET = """
QToolTip { background: $surface; color: $text; border: 1px solid $line; padding: 4px 8px; }
QMainWindow, QDialog { background: $ground; }
QSplitter::handle { background: $line; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }

QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[kind="hit"] { background: $surface; border: 1px solid $line; border-radius: 10px; }
QFrame[kind="hit"]:hover { border-color: $muted; }
QFrame[kind="hit"]:focus { border: 2px solid $accent; }
QFrame[kind="line"] { background: $line; border: none; }
QFrame[kind="rail"] { background: $rail; border: none; border-right: 1px solid $line; }
QFrame[kind="pane"] { background: $ground; border: none; border-right: 1px solid $line; }
QFrame[kind="bar"] { background: $ground; border: none; border-bottom: 1px solid $line; }
QFrame[kind="reader"] { background: $ground; border: none; }
QFrame[kind="foot"] { background: $ground; border: none; border-top: 1px solid $line; }
QFrame[kind="message"] { border: 2px solid transparent; border-radius: 10px; }
QFrame[kind="message"][flashed="true"] { border-color: $warn; }
QFrame[kind="message"]:focus { border-color: $accent; }
QFrame[kind="user"] { background: $user; border: none; border-radius: 10px; }
QFrame[kind="details"] { background: $code; border: none; border-radius: 8px; }
QFrame[kind="chip"] { background: $surface; border: 1px solid $line; border-radius: 14px; }
QFrame[kind="offer"] { background: $accent_soft; border: none; border-radius: 8px; }
QFrame[kind="drop"] { background: $surface; border: 2px dashed $line; border-radius: 10px; }
QFrame[kind="drop"][over="true"] { border-color: $accent; background: $accent_soft; }
QFrame[kind="ask"] { background: $surface; border: 1px solid $warn; border-radius: 10px; }
QFrame[kind="error"] { background: $surface; border: 1px solid $bad; border-radius: 10px; }
QScrollArea { background: transparent; border: none; }

QLabel[kind="title"] { font-size: 15pt; font-weight: 600; }
QLabel[kind="heading"] { font-weight: 600; }
QLabel[kind="muted"] { color: $muted; }
QLabel[kind="small"] { color: $muted; font-size: 9pt; }
QLabel[kind="figure"] { font-size: 9pt; }
QLabel[kind="key"] {
    background: $rail; border: 1px solid $line; border-radius: 4px; padding: 1px 7px;
    font-size: 9pt;
}
QLabel[kind="mark"] {
    color: $accent; border: 1px solid $accent; border-radius: 8px; padding: 1px 8px; font-size: 9pt;
}
QLabel[kind="cite"] { color: $accent; font-weight: 600; font-size: 9pt; }
QLabel[kind="tag"] {
    color: $muted; background: $surface; border: 1px solid $line; border-radius: 9px;
    padding: 2px 9px; font-size: 9pt;
}
QPushButton[kind="source"] {
    background: transparent; border-color: transparent; color: $accent; font-size: 9pt;
    padding: 7px 6px; min-height: 0;
}
QPushButton[kind="source"]:hover { background: $accent_soft; }
QPushButton[kind="source"]:focus { border: 2px solid $accent; padding: 6px 5px; }
QLabel[kind="ok"] { color: $ok; }
QLabel[kind="warn"] { color: $warn; }
QLabel[kind="bad"] { color: $bad; }

QPushButton {
    background: $surface; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 6px 13px; min-height: 20px;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $line; }
QPushButton:checked { background: $accent_soft; color: $accent; border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 5px 12px; }
QPushButton:disabled { color: $disabled; background: $ground; }
QPushButton[kind="primary"] {
    background: $accent; color: $on_accent; border-color: $accent; font-weight: 500;
}
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent; }
QPushButton[kind="primary"]:focus { border: 2px solid $text; }
QPushButton[kind="primary"]:disabled {
    background: $line; color: $muted; border-color: $line;
}
QPushButton[kind="pill"] {
    border-radius: 13px; padding: 2px 10px 2px 8px; color: $muted; font-size: 9pt;
}
QPushButton[kind="pill"]:hover { color: $text; }
QPushButton[kind="pill"]:focus { padding: 1px 9px 1px 7px; }
QPushButton[kind="chip"] { border-radius: 15px; padding: 4px 13px; color: $muted; }
QPushButton[kind="chip"]:hover { color: $text; }
QPushButton[kind="chip"]:checked { color: $accent; }
QPushButton[kind="chip"]:focus { padding: 3px 12px; }
QPushButton[kind="chipname"] {
    background: transparent; border: 1px solid transparent; border-radius: 10px; min-height: 0;
    padding: 1px 5px; text-align: left;
}
QPushButton[kind="chipname"]:hover { color: $accent; }
QPushButton[kind="chipname"]:focus { border: 2px solid $accent; padding: 0 4px; }
QPushButton[kind="ghost"] { background: transparent; border-color: transparent; color: $muted; }
QPushButton[kind="ghost"]:hover { background: $hover; color: $text; }
QPushButton[kind="ghost"]:pressed { background: $line; }
QPushButton[kind="ghost"]:checked { background: $accent_soft; color: $accent; }
QPushButton[kind="ghost"]:focus { border: 2px solid $accent; padding: 5px 12px; }
QPushButton[kind="ghost"]:disabled { color: $disabled; background: transparent; }
QPushButton[kind="link"] { background: transparent; border-color: transparent; color: $accent; }
QPushButton[kind="link"]:hover { background: $accent_soft; }
QPushButton[kind="link"]:focus { border: 2px solid $accent; padding: 5px 12px; }
QPushButton[part="first"] { border-top-right-radius: 0; border-bottom-right-radius: 0; }
QPushButton[part="last"], QPushButton[part="last"]:focus {
    border-top-left-radius: 0; border-bottom-left-radius: 0; padding-left: 0; padding-right: 0;
}

QToolButton {
    background: transparent; color: $muted; border: 1px solid transparent; border-radius: 6px;
    padding: 4px;
}
QToolButton:hover { background: $hover; color: $text; }
QToolButton:pressed { background: $line; }
QToolButton:checked { background: $accent_soft; color: $accent; }
QToolButton:focus { border: 2px solid $accent; padding: 3px; }
QToolButton:disabled { color: $disabled; background: transparent; }
QToolButton[kind="round"] {
    background: $surface; border: 1px solid $line; border-radius: 18px; padding: 0;
}
QToolButton[kind="round"]:hover { background: $hover; }
QToolButton[kind="round"]:focus { border: 2px solid $accent; }
QToolButton[kind="fold"] { padding: 3px 8px 3px 0; }
QToolButton[kind="fold"]:focus { padding: 2px 7px 2px 0; }
QToolButton[kind="fold"]:hover, QToolButton[kind="fold"]:checked {
    background: transparent; color: $text;
}
QToolButton[kind="words"]:checked { background: transparent; }
QToolButton[kind="words"] { font-size: 9pt; padding: 3px 6px; }
QToolButton[kind="words"]:focus { padding: 2px 5px; }
QToolButton::menu-indicator { image: none; }

QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox {
    background: $surface; color: $text; border: 1px solid $line; border-radius: 6px;
    padding: 5px 9px; selection-background-color: $accent; selection-color: $on_accent;
    placeholder-text-color: $muted;
}
QLineEdit, QSpinBox, QDoubleSpinBox, QComboBox { min-height: 22px; }
QLineEdit:hover, QPlainTextEdit:hover, QSpinBox:hover, QDoubleSpinBox:hover, QComboBox:hover {
    border-color: $muted;
}
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus,
QComboBox:focus { border: 2px solid $accent; padding: 4px 8px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QTextEdit:disabled, QSpinBox:disabled,
QDoubleSpinBox:disabled, QComboBox:disabled { color: $disabled; background: $ground; }

QTextBrowser, QTextBrowser:focus { background: transparent; border: none; padding: 0; }

QComboBox { padding-right: 28px; }
QComboBox:focus { padding-right: 27px; }
QComboBox::drop-down {
    subcontrol-origin: padding; subcontrol-position: center right; width: 26px; border: none;
}
QComboBox::down-arrow { image: url($images/arrow-down.svg); width: 12px; height: 12px; }
QComboBox::down-arrow:disabled { image: url($images/arrow-down-off.svg); }
QComboBox QAbstractItemView {
    background: $surface; color: $text; border: 1px solid $line; padding: 4px; outline: none;
    selection-background-color: $accent_soft; selection-color: $accent;
}
QComboBox QAbstractItemView::item { min-height: 26px; padding: 2px 6px; }

QSpinBox, QDoubleSpinBox { qproperty-alignment: AlignRight; min-height: 19px; }
QSpinBox::up-button, QDoubleSpinBox::up-button {
    subcontrol-origin: border; subcontrol-position: top right; width: 24px; border: none;
    margin: 2px 2px 0 0; border-top-right-radius: 5px;
}
QSpinBox::down-button, QDoubleSpinBox::down-button {
    subcontrol-origin: border; subcontrol-position: bottom right; width: 24px; border: none;
    margin: 0 2px 2px 0; border-bottom-right-radius: 5px;
}
QSpinBox::up-button:hover, QDoubleSpinBox::up-button:hover,
QSpinBox::down-button:hover, QDoubleSpinBox::down-button:hover { background: $hover; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow {
    image: url($images/arrow-up.svg); width: 11px; height: 11px;
}
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow {
    image: url($images/arrow-down.svg); width: 11px; height: 11px;
}
QSpinBox::up-arrow:disabled, QDoubleSpinBox::up-arrow:disabled,
QSpinBox::up-arrow:off, QDoubleSpinBox::up-arrow:off { image: url($images/arrow-up-off.svg); }
QSpinBox::down-arrow:disabled, QDoubleSpinBox::down-arrow:disabled,
QSpinBox::down-arrow:off, QDoubleSpinBox::down-arrow:off {
    image: url($images/arrow-down-off.svg);
}

QCheckBox, QRadioButton { spacing: 8px; padding: 2px; }
QCheckBox::indicator, QRadioButton::indicator {
    width: 16px; height: 16px; border: 1px solid $muted; background: $surface;
}
QCheckBox::indicator { border-radius: 4px; }
QRadioButton::indicator { border-radius: 9px; }
QCheckBox::indicator:hover, QRadioButton::indicator:hover { border-color: $accent; }
QCheckBox::indicator:checked, QRadioButton::indicator:checked {
    background: $accent; border-color: $accent;
}
QCheckBox::indicator:checked { image: url($images/check.svg); }
QCheckBox::indicator:indeterminate {
    background: $accent; border-color: $accent; image: url($images/dash.svg);
}
QRadioButton::indicator:checked { image: url($images/dot.svg); }
QCheckBox::indicator:focus, QRadioButton::indicator:focus {
    width: 14px; height: 14px; border: 2px solid $text;
}
QCheckBox:disabled, QRadioButton:disabled { color: $disabled; }
QCheckBox::indicator:disabled, QRadioButton::indicator:disabled {
    border-color: $line; background: $ground;
}
QCheckBox::indicator:checked:disabled, QCheckBox::indicator:indeterminate:disabled,
QRadioButton::indicator:checked:disabled {
    background: $disabled; border-color: $disabled;
}

QListView { background: transparent; border: none; outline: none; }
QListView:focus { border: none; }
QListView::item {
    min-height: 20px; padding: 4px 6px; border: 2px solid transparent; border-radius: 6px;
    color: $text;
}
QListView::item:hover { background: $hover; }
QListView::item:selected { background: $accent_soft; color: $accent; }
QListView::item:focus { border-color: $accent; }
QTableView {
    background: $surface; color: $text; border: 1px solid $line; border-radius: 6px; outline: none;
    gridline-color: transparent; selection-background-color: $accent_soft;
    selection-color: $accent;
}
QTableView:focus { border: 1px solid $accent; }
QTableView::item { padding: 4px 8px; border-bottom: 1px solid $line; }
QTableView::item:hover { background: $hover; }
QTableView::item:selected { background: $accent_soft; color: $accent; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section {
    background: $surface; color: $muted; border: none; border-bottom: 1px solid $line;
    padding: 5px 11px; font-size: 9pt;
}
QTableCornerButton::section { background: $surface; border: none; }
QListView[kind="popup"] {
    background: $surface; border: 1px solid $line; border-radius: 8px; padding: 4px;
}
QListView::item:disabled { color: $disabled; }

QProgressBar {
    background: $line; border: none; border-radius: 3px; max-height: 6px; min-height: 6px;
    color: transparent;
}
QProgressBar::chunk { background: $accent; border-radius: 3px; }

QSlider::groove:horizontal { height: 4px; background: $line; border-radius: 2px; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 2px; }
QSlider::handle:horizontal {
    background: $accent; width: 14px; height: 14px; margin: -5px 0; border-radius: 7px;
}
QSlider::handle:horizontal:focus { background: $text; }
QSlider::handle:horizontal:disabled, QSlider::sub-page:horizontal:disabled {
    background: $disabled;
}

QMenu { background: $surface; color: $text; border: 1px solid $line; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; color: $accent; }
QMenu::item:disabled { color: $disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }

QScrollBar { background: transparent; border: none; margin: 0; }
QScrollBar:vertical { width: 10px; }
QScrollBar:horizontal { height: 10px; }
QScrollBar::handle { background: $line; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::handle:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
"""
