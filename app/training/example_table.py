"""The examples, to be looked at and changed: a table, and the chosen one beside it."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.theme import Theme
from app.training.draft import Draft
from app.training.example_editor import ExampleEditor
from app.training.example_model import ExampleModel
from app.training.seen_box import SeenBox
from engine.examples.records import Example
from engine.messages import ChatMessage

_ROW_HEIGHT = 30
_NARROW = 760
_LOW, _TALL = 260, 520  # the least it needs, beside each other and one below the other
_GAP = 8


class ExampleTable(QWidget):
    """`seen_wanted` asks for what the model sees of an example, which `seen` then shows."""

    seen_wanted = Signal(object)  # Example

    def __init__(self, draft: Draft, theme: Theme) -> None:
        super().__init__()
        self._draft = draft
        self._at = -1  # the example that the editor has
        self.model = ExampleModel(self)
        self.table = QTableView()
        self.editor = ExampleEditor()
        self.seen = SeenBox(theme)
        self.add_button = QPushButton(self.tr("Add"))
        self.remove_button = QPushButton(self.tr("Remove"))
        self.undo_button = QPushButton(self.tr("Undo"))
        self.edit_button = QPushButton(self.tr("Write"))
        self.seen_button = QPushButton(self.tr("What the model sees"))
        self._lay_out()
        self.setMinimumHeight(_LOW)
        self._connect()
        self._show()

    @property
    def number(self) -> int:
        """The example the user is at; -1 for none."""
        return self.table.currentIndex().row()

    def pick(self, number: int) -> None:
        """Put the user at an example."""
        self.table.setCurrentIndex(self.model.index(number, 1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        wanted = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        if self._splitter.orientation() != wanted:
            self._splitter.setOrientation(wanted)
            self.setMinimumHeight(_TALL if narrow else _LOW)
            self._left.setContentsMargins(0, 0, 0 if narrow else _GAP, _GAP if narrow else 0)
            self._right.setContentsMargins(0 if narrow else _GAP, _GAP if narrow else 0, 0, 0)
            self._splitter.setSizes([_TALL // 2, _TALL // 2] if narrow else [500, 420])

    # What the user does.

    @Slot()
    def _on_add(self) -> None:
        self.editor.take()
        at = self.number + 1
        empty = Example((ChatMessage("user", ""), ChatMessage("assistant", "")))
        self._draft.insert(at, empty)
        self.pick(at)
        self.edit_button.click()
        self.editor.boxes[0].box.setFocus()

    @Slot()
    def _on_opened(self) -> None:
        """Enter, or a double click: write in it."""
        self.edit_button.click()
        if self.editor.boxes:
            self.editor.boxes[0].box.setFocus()

    @Slot()
    def _on_undo(self) -> None:
        self.editor.take()
        self._draft.undo()

    @Slot()
    def _on_remove(self) -> None:
        self._at = -1  # what was typed into it goes with it
        rows = {index.row() for index in self.table.selectionModel().selectedRows()}
        at = min(rows, default=0)
        self._draft.remove(rows)
        self.pick(min(at, len(self._draft.examples) - 1))

    @Slot(object)
    def _on_edited(self, example: Example) -> None:
        if 0 <= self._at < len(self._draft.examples):
            self._draft.put(self._at, example)

    @Slot()
    def _on_picked(self) -> None:
        self.editor.take()
        self._show_picked()

    @Slot()
    def _show_picked(self) -> None:
        number = self._at = self.number
        chosen = self._draft.examples[number] if 0 <= number < len(self._draft.examples) else None
        self.editor.show_example(chosen)
        self.remove_button.setEnabled(chosen is not None)
        if chosen is not None and self._stack.currentWidget() is self.seen:
            self.seen_wanted.emit(chosen)

    @Slot(int)
    def _on_turned(self, page: int) -> None:
        self.editor.take()
        self._stack.setCurrentIndex(page)
        self._show_picked()

    # What the draft tells.

    @Slot()
    def _show(self) -> None:
        number = max(0, self.number)
        rows = len(self._draft.examples)
        selection = self.table.selectionModel()
        selection.blockSignals(True)
        self.model.show_examples(self._draft.examples)
        index = self.model.index(min(number, rows - 1), 1) if rows else QModelIndex()
        flags = QItemSelectionModel.SelectionFlag
        selection.setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        selection.blockSignals(False)
        self.table.viewport().update()
        self.undo_button.setEnabled(self._draft.can_undo)
        self._show_picked()

    # How it is built.

    def _connect(self) -> None:
        self._draft.changed.connect(self._show)
        self.table.selectionModel().currentChanged.connect(self._on_picked)
        self.editor.edited.connect(self._on_edited)
        self.table.activated.connect(self._on_opened)
        self.add_button.clicked.connect(self._on_add)
        self.remove_button.clicked.connect(self._on_remove)
        self.undo_button.clicked.connect(self._on_undo)

    def _lay_out(self) -> None:
        self._dress_table()
        left = QWidget()
        column = self._left = QVBoxLayout(left)
        column.setContentsMargins(0, 0, _GAP, 0)
        column.setSpacing(8)
        buttons = QHBoxLayout()
        for button in (self.add_button, self.remove_button, self.undo_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self.table, 1)
        right = QWidget()
        other = self._right = QVBoxLayout(right)
        other.setContentsMargins(_GAP, 0, 0, 0)
        other.setSpacing(8)
        ways = QHBoxLayout()
        self._ways = QButtonGroup(self)
        for number, button in enumerate((self.edit_button, self.seen_button)):
            button.setProperty("kind", "chip")
            button.setCheckable(True)
            self._ways.addButton(button, number)
            ways.addWidget(button)
        ways.addStretch(1)
        self.edit_button.setChecked(True)
        self._ways.idClicked.connect(self._on_turned)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.editor)
        self._stack.addWidget(self.seen)
        other.addLayout(ways)
        other.addWidget(self._stack, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.addWidget(left)
        self._splitter.addWidget(right)
        self._splitter.setSizes([500, 420])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._splitter)

    def _dress_table(self) -> None:
        table = self.table
        table.ensurePolished()
        table.setModel(self.model)
        table.setAccessibleName(self.tr("Examples"))
        table.setShowGrid(False)
        table.setWordWrap(False)
        table.setTabKeyNavigation(False)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = table.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionsClickable(False)
        for column, mode in enumerate(
            (QHeaderView.ResizeMode.Fixed, *(QHeaderView.ResizeMode.Stretch,) * 2)
        ):
            header.setSectionResizeMode(column, mode)
        table.setColumnWidth(0, 54)
