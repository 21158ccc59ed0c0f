"""The models on this computer: found by name, listed, imported, removed.

Models are plain files below `models/` of the home; their id is `owner/repo/file.gguf`. Files
elsewhere are used where they are and never changed. Knows nothing of downloads or of llama.cpp.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Literal

import msgspec

from engine import gguf
from engine.errors import InvalidInput, ModelFileError, ModelNotFound
from engine.files import Cancelled, Progress, shown, storage_error
from engine.hub.catalogue import Entry, load_catalogue
from engine.hub.copying import copy_model
from engine.messages import Sampling, Tuning
from engine.paths import Home
from engine.tuning import best
from engine.workshop import publish_file, workshop

Origin = Literal["starter", "imported", "path"]


class Model(msgspec.Struct, frozen=True):
    """A model file that is there. `size` in bytes, all parts of a split model together.

    `id` names it for the user and in settings; `sampling` is what suits it. `origin`: it came with
    Puna, is below the home's models, or lies anywhere else. `tuning`, of a model that was resolved,
    is how it runs fastest here. `other_purpose` says what it is made for if not for chat.
    """

    id: str
    title: str
    path: Path
    size: int
    sampling: Sampling
    origin: Origin
    tuning: Tuning = Tuning()
    other_purpose: str = ""


class Library:
    """The models of one home and of the catalogue. Methods touch the disk: not for a GUI thread."""

    def __init__(self, home: Home, catalogue: Mapping[str, Entry] | None = None) -> None:
        self._home = home
        self._models = home.models
        self._catalogue = load_catalogue() if catalogue is None else catalogue
        self._seen: dict[tuple[Path, int, int, int], Model] = {}

    @property
    def catalogue(self) -> Mapping[str, Entry]:
        """The models that come with Puna, by alias, installed or not."""
        return self._catalogue

    def is_ready(self, alias: str) -> bool:
        """Whether a model of the catalogue is a file already, not still parts in a package."""
        return self._catalogue_file(self._catalogue[alias]) is not None

    def locate(self, name: str) -> Path:
        """The file meant by an alias, a library id (with or without `.gguf`) or a path.

        Puts `gemma` together at its first use. Raises `ModelNotFound`, and what that may raise.
        """
        if name in self._catalogue:
            return self._catalogue_path(name)
        if not name or "\0" in name:
            raise ModelNotFound(repr(name), "this cannot be the name of a file")
        if (stored := self._stored(name)) is not None:
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
        """All chat models of the catalogue and the home that are files now, without broken ones."""
        paths = [self._catalogue_file(entry) for entry in self._catalogue.values()]
        paths += [path for path in self._files() if path not in paths]
        found = [self._readable(path) for path in paths if path]
        return [model for model in found if model and not model.other_purpose]

    def import_file(
        self,
        path: Path,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Model:
        """Copy a model into the library. A model that is there already is returned as it is, and
        another of the same name is left alone: the new one gets a number.

        Raises `ModelNotFound`, `ModelFileError` for what is no chat model, `StorageError`, and
        `engine.files.Stopped` when `cancelled` says so; then nothing of it stays.
        """
        source = gguf.open_model(_absolute(path))
        gguf.require_chat(source)
        target = copy_model(source, self._models, list(self._files()), progress, cancelled)
        return self._model(target)

    def remove(self, name: str) -> None:
        """Delete a model of the home's models folder, by id, alias or path.

        Raises `InvalidInput` for a model that lies elsewhere, `ModelNotFound`, `StorageError`.
        """
        path = self._removable(name)
        try:
            parts = gguf.shard_paths(gguf.read(path))
        except ModelFileError:
            parts = (path,)  # a broken file can be removed as well
        try:
            for part in parts:
                part.unlink(missing_ok=True)
            for folder in path.parents:
                if folder == self._models or any(folder.iterdir()):
                    break
                folder.rmdir()
        except OSError as error:
            raise storage_error(path, error) from error

    def _removable(self, name: str) -> Path:
        """The file to delete; for an alias without putting it together first."""
        entry = self._catalogue.get(name)
        path = self._catalogue_file(entry) if entry else self.locate(name)
        if path is None:
            raise ModelNotFound(name, "it is not in the library")
        if ".." in path.parts or not path.is_relative_to(self._models.absolute()):
            raise InvalidInput(
                "model",
                f"{shown(path)} is not in Puna's models folder",
                "Puna deletes only what it stored itself; delete this file by other means.",
            )
        return path

    def _stored(self, name: str) -> Path | None:
        """The file with a library id, if there is one."""
        parts = PurePosixPath(name).parts
        if name.startswith(("/", "~")) or ".." in parts or Path(name).is_absolute():
            return None
        for candidate in (name, f"{name}.gguf"):
            path = self._models.absolute() / candidate
            try:
                if path.is_file():
                    return path
            except OSError:  # the name is too long for the system
                return None
        return None

    def _files(self) -> Iterator[Path]:
        """The model files below the models folder, a split model by its first part."""
        folder = self._models.absolute()
        for path in sorted(folder.rglob("*.gguf")):
            hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
            if not hidden and path.is_file() and gguf.is_first_part(path):
                yield path

    def _catalogue_file(self, entry: Entry) -> Path | None:
        """Where a model of the catalogue is now; None if it is not a file yet."""
        folder = entry.folder() if entry.in_place else self._models.absolute()
        if folder is None:
            return None
        path = folder / entry.file
        whole = path.is_file() and (not entry.size or path.stat().st_size == entry.size)
        return path if whole else None

    def _catalogue_path(self, alias: str) -> Path:
        entry = self._catalogue[alias]
        if (path := self._catalogue_file(entry)) is not None:
            return path
        if entry.in_place or not entry.installed:
            raise entry.missing(alias)
        target = self._models.absolute() / entry.file
        with workshop(self._models, entry.size) as folder:
            made = folder / target.name
            entry.assemble(alias, made)
            publish_file(made, target)
        return target

    def _readable(self, path: Path) -> Model | None:
        try:
            return self._model(path)
        except (ModelFileError, ModelNotFound):
            return None

    def _model(self, path: Path) -> Model:
        """What is known of a file, remembered while the file stays the same."""
        if shown(path) != str(path):
            reason = "its name is not valid UTF-8; rename it, or import it into the library"
            raise ModelFileError(shown(path), "file name", reason)
        try:
            status = path.stat()
        except OSError:
            return self._described(path)  # reading it says what is wrong
        key = path, status.st_size, status.st_mtime_ns, status.st_ino
        if key not in self._seen:
            self._seen[key] = self._described(path)
        return self._seen[key]

    def _described(self, path: Path) -> Model:
        file = gguf.read(path)
        sampling = msgspec.structs.replace(Sampling(), **file.sampling)
        models = self._models.absolute()
        inside = path.is_relative_to(models)
        for alias, entry in self._catalogue.items():
            if self._catalogue_file(entry) == path:
                sampling = msgspec.structs.replace(sampling, **entry.sampling)
                return Model(alias, entry.title, path, file.total_size, sampling, "starter")
        name = path.relative_to(models).as_posix() if inside else str(path)
        origin: Origin = "imported" if inside else "path"
        return Model(
            name,
            file.name,
            path,
            file.total_size,
            sampling,
            origin,
            other_purpose=file.not_chat,
        )


def _absolute(path: Path) -> Path:
    """A path from the root, with `~` replaced by the user's folder."""
    try:
        return path.expanduser().absolute()
    except RuntimeError as error:
        raise ModelNotFound(shown(path), "there is no such user") from error
