"""What is kept of what models read of chats, as a section: how much it may be, and how much it is.

Does not know how it is kept.
"""

from __future__ import annotations

from PySide6.QtCore import QLocale, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.dialog import note
from app.errors import ErrorWords
from app.fields import Row, fraction
from app.kept_states import KeptStates
from app.preferences import Preferences
from engine.errors import ErrorInfo

GB = 1 << 30
MOST_GB = 1_000
_BASE = QLocale.DataSizeFormat.DataSizeTraditionalFormat  # the same gigabytes as in the boxes


class StatesSection(QWidget):
    """Two budgets, and a line with what is used."""

    def __init__(self, preferences: Preferences, kept: KeptStates) -> None:
        super().__init__()
        self._preferences = preferences
        self._kept = kept
        self._words = ErrorWords(self)
        self.disk = self._box(self.tr("Nothing"))
        self.memory = self._box(self.tr("Automatic"))
        self.used = note("", "small")
        self.clear_button = QPushButton(self.tr("Clear now"))
        self.clear_button.setEnabled(False)
        self._lay_out()
        self._show()
        self.disk.valueChanged.connect(lambda n: preferences.change(state_disk=_bytes(n)))
        self.memory.valueChanged.connect(lambda n: preferences.change(state_memory=_bytes(n)))
        self.clear_button.clicked.connect(self._on_clear)
        preferences.changed.connect(self._show)
        kept.measured.connect(self._on_measured)
        kept.refused.connect(self._on_refused)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._kept.measure()

    @Slot()
    def _show(self) -> None:
        settings = self._preferences.settings
        boxes = (self.disk, settings.state_disk), (self.memory, settings.state_memory)
        for box, size in boxes:
            if _bytes(box.value()) != size:
                box.blockSignals(True)
                box.setValue(size / GB)
                box.blockSignals(False)

    @Slot(object)
    def _on_measured(self, size: int) -> None:
        amount = QLocale().formattedDataSize(size, 1, _BASE)
        words = self.tr("Used on disk now: {size}").format(size=amount)
        self.used.setText(words if size else self.tr("Nothing is on disk now."))
        self.clear_button.setEnabled(size > 0)

    @Slot(object)
    def _on_refused(self, error: ErrorInfo) -> None:
        words = self._words.word(error)
        self.used.setText(self.tr("{text} {advice}").format(text=words.text, advice=words.advice))

    @Slot()
    def _on_clear(self) -> None:
        self.clear_button.setEnabled(False)
        self._kept.clear()

    def _box(self, special: str) -> QDoubleSpinBox:
        box = fraction(0, MOST_GB, 0.5)
        box.setSpecialValueText(special)
        box.setSuffix(self.tr(" GB"))
        return box

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.used, 1)
        row.addWidget(self.clear_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(14)
        told = self.tr("Kept after a restart; what was used longest ago is deleted first.")
        layout.addWidget(Row(self.tr("On disk, at most"), told, self.disk))
        told = self.tr("For the chats of this session; automatic is a share of what is free.")
        layout.addWidget(Row(self.tr("In memory, at most"), told, self.memory))
        layout.addLayout(row)


def _bytes(gigabytes: float) -> int:
    return round(gigabytes * GB)
