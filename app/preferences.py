"""The settings in force: read anywhere, changed in one place, saved a moment after a change.

Where they cannot be saved they stay in force, and saving is tried again.

Does not know how a setting is shown, nor where and how the file is written.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal, Slot

from app.bridge import Bridge
from engine.errors import ErrorInfo
from engine.settings import Settings

SAVE_AFTER_MS = 400
RETRY_MS = 5000


class Preferences(QObject):
    """The user's settings. `save` writes them; it runs on the bridge's worker thread."""

    changed = Signal(object)  # Settings
    saved = Signal()
    save_failed = Signal(object)  # ErrorInfo

    def __init__(
        self,
        settings: Settings,
        save: Callable[[Settings], None],
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._save = save
        self._bridge = bridge
        self._closed = False
        self._told: ErrorInfo | None = None  # why the last change could not be saved
        # One write for a burst of changes: a spin box sends one for each step.
        self._timer = QTimer(self, interval=SAVE_AFTER_MS, singleShot=True)
        self._timer.timeout.connect(self.flush)

    @property
    def settings(self) -> Settings:
        return self._settings

    def change(self, **values: Any) -> None:  # noqa: ANN401  # the fields of Settings, checked there
        """Replace fields of the settings by name, tell everyone, and save them soon."""
        settings = msgspec.structs.replace(self._settings, **values)
        if settings != self._settings:
            self._settings = settings
            self._told = None
            self._timer.start(SAVE_AFTER_MS)
            self.changed.emit(settings)

    @Slot()
    def flush(self) -> None:
        """Save now what is not saved yet; called once more when the program ends."""
        settings, save = self._settings, self._save
        self._timer.stop()
        self._bridge.run(lambda: save(settings), self._on_saved, self._on_failed)

    def close(self) -> None:
        """Ask for the last save, where one is due."""
        self._closed = True
        if self._timer.isActive():
            self.flush()

    def _on_saved(self, _: None) -> None:
        self._told = None
        self.saved.emit()

    def _on_failed(self, error: ErrorInfo) -> None:
        if not (self._closed or self._timer.isActive()):
            self._timer.start(RETRY_MS)
        if error != self._told:  # told once, however often it is tried again
            self._told = error
            self.save_failed.emit(error)
