"""A backup put in the place of the database, which is kept beside under a new name.

Works where the database is damaged or missing. It must be closed meanwhile.
"""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path

import apsw

from engine.errors import StorageError
from engine.files import storage_error, sync_folder
from engine.store.snapshot import (
    clone,
    connected,
    journal_of,
    require_whole,
    shared_memory_of,
    size_with_wal,
    wal_of,
)
from engine.workshop import flush, require_room, workshop

_COMPANIONS = (wal_of, journal_of)  # what a database is not whole without


def replace_database(database: Path, backup: Path, kept: Path) -> bool:
    """Make a copy of `backup` the database. The present one goes to the new name `kept`; False
    where there is none.

    Raises StorageError where the backup is damaged, the disk is full or another program uses the
    database; then nothing was changed.
    """
    counts = require_whole(backup)
    try:
        kept.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with workshop(database.parent, size_with_wal(backup)) as folder:
            made = folder / database.name
            clone(backup, made)
            require_whole(made, counts)
            flush(made)
            _settle(database)
            was_there = database.exists()
            if was_there:
                _keep(database, kept)
            try:
                # Nothing of the old file is for the new one to read.
                for companion in _COMPANIONS:
                    companion(database).unlink(missing_ok=True)
                shared_memory_of(database).unlink(missing_ok=True)
                made.replace(database)
            except OSError:
                _put_back(database, kept)
                raise
            with suppress(OSError):  # it was replaced: an error would say that it was not
                sync_folder(database.parent)
    except OSError as error:
        raise storage_error(database, error) from error
    return was_there


def drop_unfinished(database: Path, kept: Path) -> None:
    """Remove the second name of a database that a killed `replace_database` did not replace, but
    for one that has more than the database: what was written ahead of it."""
    if same_file(database, kept) and not any(of(kept).exists() for of in _COMPANIONS):
        with suppress(OSError):
            kept.unlink()


def same_file(database: Path, kept: Path) -> bool:
    """Whether both are names of one file."""
    try:
        return kept.samefile(database)
    except OSError:
        return False


def _settle(database: Path) -> None:
    """Bring what is written ahead into the file, and see that nobody else has it open. Where it is
    missing or too damaged for that, it stays as it is."""
    try:
        with connected(database) as raw:
            raw.execute("PRAGMA journal_mode = DELETE")
    except StorageError as error:
        if isinstance(error.__cause__, apsw.BusyError):
            raise


def _keep(database: Path, kept: Path) -> None:
    """Give the database a second name, and what is still written ahead of it or to be undone."""
    made: list[Path] = []
    try:
        for of in (*_COMPANIONS, Path):
            file, name = of(database), of(kept)
            if file.exists():
                _second_name(file, name, made)
        sync_folder(kept.parent)
    except OSError:
        for name in made:
            name.unlink(missing_ok=True)
        raise


def _second_name(file: Path, name: Path, made: list[Path]) -> None:
    try:
        os.link(file, name)
        made.append(name)
    except FileExistsError:
        raise
    except OSError:  # the file system knows no second names
        require_room(name.parent, size_with_wal(file))
        made.append(name)
        shutil.copyfile(file, name)
        flush(name)


def _put_back(database: Path, kept: Path) -> None:
    """Undo `_keep` where the database was not replaced after all."""
    for of in _COMPANIONS:
        if of(kept).exists() and not of(database).exists():
            of(kept).replace(of(database))
        of(kept).unlink(missing_ok=True)
    kept.unlink(missing_ok=True)
