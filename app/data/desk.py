"""What is done with all of the user's data at once: copied, restored, brought in, taken out.

Each method starts a job and returns it at once. Knows no widgets.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.data.transfer import Format, export_chats, import_chats
from app.jobs import Job, Jobs, Work
from engine.exchange import Headings
from engine.files import Cancelled, Progress
from engine.paths import Home
from engine.store.backups import Backup, Backups
from engine.store.store import Store

T = TypeVar("T")


class DataDesk(QObject):
    """The data of one home. `changed`: the store has other chats now, whoever shows some reads
    them again; `replaced`: all of it is another."""

    changed = Signal()
    replaced = Signal()
    backups_listed = Signal(object)  # Sequence[Backup], the newest first

    def __init__(
        self,
        home: Home,
        store: Store,
        backups: Backups,
        jobs: Jobs,
        bridge: Bridge,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.home = home
        self._store = store
        self._backups = backups
        self._jobs = jobs
        self._bridge = bridge

    # Chats.

    def import_chats(self, path: Path) -> Job:
        """Add the chats of a file or folder. Ends with `Imported`."""
        store = self._store
        return self._start(
            lambda progress, cancelled: import_chats(store, path, progress, cancelled),
            self.changed.emit,
        )

    def export_chats(
        self, chat_ids: Sequence[int] | None, target: Path, kind: Format, headings: Headings
    ) -> Job:
        """Write chats to a file, all of them for None. Ends with `Exported`."""
        store = self._store
        return self._start(
            lambda progress, cancelled: export_chats(
                store, chat_ids, target, kind, headings, progress, cancelled
            )
        )

    # Backups.

    @Slot()
    def list_backups(self) -> None:
        """Look for the backups there are; told by `backups_listed`."""
        self._bridge.run(self._backups.list, self.backups_listed.emit)

    def back_up(self) -> Job:
        """Make a backup now. Ends with its path."""
        backups = self._backups

        def make(_: Progress, __: Cancelled) -> Path:
            path = backups.make()
            backups.prune()
            return path

        return self._start(make, self.list_backups)

    def restore(self, backup: Backup) -> Job:
        """Put a backup in the place of what is there. Ends with where that went, or None."""
        store, backups = self._store, self._backups

        def restore(_: Progress, __: Cancelled) -> Path | None:
            return store.reopen(lambda: backups.restore(backup.path)).result()

        return self._start(restore, self._on_replaced)

    def _on_replaced(self) -> None:
        self.replaced.emit()
        self.list_backups()

    def _start(self, work: Work[T], after: Callable[[], None] | None = None) -> Job:
        job = self._jobs.start(work)
        if after is not None:
            job.finished.connect(lambda _: after())
        return job
