"""The list of keys, shown by F1."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from app.dialog import Dialog, Standard, note
from app.fields import section

WIDTH = 600


class KeysDialog(Dialog):
    """What each key does, one a line. `keys` are pairs of a key and its meaning; a pair without a
    key begins a group, and names it."""

    def __init__(self, keys: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent, WIDTH)
        self.set_title(self.tr("Keys"))
        self.body.setSpacing(18)
        card: QGridLayout | None = None
        for key, meaning in keys:
            if not key or card is None:
                card = self._add_group(meaning if not key else "")
            if key:
                _add_line(card, key, meaning)
        self.add_standard(Standard.Close)

    def _add_group(self, title: str) -> QGridLayout:
        lines = QWidget()
        grid = QGridLayout(lines)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        self.body.addWidget(section(title, lines))
        return grid


def _add_line(grid: QGridLayout, key: str, meaning: str) -> None:
    row = grid.rowCount()
    grid.addWidget(note(meaning, ""), row, 0)
    cap = QLabel(native(key))
    cap.setProperty("kind", "key")
    cap.setTextFormat(Qt.TextFormat.PlainText)
    grid.addWidget(cap, row, 1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def native(key: str) -> str:
    """A key as this desktop writes it."""
    text = QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
    # Qt says Return; keyboards, and the hint under the text box, say Enter.
    return (text or key).replace("Return", "Enter")
