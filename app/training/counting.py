"""How many tokens the examples are for a model, and what exactly it sees of one.

A process with the vocabulary of the model answers; it is kept while the model stays the same, and
ends with the page. Knows no widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.training.draft import written
from engine.errors import InvalidInput
from engine.examples.files import write_examples
from engine.examples.records import Example
from engine.training.checking import Checker, Counted, Ended, Event, Previewed, Refused


class Counting(QObject):
    """`counted` and `seen` tell of the last that was asked for, and of nothing before it."""

    counted = Signal(object)  # Counted, or ErrorInfo
    seen = Signal(object)  # Previewed, or ErrorInfo

    def __init__(self, folder: Path, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data = folder / "counted.jsonl"
        self._bridge = bridge
        self._checker: Checker | None = None
        self._model = ""
        self._counts = 0
        self._previews = 0

    def count(self, model: str, examples: Sequence[Example]) -> None:
        """Count the tokens of these."""
        self._counts += 1
        turn, data = self._counts, self._data
        if not model or not examples:
            return

        def write() -> None:
            data.parent.mkdir(parents=True, exist_ok=True)
            write_examples(data, written(examples))

        def ask(_: None) -> None:
            if turn == self._counts:
                self._asked(model).count(data)

        self._bridge.run(write, ask, self.counted.emit)

    def preview(self, model: str, example: Example) -> None:
        """Show what the model sees of this one."""
        self._previews += 1
        numbered = msgspec.structs.replace(example, row=self._previews)
        try:
            self._asked(model).preview(numbered)
        except InvalidInput as error:
            self.seen.emit(error.info())

    @Slot()
    def rest(self) -> None:
        """End the process: nobody looks any more."""
        checker, self._checker, self._model = self._checker, None, ""
        if checker is not None:
            self._bridge.run(checker.close)

    def close(self) -> None:
        """End the process, and wait for that."""
        checker, self._checker = self._checker, None
        if checker is not None:
            checker.close()

    def _asked(self, model: str) -> Checker:
        """The process for a model."""
        if self._checker is None or model != self._model:
            self.rest()
            self._model = model
            tell: Callable[[Event], None] = self._bridge.caller(self._teller(model))
            self._checker = Checker(Path(model), "", tell)
        return self._checker

    def _teller(self, model: str) -> Callable[[Event], None]:
        def take(event: Event) -> None:
            if model == self._model:
                self._on_event(event)

        return take

    def _on_event(self, event: Event) -> None:
        if isinstance(event, Counted):
            self.counted.emit(event)
        elif isinstance(event, Previewed):
            if event.row == self._previews:
                self.seen.emit(event)
        elif isinstance(event, Refused):
            if event.row == self._previews:
                self.seen.emit(event.error)
            elif not event.row:
                self.counted.emit(event.error)
        elif isinstance(event, Ended):
            self.rest()
            self.counted.emit(event.error)
            self.seen.emit(event.error)
