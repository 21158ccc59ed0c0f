"""Unpacks an archive into hidden folders of the home, and believes nothing of it before.

No name in it becomes a path; no more is unpacked than its manifest says and the disk has room for;
what is unpacked has the digest that the manifest says.
"""

from __future__ import annotations

import hashlib
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import BinaryIO, Final

from engine.archive.manifest import LARGEST, NAME, Manifest, Member, broken, decoded
from engine.archive.plain import open_plain
from engine.errors import InvalidInput
from engine.files import storage_error, writing
from engine.paths import Home
from engine.workshop import require_room, workshop

_BLOCK: Final = 1 << 20
_LARGEST_TABLE: Final = 8_000_000  # bytes of the table at the end of the zip file
_RESERVE: Final = 16_000_000  # bytes that stay free, so that chats can still be saved
_END = struct.Struct("<4s4H2IH")
_END64 = struct.Struct("<4sQ2H2I4Q")
_LOCATOR = struct.Struct("<4sIQI")

Staged = Mapping[str, Path]
"""The unpacked files, by their names in the archive."""


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Manifest]]:
    """An archive and its manifest. Raises InvalidInput for what is none, StorageError where it
    cannot be read."""
    with ExitStack() as stack:
        try:
            file = stack.enter_context(open_plain(path, follow=True))
            with reading_zip():
                _check_table(file)
                archive = stack.enter_context(zipfile.ZipFile(file))
                manifest = _manifest(archive)
                _compare(archive, manifest)
        except OSError as error:
            raise storage_error(path, error) from error
        yield archive, manifest


def read_manifest(path: Path) -> Manifest:
    """What is in an archive, without unpacking it. Raises InvalidInput and StorageError."""
    with opened(path) as (_, manifest):
        return manifest


@contextmanager
def staged(
    archive: zipfile.ZipFile, manifest: Manifest, home: Home, step: Callable[[int], None]
) -> Iterator[Staged]:
    """All files of an archive, unpacked and checked, until the block ends.

    Models are beside the models of the home, so that moving them there is a rename. `step` hears
    how many bytes were unpacked, and may raise to give up.
    """
    home.root.mkdir(mode=0o700, parents=True, exist_ok=True)
    home.backups.mkdir(mode=0o700, exist_ok=True)
    # The database is read into the one that is there, and written ahead, before the copy goes.
    database = sum(member.size for member in manifest.of("database"))
    require_room(home.root, manifest.size + 2 * database + _RESERVE)
    with ExitStack() as stack:
        folder = stack.enter_context(workshop(home.backups, 0))
        models = folder
        if manifest.of("model"):
            models = stack.enter_context(workshop(home.models, 0))
        files = {}
        for number, member in enumerate(manifest.members):
            target = (models if member.kind == "model" else folder) / f"{number}.part"
            _unpack(archive, member, target, step)
            files[member.name] = target
        yield files


@contextmanager
def reading_zip() -> Iterator[None]:
    """Whatever the library says of a zip file that is damaged, it is damaged."""
    try:
        yield
    except (
        zipfile.BadZipFile,
        zlib.error,
        struct.error,
        EOFError,
        NotImplementedError,  # a way of packing that Puna does not use
        RuntimeError,  # a password
        UnicodeDecodeError,
    ) as error:
        raise broken("it is damaged or not an archive of Puna") from error


def _check_table(file: BinaryIO) -> None:
    """Refuse a table of contents that would not fit into memory. Puna's archives have no comment,
    so the end of the table is the end of the file."""
    size = file.seek(0, os.SEEK_END)
    if size < _END.size:
        raise broken("it is no archive of Puna")
    file.seek(size - _END.size)
    mark, *_, table, _, _ = _END.unpack(file.read(_END.size))
    if mark != b"PK\5\6":
        raise broken("it is no archive of Puna, or a part of one")
    # The library takes a second end, for large archives, from just before this one, whatever this
    # one says.
    place = size - _END.size - _LOCATOR.size - _END64.size
    if place >= 0:
        file.seek(place)
        second, locator = _END64.unpack(file.read(_END64.size)), file.read(4)
        if locator == b"PK\6\7":
            table = max(second[8], 0 if table == 0xFFFFFFFF else table)
    if table > _LARGEST_TABLE:
        raise broken("its table of contents is too long")
    file.seek(0)


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    entries = [entry for entry in archive.infolist() if entry.filename == NAME]
    if len(entries) != 1:
        raise broken("it is no archive of Puna")
    with archive.open(entries[0]) as file:
        data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise broken("its table of contents is too long")
    return decoded(data)


def _compare(archive: zipfile.ZipFile, manifest: Manifest) -> None:
    """The zip file must hold what its manifest says, and nothing else."""
    entries = {entry.filename: entry for entry in archive.infolist()}
    names = {NAME, *(member.name for member in manifest.members)}
    if len(archive.infolist()) != len(entries) or set(entries) != names:
        raise broken("it holds other files than it says")
    if any(entries[member.name].file_size != member.size for member in manifest.members):
        raise broken("its files are not as large as it says")


def _unpack(
    archive: zipfile.ZipFile, member: Member, target: Path, step: Callable[[int], None]
) -> None:
    digest, left = hashlib.sha256(), member.size
    with reading_zip(), archive.open(member.name) as source, writing(target) as file:
        while block := source.read(min(_BLOCK, left + 1)):
            left -= len(block)
            if left < 0:
                raise broken("one of its files is larger than it says")
            digest.update(block)
            file.write(block)
            step(len(block))
    if left or digest.hexdigest() != member.sha256:
        raise InvalidInput(
            "archive",
            f"{member.file or member.name} in it is damaged",
            "Copy the archive once more from where it was made. Nothing was changed.",
        )
