"""The models on this computer: found by name, listed, imported, removed.

Models are plain files below `models/` of the home; their id is `owner/repo/file.gguf`. Files
elsewhere are used where they are and never changed. Knows nothing of downloads or of llama.cpp.
"""

from __future__ import annotations

import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Final, Literal

import msgspec

from engine import gguf
from engine.errors import InvalidInput, ModelFileError, ModelNotFound
from engine.files import Cancelled, Progress, fingerprint, shown, storage_error
from engine.gguf.heading import heading_of
from engine.gguf.reader import named_parts
from engine.hub.catalogue import Entry, load_catalogue
from engine.hub.copies import tell_apart
from engine.hub.copying import copy_model, link_model
from engine.hub.defaults import Defaults, DefaultsFile
from engine.hub.finder import Finder
from engine.hub.folders import Folders
from engine.hub.headings import Headings, Known
from engine.hub.listing import Describer, models_of
from engine.hub.model import Model, Origin, Shelf
from engine.hub.programs import Store
from engine.hub.room import Room, room_of
from engine.hub.shelves import Found, found_at, locate_in
from engine.hub.trash import Trash, Trashed, remove_empty
from engine.paths import Home
from engine.tuning import best
from engine.workshop import publish_file, workshop

__all__ = ["Defaults", "How", "Library", "Model", "Origin", "Room", "Shelf", "Trashed"]

How = Literal["here", "link", "copy"]
"""How a file is imported: used where it is, under a second name of the same bytes, or copied."""

# Seconds that a list may take to find files and read the headers it does not know yet, and how many
# of them are for reading even where there are very many files.
_LOOKING: Final = 1.0
_READING: Final = 0.1


