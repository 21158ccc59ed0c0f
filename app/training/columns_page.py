"""Asks which column of a table is the question, and which the answer; its first rows in sight."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from app.dialog import make_primary, note
from app.fields import Page, Row, choice, section
from app.text import one_line
from engine.examples.records import Columns, Table

_ROWS = 6
_SHOWN = 200
_HEADER, _ROW = 38, 31  # pixels


class ColumnsPage(Page):
    """`told` has the columns; `left` that the table is not wanted."""

    told = Signal(object)  # Columns
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._table: Table | None = None
        self.title = QLabel()
        self.title.setProperty("kind", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.question = choice({"": ""})
        self.answer = choice({"": ""})
        self.system = choice({"": ""})
        self.sample = QTableWidget()
        self.use_button = QPushButton(self.tr("Use these columns"))
        self.cancel_button = QPushButton(self.tr("Another source"))
        make_primary(self.use_button)
        self.hint = note("", "warn")
        self._lay_out()
        for box in (self.question, self.answer, self.system):
            box.currentIndexChanged.connect(self._on_chosen)
        self.use_button.clicked.connect(self._on_use)
        self.cancel_button.clicked.connect(self.left)

    def ask(self, name: str, table: Table) -> None:
        """Ask about a table, with what the names of its columns suggest."""
        self._table = table
        self.title.setText(self.tr("Which column is which in {name}?").format(name=name))
        none = self.tr("none")
        for box, optional in ((self.question, True), (self.answer, False), (self.system, True)):
            box.blockSignals(True)
            box.clear()
            if optional:
                box.addItem(none, "")
            for column in table.columns:
                box.addItem(one_line(column), column)
            box.blockSignals(False)
        guess = table.guess or _guess(table)
        _set(self.question, guess.question)
        _set(self.answer, guess.answer)
        _set(self.system, guess.system)
        self._fill(table)
        self._on_chosen()

    @property
    def columns(self) -> Columns:
        """As it is chosen now."""
        return Columns(
            answer=str(self.answer.currentData()),
            question=str(self.question.currentData()),
            system=str(self.system.currentData()),
        )

    @Slot()
    def _on_use(self) -> None:
        self.told.emit(self.columns)

    @Slot()
    def _on_chosen(self) -> None:
        columns = self.columns
        chosen = [name for name in (columns.question, columns.answer, columns.system) if name]
        twice = len(set(chosen)) < len(chosen)
        words = self.tr("One column is chosen twice.") if twice else ""
        if not twice and not columns.question:
            words = self.tr("Without questions the answers are learnt as plain texts.")
        self.hint.setText(words)
        self.hint.setVisible(bool(words))
        self.use_button.setEnabled(not twice)

    def _fill(self, table: Table) -> None:
        sample = self.sample
        rows = table.rows[:_ROWS]
        sample.clear()
        sample.setColumnCount(len(table.columns))
        sample.setRowCount(len(rows))
        sample.setFixedHeight(_HEADER + max(1, len(rows)) * _ROW)
        sample.setHorizontalHeaderLabels([one_line(column) for column in table.columns])
        for at, row in enumerate(rows):
            for column, cell in enumerate(row[: len(table.columns)]):
                sample.setItem(at, column, QTableWidgetItem(one_line(cell[:_SHOWN])))

    def _lay_out(self) -> None:
        sample = self.sample
        sample.setAccessibleName(self.tr("The first rows"))
        sample.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        sample.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        sample.setTabKeyNavigation(False)
        sample.setShowGrid(False)
        sample.setWordWrap(False)
        sample.verticalHeader().hide()
        sample.verticalHeader().setDefaultSectionSize(_ROW)
        header = sample.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionsClickable(False)
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(sample)
        buttons = QWidget()
        row = QHBoxLayout(buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.hint, 1)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.use_button)
        rows = (
            Row(self.tr("Question"), self.tr("What a person says to the model."), self.question),
            Row(
                self.tr("Answer"),
                self.tr("What the model should say: this is learnt."),
                self.answer,
            ),
            Row(
                self.tr("Instructions"),
                self.tr("What stands before the conversation, where the table has it."),
                self.system,
            ),
        )
        self.add(head, section(self.tr("Columns"), *rows), buttons)


def _guess(table: Table) -> Columns:
    """The first two columns, where their names say nothing."""
    names = table.columns
    return Columns(
        answer=names[min(1, len(names) - 1)], question=names[0] if len(names) > 1 else ""
    )


def _set(box: QComboBox, value: str) -> None:
    box.setCurrentIndex(max(0, box.findData(value)))
