"""How much room models take on the disk. Knows files by what the system says of them alone."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import msgspec

from engine.hub.shelves import Found


class Room(msgspec.Struct, frozen=True):
    """All in bytes: what Puna's own models take, each file once under however many names; what
    emptying the trash makes free; and what is free on the disk that new models go to."""

    models: int
    trash: int
    free: int


def room_of(files: Iterable[Found], trash: int, place: Path | None) -> Room:
    """The room that own files take, and that is free in `place`, which may have to be made first.
    What the system does not tell of the disk counts as 0."""
    sizes = {found.file or found.path: found.size for found in files}
    folders = (place, *place.parents) if place else ()
    there = next((folder for folder in folders if folder.is_dir()), None)
    try:
        free = shutil.disk_usage(there).free if there else 0
    except OSError:
        free = 0
    return Room(sum(sizes.values()), trash, free)
