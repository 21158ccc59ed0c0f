"""Puts model and adapter files from elsewhere beside those that are there, which stay as they are.

Names come from elsewhere, too: only what is harmless of them is kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from itertools import chain
from pathlib import Path
from typing import Final

from engine.archive.manifest import Member, broken
from engine.errors import StorageError
from engine.files import Cancelled, sha256_of, shown, storage_error, sync_folder

_MOST_FOLDERS: Final = 4
_LONGEST: Final = 120  # characters of a name
# Not allowed in a file name on one system or another, or taken for something else.
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ufffd]')
_DEVICE: Final = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")


def safe_parts(file: str) -> list[str]:
    """The names of folders and a GGUF file that stand for `file`. Raises InvalidInput for a name
    that cannot stand for any."""
    parts = [_safe(part) for part in file.split("/")]
    if len(parts) > _MOST_FOLDERS or not all(parts) or not parts[-1].endswith(".gguf"):
        raise broken("the name of a model in it cannot be")
    return parts


def _safe(name: str) -> str:
    """A name that every system allows, visible; empty where nothing is left of it."""
    stem, dot, ending = name.rpartition(".")
    short = f"{stem[: _LONGEST - len(ending)]}{dot}{ending}" if len(ending) < _LONGEST else ""
    safe = _UNSAFE.sub("_", short).strip(". ")
    return f"_{safe}" if _DEVICE.fullmatch(safe) else safe


def place_models(
    models: Path, files: Sequence[tuple[Member, Path]], cancelled: Cancelled | None = None
) -> tuple[list[str], int]:
    """Move unpacked models below `models`; the library ids that are new, and how many files were
    there already. The files of one folder, such as the parts of a model, stay together."""
    folders: dict[tuple[str, ...], list[tuple[Member, Path]]] = {}
    for member, made in files:
        folders.setdefault(tuple(safe_parts(member.file)[:-1]), []).append((member, made))
    new: list[str] = []
    there = 0
    for parts, some in folders.items():
        wanted = models.joinpath(*parts)
        choices = _numbered(wanted) if parts else chain([wanted], _numbered(models / "moved"))
        folder = _folder_for(choices, some, cancelled)
        for member, made in some:
            target = folder / safe_parts(member.file)[-1]
            if target.exists():
                there += 1
            else:
                _move(made, target)
                new.append(target.relative_to(models).as_posix())
    return sorted(new), there


def place_adapters(
    adapters: Path, files: Iterable[tuple[Member, Path]], cancelled: Cancelled | None = None
) -> dict[str, Path]:
    """Move unpacked adapters into `adapters`; where each is now, by the name it had."""
    places = {}
    for member, made in files:
        name = safe_parts(member.file)[-1]
        wanted = adapters / name
        for target in _numbered(wanted, file=True):
            if not os.path.lexists(target):
                _move(made, target)
            elif not _same(member, target, cancelled):
                continue
            places[member.file.rpartition("/")[2]] = target
            break
    return places


def _folder_for(
    choices: Iterable[Path], files: Sequence[tuple[Member, Path]], cancelled: Cancelled | None
) -> Path:
    """The first of some folders where no other file is in the way."""
    folder = Path()
    for folder in choices:
        targets = [(member, folder / safe_parts(member.file)[-1]) for member, _ in files]
        if all(
            not os.path.lexists(target) or _same(member, target, cancelled)
            for member, target in targets
        ):
            return folder
    raise StorageError(shown(folder), "there are too many models of this name")


def _numbered(wanted: Path, *, file: bool = False) -> Iterable[Path]:
    """A path, and others like it with a number."""
    stem, suffix = (wanted.stem, wanted.suffix) if file else (wanted.name, "")
    yield wanted
    for number in range(2, 1000):
        yield wanted.with_name(f"{stem}-{number}{suffix}")


def _same(member: Member, path: Path, cancelled: Cancelled | None) -> bool:
    """Whether the file at `path` is the one in the archive."""
    try:
        if path.stat().st_size != member.size or not path.is_file():
            return False
    except OSError:  # a link to nowhere
        return False
    return sha256_of(path, None, cancelled) == member.sha256


def _move(made: Path, target: Path) -> None:
    """Give a finished file its place. One that came there meanwhile is not replaced."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            os.link(made, target)
        except FileExistsError:
            raise
        except OSError:  # the file system knows no second names
            if os.path.lexists(target):
                raise
            made.rename(target)
        sync_folder(target.parent)
    except OSError as error:
        raise storage_error(target, error) from error
