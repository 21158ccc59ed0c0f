"""The button beside a sampling that takes a preset, or makes one of what is shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QWidget

from app.dialog import Dialog, Role, Standard
from app.fields import Field
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
        self.list.addAction(self.tr("Save these settings as a preset…"), self.ask_name)

    @Slot()
    def ask_name(self) -> SavePreset:
        """Ask what the preset is to be called."""
        dialog = SavePreset(self._presets.free_name(self.tr("My preset")), self.window())
        dialog.named.connect(self._on_named)
        dialog.open()
        return dialog

    @Slot(str)
    def _on_named(self, name: str) -> None:
        self._presets.save(Preset(self._presets.free_name(name), self._shown()))


class SavePreset(Dialog):
    """Asks for the name of a new preset."""

    named = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=420)
        self.set_title(self.tr("Save as a preset"))
        self.name = QLineEdit(name)
        self.name.setMaxLength(LONGEST_NAME)
        self.name.selectAll()
        self.body.addWidget(Field(self.tr("Name"), self.name))
        self.add_standard(Standard.Cancel)
        self.save_button = self.add_button(self.tr("Save"), Role.AcceptRole, primary=True)
        self.buttons.accepted.connect(self._on_save)
        self.name.textChanged.connect(lambda: self.save_button.setEnabled(bool(self._line())))

    def _line(self) -> str:
        return " ".join(clean(self.name.text()).split())

    @Slot()
    def _on_save(self) -> None:
        if self._line():
            self.named.emit(self._line())
            self.accept()
