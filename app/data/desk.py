"""What is done with all of the user's data at once: copied, restored, brought in, taken out.

Each method starts a job and returns it at once. Knows no widgets.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot

from app.bridge import Bridge
from app.data.transfer import Format, Sizes, export_chats, import_chats, sizes_of
from app.jobs import Job, Jobs, Work
from engine.archive import read_archive, write_archive
from engine.exchange import Headings
from engine.files import Cancelled, Progress, load_settings
from engine.paths import Home
from engine.settings import Settings
from engine.store.backups import Backup, Backups
from engine.store.caretaker import BackupFailed, BackupMade, CareEvent, Caretaker, CheckedEvent
from engine.store.check import Damaged, Report
from engine.store.store import Store

T = TypeVar("T")

log = logging.getLogger(__name__)


class DataDesk(QObject):
    """The data of one home. `changed`: the store has other chats now, whoever shows some reads
    them again; `replaced`: all of it is another."""

    changed = Signal()
    replaced = Signal()
    backups_listed = Signal(object)  # Sequence[Backup], the newest first
    settings_read = Signal(object)  # dict of settings by name, which were written elsewhere
    damaged = Signal(object)  # Report of a check that found something; None: it was repaired
    not_backed_up = Signal(object)  # ErrorInfo; None: a backup was made
    not_erased = Signal(object)  # ErrorInfo: copies of erased chats are still in backups

    def __init__(
        self,
        home: Home,
        store: Store,
        backups: Backups,
        jobs: Jobs,
        bridge: Bridge,
        busy: Callable[[], bool],
        forget: Callable[[list[str]], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`busy` says whether a reply is being written, which belongs to the chats of now; `forget`
        removes what is kept of erased chats beside the store and its backups, by their keys."""
        super().__init__(parent)
        self.home = home
        self._store = store
        self._backups = backups
        self._jobs = jobs
        self._bridge = bridge
        self.busy = busy
        self.report: Report | None = None  # what is damaged
        self.caretaker = Caretaker(store, backups, bridge.caller(self._on_care), forget)

    def close(self) -> None:
        """Make a last backup where one is due. Close the store before."""
        if not self.caretaker.close():
            log.error("the last backup takes too long, and is left")

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
            if self.report is None:  # never what may have the good text of a damaged message
                backups.prune()
            return path

        return self._start(make, self.list_backups)

    def restore(self, backup: Backup) -> Job:
        """Put a backup in the place of what is there. Ends with where that went, or None."""
        store, backups = self._store, self._backups

        def restore(_: Progress, __: Cancelled) -> Path | None:
            return store.reopen(lambda: backups.restore(backup.path)).result()

        return self._start(restore, self._on_replaced)

    # Everything in one file.

    def measure(self, done: Callable[[Sizes], None]) -> None:
        """Find out how large everything is, and tell `done`."""
        home = self.home
        self._bridge.run(lambda: sizes_of(home), done)

    def write_archive(self, target: Path, *, models: bool) -> Job:
        """Write all of it to a file. Ends with `Written`."""
        home = self.home
        return self._start(
            lambda progress, cancelled: write_archive(
                home, target, models=models, progress=progress, cancelled=cancelled
            )
        )

    def read_archive(self, path: Path) -> Job:
        """Add what a file has. Ends with `Summary`; the settings in it are taken afterwards."""
        home = self.home
        job = self._start(
            lambda progress, cancelled: read_archive(path, home, progress, cancelled),
            self.changed.emit,
        )
        # Whole chats may have come before it was stopped or failed.
        job.stopped.connect(self.changed)
        job.failed.connect(self.changed)
        return job

    def take_settings(self, names: Sequence[str]) -> None:
        """Settings of these names were written by another hand: read them."""
        if names:
            path = self.home.settings
            self._bridge.run(lambda: load_settings(path), lambda read: self._tell(names, read))

    def _tell(self, names: Sequence[str], read: Settings) -> None:
        self.settings_read.emit({name: getattr(read, name) for name in names})

    # Damage.

    def repair(self, damaged: Sequence[Damaged]) -> Job:
        """Write damaged messages anew from backups. Ends with how many are whole again."""
        caretaker, some = self.caretaker, tuple(damaged)
        return self._start(lambda _, __: caretaker.repair(some).result(), self._on_repaired)

    def _on_repaired(self) -> None:
        self._set_report(None)
        self.changed.emit()

    def _set_report(self, report: Report | None) -> None:
        self.report = report
        self.damaged.emit(report)

    def _on_care(self, event: CareEvent) -> None:
        if isinstance(event, CheckedEvent):
            if not event.report.whole:
                self._set_report(event.report)
        elif isinstance(event, BackupFailed):
            self.not_backed_up.emit(event.error)
        elif isinstance(event, BackupMade):
            self.not_backed_up.emit(None)
        elif event.refused:
            self.not_erased.emit(event.refused[0][1])

    def _on_replaced(self) -> None:
        self._set_report(None)
        self.replaced.emit()
        self.list_backups()

    def _start(self, work: Work[T], after: Callable[[], None] | None = None) -> Job:
        job = self._jobs.start(work)
        if after is not None:
            job.finished.connect(lambda _: after())
        return job