class Library:
    """The models of one home, of the catalogue and of `stores`, the folders of other programs (see
    `engine.hub.programs`). Methods touch the disk: not for a GUI thread."""

    def __init__(
        self,
        home: Home,
        catalogue: Mapping[str, Entry] | None = None,
        stores: Sequence[Store] = (),
    ) -> None:
        self._home = home
        self._catalogue = load_catalogue() if catalogue is None else catalogue
        self._headings = Headings(home.headings)
        self._defaults = DefaultsFile(home.model_defaults)
        self._seen: dict[tuple[Path, tuple[int, int, int]], Model] = {}
        self.folders = Folders(home)
        self._finder = Finder(self.folders, self._catalogue, stores, self._headings)

    @property
    def catalogue(self) -> Mapping[str, Entry]:
        """The models that come with Puna, by alias, installed or not."""
        return self._catalogue

    def is_ready(self, alias: str) -> bool:
        """Whether a model of the catalogue is a file already, not still parts in a package."""
        return self._finder.catalogue_file(self._catalogue[alias]) is not None

    def locate(self, name: str) -> Path:
        """The file meant by an alias, a library id (with or without `.gguf`) or a path.

        Puts `gemma` together at its first use. Raises `ModelNotFound`, and what that may raise.
        """
        if name in self._catalogue:
            return self._catalogue_path(name)
        if not name or "\0" in name:
            raise ModelNotFound(repr(name), "this cannot be the name of a file")
        if (stored := self._finder.stored(name)) is not None:
            return stored
        path = _absolute(Path(name))
        if not os.path.lexists(path):
            raise ModelNotFound(name, "it is no file, no alias and no model of the library")
        return path

    def resolve(self, name: str) -> Model:
        """The model meant by a name, read but not validated. Raises as `locate`, and
        `ModelFileError` for a file that is no model."""
        model = self._model(self.locate(name))
        return msgspec.structs.replace(model, tuning=best(self._home, model.path))

    def list(self) -> Sequence[Model]:
        """All models that can be chatted with now, as far as their headers tell."""
        return [model for model in self.everything() if model.usable]

    def everything(self) -> Sequence[Model]:
        """All model files: those of the catalogue, of the home, of the user's other folders, of
        other programs, and those of drives that are not connected; the same file once.

        Within two seconds: headers that were not read before are read for one of them, and what is
        left by the next call, or by `identify`.
        """
        start = time.monotonic()
        files, away = self._finder.all()
        describe = self._describer().describe
        left = max(_LOOKING - (time.monotonic() - start), _READING)
        self._headings.read([found for found in files if _is_text(found.path)], left)
        models = models_of(files, self._headings, describe)
        there = {found.path for found in files}
        for found, known in self._headings.gone(away):
            if found.path not in there:
                models.append(describe(found, known, absent=True))
        self._headings.keep(files, [store.folder for store in away])
        return models

    def identify(self, cancelled: Cancelled) -> None:
        """Read what `everything` had no time for, and find copies of one file, reading those whole
        whose sizes and headers are the same. For an idle computer: may take minutes."""
        files, away = self._finder.all()
        readable = [found for found in files if _is_text(found.path)]
        for found in readable:
            if cancelled():
                break
            if not self._headings.known(found).done:
                self._headings.look_into(found)
        tell_apart(readable, self._headings, cancelled)
        self._headings.keep(files, [store.folder for store in away])

    def add(
        self,
        path: Path,
        how: How,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Model:
        """Take a model into the library, by any of its parts. A copy that is there already is
        returned as it is, and another of the same name is left alone: the new one gets a number.

        Raises `ModelNotFound`, `ModelFileError` for what is no chat model, `StorageError` (also
        where a link would lead to another disk), and `engine.files.Stopped` when `cancelled` says
        so; then nothing of it stays.
        """
        source = gguf.open_model(named_parts(_absolute(path))[0])
        gguf.require_chat(source)
        if how == "here":
            self._remember(source.path)
            return self._model(source.path)
        place = self.folders.place()
        existing = [found.path for found in self._finder.own()]
        transfer = link_model if how == "link" else copy_model
        return self._model(transfer(source, place, existing, progress, cancelled))

    def import_file(
        self,
        path: Path,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Model:
        """Copy a model into the library: `add` as a copy."""
        return self.add(path, "copy", progress, cancelled)

    def remove(self, name: str) -> None:
        """Delete a model of Puna's own folders for good, by id, alias or path.

        Raises `InvalidInput` for a model that lies elsewhere, `ModelNotFound`, `StorageError`.
        """
        path, root = self._removable(name)
        try:
            for part in self._parts(path):
                part.unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(path, error) from error
        remove_empty(path.parent, root)

    def trash(self, name: str) -> Trashed:
        """Move a model of Puna's own folders to the trash. Raises as `remove`."""
        path, root = self._removable(name)
        try:
            title = self._model(path).title
        except (ModelFileError, ModelNotFound):
            title = path.stem  # what is broken can go as well
        return Trash(root).put(self._id(path), shown(Path(title)), self._with_projector(path))

    def restore(self, trashed: Trashed) -> Model:
        """Take a model out of the trash. Raises `ModelNotFound` where it is not there any more,
        `StorageError`."""
        root = next((root for root in self.folders.own if str(root) == trashed.root), None)
        if root is None:
            raise ModelNotFound(trashed.title, "its folder is not one of Puna's any more")
        path = Trash(root).restore(trashed)
        found = found_at(path, Store("puna", root))
        if found is None:
            raise ModelNotFound(trashed.title)
        return self._describer().describe(found, self._headings.look_into(found))

    def trashed(self) -> Sequence[Trashed]:
        """What is in the trash, the latest first."""
        found = [trashed for root in self.folders.own for trashed in Trash(root).list()]
        return sorted(found, key=lambda trashed: -trashed.at)

    def empty_trash(self) -> int:
        """Delete what is in the trash for good; the bytes that became free. `StorageError`."""
        return sum(Trash(root).empty() for root in self.folders.own)

    def room(self) -> Room:
        """How much room Puna's own models and the trash take, and how much is left: nothing where
        the folder for new models is not there."""
        freed = sum(trashed.freed for trashed in self.trashed())
        place = self.folders.own[0]
        there = place == self.folders.usual or place.is_dir()
        return room_of(self._finder.own(), freed, place if there else None)

    def absent_folders(self) -> Sequence[Path]:
        """The user's folders, and single files, that are not there now."""
        _, away = self._finder.all()
        return [store.folder for store in away]

    def forget(self, name: str) -> bool:
        """Take a file or folder elsewhere off the list, which stays where it is; whether it was on
        it by its own name. Raises `StorageError`."""
        return self.folders.forget(_absolute(Path(name)))

    def defaults(self, name: str) -> Defaults:
        """How new chats with a model begin. Raises `StorageError`."""
        return self._defaults.of(self._id_of(name))

    def set_defaults(self, name: str, defaults: Defaults) -> None:
        """Set how new chats with a model begin. Raises `StorageError`."""
        self._defaults.set(self._id_of(name), defaults)

    def note_digest(self, path: Path, digest: str) -> None:
        """Remember the SHA-256 of a file that was computed elsewhere, as a download does."""
        if found := found_at(path, self._finder.store_of(path)):
            self._headings.set_digest(found, digest)

    def _id_of(self, name: str) -> str:
        """The one id of a model that may be named in several ways, also where it is not there."""
        if name in self._catalogue:
            return name
        try:
            return self._id(self.locate(name))
        except ModelNotFound:
            return name

    def _id(self, path: Path) -> str:
        found = Found(path, self._finder.store_of(path), (0, 0, 0), 0, (path,))
        known = Known((0, 0, 0), 0, found.shelf, str(found.store.folder))
        return self._describer().describe(found, known).id

    def _remember(self, path: Path) -> None:
        """Have a file that is used where it is listed from now on."""
        files, _ = self._finder.all()
        if all(path not in found.parts for found in files):
            self.folders.remember(path)

    def _with_projector(self, path: Path) -> Sequence[Path]:
        """The files of a model, with the projector that no other model has."""
        parts = self._parts(path)
        files = [found for found in self._finder.own() if found.path.parent == path.parent]
        models = models_of(files, self._headings, self._describer().describe)
        users = [model for model in models if model.projector and not model.other_purpose]
        if len(users) == 1 and users[0].path == path and users[0].projector:
            return (*parts, users[0].projector)
        return parts

    def _parts(self, path: Path) -> Sequence[Path]:
        """The files of a model; of a broken one those that its name tells."""
        try:
            return gguf.shard_paths(gguf.read(path))
        except ModelFileError:
            return (path,)

    def _removable(self, name: str) -> tuple[Path, Path]:
        """The file to delete, for an alias without putting it together first, and the own folder it
        is in."""
        entry = self._catalogue.get(name)
        path = self._finder.catalogue_file(entry) if entry else self.locate(name)
        if path is None:
            raise ModelNotFound(name, "it is not in the library")
        root = next((root for root in self.folders.own if path.is_relative_to(root)), None)
        # A link to a folder in ours leads to files that are somebody else's.
        inside = root is not None and path.parent.resolve().is_relative_to(root.resolve())
        if root is None or not inside or ".." in path.parts:
            raise InvalidInput(
                "model",
                f"{shown(path)} is not in Puna's models folder",
                "Puna deletes only what it stored itself; delete this file by other means.",
            )
        return path, root

    def _catalogue_path(self, alias: str) -> Path:
        entry = self._catalogue[alias]
        if (path := self._finder.catalogue_file(entry)) is not None:
            return path
        if entry.in_place or not entry.installed:
            raise entry.missing(alias)
        place = self.folders.place()
        target = place / entry.file
        with workshop(place, entry.size) as folder:
            made = folder / target.name
            entry.assemble(alias, made)
            publish_file(made, target)
        return target

    def _describer(self) -> Describer:
        return Describer(self.folders.own, self._finder.aliases())

    def _model(self, path: Path) -> Model:
        """What is known of a file, remembered while the file stays the same."""
        if not _is_text(path):
            reason = "its name is not valid UTF-8; rename it, or import it into the library"
            raise ModelFileError(shown(path), "file name", reason)
        seen = path, fingerprint(path) or (0, 0, 0)
        if seen not in self._seen:
            file = gguf.read(path)
            store = self._finder.store_of(path)
            found = locate_in(path, store) or Found(path, store, (0, 0, 0), 0, named_parts(path))
            known = Known(found.id, found.device, store.shelf, str(store.folder), heading_of(file))
            self._seen[seen] = self._describer().describe(found, known)
        return self._seen[seen]


def _is_text(path: Path) -> bool:
    return shown(path) == str(path)


def _absolute(path: Path) -> Path:
    """A path from the root, with `~` replaced by the user's folder."""
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:
        raise ModelNotFound(shown(path), "there is no such user") from error
