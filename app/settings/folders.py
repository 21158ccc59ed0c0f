"""More folders with models, as a section: a list, adding one, taking one off the list."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.dialog import note
from app.preferences import Preferences

MOST_ROWS = 5
ROW = 34


class FoldersSection(QWidget):
    """Nothing in these folders is ever changed."""

    def __init__(self, preferences: Preferences) -> None:
        super().__init__()
        self._preferences = preferences
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Other folders with models"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.none = note(self.tr("None yet."))
        self.add_button = QPushButton(self.tr("Add a folder…"))
        self.remove_button = QPushButton(self.tr("Take it off the list"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.add_button)
        row.addWidget(self.remove_button)
        row.addStretch(1)
        told = self.tr(
            "Models in them are used where they are. What LM Studio, Ollama, Jan, GPT4All, "
            "llama.cpp and Hugging Face downloaded is found by itself."
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(note(told, "small"))
        layout.addWidget(self.none)
        layout.addWidget(self.list)
        layout.addLayout(row)
        self.add_button.clicked.connect(self._choose)
        self.remove_button.clicked.connect(self._on_remove)
        self.list.currentRowChanged.connect(self._on_picked)
        preferences.changed.connect(self._show)
        self._show()

    @Slot(str)
    def add(self, name: str) -> None:
        """Look into that folder, too."""
        names = self._preferences.settings.model_folders
        if name not in names:
            self._preferences.change(model_folders=(*names, name))

    @Slot()
    def _show(self) -> None:
        names = self._preferences.settings.model_folders
        if names != tuple(self.list.item(n).text() for n in range(self.list.count())):
            self.list.clear()
            self.list.addItems(list(names))
            self.list.setFixedHeight(ROW * min(len(names), MOST_ROWS) + 4)
        self.list.setVisible(bool(names))
        self.none.setVisible(not names)
        self._on_picked()

    @Slot()
    def _on_picked(self) -> None:
        self.remove_button.setVisible(self.list.count() > 0)
        self.remove_button.setEnabled(self.list.currentRow() >= 0)

    @Slot()
    def _on_remove(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            names = self._preferences.settings.model_folders
            left = tuple(name for name in names if name != item.text())
            self._preferences.change(model_folders=left)

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, self.tr("Add a folder with models"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.add)
        dialog.open()
