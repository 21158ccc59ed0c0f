"""Replies that were put right in chats, kept for a model to learn from.

Writing and reading is done on other threads. Knows no widgets: chats add to it, the page of
fine-tuning proposes a run of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from engine.errors import ErrorInfo
from engine.examples.collected import Collected, Taught
from engine.examples.records import Example
from engine.paths import Home


class Teaching(QObject):
    """`rows` are all that wait to be learnt, oldest first, of all models."""

    changed = Signal()
    added = Signal(object, int)  # Taught, how many wait for its model now
    refused = Signal(object)  # ErrorInfo

    def __init__(self, home: Home, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._collected = Collected(home)
        self._bridge = bridge
        self.rows: Sequence[Taught] = ()

    def of(self, model: str) -> Sequence[Taught]:
        """What waits for the model in that file."""
        return [row for row in self.rows if row.model == model]

    @Slot()
    def refresh(self) -> None:
        """Look again at what waits."""
        self._bridge.run(self._collected.list, self._on_listed, self._on_refused)

    def add(self, model: str, example: Example, before: str) -> None:
        """Keep an example; `before` is what the model had said instead."""
        kept = self._collected

        def work() -> tuple[Taught, Sequence[Taught]]:
            return kept.add(model, example, before), kept.list()

        def done(news: tuple[Taught, Sequence[Taught]]) -> None:
            taught, rows = news
            self._on_listed(rows)
            self.added.emit(taught, len(self.of(taught.model)))

        self._bridge.run(work, done, self._on_refused)

    def remove(self, rows: Sequence[Taught]) -> Callable[[], None]:
        """Take rows away; returns what brings them back."""
        kept, ids = self._collected, [row.id for row in rows]
        self._do(partial(kept.remove, ids))
        return partial(self._do, partial(kept.put_back, ids))

    def _do(self, work: Callable[[], object]) -> None:
        self._bridge.run(work, lambda _: self.refresh(), self._on_refused)

    def _on_listed(self, rows: Sequence[Taught]) -> None:
        if list(rows) != list(self.rows):
            self.rows = tuple(rows)
            self.changed.emit()

    def _on_refused(self, error: ErrorInfo) -> None:
        self.refused.emit(error)
