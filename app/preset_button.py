"""The button beside a sampling that takes a preset, or makes one of what is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QInputDialog, QMenu, QPushButton

from app.presets import PresetChoice
from app.sampling_words import SamplingWords
from app.text import clean, plain_tip
from engine.messages import Sampling
from engine.preset_files import LONGEST_NAME
from engine.presets import Preset


class PresetButton(QPushButton):
    """A menu of the presets there are, and "save as"."""

    chosen = Signal(object)  # Sampling

    def __init__(self, presets: PresetChoice, shown: Callable[[], Sampling]) -> None:
        """`shown` is what would be saved."""
        super().__init__(self.tr("Presets"))
        self._presets = presets
        self._shown = shown
        self.setAutoDefault(False)
        self.list = QMenu(self)
        self.list.setToolTipsVisible(True)
        self.list.aboutToShow.connect(self.fill)
        self.setMenu(self.list)

    @Slot()
    def fill(self) -> None:
        """Show those there are now."""
        self.list.clear()
        words = SamplingWords(self)
        for preset in self._presets.all:
            action = self.list.addAction(preset.name.replace("&", "&&"))
            action.setToolTip(plain_tip(words.of(preset.sampling)))
            action.triggered.connect(lambda _=False, p=preset: self.chosen.emit(p.sampling))
        self.list.addSeparator()
        self.list.addAction(self.tr("Save these numbers as a preset…"), self.ask_name)

    @Slot()
    def ask_name(self) -> QInputDialog:
        """Ask what the preset is to be called."""
        dialog = QInputDialog(self.window())
        dialog.setWindowTitle(self.tr("Save as a preset"))
        dialog.setLabelText(self.tr("Name"))
        dialog.setTextValue(self._presets.free_name(self.tr("My preset")))
        dialog.textValueSelected.connect(self._on_named)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        return dialog

    @Slot(str)
    def _on_named(self, name: str) -> None:
        line = " ".join(clean(name).split())[:LONGEST_NAME]
        if line:
            self._presets.save(Preset(self._presets.free_name(line), self._shown()))
