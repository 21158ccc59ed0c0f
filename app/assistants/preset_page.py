"""The page of the settings for presets, and the dialog in which one is made or changed."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import msgspec
from PySide6.QtWidgets import QWidget

from app.assistants.editor import ItemEditor
from app.assistants.pages import CollectionPage
from app.fields import Field
from app.row_list import ListRow
from app.sampling_fields import SamplingFields
from app.sampling_words import SamplingWords
from engine import preset_files
from engine.preset_files import read_preset, write_preset
from engine.presets import Preset


class PresetEditor(ItemEditor):
    """A preset: its name and its numbers."""

    def __init__(self, preset: Preset, taken: Collection[str], parent: QWidget | None) -> None:
        super().__init__(preset.name, taken, parent)
        self._preset = preset
        self.set_title(self.tr("Edit the preset") if preset.id else self.tr("New preset"))
        self.name.setPlaceholderText(self.tr("For example: Short and sober"))
        self.sampling = SamplingFields()
        self.sampling.show_sampling(preset.sampling, preset.sampling)
        self.sampling.folded.connect(self.fit)
        self.body.addWidget(Field(self.tr("Name"), self.name))
        self.body.addWidget(self.fault)
        self.body.addWidget(Field(self.tr("How replies are written"), self.sampling))
        self._watch(self.name)

    def _result(self) -> Preset:
        sampling = self.sampling.sampling() or self._preset.sampling
        return msgspec.structs.replace(self._preset, name=self._name(), sampling=sampling)


class PresetsPage(CollectionPage[Preset]):
    """The user's presets, and those that come with Puna."""

    def make(self) -> PresetEditor:
        return self.edit(Preset(""))

    def edit(self, item: Preset) -> PresetEditor:
        editor = PresetEditor(item, self._taken(item), self.window())
        editor.saved.connect(self._choice.save)
        editor.open()
        return editor

    def _words(self) -> tuple[str, str, str]:
        return (
            self.tr("Presets"),
            self.tr(
                "A preset is a named way to write: how surprising, how repetitive, what "
                "to avoid. Choose one in the settings of replies, of a chat or of an assistant."
            ),
            self.tr("There are none yet."),
        )

    def _files(self) -> tuple[str, str]:
        return self.tr("Presets"), preset_files.SUFFIX

    def _row(self, item: Preset, mark: str) -> ListRow:
        return ListRow(item, item.name, SamplingWords(self).of(item.sampling), mark)

    def _read(self, path: Path) -> Preset:
        return read_preset(path)

    def _write(self, path: Path, item: Preset) -> None:
        write_preset(path, item)
