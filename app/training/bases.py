"""Models that could be taught: those on this computer, with whether the trainer knows their kind.

Headers are read on another thread, each once. Knows no widgets.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.model_choice import ModelChoice
from engine import gguf
from engine.errors import PunaError
from engine.fit import teachable
from engine.hub.model import Model


@dataclass(frozen=True, slots=True)
class Base:
    """A model, and whether it can be taught."""

    model: Model
    teachable: bool


class Bases(QObject):
    """`all` are in the order of the menu of models."""

    changed = Signal()

    def __init__(self, choice: ModelChoice, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._choice = choice
        self._bridge = bridge
        self._known: dict[Path, bool] = {}
        self._looked = False
        self.all: Sequence[Base] = ()
        choice.changed.connect(self._on_changed)

    @property
    def current(self) -> Path | None:
        """The model that answers in the chat, where it can be taught; else one that can."""
        possible = [base.model.path for base in self.all if base.teachable]
        model = self._choice.model
        if model is not None and model.path in possible:
            return model.path
        return possible[0] if possible else None

    def of(self, path: str) -> Base | None:
        """The one at a path."""
        return next((base for base in self.all if str(base.model.path) == path), None)

    def smaller(self, path: str) -> Base | None:
        """The largest that is less than two thirds of the one at a path."""
        base = self.of(path)
        if base is None:
            return None
        sizes = [
            other
            for other in self.all
            if other.teachable and other.model.size * 3 < base.model.size * 2
        ]
        return max(sizes, key=lambda other: other.model.size, default=None)

    @Slot()
    def look(self) -> None:
        """Find out about models that are new."""
        self._looked = True
        models = [
            model for model in self._choice.known if not str(model.path).startswith("scripted:")
        ]
        new = [model.path for model in models if model.path not in self._known]

        def read() -> dict[Path, bool]:
            return {path: _teachable(path) for path in new}

        def done(known: dict[Path, bool]) -> None:
            self._known |= known
            self.all = [Base(model, self._known[model.path]) for model in models]
            self.changed.emit()

        self._bridge.run(read, done)

    @Slot()
    def _on_changed(self) -> None:
        if self._looked and {model.path for model in self._choice.known} - set(self._known):
            self.look()


def _teachable(path: Path) -> bool:
    try:
        return teachable(gguf.read(path))
    except (PunaError, OSError):
        return False
