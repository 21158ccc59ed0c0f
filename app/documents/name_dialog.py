"""Asks for the name of a collection: of a new one, or another name."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from app.dialog import Dialog, Role, Standard
from app.fields import Field

_LONGEST = 80


class NameDialog(Dialog):
    """`named` has the name."""

    named = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent, width=440)
        self.set_title(self.tr("Rename the collection") if name else self.tr("New collection"))
        self.field = QLineEdit(name)
        self.field.setMaxLength(_LONGEST)
        self.field.selectAll()
        self.body.addWidget(Field(self.tr("Name"), self.field))
        self.add_standard(Standard.Cancel)
        words = self.tr("Rename") if name else self.tr("Create")
        self.take_button = self.add_button(words, Role.AcceptRole, primary=True)
        self.buttons.accepted.connect(self._take)
        self.field.textChanged.connect(self._show)
        self._show()

    @Slot()
    def _show(self) -> None:
        self.take_button.setEnabled(bool(self.field.text().strip()))

    @Slot()
    def _take(self) -> None:
        self.named.emit(self.field.text().strip())
        self.accept()
