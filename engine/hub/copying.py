"""New model files come into the models folder whole or not at all.

They are made in a workshop and published by one rename, so neither a crash nor a second Puna at the
same work leaves a broken model.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Final

from engine.errors import StorageError
from engine.files import (
    Cancelled,
    Progress,
    Stopped,
    sha256_of,
    shown,
    storage_error,
    sync_folder,
)
from engine.gguf import Gguf, shard_paths
from engine.hub.downloads.names import model_name
from engine.workshop import flush, workshop

_BLOCK: Final = 1 << 20
_PART: Final = re.compile(r"-\d{5}-of-\d{5}$")


def copy_model(
    source: Gguf,
    models: Path,
    existing: Iterable[Path],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Path:
    """Copy a model with all its parts to `local/` in the models folder; returns its first file.

    One of `existing` with the same content is returned instead. Raises `StorageError`, `Stopped`.
    """
    parts = shard_paths(source)
    for candidate in existing:
        if _same(source, candidate, cancelled):
            return candidate
    done = 0

    def step(count: int) -> None:
        nonlocal done
        if cancelled and cancelled():
            raise Stopped
        done += count
        if progress:
            progress(done, source.total_size)

    with workshop(models, source.total_size) as folder:
        made = folder / "model"
        made.mkdir()
        for part in parts:
            _copy(part, made / _safe_name(part), step)
        first = _safe_name(parts[0])
        target = _publish_folder(made, models / "local" / _PART.sub("", Path(first).stem))
    return target / first


def link_model(
    source: Gguf,
    models: Path,
    existing: Iterable[Path],
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Path:
    """Give a model with all its parts second names in `local/` of the models folder, which take no
    room; returns its first file. As `copy_model` otherwise.

    Raises `StorageError` also where the folder is on another disk, or its disk has no hard links.
    """
    parts = shard_paths(source)
    for candidate in existing:
        if _same(source, candidate, cancelled):
            return candidate
    with workshop(models, 0) as folder:
        made = folder / "model"
        made.mkdir()
        for part in parts:
            try:
                # A link to a link would break when that one goes: link to what it leads to.
                (made / _safe_name(part)).hardlink_to(part.resolve(strict=True))
            except OSError as error:
                raise StorageError(
                    shown(part),
                    f"no second name can be made for it in {shown(models)} ({error.strerror})",
                    "Copy the file, or use it where it is.",
                ) from error
        first = _safe_name(parts[0])
        target = _publish_folder(made, models / "local" / _PART.sub("", Path(first).stem))
    if progress:
        progress(source.total_size, source.total_size)
    return target / first


def _same(source: Gguf, candidate: Path, cancelled: Cancelled | None) -> bool:
    """Whether the model that begins with `candidate` has the content of `source`."""
    ours, theirs = shard_paths(source), shard_paths(replace(source, path=candidate))
    if len(ours) != len(theirs) or not all(path.is_file() for path in theirs):
        return False
    pairs = list(zip(ours, theirs, strict=True))
    if any(a.stat().st_size != b.stat().st_size for a, b in pairs):
        return False
    return all(
        a.samefile(b) or sha256_of(a, None, cancelled) == sha256_of(b, None, cancelled)
        for a, b in pairs
    )


def _copy(source: Path, target: Path, step: Callable[[int], None]) -> None:
    """Copy one file to disk, telling `step` how many bytes were written."""
    step(0)
    try:
        with source.open("rb") as reader, target.open("xb") as writer:
            while block := reader.read(_BLOCK):
                writer.write(block)
                step(len(block))
    except OSError as error:
        raise storage_error(target.parent.parent.parent, error) from error
    flush(target)


def _publish_folder(made: Path, wanted: Path) -> Path:
    """Move a finished folder to its place, with a number where the place is taken."""
    wanted.parent.mkdir(parents=True, exist_ok=True)
    for number in range(1, 1000):
        target = wanted if number == 1 else wanted.with_name(f"{wanted.name}-{number}")
        if target.exists():
            continue
        try:
            made.rename(target)
        except OSError:
            if target.exists():  # somebody else was faster
                continue
            raise
        sync_folder(target.parent)
        return target
    raise StorageError(shown(wanted), "there are too many models of this name")


def _safe_name(path: Path) -> str:
    """A file name that every system allows and the library lists: visible, ending in `.gguf`."""
    name = model_name(shown(Path(path.name)))
    return "model.gguf" if name == "_.gguf" else name
