"""The presets there are, as the window has them: the user's, kept with the settings, and Puna's."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Slot

from app.item_choice import ItemChoice
from app.preferences import Preferences
from engine.messages import Sampling
from engine.presets import Preset


class PresetChoice(ItemChoice[Preset]):
    """Presets: samplings with a name."""

    def __init__(self, preferences: Preferences, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self.refresh()
        preferences.changed.connect(self.refresh)

    def save(self, item: Preset) -> None:
        """Add a new one, or take the place of the one with its id."""
        others = [other for other in self._preferences.settings.presets if other.id != item.id]
        number = item.id or 1 + max((other.id for other in others), default=0)
        kept = msgspec.structs.replace(item, id=number)
        self.saved.emit(kept)  # before it is listed, so that it can be picked then
        self._preferences.change(presets=(*others, kept))

    def remove(self, item: Preset) -> None:
        """Take one of the user's own away. `put_back` brings it back."""
        others = (other for other in self._preferences.settings.presets if other.id != item.id)
        self.removed.emit(item)
        self._preferences.change(presets=tuple(others))

    @Slot()
    def refresh(self) -> None:
        """List them again, in the language the window has now."""
        presets = self._preferences.settings.presets
        own = tuple(sorted(presets, key=lambda preset: (preset.name.casefold(), preset.id)))
        shipped = (
            Preset(self.tr("Precise"), Sampling(temperature=0, repeat_penalty=1.05)),
            Preset(self.tr("Balanced"), Sampling(temperature=0.7, top_p=0.9)),
            Preset(self.tr("Creative"), Sampling(temperature=1.2, top_k=0, top_p=1, min_p=0.08)),
        )
        if (own, shipped) != (self.own, self.shipped):
            self.own, self.shipped = own, shipped
            self.changed.emit()
