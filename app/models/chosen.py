"""The model of this computer that is looked at: its header, its card, its defaults.

All of it is read on another thread and arrives piece by piece. Knows no widgets.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.model_choice import ModelChoice
from app.models.collection import Collection
from app.models.fitting import Fits
from engine import gguf
from engine.fit import Fit
from engine.gguf import Gguf
from engine.hub.library import Defaults, Model
from engine.hub.openness import Card, Openness
from engine.memory import default_context


class ChosenModel(QObject):
    """One at a time. `header` and `card` are None until they were read, and for a broken file."""

    changed = Signal()
    defaults_read = Signal(object)  # Defaults

    def __init__(
        self,
        collection: Collection,
        fitting: Fits,
        openness: Openness,
        choice: ModelChoice,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._collection = collection
        self._fitting = fitting
        self._openness = openness
        self._choice = choice
        self._bridge = bridge
        self.model: Model | None = None
        self.header: Gguf | None = None
        self.card: Card | None = None
        self.defaults = Defaults()
        fitting.changed.connect(self.changed)
        choice.changed.connect(self.changed)
        collection.changed.connect(self._on_listed)

    @property
    def in_use(self) -> bool:
        """Whether it is the one that answers now."""
        return bool(self.model and self._choice.model and self._choice.model.id == self.model.id)

    def show(self, model: Model) -> None:
        """Look at another one."""
        if self.model is not None and self.model.path == model.path:
            self._renew(model)
            return
        self.model, self.header, self.card, self.defaults = model, None, None, Defaults()
        self.changed.emit()
        self._collection.read_defaults(model, self._keeper(model))
        if not model.absent and not model.fault:
            path, openness = Path(model.path), self._openness

            def read() -> tuple[Gguf, Card]:
                header = gguf.read(path)
                return header, openness.card_of(header)

            # A file that cannot be read is told of by its row; its page needs no second word.
            self._bridge.run(read, lambda found: self._on_read(model, *found), lambda _: None)

    def set_defaults(self, defaults: Defaults) -> None:
        """Have new chats begin like this."""
        if self.model is not None:
            self.defaults = defaults
            self._collection.set_defaults(self.model, defaults)
            self._choice.note_defaults(self.model.id, defaults)

    def fit(self, n_ctx: int) -> Fit | None:
        """How it would run with so many tokens, 0 for as many as Puna would choose."""
        if self.header is None:
            return None
        return self._fitting.of(self.header, n_ctx or default_context(self.header))

    def _keeper(self, model: Model) -> Callable[[Defaults], None]:
        def keep(defaults: Defaults) -> None:
            if self.model is model:
                self.defaults = defaults
                self.defaults_read.emit(defaults)

        return keep

    def _on_read(self, model: Model, header: Gguf, card: Card) -> None:
        if self.model is model or (self.model and self.model.path == model.path):
            self.header, self.card = header, card
            self.changed.emit()

    @Slot()
    def _on_listed(self) -> None:
        if self.model is not None:
            again = self._collection.named(self.model.id)
            if again is not None:
                self._renew(again)

    def _renew(self, model: Model) -> None:
        if model != self.model:
            self.model = model
            self.changed.emit()
