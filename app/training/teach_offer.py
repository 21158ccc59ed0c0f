"""A quiet offer: so many answers were put right in chats, train on them? Looked at before and
after, and taken back with one click.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.dialog import Dialog, Role, Standard, note
from app.icons import IconButton
from app.teaching import Teaching
from app.theme import Theme
from app.undo_strip import UndoStrip
from engine.examples.collected import Taught

_LEAST = 3  # answers: fewer are not worth a run, and are not spoken of
_LONGEST = 300
_WIDTH = 820


class TeachOffer(QFrame):
    """Hidden while there is nothing to propose. `wanted` brings the model to teach."""

    wanted = Signal(str)

    def __init__(self, teaching: Teaching, theme: Theme) -> None:
        super().__init__()
        self._teaching = teaching
        self._theme = theme
        self.setProperty("kind", "card")
        self.label = note("", "")
        self.look_button = QPushButton(self.tr("Look…"))
        self.look_button.setProperty("kind", "link")
        self.train_button = QPushButton(self.tr("Train"))
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addStretch(1)
        buttons.addWidget(self.look_button)
        buttons.addWidget(self.train_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 12, 10)
        layout.setSpacing(6)
        layout.addWidget(self.label)
        layout.addLayout(buttons)
        self.look_button.clicked.connect(self.look)
        self.train_button.clicked.connect(lambda: self.wanted.emit(self.model))
        teaching.changed.connect(self._show)
        self._show()

    @property
    def model(self) -> str:
        """The model that most answers wait for."""
        models = [row.model for row in self._teaching.rows]
        return max(models, key=models.count, default="")

    @Slot()
    def look(self) -> TaughtDialog:
        """Show the answers before and after."""
        dialog = TaughtDialog(self._teaching, self.model, self._theme, self.window())
        dialog.wanted.connect(self.wanted)
        dialog.open()
        return dialog

    @Slot()
    def _show(self) -> None:
        count = len(self._teaching.of(self.model))
        self.setVisible(count >= _LEAST)
        self.label.setText(
            self.tr("{n} new corrections for {model}: train?").format(
                n=count, model=Path(self.model).stem
            )
        )


class TaughtDialog(Dialog):
    """The answers that wait for a model: what it said, and what it should have said."""

    wanted = Signal(str)

    def __init__(
        self, teaching: Teaching, model: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent, _WIDTH)
        self._teaching = teaching
        self._model = model
        self._theme = theme
        self._grid_of: QWidget | None = None
        self.set_title(self.tr("Answers to learn from"))
        self.add_note(
            self.tr("Collected in your chats for {model}.").format(model=Path(model).stem)
        )
        self.undo = UndoStrip()
        self._place = QVBoxLayout()
        self.body.addLayout(self._place)
        self.body.addWidget(self.undo)
        self.removers: list[IconButton] = []
        self.add_standard(Standard.Close)
        self.train_button = self.add_button(self.tr("Train"), Role.AcceptRole, primary=True)
        self.buttons.accepted.connect(self._on_train)
        teaching.changed.connect(self._fill)
        self._fill()

    @Slot()
    def _fill(self) -> None:
        if self._grid_of is not None:
            self._grid_of.hide()
            self._grid_of.deleteLater()
        rows = self._teaching.of(self._model)
        self.train_button.setEnabled(bool(rows))
        self._grid_of = self._grid(rows)
        self._place.addWidget(self._grid_of)
        if self.isVisible():
            self.fit()

    def _grid(self, rows: Sequence[Taught]) -> QWidget:
        widget = QWidget()
        grid = QGridLayout(widget)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for column, share in enumerate((3, 4, 4, 0)):
            grid.setColumnStretch(column, share)
        for column, name in enumerate(
            (self.tr("Question"), self.tr("It said"), self.tr("It should say"))
        ):
            grid.addWidget(note(name, "small"), 0, column)
        self.removers = []
        for number, taught in enumerate(rows):
            self._add(grid, 1 + 2 * number, taught)
        return widget

    def _add(self, grid: QGridLayout, row: int, taught: Taught) -> None:
        rule = QFrame()
        rule.setProperty("kind", "line")
        rule.setFixedHeight(1)
        grid.addWidget(rule, row, 0, 1, 4)
        messages = taught.example.messages
        question = next((m.content for m in reversed(messages) if m.role == "user"), "")
        texts = ((question, ""), (taught.before, "muted"), (taught.example.answer, ""))
        for column, (text, kind) in enumerate(texts):
            label = note(text if len(text) <= _LONGEST else text[:_LONGEST] + "…", kind)
            label.setContentsMargins(0, 8, 0, 8)
            grid.addWidget(label, row + 1, column, Qt.AlignmentFlag.AlignTop)
        remover = IconButton("close", self.tr("Do not learn this"), self._theme)
        remover.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        remover.clicked.connect(lambda: self._remove(taught))
        self.removers.append(remover)
        grid.addWidget(remover, row + 1, 3, Qt.AlignmentFlag.AlignTop)

    def _remove(self, taught: Taught) -> None:
        undo = self._teaching.remove([taught])
        self.undo.tell(self.tr("It will not be learnt."), undo)

    @Slot()
    def _on_train(self) -> None:
        self.wanted.emit(self._model)
        self.accept()
