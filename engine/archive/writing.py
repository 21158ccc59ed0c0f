"""Makes an archive of a home. The file comes to its place whole or not at all."""

from __future__ import annotations

import hashlib
import os
import time
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

import msgspec

from engine.archive.manifest import NAME, VERSION, Kind, Manifest, Member
from engine.archive.plain import is_plain, open_plain
from engine.errors import InvalidInput, StorageError
from engine.files import Cancelled, Progress, Stopped, shown, storage_error, writing
from engine.paths import Home
from engine.store.snapshot import clone, compact, connected, require_whole, size_with_wal
from engine.workshop import require_room, workshop

_BLOCK: Final = 1 << 20
_DATE: Final = (1980, 1, 1, 0, 0, 0)  # the time is in the manifest; zip files know no zone
_OVERHEAD: Final = 1_000_000  # bytes for the manifest and the tables of the zip file


class Written(msgspec.Struct, frozen=True):
    """An archive that was made. `size` in bytes.

    `left_out` are files and folders that are links to places outside of the home, or no files, or
    cannot be read.
    """

    path: Path
    size: int
    manifest: Manifest
    left_out: tuple[Path, ...] = ()


class _Source(NamedTuple):
    kind: Kind
    path: Path
    file: str


def write_archive(
    home: Home,
    target: Path,
    *,
    models: bool,
    progress: Progress | None = None,
    cancelled: Cancelled | None = None,
) -> Written:
    """Write everything in `home` to the file `target`, with its models if `models`. Chats can be
    written meanwhile; the archive has those of the moment it was begun.

    Raises InvalidInput for a target among Puna's own files, StorageError, and `Stopped` when
    `cancelled` says so. Then nothing of it is left, and what `target` was before stands.
    """
    if home.owns(target):
        raise InvalidInput("archive", f"{shown(target)} is a file of Puna", "Choose another place.")
    left_out: list[Path] = []
    room = 2 * size_with_wal(home.database)
    with workshop(home.backups, room) as folder:
        sources = [_Source("database", _copied(home.database, folder), home.database.name)]
        if is_plain(home.settings):
            sources.append(_Source("settings", home.settings, home.settings.name))
        sources += _files("adapter", home.adapters, left_out)
        if models:
            sources += _files("model", home.models, left_out)
        manifest = _manifest(sources, progress, cancelled)
        require_room(target.absolute().parent, manifest.size + _OVERHEAD)
        step = _Steps(manifest.size, 2 * manifest.size, progress, cancelled)
        with writing(target) as file:
            _write(file, manifest, sources, step)
    try:
        size = target.stat().st_size
    except OSError as error:
        raise storage_error(target, error) from error
    return Written(target, size, manifest, tuple(left_out))


def _copied(database: Path, folder: Path) -> Path:
    """A copy of the database without its search index, which is made anew where it is opened."""
    counts = clone(database, folder / "all.db")
    with connected(folder / "all.db") as raw:
        if raw.execute("SELECT 1 FROM sqlite_schema WHERE name = 'message_words'").get:
            raw.execute("INSERT INTO message_words (message_words) VALUES ('delete-all')")
    compact(folder / "all.db", folder / "puna.db")
    require_whole(folder / "puna.db", counts)
    return folder / "puna.db"


def _files(kind: Kind, folder: Path, left_out: list[Path]) -> Iterator[_Source]:
    """The GGUF files below a folder. No link is followed: it may lead anywhere."""
    if folder.is_symlink():
        left_out.append(folder)
        return

    def refused(error: OSError) -> None:
        if not isinstance(error, FileNotFoundError):  # there may be none
            left_out.append(Path(error.filename))

    for place, folders, names in os.walk(folder, onerror=refused):
        here = Path(place)
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in [name for name in folders if (here / name).is_symlink()]:
            folders.remove(name)
            left_out.append(here / name)
        for name in sorted(names):
            if name.startswith(".") or not name.endswith(".gguf"):
                continue
            if is_plain(here / name):
                yield _Source(kind, here / name, shown((here / name).relative_to(folder)))
            else:
                left_out.append(here / name)


class _Steps:
    """Progress through several files, from `done` bytes of `total` on; raises Stopped."""

    def __init__(
        self, done: int, total: int, progress: Progress | None, cancelled: Cancelled | None
    ) -> None:
        self._done, self._total = done, total
        self._progress, self._cancelled = progress, cancelled

    def __call__(self, count: int) -> None:
        if self._cancelled and self._cancelled():
            raise Stopped
        self._done += count
        if self._progress:
            self._progress(min(self._done, self._total), self._total)


def _manifest(
    sources: list[_Source], progress: Progress | None, cancelled: Cancelled | None
) -> Manifest:
    """Read all files once. The table of contents comes first in the archive, so that one who opens
    it knows what to expect."""
    try:
        total = sum(source.path.stat().st_size for source in sources)
    except OSError as error:
        raise storage_error(Path(error.filename), error) from error
    step = _Steps(0, 2 * total, progress, cancelled)
    members = []
    for number, source in enumerate(sources):
        size, sha256 = _read(source.path, lambda _: None, step)
        name = f"{source.kind}-{number}"
        members.append(Member(source.kind, name, size, sha256, source.file.replace(os.sep, "/")))
    return Manifest(VERSION, _version(), time.time(), tuple(members))


def _write(
    file: BinaryIO, manifest: Manifest, sources: list[_Source], step: Callable[[int], None]
) -> None:
    with zipfile.ZipFile(file, "w", allowZip64=True) as archive:
        archive.writestr(_entry(NAME), msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        for member, source in zip(manifest.members, sources, strict=True):
            entry = _entry(member.name)
            if member.kind in ("database", "settings"):
                entry.compress_type = zipfile.ZIP_DEFLATED  # models do not get smaller
            entry.file_size = member.size  # so that it is told in 64 bits where it must be
            with archive.open(entry, "w") as part:
                size, sha256 = _read(source.path, part.write, step)
            if (size, sha256) != (member.size, member.sha256):
                raise StorageError(
                    shown(source.path),
                    "it changed while it was read",
                    "Close what writes to it, then try again.",
                )


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _DATE)
    entry.external_attr = 0o600 << 16
    return entry


def _read(
    path: Path, take: Callable[[bytes], object], step: Callable[[int], None]
) -> tuple[int, str]:
    """Give all of a file to `take`; its size and its SHA-256."""
    digest, size = hashlib.sha256(), 0
    try:
        with open_plain(path, follow=False) as file:
            while block := file.read(_BLOCK):
                digest.update(block)
                size += len(block)
                take(block)
                step(len(block))
    except OSError as error:
        raise storage_error(path, error) from error
    return size, digest.hexdigest()


def _version() -> str:
    try:
        return version("puna")
    except PackageNotFoundError:
        return ""
