"""The LoRA adapters on this computer: listed, added, removed, checked against a model.

Adapters are plain files in `adapters/` of the home. One that lies elsewhere can be used where it
is, and so can the one that comes with Puna, which is not listed. Knows nothing of chats or of
llama.cpp.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePath, PureWindowsPath
from typing import Final

from engine import gguf
from engine.errors import AdapterError, InvalidInput, StorageError
from engine.files import (
    Cancelled,
    Progress,
    Stopped,
    fingerprint,
    sha256_of,
    shown,
    storage_error,
    writing,
)
from engine.gguf import Gguf
from engine.gguf.adapter import Adapter, check_adapter, check_numbers, read_adapter
from engine.paths import Home, resources
from engine.workshop import require_room

SHIPPED: Final = "puna-starter.gguf"
"""What the adapter that comes with Puna is called; no file of a home has this name."""

_BLOCK: Final = 1 << 20
# Not allowed in a file name on one system or another.
_UNSAFE: Final = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\ufffd]')


class AdapterShelf:
    """The adapters of one home. Methods touch the disk, but for `path_of`: not for a GUI thread."""

    def __init__(self, home: Home) -> None:
        self._folder = home.adapters.absolute()
        self._bases: dict[object, Gguf] = {}
        self._digests: dict[object, str] = {}

    def path_of(self, name: str) -> Path:
        """The file an assistant means: one that came from elsewhere names it without a folder."""
        if name == SHIPPED:
            return shipped_adapter()
        bare = PureWindowsPath(name).name == name == PurePath(name).name
        return self._folder / name if bare else Path(name).expanduser()

    def list(self) -> list[Adapter]:
        """All adapters of the home by name, without broken ones. Their numbers are not read."""
        found = [adapter for path in self._files() if (adapter := _readable(path))]
        return sorted(found, key=lambda adapter: (adapter.name.casefold(), adapter.path))

    def add(
        self,
        path: Path,
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Adapter:
        """Copy an adapter into the home. One that is there already is returned as it is, and
        another of the same name is left alone: the new one gets a number.

        Raises AdapterError for what is no sound adapter, StorageError, and `engine.files.Stopped`
        when `cancelled` says so; then nothing of it stays.
        """
        source = read_adapter(path.expanduser().absolute())
        check_numbers(source)
        digest = sha256_of(source.path, None, cancelled)
        for there in self._files():
            same = there.stat().st_size == source.size
            if same and sha256_of(there, None, cancelled) == digest:
                return read_adapter(there)
        require_room(_existing(self._folder), source.size)
        target = self._free_name(source.path)
        _copy(source, target, progress, cancelled)
        return read_adapter(target)

    def remove(self, adapter: Adapter) -> None:
        """Delete an adapter of the home. Raises InvalidInput for one elsewhere, StorageError."""
        if adapter.path.parent != self._folder:
            raise InvalidInput(
                "adapter",
                f"{shown(adapter.path)} is not in Puna's adapters folder",
                "Puna deletes only what it stored itself; delete this file by other means.",
            )
        try:
            adapter.path.unlink(missing_ok=True)
        except OSError as error:
            raise storage_error(adapter.path, error) from error

    def check(self, adapter: Adapter, model_path: Path, cancelled: Cancelled | None = None) -> None:
        """Check that an adapter is sound and fits a model. Raises AdapterError where it does not,
        ModelFileError, ModelNotFound and StorageError for the model, `Stopped`."""
        seen = model_path, fingerprint(model_path)
        if seen not in self._bases:
            self._bases[seen] = gguf.read(model_path)

        def digest() -> str:
            if seen not in self._digests:
                self._digests[seen] = sha256_of(model_path, None, cancelled)
            return self._digests[seen]

        check_adapter(adapter, self._bases[seen], digest)
        check_numbers(adapter)

    def _files(self) -> Iterator[Path]:
        for path in sorted(self._folder.glob("*.gguf")):
            if not path.name.startswith(".") and path.is_file():
                yield path

    def _free_name(self, source: Path) -> Path:
        """A place for it, with a name that every system allows."""
        stem = _UNSAFE.sub("_", shown(Path(source.stem))).strip(". ")[:120] or "adapter"
        for number in range(1, 1000):
            name = f"{stem}.gguf" if number == 1 else f"{stem}-{number}.gguf"
            if name != SHIPPED and not (self._folder / name).exists():
                return self._folder / name
        raise StorageError(shown(self._folder / stem), "there are too many adapters of this name")


def shipped_adapter() -> Path:
    """The adapter that comes with Puna, for the model `gemma` of the catalogue."""
    return resources() / "starter" / SHIPPED


def _readable(path: Path) -> Adapter | None:
    try:
        return read_adapter(path)
    except AdapterError:
        return None


def _existing(folder: Path) -> Path:
    """The folder, or the nearest one above it that is there."""
    return next(path for path in (folder, *folder.parents) if path.is_dir())


def _copy(
    source: Adapter, target: Path, progress: Progress | None, cancelled: Cancelled | None
) -> None:
    try:
        with source.path.open("rb") as reader, writing(target) as writer:
            done = 0
            while block := reader.read(_BLOCK):
                if cancelled and cancelled():
                    raise Stopped
                done += writer.write(block)
                if progress:
                    progress(done, source.size)
    except OSError as error:
        raise storage_error(source.path, error) from error
