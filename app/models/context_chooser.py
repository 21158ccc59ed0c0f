"""What a model is wanted for, which decides on its context: short chats, long documents, or a
number of tokens on a slider. Knows nothing of memory.
"""

from __future__ import annotations

import math
from typing import Final, Literal

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QWidget,
)

from app.fields import WheelGuard

Use = Literal["automatic", "short", "long", "custom"]

SHORT: Final = 4096
LONG: Final = 16_384
LEAST: Final = 512
MOST: Final = 131_072  # where it is not known what a model was trained for
STEP: Final = 256
_NOTCHES: Final = 400


class ContextChooser(QWidget):
    """`context` in tokens; 0 where it is left to Puna, which is offered with `automatic`."""

    changed = Signal(int)

    def __init__(self, *, automatic: bool = False) -> None:
        super().__init__()
        self._most = MOST
        self._context = 0 if automatic else LONG
        self.label = QLabel(self.tr("For"))
        self.buttons: dict[Use, QPushButton] = {}
        self._group = QButtonGroup(self)
        words: tuple[tuple[Use, str], ...] = (
            ("automatic", self.tr("Automatic")),
            ("short", self.tr("Short chats")),
            ("long", self.tr("Long documents")),
            ("custom", self.tr("Custom")),
        )
        for use, text in words if automatic else words[1:]:
            self.buttons[use] = self._button(use, text)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, _NOTCHES)
        self.slider.setPageStep(_NOTCHES // 16)
        self.slider.setAccessibleName(self.tr("Context size"))
        self.slider.installEventFilter(WheelGuard(self.slider))
        self.figure = QLabel()
        self.figure.setProperty("kind", "heading")
        self.figure.setMinimumWidth(self.fontMetrics().horizontalAdvance(" 131,072 tokens "))
        self.figure.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.label.setBuddy(self.slider)
        self._outer = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._outer.setContentsMargins(0, 0, 0, 0)
        self._outer.setSpacing(12)
        uses, amount = QHBoxLayout(), QHBoxLayout()
        for row in (uses, amount):
            row.setSpacing(8)
        uses.addWidget(self.label)
        for button in self.buttons.values():
            uses.addWidget(button)
        uses.addStretch(1)
        amount.addWidget(self.slider, 1)
        amount.addWidget(self.figure, 1 if automatic else 0)
        self._outer.addLayout(uses)
        self._outer.addLayout(amount, 1)
        self.slider.valueChanged.connect(self._on_slid)
        self._show()

    @property
    def context(self) -> int:
        """The chosen number of tokens, as far as the model was trained for so many."""
        return min(self._context, self._most)

    def set_most(self, tokens: int) -> None:
        """The model was trained for this many; 0 where that is not known."""
        self._most = max(LEAST, tokens) if tokens else MOST
        self._show()

    def set_context(self, tokens: int) -> None:
        """Show a choice. Tells nobody."""
        self._context = tokens
        self._show()

    def set_narrow(self, narrow: bool) -> None:
        """Have the slider below the buttons."""
        directions = QBoxLayout.Direction
        self._outer.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    @property
    def use(self) -> Use:
        """Which of the buttons the choice is."""
        if self._context == 0:
            return "automatic"
        known: dict[int, Use] = {min(LONG, self._most): "long", min(SHORT, self._most): "short"}
        return known.get(self.context, "custom")

    def _button(self, use: Use, text: str) -> QPushButton:
        button = QPushButton(text)
        button.setProperty("kind", "chip")
        button.setCheckable(True)
        self._group.addButton(button)
        button.clicked.connect(lambda: self._on_use(use))
        return button

    def _on_use(self, use: Use) -> None:
        if use == "custom":
            if self.use != "custom":
                # Near what was chosen, so that the figures do not jump.
                self._context = max(LEAST, self.context or SHORT) + STEP
            self.slider.setFocus()
        else:
            self._context = {"automatic": 0, "short": SHORT, "long": LONG}[use]
        self._show()
        self.changed.emit(self.context)

    @Slot(int)
    def _on_slid(self, notch: int) -> None:
        if notch != self._notch(self.context or SHORT):
            self._context = self._tokens(notch)
            self._show()
            self.changed.emit(self.context)

    def _show(self) -> None:
        self.buttons[self.use].setChecked(True)
        self.slider.blockSignals(True)
        self.slider.setValue(self._notch(self.context or SHORT))
        self.slider.blockSignals(False)
        for part in (self.slider, self.figure):
            part.setVisible(self.use != "automatic")
        tokens = QLocale().toString(self.context)
        words = self.tr("{n} tokens").format(n=tokens)
        self.figure.setText(words)
        self.slider.setAccessibleDescription(words)

    # The slider doubles as often on its left as on its right.

    def _notch(self, tokens: int) -> int:
        share = math.log(max(1.0, tokens / LEAST)) / math.log(max(2.0, self._most / LEAST))
        return round(min(1.0, share) * _NOTCHES)

    def _tokens(self, notch: int) -> int:
        tokens = LEAST * math.pow(max(2.0, self._most / LEAST), notch / _NOTCHES)
        return min(self._most, max(LEAST, round(tokens / STEP) * STEP))
