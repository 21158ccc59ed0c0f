"""Looks after a database from a thread of its own: checks it after a crash, backs it up, and takes
erased chats out of the backups.

Knows when, not how: that is `check`, `repair` and `backups`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Final, TypeVar

import msgspec

from engine.errors import ErrorInfo, PunaError, StorageError
from engine.files import fingerprint, shown, write_atomic
from engine.store.backups import Backups, Erased
from engine.store.check import Damaged, Report, check
from engine.store.fulfil import fulfil
from engine.store.repair import find_good, repair
from engine.store.snapshot import wal_of
from engine.store.store import Store

T = TypeVar("T")

log = logging.getLogger(__name__)

_Fingerprint = tuple[int, int, int]
_State = tuple[_Fingerprint, _Fingerprint | None]

_MARKER: Final = "open"


class CheckedEvent(msgspec.Struct, frozen=True):
    """Puna had ended without closing the database, and it was checked."""

    report: Report


class BackupMade(msgspec.Struct, frozen=True):
    """There is a new backup."""

    path: Path


class BackupFailed(msgspec.Struct, frozen=True):
    """A backup that was due could not be made. It is tried again when the next one is due."""

    error: ErrorInfo


CareEvent = CheckedEvent | BackupMade | BackupFailed | Erased


class Caretaker:
    """Cares for the database of `store` until `close`.

    A file in the folder of the backups, made here and removed at the end, says that Puna was open:
    where one is found, Puna did not close. (What SQLite leaves behind does not say that: another
    program that opens the database clears it away.) Backups are made every `interval` s where the
    database changed, and at the end. `on_event` is called on the thread, and must return at once.
    `elsewhere` removes what else is kept of erased chats, by their keys; it may raise StorageError.
    """

    def __init__(
        self,
        store: Store,
        backups: Backups,
        on_event: Callable[[CareEvent], None] | None = None,
        elsewhere: Callable[[list[str]], None] | None = None,
        *,
        interval: float = 1800.0,
    ) -> None:
        self._store = store
        self._backups = backups
        self._on_event = on_event
        self._elsewhere = elsewhere
        self._interval = interval
        self._queue: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._closing = threading.Lock()
        self._closed = False
        # These belong to the thread.
        self._saved: _State | None = None  # what the files looked like that are in a backup
        self._whole = True
        self._thread = threading.Thread(target=self._serve, name="puna-caretaker", daemon=True)
        self._thread.start()

    def check(self) -> Future[Report]:
        """Check the database now, and look for the good text of damaged messages in the backups."""
        return self._put(self._check)

    def repair(self, damaged: Iterable[Damaged]) -> Future[int]:
        """Write the good text of damaged messages; how many are whole again."""
        some = tuple(damaged)
        return self._put(lambda: repair(self._backups.database, some))

    def erase(self, keys: Iterable[str]) -> None:
        """Take chats that were erased from the store out of all backups. Waits until that is done.

        Raises StorageError that names the files which could not be written anew.
        """
        some = set(keys)
        refused = self._put(lambda: self._erase(some)).result().refused
        if refused:
            raise StorageError(
                ", ".join(shown(path) for path, _ in refused),
                str(refused[0][1].values.get("reason", refused[0][1].message)),
                "Erased chats are still in it. Delete the file, or make it usable.",
            )

    def close(self, timeout: float = 30.0) -> bool:
        """Make a last backup where one is due, and end. False where that took longer than
        `timeout` s. Close the store before, so that all is in one file."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._queue.put(None)
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _put(self, work: Callable[[], T]) -> Future[T]:
        future: Future[T] = Future()
        with self._closing:
            if not self._closed:
                self._queue.put(partial(fulfil, future, work))
                return future
        database = str(self._backups.database)
        future.set_exception(StorageError(database, "it is closed already", "Start Puna again."))
        return future

    # On the thread.

    def _serve(self) -> None:
        self._quietly(self._begin)
        due = time.monotonic() + self._interval
        while True:
            try:
                run = self._queue.get(timeout=max(0.0, due - time.monotonic()))
            except Empty:
                self._quietly(self._back_up)
                due = time.monotonic() + self._interval
                continue
            if run is None:
                break
            run()
        self._quietly(self._back_up)
        with suppress(OSError):  # where it could not be written, it is not there to be removed
            self._marker.unlink(missing_ok=True)

    def _begin(self) -> None:
        _tried(self._store.call(lambda _: None).result)  # until it is opened, and upgraded
        self._backups.sweep()
        crashed = self._marker.exists()
        try:
            write_atomic(self._marker, b"")
        except StorageError as error:
            log.info("an end without closing will not be noticed: %s", error)
        if crashed:
            self._tell(CheckedEvent(self._check()))
            self._back_up()
        elif self._is_backed_up():
            self._saved = self._state()
        if (erased := _tried(lambda: self._erase(None))) and erased != Erased():
            self._tell(erased)

    @property
    def _marker(self) -> Path:
        return self._backups.folder / _MARKER

    def _state(self) -> _State | None:
        """What changes when the database does. An empty write-ahead file is like none."""
        wal = fingerprint(wal_of(self._backups.database))
        file = fingerprint(self._backups.database)
        return file and (file, wal if wal and wal[0] else None)

    def _is_backed_up(self) -> bool:
        """Whether the newest backup was made after the last change, as the files say."""
        latest, database = self._backups.latest(), self._backups.database
        try:
            return latest is not None and latest.stat().st_mtime >= database.stat().st_mtime
        except OSError:
            return False

    def _back_up(self) -> None:
        state = self._state()
        if state is None or state == self._saved:
            return
        try:
            made = self._backups.make_if_changed()
            self._saved = state
            if self._whole:
                self._backups.prune()  # never what may have the good text of a damaged message
        except PunaError as error:
            log.warning("no backup was made: %s", error)
            self._tell(BackupFailed(error.info()))
            return
        if made is not None:
            self._tell(BackupMade(made))

    def _check(self) -> Report:
        report = check(self._backups.database)
        if report.damaged:
            copies = [backup.path for backup in self._backups.list() if not backup.damaged]
            good = find_good(self._backups.database, report.damaged, copies)
            report = msgspec.structs.replace(report, damaged=good)
        self._whole = report.whole
        return report

    def _erase(self, keys: set[str] | None) -> Erased:
        """Erase what the store remembers as erased, of these keys or all; it forgets what is done
        everywhere."""
        pending = self._store.call(lambda chats: chats.bin.erased()).result()
        some = [key for key in pending if keys is None or key in keys]
        if not some:
            return Erased()
        erased = self._backups.erase(some)
        try:
            if self._elsewhere is not None:
                self._elsewhere(some)
        except StorageError as error:
            place = Path(str(error.values.get("path", "")))
            refused = (*erased.refused, (place, error.info()))
            erased = msgspec.structs.replace(erased, refused=refused)
        if not erased.refused:
            self._store.call(lambda chats: chats.bin.forget(some)).result()
        return erased

    def _tell(self, event: CareEvent) -> None:
        if self._on_event is not None:
            self._on_event(event)

    def _quietly(self, work: Callable[[], None]) -> None:
        """The thread outlives a fault of ours and a disk that refuses; both are in the log."""
        try:
            work()
        except Exception:
            log.exception("looking after the database")


def _tried(work: Callable[[], T]) -> T | None:
    """What the store cannot do now is done at the next start."""
    try:
        return work()
    except PunaError as error:
        log.info("the database is looked after later: %s", error)
        return None
