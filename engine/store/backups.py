"""The backups of one database: a folder of whole, checked copies of it.

Backups are made and rotated here; copies that an upgrade or a restore left are listed and erased
from as well. Methods read and write the disk, and wait for nobody but it: not for a GUI thread.
"""

from __future__ import annotations

import filecmp
import os
import re
import threading
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, Literal

import msgspec

from engine.errors import ErrorInfo, InvalidInput, PunaError, StorageError
from engine.files import storage_error
from engine.store.erasing import erase_from
from engine.store.restoring import drop_unfinished, replace_database, same_file
from engine.store.rotation import over_budget, surplus
from engine.store.snapshot import (
    Counts,
    copy,
    counts_of,
    journal_of,
    reading,
    require_whole,
    shared_memory_of,
    size_with_wal,
    wal_of,
)
from engine.workshop import publish_file, sweep, workshop

Origin = Literal["routine", "upgrade", "restore"]

_TIME: Final = "%Y-%m-%dT%H%M%SZ"
_RESERVE: Final = 16_000_000  # bytes that a backup leaves free, so that chats can still be saved


class Backup(msgspec.Struct, frozen=True):
    """One copy. `made_at` in seconds since 1970, `size` in bytes.

    `origin`: made by Puna from time to time, before an upgrade, or kept when another was restored.
    `damaged`: it cannot be read; its counts are 0.
    """

    path: Path
    made_at: float
    size: int
    chats: int
    messages: int
    origin: Origin = "routine"
    damaged: bool = False


class Erased(msgspec.Struct, frozen=True):
    """Copies that were written anew, and those that could not be, with the reason."""

    rewritten: tuple[Path, ...] = ()
    refused: tuple[tuple[Path, ErrorInfo], ...] = ()


