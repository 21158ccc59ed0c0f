"""Which model answers: the user's choice among the files of the library.

Looking at files is done on the bridge's worker thread. Knows neither menus nor how a model runs.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.preferences import Preferences
from engine.errors import ErrorInfo
from engine.hub.library import Library, Model

STARTER = "starter"


class ModelChoice(QObject):
    """The chosen model and those that could be. `fixed` takes the place of any choice."""

    changed = Signal()
    chosen = Signal()  # by the user, just now
    refused = Signal(object)  # ErrorInfo

    def __init__(
        self,
        library: Library,
        preferences: Preferences,
        bridge: Bridge,
        fixed: Model | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._library = library
        self._preferences = preferences
        self._bridge = bridge
        self._fixed = fixed
        self.model: Model | None = fixed
        self.known: Sequence[Model] = (fixed,) if fixed else ()
        self.settled = fixed is not None  # whether the choice of last time was looked up

    def start(self) -> None:
        """Look up the model chosen last time, and the models there are."""
        if self._fixed is not None:
            return
        if name := self._preferences.settings.model:
            library = self._library
            self._bridge.run(lambda: library.resolve(name), self._settle, self._on_lost)
        else:
            self.settled = True
            self.changed.emit()
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Look again at which models there are."""
        if self._fixed is None:
            self._bridge.run(self._library.list, self._on_listed, self.refused.emit)

    @Slot(str)
    def choose(self, name: str) -> None:
        """Take and remember the model of that path, alias or id. Emits `chosen` or `refused`."""
        if self._fixed is not None:
            self.chosen.emit()
            return
        library = self._library

        def take(model: Model) -> None:
            self._settle(model)
            self._preferences.change(model=name)
            self.chosen.emit()
            self.refresh()

        self._bridge.run(lambda: library.resolve(name), take, self.refused.emit)

    def _settle(self, model: Model) -> None:
        self.model = model
        self.settled = True
        self.changed.emit()

    def _on_lost(self, error: ErrorInfo) -> None:
        self.settled = True
        self.changed.emit()
        self.refused.emit(error)

    def _on_listed(self, models: Sequence[Model]) -> None:
        if tuple(models) != self.known:  # else an open menu would be filled again
            self.known = tuple(models)
            self.changed.emit()
