"""Judgements as the window has them: one under way, those that were kept, and files of them.

The judging is in a process of its own, files are read and written on other threads. Knows no
widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Final, Protocol

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from engine.errors import ErrorInfo, InvalidInput
from engine.evaluation.base import base_of
from engine.evaluation.records import Event, Failed, Judge, Progress, Scored
from engine.evaluation.results import Result, Results
from engine.evaluation.run import Evaluation
from engine.evaluation.table import as_csv, as_json, as_markdown
from engine.examples.files import write_examples
from engine.examples.records import Example
from engine.files import shown, write_atomic
from engine.paths import Home

FORMATS: Final[Mapping[str, Callable[[Sequence[Result]], bytes]]] = MappingProxyType(
    {".json": as_json, ".csv": as_csv, ".md": as_markdown}
)


class Running(Protocol):
    """A judgement under way, as `Evaluation` is."""

    def close(self, timeout: float = 5.0) -> None: ...


Begin = Callable[[Judge, Callable[[Event], None]], Running]


class Judging(QObject):
    """`results` are all that were kept, newest first. `done` of `total` is of the one under way;
    `error` is why the last one came to nothing."""

    changed = Signal()
    progressed = Signal(int, int)
    judged = Signal(object)  # Result
    refused = Signal(object)  # ErrorInfo of a file

    def __init__(
        self,
        home: Home,
        bridge: Bridge,
        parent: QObject | None = None,
        begin: Begin = Evaluation,
    ) -> None:
        super().__init__(parent)
        self._home = home
        self._bridge = bridge
        self._begin = begin
        self._kept = Results(home)
        self._waiting: list[tuple[Judge, str]] = []
        self._under_way: tuple[Judge, str] | None = None
        self._process: Running | None = None
        self.results: Sequence[Result] = ()
        self.error: ErrorInfo | None = None

    @property
    def running(self) -> Judge | None:
        """What is being judged."""
        return self._under_way[0] if self._under_way is not None else None

    @Slot()
    def refresh(self) -> None:
        """Look again at what was kept."""
        self._bridge.run(self._kept.list, self._on_listed, self.refused.emit)

    def start(
        self, judge: Judge, name: str, *, against_base: bool, rows: Sequence[Example] = ()
    ) -> None:
        """Judge, and with `against_base` the model alone before. `rows` become the file that is
        judged by, where there is none yet."""
        if self._under_way is not None:
            return
        self.error = None
        path = Path(judge.data)

        def prepare() -> list[tuple[Judge, str]]:
            if rows and not path.is_file():
                write_examples(path, rows)
            alone = [(base_of(judge), "")] if against_base and judge.adapters else []
            return [*alone, (judge, name)]

        def begin(wanted: list[tuple[Judge, str]]) -> None:
            if self._under_way is first:  # it was not called off meanwhile
                self._under_way, *self._waiting = wanted
                self._next()

        first = self._under_way = (judge, name)
        self.changed.emit()
        self._bridge.run(prepare, begin, self._on_failed)

    @Slot()
    def stop(self) -> None:
        """Judge no further. What was judged is kept."""
        self._waiting = []
        self._under_way = None
        self._end()
        self.changed.emit()

    def remove(self, result: Result) -> Callable[[], None]:
        """Take a result away; returns what brings it back."""
        kept = self._kept
        self._bridge.run(lambda: kept.remove(result.id), self._look, self.refused.emit)
        return lambda: self._bridge.run(
            lambda: kept.put_back(result), self._look, self.refused.emit
        )

    def export(self, results: Sequence[Result], name: str) -> None:
        """Write results to a file of the user's, in the format its name ends in."""
        path, home = Path(name), self._home

        def write() -> None:
            form = FORMATS.get(path.suffix.lower())
            if form is None:
                raise InvalidInput(
                    "path",
                    f"{path.name} is no known kind of file",
                    "Use a name in .json, .csv or .md.",
                )
            if home.owns(path):
                raise InvalidInput(
                    "path",
                    f"{shown(path)} is where Puna keeps its own files",
                    "Choose another folder.",
                )
            write_atomic(path, form(results))

        self._bridge.run(write, None, self.refused.emit)

    def close(self) -> None:
        """End what is under way."""
        self._waiting, self._under_way = [], None
        process, self._process = self._process, None
        if process is not None:
            process.close()

    def _next(self) -> None:
        """Start the process of what is under way; it was called off where there is nothing."""
        if self._under_way is None:
            return
        judge = self._under_way[0]
        tell: Callable[[Event], None] = self._bridge.caller(
            lambda event: self._on_event(judge, event)
        )
        self._bridge.run(lambda: self._begin(judge, tell), self._on_started, self._on_failed)

    def _on_started(self, process: Running) -> None:
        if self._under_way is None:  # called off meanwhile
            self._bridge.run(lambda: process.close())
        else:
            self._process = process

    def _on_event(self, judge: Judge, event: Event) -> None:
        if self._under_way is None or self._under_way[0] is not judge:
            return
        match event:
            case Progress(done=done, total=total):
                self.progressed.emit(done, total)
            case Scored(scores=scores):
                name, kept = self._under_way[1], self._kept
                self._bridge.run(
                    lambda: kept.keep(judge, scores, name), self._on_kept, self._on_failed
                )
            case Failed(error=error):
                self._on_failed(error)

    def _on_kept(self, result: Result) -> None:
        self._end()
        self._under_way = self._waiting.pop(0) if self._waiting else None
        self.results = (result, *self.results)
        self.judged.emit(result)
        self.changed.emit()
        self._next()

    def _on_failed(self, error: ErrorInfo) -> None:
        self._waiting, self._under_way = [], None
        self._end()
        self.error = error
        self.changed.emit()

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            self._bridge.run(lambda: process.close())

    def _look(self, _: None) -> None:
        self.refresh()

    def _on_listed(self, results: Sequence[Result]) -> None:
        self.results = results
        self.changed.emit()
