"""A look at the disk: which files are below a folder, and what of it could not be seen.

Reads names, sizes and times alone. Knows no index.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from fnmatch import fnmatch
from pathlib import Path
from typing import Final

import msgspec

from engine.documents.index.files import Stat
from engine.documents.suffixes import READABLE
from engine.files import Cancelled, Stopped, shown

_HIDDEN: Final = (".", "~$")  # and what office programs lay beside a file that is open
_HIDDEN_FLAG: Final = getattr(stat, "FILE_ATTRIBUTE_HIDDEN", 0)


class Patterns(msgspec.Struct, frozen=True):
    """Which files of a folder are meant, as of `fnmatch`: one without `/` is matched with the name
    of the file and of each folder it is in, one with `/` with the whole path below the root, which
    may begin with `/` itself.

    `include` empty: every file whose name ends as those of documents do.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()

    def leave_out(self, path: str, name: str) -> bool:
        """Whether a file or a folder is not meant, nor anything in it."""
        return any(_matches(one, path, name) for one in self.exclude)

    def take(self, path: str) -> bool:
        """Whether a file is meant, if it is not left out."""
        if not self.include:
            return os.path.splitext(path)[1].lower() in READABLE  # noqa: PTH122  # ten thousand times
        names = path.split("/")
        return any(_matches(one, path, name) for one in self.include for name in names)


def _matches(pattern: str, path: str, name: str) -> bool:
    return fnmatch(path, pattern.lstrip("/")) if "/" in pattern else fnmatch(name, pattern)


class Found(msgspec.Struct):
    """What is at a root. `missing`: nothing is there, as where its drive is not connected; `gone`:
    nor is it to be expected, as the folder it was in is there. `unread`: folders that could not be
    looked into."""

    files: dict[str, Stat]
    missing: bool = False
    gone: bool = False
    unread: tuple[str, ...] = ()


def look(
    root: Path,
    patterns: Patterns,
    avoid: Path | None = None,
    cancelled: Cancelled | None = None,
) -> Found:
    """Look at a folder or a file. Hidden files are left out below it, and what is in `avoid`;
    folders that are links are followed, each folder once.

    Raises `Stopped` as soon as `cancelled` returns True.
    """
    try:
        found = root.stat()
    except (OSError, ValueError):
        return Found({}, missing=True, gone=root.parent.is_dir())
    if not stat.S_ISDIR(found.st_mode):
        return Found({shown(root): Stat(found.st_size, found.st_mtime_ns)})
    return _Walk(patterns, avoid, cancelled).through(root)


class _Walk:
    """One way through a tree of folders."""

    def __init__(self, patterns: Patterns, avoid: Path | None, cancelled: Cancelled | None) -> None:
        self._patterns = patterns
        self._avoid = _place(avoid) if avoid else None
        self._cancelled = cancelled
        self._seen: set[tuple[int, int]] = set()
        self._unread: list[str] = []
        self._entries = 0

    def through(self, root: Path) -> Found:
        self._seen.add(_place(root) or (0, 0))
        folders: list[tuple[str, str]] = [(str(root), "")]
        files: dict[str, Stat] = {}
        while folders:
            if self._cancelled and self._cancelled():
                raise Stopped
            folder, below = folders.pop()
            for entry in self._list(folder):
                path = f"{below}{entry.name}"
                if _is_hidden(entry) or self._patterns.leave_out(path, entry.name):
                    continue
                try:
                    if entry.is_dir():
                        if self._is_new(entry.path):
                            folders.append((entry.path, f"{path}/"))
                    elif entry.is_file() and self._patterns.take(path):
                        found = entry.stat()
                        name = shown(Path(entry.path))
                        files[name] = Stat(found.st_size, found.st_mtime_ns)
                except OSError:
                    continue  # it went while we looked
        # The place of a drive that is not connected is often an empty folder.
        return Found(files, missing=not self._entries, unread=tuple(self._unread))

    def _list(self, folder: str) -> Iterator[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                for entry in entries:
                    self._entries += 1
                    yield entry
        except OSError:
            self._entries += 1
            self._unread.append(shown(Path(folder)))

    def _is_new(self, folder: str) -> bool:
        place = _place(Path(folder))
        if place is None or place in self._seen or place == self._avoid:
            return False
        self._seen.add(place)
        return True


def _is_hidden(entry: os.DirEntry[str]) -> bool:
    if entry.name.startswith(_HIDDEN):
        return True
    if os.name != "nt":
        return False
    attributes = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
    return bool(attributes & _HIDDEN_FLAG)


def _place(folder: Path) -> tuple[int, int] | None:
    try:
        found = folder.stat()
    except (OSError, ValueError):
        return None
    return found.st_dev, found.st_ino


def without_duplicates(paths: Sequence[Path]) -> list[Path]:
    """Paths as they are kept: absolute, each once."""
    return list(dict.fromkeys(Path(os.path.abspath(path)) for path in paths))  # noqa: PTH100  # links stay
