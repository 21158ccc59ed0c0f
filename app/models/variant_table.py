"""The files of a repository, one below the other: quality, name, size, memory, speed, and Get.

Its figures are replaced in place, so that a button keeps the keyboard while a slider moves. Does
not know how a figure is made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from app.dialog import set_primary
from app.models.pill import pill
from app.models.words import Tone
from app.text import plain_tip

_LEFT_OUT = (1, 2)  # columns: file and size
Here = Literal["", "loading", "here"]
"""Whether a file is still to be had, on its way, or on this computer."""


@dataclass(frozen=True, slots=True)
class VariantLine:
    """One file, worded. `key` is its name in the repository."""

    key: str
    quality: str
    file: str
    size: str
    memory: str = ""
    speed: str = ""
    verdict: str = ""
    tone: Tone = ""
    tip: str = ""
    suggested: bool = False
    here: Here = ""
    state: str = ""  # of the download


class _Words(NamedTuple):
    """What the buttons and marks of all rows say."""

    get: str
    here: str
    suggested: str


class VariantTable(QWidget):
    """Rebuilt where there are other files, else only told anew."""

    wanted = Signal(str)  # the key of a file to get
    shown_wanted = Signal(str)  # the key of one that is here or on its way

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Files"))
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 3)
        self._grid.setColumnStretch(1, 3)
        for column in range(2, 6):
            self._grid.setColumnStretch(column, 1)
        self._words = _Words(self.tr("Get"), self.tr("On this computer"), self.tr("suggested"))
        self._rows: list[TableRow] = []
        self._inside: list[QWidget] = []
        self._left_out: list[QWidget] = []  # in a narrow window
        self._narrow = False

    def set_narrow(self, narrow: bool) -> None:
        """Leave out what the rest implies: the name of the file and its size."""
        self._narrow = narrow
        for widget in self._left_out:
            widget.setVisible(not narrow)

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(row.key for row in self._rows)

    def buttons(self) -> list[QPushButton]:
        """What gets each file, or shows it, in their order."""
        return [row.button for row in self._rows]

    def show_lines(self, lines: Sequence[VariantLine]) -> None:
        """Show these files."""
        if self.keys != tuple(line.key for line in lines):
            self._rebuild(lines)
        for row, line in zip(self._rows, lines, strict=True):
            row.tell(line)

    def _rebuild(self, lines: Sequence[VariantLine]) -> None:
        for widget in self._inside:
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()
        self._inside, self._left_out, self._rows = [], [], []
        heads = (
            self.tr("Quality"),
            self.tr("File"),
            self.tr("Size"),
            self.tr("Memory"),
            self.tr("Speed here"),
        )
        if lines:
            for column, text in enumerate(heads):
                head = QLabel(text)
                head.setProperty("kind", "small")
                head.setContentsMargins(0, 4, 0, 6)
                self._put(head, 0, column)
        for number, line in enumerate(lines):
            rule = QFrame()
            rule.setProperty("kind", "line")
            rule.setFixedHeight(1)
            self._inside.append(rule)
            self._grid.addWidget(rule, 2 * number + 1, 0, 1, 7)
            row = TableRow(line.key, self._words)
            for column, widget in enumerate(row.widgets):
                self._put(widget, 2 * number + 2, column)
            row.button.clicked.connect(lambda _=False, row=row: self._on_clicked(row))
            self._rows.append(row)

    def _put(self, widget: QWidget, row: int, column: int) -> None:
        self._inside.append(widget)
        self._grid.addWidget(widget, row, column)
        if column in _LEFT_OUT:
            self._left_out.append(widget)
            widget.setVisible(not self._narrow)

    def _on_clicked(self, row: TableRow) -> None:
        (self.shown_wanted if row.here else self.wanted).emit(row.key)


class TableRow:
    """The widgets of one file."""

    def __init__(self, key: str, words: _Words) -> None:
        self.key = key
        self.here: Here = ""
        self._words = words
        self.quality = QLabel()
        self.mark = pill(words.suggested)
        first = QWidget()
        layout = QHBoxLayout(first)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.quality)
        layout.addWidget(self.mark, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addStretch(1)
        self.file = QLabel()
        self.file.setProperty("kind", "muted")
        self.size = QLabel()
        self.memory = QLabel()
        self.speed = QLabel()
        self.verdict = QLabel()
        self.button = QPushButton()
        self.button.setMinimumWidth(64)
        holder = QWidget()
        around = QHBoxLayout(holder)
        around.setContentsMargins(0, 6, 0, 6)
        around.addWidget(self.button, 0, Qt.AlignmentFlag.AlignRight)
        self.widgets: tuple[QWidget, ...] = (
            *(first, self.file, self.size, self.memory, self.speed, self.verdict),
            holder,
        )
        for label in (self.quality, self.file, self.size, self.memory, self.speed, self.verdict):
            label.setTextFormat(Qt.TextFormat.PlainText)

    def tell(self, line: VariantLine) -> None:
        self.here = line.here
        self.quality.setText(line.quality)
        _set_kind(self.quality, "heading" if line.suggested else "")
        self.mark.setVisible(line.suggested)
        for label, text in (
            (self.file, line.file),
            (self.size, line.size),
            (self.memory, line.memory),
            (self.speed, line.speed),
            (self.verdict, line.verdict),
        ):
            label.setText(text)
        _set_kind(self.verdict, line.tone)
        for widget in self.widgets[:-1]:
            widget.setToolTip(plain_tip(line.tip) if line.tip else "")
        known = self._words
        words = {"": known.get, "loading": line.state, "here": known.here}[line.here]
        if self.button.text() != words:
            self.button.setText(words)
        primary = line.suggested and not line.here
        if (self.button.property("kind") == "primary") != primary:
            set_primary(self.button, primary=primary)
        said = (words, line.quality, line.file, line.size, line.memory, line.speed, line.verdict)
        self.button.setAccessibleName(", ".join(part for part in said if part))


def _set_kind(label: QLabel, kind: str) -> None:
    if (label.property("kind") or "") != kind:
        label.setProperty("kind", kind)
        label.style().unpolish(label)
        label.style().polish(label)