class Backups:
    """The copies of `database` in `folder`, and those beside the database itself."""

    def __init__(self, database: Path, folder: Path) -> None:
        self.database = database
        self.folder = folder
        self._lock = threading.Lock()  # one change of the files at a time
        stem, suffix = re.escape(database.stem), re.escape(database.suffix)
        time = r"(\d{4}-\d\d-\d\dT\d{6}Z)"
        self._names: dict[Origin, re.Pattern[str]] = {
            "routine": re.compile(f"{stem}-{time}(?:-\\d+)?{suffix}"),
            "upgrade": re.compile(f"{stem}-v\\d+{suffix}"),
            "restore": re.compile(f"{stem}-before-restore-{time}(?:-\\d+)?{suffix}"),
        }

    def make(self) -> Path:
        """A new backup, named by the time in UTC. Writers of the database do not wait for it.

        Raises StorageError where the disk is full or the database is damaged; then nothing of the
        backup is left, and the others stand.
        """
        made = self._make(None)
        assert made is not None
        return made

    def make_if_changed(self) -> Path | None:
        """As `make`; None where it would be the same as the newest one, byte for byte.

        Then the file of the newest one gets the time of now: it is still up to date.
        """
        return self._make(self.latest())

    def _make(self, latest: Path | None) -> Path | None:
        with self._lock:
            try:
                self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            except OSError as error:
                raise storage_error(self.folder, error) from error
            with workshop(self.folder, 2 * size_with_wal(self.database) + _RESERVE) as folder:
                made = folder / "backup.db"
                counts = copy(self.database, made, folder)
                if latest is not None and filecmp.cmp(made, latest, shallow=False):
                    os.utime(latest)
                    return None
                require_whole(made, counts)
                target = self._new_name("")
                publish_file(made, target)
            return target

    def list(self) -> list[Backup]:
        """All copies, the newest first."""
        found = [_described(path, origin) for path, origin in self._files()]
        return sorted(found, key=lambda backup: _age(backup.path), reverse=True)

    def latest(self) -> Path | None:
        """The newest of the routine backups."""
        routine = self._routine()
        return routine[0] if routine else None

    def prune(self) -> Sequence[Path]:
        """Remove routine backups that `rotation` lets go. Raises StorageError."""
        with self._lock:
            routine = self._routine()
            days = [datetime.fromtimestamp(_made_at(path), UTC).date() for path in routine]
            past = surplus(days, datetime.now(UTC).date())
            kept = [path for place, path in enumerate(routine) if place not in past]
            others = [size_with_wal(path) for path, origin in self._files() if origin != "routine"]
            dear = over_budget([size_with_wal(path) for path in kept], sum(others))
            dear_paths = {kept[place] for place in dear}
            gone = [p for place, p in enumerate(routine) if place in past or p in dear_paths]
            for path in gone:
                _remove(path)
            return gone

    def remove(self, path: Path) -> None:
        """Delete one copy, such as a damaged one that chats cannot be erased from."""
        if path not in [file for file, _ in self._files()]:
            raise InvalidInput("backup", f"{path} is not a backup", "Choose one of the list.")
        _remove(path)

    def erase(self, keys: Sequence[str]) -> Erased:
        """Write every copy that has chats with these keys anew without them, so that no byte of
        them is left. Files that refuse are told, and stay as they are."""
        self.sweep()
        rewritten, refused = [], []
        for path, origin in self._files():
            try:
                with self._lock:  # for one file only: others wait for it
                    if erase_from(path, keys, compacted=origin == "routine"):
                        rewritten.append(path)
            except PunaError as error:
                refused.append((path, error.info()))
        return Erased(tuple(rewritten), tuple(refused))

    def restore(self, backup: Path) -> Path | None:
        """Make a copy of `backup` the database, which must be closed; where the present one went.

        None where there was none. Raises StorageError; then the present one is as it was.
        """
        with self._lock:
            kept = self._new_name("before-restore-")
            return kept if replace_database(self.database, backup, kept) else None

    def sweep(self) -> None:
        """Remove what a killed Puna left half done in the folder."""
        with self._lock:
            self._sweep()

    def _sweep(self) -> None:
        for place in {self.folder, self.database.parent}:
            sweep(place)
            for part in place.glob(f".{self.database.stem}-v*{self.database.suffix}.part*"):
                _remove(part)  # of an upgrade
        for path, origin in self._files(unfinished=True):
            if origin == "restore":
                drop_unfinished(self.database, path)

    def _files(self, *, unfinished: bool = False) -> Iterator[tuple[Path, Origin]]:
        for place in sorted({self.folder, self.database.parent}):
            for path in sorted(place.glob(f"*{self.database.suffix}")):
                for origin, name in self._names.items():
                    if name.fullmatch(path.name) and (
                        unfinished or not same_file(self.database, path)
                    ):
                        yield path, origin

    def _routine(self) -> Sequence[Path]:
        """The newest first."""
        paths = [path for path, origin in self._files() if origin == "routine"]
        return sorted(paths, key=_age, reverse=True)

    def _new_name(self, kind: str) -> Path:
        stem = f"{self.database.stem}-{kind}{datetime.now(UTC).strftime(_TIME)}"
        for number in range(1, 1000):
            name = stem if number == 1 else f"{stem}-{number}"
            path = self.folder / f"{name}{self.database.suffix}"
            if not path.exists():
                return path
        raise StorageError(str(self.folder), "there are too many backups of this second")


def _described(path: Path, origin: Origin) -> Backup:
    counts, damaged = Counts(0, 0), False
    try:
        with reading(path) as raw:
            counts = counts_of(raw)
    except PunaError:
        damaged = True
    size = size_with_wal(path)
    return Backup(path, _made_at(path), size, counts.chats, counts.messages, origin, damaged)


def _made_at(path: Path) -> float:
    """The time in the name; for a copy of an upgrade, when it was written."""
    if found := re.search(r"\d{4}-\d\d-\d\dT\d{6}Z", path.name):
        try:
            return datetime.strptime(found[0], _TIME).replace(tzinfo=UTC).timestamp()
        except ValueError:  # no such day
            pass
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _age(path: Path) -> tuple[float, int, str]:
    """What orders copies by time, also those of one second: the later ones have longer names."""
    return _made_at(path), len(path.name), path.name


def _remove(path: Path) -> None:
    try:
        for file in (path, wal_of(path), journal_of(path), shared_memory_of(path)):
            file.unlink(missing_ok=True)
    except OSError as error:
        raise storage_error(path, error) from error
