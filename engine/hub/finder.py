"""Which model files there are: of the catalogue, in Puna's own folders, in those that the user
named, and in those of other programs. Knows nothing of what is in them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath

from engine.hub.catalogue import Entry
from engine.hub.folders import Folders
from engine.hub.headings import Headings
from engine.hub.programs import Store
from engine.hub.seen import is_file
from engine.hub.shelves import Found, device_of, found_at, look


class Finder:
    """Looks through folders. Every method touches the disk."""

    def __init__(
        self,
        folders: Folders,
        catalogue: Mapping[str, Entry],
        stores: Sequence[Store],
        headings: Headings,
    ) -> None:
        self._folders = folders
        self._catalogue = catalogue
        self._stores = stores
        self._headings = headings

    def all(self) -> tuple[Sequence[Found], Sequence[Store]]:
        """The files of all folders, each once; and the user's folders that are not there."""
        files = [
            found
            for path in self.aliases()
            if (found := found_at(path, Store("puna", path.parent)))
        ]
        away = []
        for store in (*self._folders.stores(), *self._stores):
            there = look(store)
            files += there
            if not there and store not in self._stores and self._is_away(store):
                away.append(store)
        once: dict[Path, Found] = {}
        for found in files:
            once.setdefault(found.path, found)
        return list(once.values()), away

    def own(self) -> Sequence[Found]:
        """The files of Puna's own folders."""
        return [found for root in self._folders.own for found in look(Store("puna", root))]

    def aliases(self) -> dict[Path, tuple[str, Entry]]:
        """The models of the catalogue that are files now, by path."""
        return {
            path: (alias, entry)
            for alias, entry in self._catalogue.items()
            if (path := self.catalogue_file(entry))
        }

    def catalogue_file(self, entry: Entry) -> Path | None:
        """Where a model of the catalogue is now; None if it is not a file yet."""
        folders = [entry.folder()] if entry.in_place else self._folders.own
        for path in (folder / entry.file for folder in folders if folder):
            if is_file(path) and (not entry.size or path.stat().st_size == entry.size):
                return path
        return None

    def stored(self, name: str) -> Path | None:
        """The file with a library id, with or without `.gguf`, if there is one."""
        parts = PurePosixPath(name).parts
        if name.startswith(("/", "~")) or ".." in parts or Path(name).is_absolute():
            return None
        for root in self._folders.own:
            for candidate in (name, f"{name}.gguf"):
                if is_file(root / candidate):
                    return root / candidate
        return None

    def store_of(self, path: Path) -> Store:
        """The folder that a file is in; the file's own folder where it is none of those known."""
        for store in (*self._folders.stores(), *self._stores):
            if path.is_relative_to(store.folder):
                return store
        return Store("folder", path.parent)

    def _is_away(self, store: Store) -> bool:
        """Whether the drive of a folder without models is not connected. The folder may be there,
        then: as the empty place where the drive is mounted, on another disk than the models."""
        if store.folder == self._folders.usual:
            return False  # it is made when it is needed
        device = device_of(store.folder)
        return device is None or self._headings.were_elsewhere(store, device)
