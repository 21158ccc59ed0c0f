"""Brings the index in line with the disk: what is new waits to be read, what is gone is taken out.

A file is the same while its size and time are; where the time alone is another, its bytes decide.
Reads no text. Runs on one thread, and writes through the one that owns the index.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path, PurePath
from typing import TypeVar

from engine.documents.index.files import Known, Stat
from engine.documents.index.index import Index
from engine.documents.index.owner import Owner
from engine.documents.index.removal import is_below
from engine.documents.records import Root
from engine.documents.scan import Found, Patterns, look
from engine.errors import DocumentError, ErrorInfo, StorageError
from engine.files import Cancelled, sha256_of

T = TypeVar("T")

_SLICE = 500  # files written in one transaction
_ERASED = 50  # and with all their chunks

log = logging.getLogger(__name__)


class Rescan:
    """Looks at the roots of collections. `avoid` is a folder that is never looked into. `changed`
    hears the keys of collections that files were added to or taken from."""

    def __init__(
        self, owner: Owner, avoid: Path, changed: Callable[[str], None], cancelled: Cancelled
    ) -> None:
        self._do = owner.do
        self._avoid = avoid
        self._changed = changed
        self._cancelled = cancelled

    def everything(self, collection: str = "") -> int:
        """Look at all roots of a collection, or of all; how many files are to be read now.

        Raises StorageError, and `Stopped`.
        """
        every = self._do(lambda index: index.collections.list())
        keys = [one.key for one in every if collection in ("", one.key)]
        return sum(self._compare(key)[1] for key in keys)

    def added(self, roots: Sequence[Root]) -> int:
        """Look at roots of one collection that were just added; how many files are there."""
        count = 0
        for key in dict.fromkeys(root.collection for root in roots):
            these = [root for root in roots if root.collection == key]
            count += self._compare(key, these)[0]
        return count

    def _compare(self, collection: str, some: Sequence[Root] | None = None) -> tuple[int, int]:
        """How many files were found at these roots, or at all, and how many are to be read."""
        everywhere, known = self._do(lambda index: _known(index, collection))
        roots = everywhere if some is None else some
        there: dict[str, Stat] = {}
        unseen = [root.path for root in everywhere if root not in roots]
        lost: list[str] = []
        for root in roots:
            found = self._look(root, known)
            there |= found.files
            unseen += found.unread
            if found.gone and root.path in known:
                lost.append(root.path)
            elif found.missing:
                unseen.append(root.path)
        whole = len(roots) == len(everywhere)
        looked = None if whole else [root.path for root in roots]
        gone = {
            path: file
            for path, file in known.items()
            if not file.trashed and path not in there and not _is_in(path, unseen)
            if looked is None or _is_in(path, looked)
        }
        new = {path: stat for path, stat in there.items() if path not in known}
        moved = self._move(gone, new)
        count = self._update(known, there) + len(new)
        self._take_up(collection, new)
        self._lose({path: gone.pop(path) for path in lost if path in gone})
        self._forget(gone)
        if count or gone or moved or lost:
            self._changed(collection)
        return len(there), count

    def _look(self, root: Root, known: dict[str, Known]) -> Found:
        path = Path(root.path)
        found = look(path, Patterns(root.include, root.exclude), self._avoid, self._cancelled)
        if found.missing and not found.gone and path.is_dir():
            # An empty folder is missing only if something was in it.
            found.missing = any(is_below(name, root.path) for name in known)
        if found.missing != root.missing:
            self._do(lambda index: index.collections.set_missing(root.id, found.missing))
            self._changed(root.collection)
        return found

    def _update(self, known: dict[str, Known], there: dict[str, Stat]) -> int:
        """Files that were known: how many are others now."""
        again: list[tuple[int, Stat]] = []
        touched: list[tuple[int, Stat]] = []
        for path, stat in there.items():
            file = known.get(path)
            if file is None or file.trashed or file.stat == stat:
                continue
            same = file.stat.size == stat.size and file.state in ("words", "ready")
            same = same and self._digest(path) == file.sha256
            (touched if same else again).append((file.id, stat))
        for some in _sliced(touched, _SLICE):
            self._each(some, lambda index, file: index.files.touch(*file))
        for some in _sliced(again, _SLICE):
            self._each(some, lambda index, file: index.files.await_again(*file))
        return len(again)

    def _move(self, gone: dict[str, Known], new: dict[str, Stat]) -> int:
        """Take files that only have another name out of both; how many."""
        by_stat: dict[tuple[Stat, str], list[str]] = {}
        for path, file in gone.items():
            if file.sha256:
                by_stat.setdefault((file.stat, PurePath(path).suffix), []).append(path)
        moved: list[tuple[int, str]] = []
        for path, stat in list(new.items()):
            for old in by_stat.get((stat, PurePath(path).suffix), ()):
                if old in gone and self._digest(path) == gone[old].sha256:
                    moved.append((gone.pop(old).id, path))
                    del new[path]
                    break
        for some in _sliced(moved, _SLICE):
            self._each(some, lambda index, file: index.files.move(*file))
        return len(moved)

    def _take_up(self, collection: str, new: dict[str, Stat]) -> None:
        for some in _sliced(list(new.items()), _SLICE):

            def write(index: Index, some: Sequence[tuple[str, Stat]] = some) -> None:
                with index.transaction():
                    index.files.await_new(collection, some)

            self._do(write)

    def _forget(self, gone: dict[str, Known]) -> None:
        for some in _sliced([file.id for file in gone.values()], _ERASED):
            self._each(some, lambda index, file: index.writing.remove(file))

    def _lose(self, gone: dict[str, Known]) -> None:
        """Files that were added by themselves stay, to say that they are gone."""
        for path, file in gone.items():
            if file.state != "failed":
                error = DocumentError(path, "missing", "it is not there any more").info()

                def write(index: Index, file: Known = file, error: ErrorInfo = error) -> None:
                    with index.transaction():
                        index.writing.clear(file.id)
                        index.files.touch(file.id, Stat(file.stat.size, 0))  # should it come back
                        index.files.fail(file.id, error)

                self._do(write)

    def _digest(self, path: str) -> str:
        try:
            return sha256_of(Path(path), None, self._cancelled)
        except StorageError as error:
            log.debug("taken for another file: %s", error)
            return ""

    def _each(self, some: Sequence[T], change: Callable[[Index, T], None]) -> None:
        def write(index: Index) -> None:
            with index.transaction():
                for one in some:
                    change(index, one)

        self._do(write)


def _known(index: Index, collection: str) -> tuple[Sequence[Root], dict[str, Known]]:
    """All roots of a collection and its files, at one moment: a file of a root that another program
    has just added must not be taken for one that no root has."""
    with index.transaction():
        return index.collections.roots(collection), index.files.known(collection)


def _is_in(path: str, folders: Sequence[str]) -> bool:
    return any(is_below(path, folder) for folder in folders)


def _sliced(items: Sequence[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
