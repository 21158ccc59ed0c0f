"""Opens an archive into a home, which may be empty or in use.

Everything is unpacked and checked before the first change. Then adapters come, the chats, each of
them whole, the models and the settings: whenever it is cut short, what came is whole, and opening
the archive once more brings the rest.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Final

import msgspec

from engine.archive.chats import Taken, merge, open_foreign
from engine.archive.manifest import Kind, Manifest, Member, broken
from engine.archive.places import place_adapters, place_models, safe_parts
from engine.archive.staging import Staged, opened, staged
from engine.files import Cancelled, Progress, Stopped, load_settings, save_settings
from engine.paths import Home
from engine.settings import Settings
from engine.store.chats import Chats
from engine.store.check import check
from engine.store.database import open_database

# Where its models are and which hub it asks: not for somebody else's file to say.
_OF_A_COMPUTER: Final = ("version", "models_folder", "model_folders", "offline", "endpoint")


class Summary(msgspec.Struct, frozen=True):
    """What opening an archive did.

    `chats` are new, `there` were there already, `copied` are kept beside another chat of the same
    origin that went on differently, `refused` were not chats. `damaged` messages were so before.
    `settings` are the names of those taken, `models` the library ids of those that are new.
    """

    chats: int = 0
    there: int = 0
    copied: int = 0
    refused: int = 0
    damaged: int = 0
    folders: int = 0
    assistants: int = 0
    snippets: int = 0
    settings: tuple[str, ...] = ()
    adapters: int = 0
    models: tuple[str, ...] = ()
    models_there: int = 0


def read_archive(
    path: Path,
    home: Home,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Summary:
    """Add all of the archive at `path` to `home`. Nothing there is overwritten.

    Settings are taken where the home has the default; who holds the settings loads them again.
    Raises InvalidInput for what is no archive or is damaged, and StorageError; `Stopped` when
    `cancelled` says so. Up to the end of unpacking nothing was changed then; later, whole chats
    and models may have come.
    """
    with opened(path) as (archive, manifest):
        for member in (*manifest.of("model"), *manifest.of("adapter")):
            safe_parts(member.file)  # before anything is unpacked for nothing
        steps = _Steps(manifest, progress, cancelled)
        with staged(archive, manifest, home, steps.unpacked) as files:
            settings = _settings(manifest, files)
            taken, damaged, adapters = _chats(manifest, files, home, steps, cancelled)
            models, there = place_models(home.models, _of(manifest, files, "model"), cancelled)
            names = _take_settings(home, settings)
    steps.finished()
    return Summary(
        **msgspec.structs.asdict(taken),
        damaged=damaged,
        settings=names,
        adapters=adapters,
        models=tuple(models),
        models_there=there,
    )


class _Steps:
    """Progress in bytes: those of all files, and those of the database once more for its chats."""

    def __init__(
        self, manifest: Manifest, progress: Progress | None, cancelled: Cancelled | None
    ) -> None:
        self._files = manifest.size
        self._database = sum(member.size for member in manifest.of("database"))
        self._done = 0
        self._progress, self._cancelled = progress, cancelled

    def unpacked(self, count: int) -> None:
        self._done += count
        self._tell(self._done)

    def merged(self, part: float) -> None:
        self._tell(self._files + int(part * self._database))

    def finished(self) -> None:
        if self._progress:
            total = self._files + self._database
            self._progress(total, total)

    def _tell(self, done: int) -> None:
        if self._cancelled and self._cancelled():
            raise Stopped
        if self._progress:
            self._progress(done, self._files + self._database)


def _of(manifest: Manifest, files: Staged, kind: Kind) -> list[tuple[Member, Path]]:
    return [(member, files[member.name]) for member in manifest.of(kind)]


def _chats(
    manifest: Manifest, files: Staged, home: Home, steps: _Steps, cancelled: Cancelled | None
) -> tuple[Taken, int, int]:
    """Merge the database; what was taken, how many messages in it are damaged, and how many
    adapters came with it."""
    [(_, database)] = _of(manifest, files, "database")
    theirs = open_foreign(database)
    try:
        damaged = len(check(database).damaged)
        ours = open_database(home.database)
        try:
            adapters = place_adapters(home.adapters, _of(manifest, files, "adapter"), cancelled)
            taken = merge(Chats(theirs), Chats(ours), adapters, steps.merged)
        finally:
            ours.close()
    finally:
        theirs.close()
    return taken, damaged, len(adapters)


def _settings(manifest: Manifest, files: Staged) -> Settings | None:
    """The settings in the archive, if there are any. Those of another version are not taken."""
    for _, file in _of(manifest, files, "settings"):
        try:
            return msgspec.json.decode(file.read_bytes(), type=Settings)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            raise broken("its settings cannot be read") from error
    return None


def _take_settings(home: Home, theirs: Settings | None) -> tuple[str, ...]:
    """Take the settings that the home has not: those that are as they were made."""
    if theirs is None:
        return ()
    ours, default = load_settings(home.settings), Settings()
    taken = {
        name: value
        for name in Settings.__struct_fields__
        if name not in _OF_A_COMPUTER
        and getattr(ours, name) == getattr(default, name)
        and (value := getattr(theirs, name)) != getattr(default, name)
        and not (name == "model" and _elsewhere(str(value)))
    }
    if taken:
        save_settings(home.settings, msgspec.structs.replace(ours, **taken))
    return tuple(taken)


def _elsewhere(model: str) -> bool:
    """Whether a model is a file of the other computer."""
    return PureWindowsPath(model).is_absolute() or PurePosixPath(model).is_absolute()
