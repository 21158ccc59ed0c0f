"""Whether this Puna can train: PyTorch is an extra, for it is larger than all the rest together."""

from __future__ import annotations

import importlib.util
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from engine.paths import resources

_CHECKOUT: Final = "python3 packaging/dev.py setup"
_WHEEL: Final = 'python -m pip install "puna[train]"'


class Trainer(QObject):
    """`installed` is None until it was looked for; `command` installs it."""

    changed = Signal()

    def __init__(self, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self.installed: bool | None = None
        self.command = ""

    @Slot()
    def look(self) -> None:
        """Look for the library, without loading it."""

        def done(found: tuple[bool, str]) -> None:
            if found != (self.installed, self.command):
                self.installed, self.command = found
                self.changed.emit()

        self._bridge.run(_look, done)


def _look() -> tuple[bool, str]:
    checkout = (resources().parent / "packaging" / "dev.py").exists()
    return importlib.util.find_spec("torch") is not None, _CHECKOUT if checkout else _WHEEL
