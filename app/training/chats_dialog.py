"""Asks which chats to learn from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from app.dialog import Dialog, Role, Standard
from app.plural import by_number
from app.text import one_line
from engine.store.records import Chat

_HEIGHT = 320
_ID = Qt.ItemDataRole.UserRole


class ChatsDialog(Dialog):
    """`chosen` has the ids of those that are ticked, and whether only corrected replies count."""

    chosen = Signal(object, bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.set_title(self.tr("Learn from chats"))
        self.add_note(
            self.tr(
                "Every reply on the path you see becomes an example. Where you edited a reply or "
                "preferred another version, that one counts."
            )
        )
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter by title"))
        self.filter.setAccessibleName(self.tr("Filter by title"))
        self.filter.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Chats"))
        self.list.setFixedHeight(_HEIGHT)
        self.body.addWidget(self.filter)
        self.body.addWidget(self.list)
        self.empty = self.add_note(self.tr("There are no chats yet."))
        self.empty.hide()
        self.corrected = QCheckBox(self.tr("Only replies that I edited or preferred to another"))
        self.body.addWidget(self.corrected)
        self.add_standard(Standard.Cancel)
        self.use_button = self.add_button(self.tr("Use"), Role.ActionRole, primary=True)
        self.use_button.clicked.connect(self._on_use)
        self.filter.textChanged.connect(self._on_filter)
        self.list.itemChanged.connect(self._on_ticked)
        self._on_ticked()

    @Slot(object)
    def show_chats(self, chats: Sequence[Chat]) -> None:
        """Offer these."""
        self.list.clear()
        for chat in chats:
            item = QListWidgetItem(one_line(chat.title) or self.tr("Untitled"), self.list)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(_ID, chat.id)
        self.empty.setVisible(not chats)
        self._on_ticked()

    @Slot()
    def _on_ticked(self) -> None:
        count = len(self._ids())
        self.use_button.setEnabled(count > 0)
        self.use_button.setText(
            by_number(count, self.tr("Use 1 chat"), self.tr("Use {n} chats"))
            if count
            else self.tr("Use")
        )

    @Slot(str)
    def _on_filter(self, text: str) -> None:
        for at in range(self.list.count()):
            item = self.list.item(at)
            item.setHidden(text.casefold() not in item.text().casefold())

    @Slot()
    def _on_use(self) -> None:
        self.chosen.emit(self._ids(), self.corrected.isChecked())
        self.accept()

    def _ids(self) -> list[int]:
        items = (self.list.item(at) for at in range(self.list.count()))
        return [item.data(_ID) for item in items if item.checkState() == Qt.CheckState.Checked]
