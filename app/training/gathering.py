"""Reads examples for the draft, beside the window: of a file, a text, chats, or corrections.

Knows no widgets, and not how a format is recognised.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.jobs import Job, Jobs
from app.training.draft import Draft
from engine.errors import DataError, ErrorInfo
from engine.examples.chats import from_chats
from engine.examples.collected import Collected, Taught
from engine.examples.reading import read_examples, read_text
from engine.examples.records import Columns, DataSet, Table
from engine.paths import Home
from engine.store.chats import Chats
from engine.store.records import Chat
from engine.store.store import Store
from engine.training.records import Broken, Done

PASTED: Final = "pasted"
Read = Callable[[], DataSet | Table]


class Gathering(QObject):
    """One source at a time. `table` is one whose columns the user has yet to tell apart."""

    changed = Signal()
    found = Signal(object)  # DataSet, now in the draft
    failed = Signal(object)  # ErrorInfo
    listed = Signal(object)  # chats
    waits_again = Signal()  # what was collected and not learnt after all

    def __init__(
        self,
        draft: Draft,
        home: Home,
        store: Store,
        open_chat: Callable[[], tuple[int, str] | None],
        jobs: Jobs,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._draft = draft
        self._collected = Collected(home)
        self._store = store
        self._open_chat = open_chat
        self._jobs = jobs
        self._bridge = bridge
        self._job: Job | None = None
        self._again: Callable[[Columns], Read] | None = None
        self.table: Table | None = None
        self.table_name = ""
        self.corrections = 0
        self._learning: tuple[str, ...] = ()  # ids of collected rows in the run under way

    @Slot()
    def look(self) -> None:
        """See what there is to learn from."""
        collected = self._collected

        def done(count: int) -> None:
            self.corrections = count
            self.changed.emit()

        self._bridge.run(lambda: len(collected.list()), done, self.failed.emit)
        self.changed.emit()

    @property
    def busy(self) -> bool:
        """Whether something is being read."""
        return self._job is not None

    @property
    def open_chat_title(self) -> str:
        """The title of the open chat; empty where nothing can be learnt of it."""
        opened = self._open_chat()
        return opened[1] if opened is not None else ""

    def read(self, path: Path) -> None:
        """Read a file."""
        self.table_name = path.name
        self._again = lambda columns: lambda: read_examples(path, columns)
        self._start(lambda: read_examples(path))

    @Slot(str)
    def read_text(self, text: str) -> None:
        """Read what was pasted."""
        path = Path(PASTED)
        self.table_name = PASTED
        self._again = lambda columns: lambda: read_text(text, path, columns)
        self._start(lambda: read_text(text, path))

    def tell_columns(self, columns: Columns) -> None:
        """These are the columns of `table`."""
        again, self.table = self._again, None
        if again is not None:
            self._start(again(columns))

    @Slot()
    def forget_table(self) -> None:
        """The table is not wanted any more."""
        self.table = None
        self.changed.emit()

    @Slot()
    def take_open_chat(self) -> None:
        """Learn from the chat that is open."""
        opened = self._open_chat()
        if opened is not None:
            self.take_chats([opened[0]])

    def list_chats(self) -> None:
        """Ask which chats there are; `listed` tells."""

        def look(chats: Chats) -> Sequence[Chat]:
            return chats.list()

        self._bridge.deliver(self._store.call(look), self.listed.emit, self.failed.emit)

    def take_chats(self, ids: Sequence[int], *, corrected_only: bool = False) -> None:
        """Learn from these chats; `corrected_only`: only from replies that were put right."""

        def read(chats: Chats) -> DataSet:
            return from_chats(chats, ids, corrected_only=corrected_only)

        self._bridge.deliver(self._store.call(read), self._take, self.failed.emit)

    def take_corrections(self, model: str | None = None) -> None:
        """Learn from what was collected in chats, of all models or of one."""
        collected, name = self._collected, self.tr("Your corrections")

        def read(rows: Sequence[Taught]) -> None:
            self._draft.taught += tuple(row.id for row in rows)
            self._take(DataSet(name, "chat", tuple(row.example for row in rows)))

        self._bridge.run(lambda: collected.list(model), read, self.failed.emit)

    @Slot()
    def forget_learnt(self) -> None:
        """What was collected and is being learnt now waits no more."""
        ids, collected = self._draft.taught, self._collected
        self._learning = ids
        if ids:
            self._bridge.run(lambda: collected.remove(ids), lambda _: self.look())

    @Slot(object)
    def on_ended(self, end: Done | Broken) -> None:
        """A run ended. What it learnt waits again where no adapter came of it: the run may be
        deleted, and what the user wrote would be with it."""
        ids, self._learning = self._learning, ()
        if ids and not (isinstance(end, Done) and end.adapter):
            collected = self._collected
            self._bridge.run(lambda: collected.put_back(ids), self._on_put_back)

    def _on_put_back(self, _: None) -> None:
        self.waits_again.emit()
        self.look()

    @Slot(str)
    def read_judged(self, name: str) -> None:
        """Read examples to judge by. Columns of a table must be told by their names."""
        path = Path(name)

        def take(data: DataSet) -> None:
            self._draft.judge_by(data.examples, data.name)

        self._bridge.run(lambda: _judged(path), take, self.failed.emit)

    @Slot()
    def cancel(self) -> None:
        """Leave what is being read."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        self.changed.emit()

    def _start(self, read: Read) -> None:
        self.cancel()
        job = self._job = self._jobs.start(lambda _progress, _cancelled: read())
        job.finished.connect(lambda result: self._on_read(job, result))
        job.failed.connect(lambda error: self._on_failed(job, error))
        self.changed.emit()

    def _on_read(self, job: Job, result: DataSet | Table) -> None:
        if job is not self._job:
            return
        self._job = None
        if isinstance(result, Table):
            self.table = result
        else:
            self._take(result)
        self.changed.emit()

    def _take(self, data: DataSet) -> None:
        self._draft.add(data)
        self.found.emit(data)

    def _on_failed(self, job: Job, error: ErrorInfo) -> None:
        if job is self._job:
            self._job = None
            self.changed.emit()
            self.failed.emit(error)


def _judged(path: Path) -> DataSet:
    found = read_examples(path)
    if isinstance(found, Table) and found.guess is not None:
        found = read_examples(path, found.guess)
    if isinstance(found, Table):
        reason = f"its columns are {', '.join(found.columns)}"
        raise DataError(str(path), "columns", reason, "Call its columns question and answer.")
    return found
