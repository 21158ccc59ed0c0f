"""Words a model is to use more or less (logit bias), as rows: the word, how much, and a button.

Does not know which words a model has: that is known only where one is open.
"""

from __future__ import annotations

import re

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.dialog import note
from app.fields import fraction
from app.text import clean

Bias = tuple[tuple[int | str, float], ...]

MOST = 100
STRONGEST = 100
_LONGEST_WORD = 100
_FIRST = -5.0  # what a new word gets: seldom, not never


class BiasRow(QWidget):
    """One word."""

    changed = Signal()
    removed = Signal()

    def __init__(self, word: int | str, amount: float) -> None:
        super().__init__()
        self.word = QLineEdit(f"#{word}" if isinstance(word, int) else word)
        self.word.setMaxLength(_LONGEST_WORD)
        self.word.setPlaceholderText(self.tr("A word"))
        self.word.setAccessibleName(self.tr("Word to favour or avoid"))
        self.amount = fraction(-STRONGEST, STRONGEST, 0.5)
        self.amount.setSpecialValueText(self.tr("never"))
        self.amount.setValue(amount)
        self.amount.setFixedWidth(96)
        self.amount.setAccessibleName(self.tr("How much more or less"))
        self.remove_button = QPushButton(self.tr("Remove"))
        self.remove_button.setProperty("kind", "ghost")
        self.remove_button.setAutoDefault(False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.word, 1)
        layout.addWidget(self.amount)
        layout.addWidget(self.remove_button)
        self.word.textChanged.connect(self.changed)
        self.amount.valueChanged.connect(self.changed)
        self.remove_button.clicked.connect(self.removed)

    def bias(self) -> tuple[int | str, float] | None:
        """What the row says; None where it has no word."""
        text, amount = clean(self.word.text()), round(self.amount.value(), 2)
        if not text.strip():
            return None
        number = re.fullmatch(r"#(\d{1,9})", text.strip())
        return (int(number[1]) if number else text, amount)


class BiasFields(QWidget):
    """The rows, and the button for one more."""

    changed = Signal()  # by the user
    folded = Signal()  # a row came or went

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[BiasRow] = []
        self.add_button = QPushButton(self.tr("Add a word"))
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self._on_add)
        below = QHBoxLayout()
        below.addWidget(self.add_button)
        below.addStretch(1)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(8)
        self._layout.addWidget(
            note(
                self.tr(
                    "Below 0 the word is used less, above 0 more. For most models a word after a "
                    "space is a different word, so type the space too. # and a number mean the "
                    "token of that number."
                ),
                "small",
            )
        )
        self._layout.addLayout(below)

    def show_bias(self, bias: Bias) -> None:
        """Show these. Tells nobody."""
        for row in self.rows:
            self._take_out(row)
        self.rows = []
        for word, amount in bias:
            self._add(word, amount)

    def bias(self) -> Bias:
        """What the rows say; of two with the same word the last."""
        return tuple(dict(found for row in self.rows if (found := row.bias())).items())

    def _add(self, word: int | str, amount: float) -> BiasRow:
        row = BiasRow(word, amount)
        self.rows.append(row)
        self._layout.insertWidget(self._layout.count() - 1, row)
        row.changed.connect(self.changed)
        row.removed.connect(lambda: self._on_removed(row))
        self.add_button.setEnabled(len(self.rows) < MOST)
        return row

    def _take_out(self, row: BiasRow) -> None:
        row.hide()
        self._layout.removeWidget(row)
        row.deleteLater()

    @Slot()
    def _on_add(self) -> None:
        row = self._add("", _FIRST)
        self.folded.emit()
        row.word.setFocus()

    def _on_removed(self, row: BiasRow) -> None:
        at = self.rows.index(row)
        self.rows.remove(row)
        self._take_out(row)
        near = self.rows[min(at, len(self.rows) - 1)].word if self.rows else self.add_button
        near.setFocus()
        self.add_button.setEnabled(True)
        self.folded.emit()
        self.changed.emit()
