"""A list of things the user makes, with its buttons: new, edit, copy, delete, import, export.

A deletion is undone by one button that stays until something else is done. Knows neither
assistants nor snippets.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.dialog import note
from app.row_list import ListRow, RowList
from app.theme import Theme


class ListSection(QWidget):
    """The list, its buttons, and the line that undoes."""

    new_requested = Signal()
    edit_requested = Signal(object)  # key of a row
    copy_requested = Signal(object)
    delete_requested = Signal(object)
    import_requested = Signal()
    export_requested = Signal(object)
    undo_requested = Signal()

    def __init__(self, name: str, empty: str, theme: Theme) -> None:
        super().__init__()
        self._own: set[object] = set()
        self.list = RowList(name, theme)
        self.empty = note(empty, "muted")
        self.new_button = QPushButton(self.tr("New…"))
        self.edit_button = QPushButton(self.tr("Edit…"))
        self.copy_button = QPushButton(self.tr("Copy…"))
        self.delete_button = QPushButton(self.tr("Delete"))
        self.import_button = QPushButton(self.tr("Import…"))
        self.export_button = QPushButton(self.tr("Export…"))
        self.undo_label = QLabel()
        self.undo_label.setTextFormat(Qt.TextFormat.PlainText)
        self.undo_label.setProperty("kind", "muted")
        self.undo_label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.undo_button = QPushButton(self.tr("Undo"))
        self.undo_row = QWidget()
        self._lay_out()
        self._connect()
        self.undo_row.hide()
        self._on_picked()

    def show_rows(self, rows: Sequence[ListRow], own: set[object]) -> None:
        """Show these; those with a key in `own` can be changed and deleted."""
        self._own = own
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self.list.show_rows(rows)

    def offer_undo(self, text: str) -> None:
        """Say what was done, with the button that undoes it."""
        self.undo_label.setText(text)
        self.undo_row.show()
        self.undo_button.setAccessibleDescription(text)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.undo_button, text))

    def clear_undo(self) -> None:
        """Something else was done."""
        if self.undo_button.hasFocus():
            self.list.setFocus()
        self.undo_row.hide()

    @Slot()
    def _on_picked(self) -> None:
        key = self.list.key()
        own = key in self._own
        told = (
            "" if own or key is None else self.tr("It comes with Puna: make a copy to change it.")
        )
        for button in (self.edit_button, self.delete_button):
            if button.hasFocus() and not own:
                self.list.setFocus()
            button.setEnabled(own)
            button.setToolTip(told)
        self.copy_button.setEnabled(key is not None)
        self.export_button.setEnabled(key is not None)

    @Slot()
    def _on_opened(self) -> None:
        """Enter and a double click: change one's own, copy what comes with Puna."""
        key = self.list.key()
        if key is not None:
            (self.edit_requested if key in self._own else self.copy_requested).emit(key)

    def _connect(self) -> None:
        self.list.picked.connect(self._on_picked)
        self.list.opened.connect(self._on_opened)
        self.new_button.clicked.connect(self.new_requested)
        self.import_button.clicked.connect(self.import_requested)
        self.undo_button.clicked.connect(self.undo_requested)
        for button, signal in (
            (self.edit_button, self.edit_requested),
            (self.copy_button, self.copy_requested),
            (self.delete_button, self.delete_requested),
            (self.export_button, self.export_requested),
        ):
            button.clicked.connect(lambda _=False, signal=signal: signal.emit(self.list.key()))

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        for button in (self.new_button, self.edit_button, self.copy_button, self.delete_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        for button in (self.import_button, self.export_button):
            button.setProperty("kind", "ghost")
            buttons.addWidget(button)
        undo = QHBoxLayout(self.undo_row)
        undo.setContentsMargins(0, 0, 0, 0)
        undo.addWidget(self.undo_label, 1)
        undo.addWidget(self.undo_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        # The buttons come first: they stay where they are, and in sight, whatever is listed.
        layout.addLayout(buttons)
        layout.addWidget(self.undo_row)
        layout.addWidget(self.empty)
        layout.addWidget(self.list)
