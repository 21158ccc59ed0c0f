"""What forms are made of: controls, the row that names and explains one, sections, pages."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QDoubleSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.theme import COLUMN_WIDTH

Spin = QSpinBox | QDoubleSpinBox
Control = TypeVar("Control", QSpinBox, QDoubleSpinBox, QComboBox)

CONTROL_WIDTH = 200


class WheelGuard(QObject):
    """Keeps the wheel from changing a control that is only scrolled past."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        wheel = event.type() == QEvent.Type.Wheel
        if wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


class Row(QWidget):
    """A setting: its name and a line of explanation on the left, its control on the right."""

    def __init__(self, name: str, explanation: str, control: QWidget) -> None:
        super().__init__()
        self.label = QLabel(name)
        self.label.setBuddy(control)
        self._control = control
        self._note = note = QLabel(explanation)
        note.setProperty("kind", "small")
        note.setWordWrap(True)
        # A button says what it does; any other control is called by the name beside it.
        if not isinstance(control, QAbstractButton):
            control.setAccessibleName(name)
        control.setAccessibleDescription(explanation)
        control.setFixedWidth(CONTROL_WIDTH)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.label)
        words.addWidget(note)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(24)
        layout.addLayout(words, 1)
        layout.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)

    def explain(self, explanation: str) -> None:
        """Say something else about it."""
        self._note.setText(explanation)
        self._control.setAccessibleDescription(explanation)


class Field(QWidget):
    """A control as wide as the form: its name above, a line of explanation below that."""

    def __init__(self, name: str, control: QWidget, explanation: str = "") -> None:
        super().__init__()
        self.label = QLabel(name)
        self.label.setProperty("kind", "heading")
        self.label.setBuddy(control)
        control.setAccessibleName(name)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.label)
        if explanation:
            note = QLabel(explanation)
            note.setProperty("kind", "small")
            note.setWordWrap(True)
            control.setAccessibleDescription(explanation)
            layout.addWidget(note)
        layout.addWidget(control)


class Page(QWidget):
    """Sections in one column, in the middle where there is more room than it takes."""

    def __init__(self) -> None:
        super().__init__()
        column = QWidget()
        column.setMaximumWidth(COLUMN_WIDTH)
        self._sections = QVBoxLayout(column)
        self._sections.setContentsMargins(0, 24, 0, 32)
        self._sections.setSpacing(24)
        self._sections.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 24, 0)
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)

    def add(self, *sections: QWidget) -> None:
        """Add sections below those that are there."""
        for part in sections:
            self._sections.insertWidget(self._sections.count() - 1, part)


def whole(low: int, high: int, step: int = 1, special: str = "") -> QSpinBox:
    """A box for a whole number; `special` is what its lowest value is called."""
    box = QSpinBox()
    box.setRange(low, high)
    box.setSingleStep(step)
    box.setSpecialValueText(special)
    return _settle(box)


def fraction(low: float, high: float, step: float) -> QDoubleSpinBox:
    """A box for a number with two decimals."""
    box = QDoubleSpinBox()
    box.setDecimals(2)
    box.setRange(low, high)
    box.setSingleStep(step)
    return _settle(box)


def choice(options: Mapping[str, str] | Mapping[int, str]) -> QComboBox:
    """A box to pick one of `options`, words by value."""
    box = QComboBox()
    for value, words in options.items():
        box.addItem(words, value)
    return _settle(box)


def section(title: str, *rows: QWidget) -> QWidget:
    """A heading, and under it the rows on a card."""
    heading = QLabel(title)
    heading.setProperty("kind", "heading")
    card = QFrame()
    card.setProperty("kind", "card")
    inside = QVBoxLayout(card)
    inside.setContentsMargins(16, 14, 16, 14)
    inside.setSpacing(14)
    for row in rows:
        inside.addWidget(row)
    whole_section = QWidget()
    layout = QVBoxLayout(whole_section)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    layout.addWidget(heading)
    layout.addWidget(card)
    return whole_section


def _settle(box: Control) -> Control:
    box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    box.installEventFilter(WheelGuard(box))
    if isinstance(box, QAbstractSpinBox):
        # One change when the number is whole, not one for each digit.
        box.setKeyboardTracking(False)
        box.setGroupSeparatorShown(True)
    return box
