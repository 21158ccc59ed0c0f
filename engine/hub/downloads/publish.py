"""Finished models come to their place in one rename: all their files, or nothing to be seen.

A model of one file becomes models/<owner>/<repo>/<name>.gguf; one of several gets a folder of its
own there. What lies at that place already is never replaced: the new model gets a number.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from engine.errors import StorageError
from engine.files import Cancelled, Progress, sha256_of, shown, storage_error, sync_folder
from engine.hub.downloads.names import file_names, folder_name, model_folder
from engine.hub.downloads.records import Wanted

_MOST = 1000


def find(
    models: Path, wanted: Wanted, progress: Progress | None, cancelled: Cancelled
) -> Path | None:
    """The first file of this very model where it is there already, by its digests.

    Reads files of the right size only. Raises `StorageError`, and `engine.files.Stopped`.
    """
    if not all(file.sha256 for file in wanted.files):
        return None
    for target in _targets(models, wanted):
        try:
            if not target.exists():
                return None
            files = _files(target, wanted)
            alike = _same_sizes(files, wanted)
        except OSError as error:
            raise storage_error(target, error) from error
        if alike and all(
            sha256_of(path, progress, cancelled) == file.sha256.lower()
            for path, file in zip(files, wanted.files, strict=True)
        ):
            return files[0]
    return None


def publish(models: Path, wanted: Wanted, whole: Path) -> Path:
    """Move the finished files in the folder `whole` to their place; returns the first of them.

    Their content is on the disk already. Raises `StorageError`; then nothing is to be seen.
    """
    made = whole / file_names(wanted)[0] if len(wanted.files) == 1 else whole
    for target in _targets(models, wanted):
        try:
            if target.exists():
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            if not _moved(made, target):
                continue
        except OSError as error:
            raise storage_error(target, error) from error
        with suppress(OSError):  # it is there, whatever the disk says of the folder's names
            sync_folder(target.parent)
        return _files(target, wanted)[0]
    raise StorageError(shown(models / folder_name(wanted.repository)), "too many of this name")


def _moved(made: Path, target: Path) -> bool:
    """Move a finished file or folder; False where another Puna was faster. Raises OSError."""
    try:
        if made.is_dir() or os.name == "nt" or not _linked(made, target):
            made.rename(target)
    except OSError:
        if target.exists():
            return False
        raise
    return True


def _linked(made: Path, target: Path) -> bool:
    """Move a file by a second name, which replaces nothing, as a rename on POSIX would. False where
    the disk has no such names. Raises FileExistsError."""
    try:
        target.hardlink_to(made)
    except FileExistsError:
        raise
    except OSError:
        return False
    with suppress(OSError):
        made.unlink()
    return True


def _targets(models: Path, wanted: Wanted) -> Iterator[Path]:
    """Where it may come to lie: a file, or a folder for a model of several."""
    names = file_names(wanted)
    folder = models.absolute() / folder_name(wanted.repository)
    single = len(names) == 1
    stem = names[0].removesuffix(".gguf") if single else model_folder(names)
    for number in range(1, _MOST):
        numbered = stem if number == 1 else f"{stem}-{number}"
        yield folder / (f"{numbered}.gguf" if single else numbered)


def _files(target: Path, wanted: Wanted) -> tuple[Path, ...]:
    names = file_names(wanted)
    return (target,) if len(names) == 1 else tuple(target / name for name in names)


def _same_sizes(files: tuple[Path, ...], wanted: Wanted) -> bool:
    return all(
        path.is_file() and path.stat().st_size == file.size
        for path, file in zip(files, wanted.files, strict=True)
    )
