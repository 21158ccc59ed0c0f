"""What the system says of a path of somebody else's, where a refusal means: nothing for us there.

`pathlib` raises where a folder above may not be looked into, as that of a service of another user.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path


def status_of(path: Path) -> os.stat_result | None:
    """What is said of the file that a path leads to; None where it leads nowhere."""
    try:
        return path.stat()
    except (OSError, ValueError):
        return None


def is_file(path: Path) -> bool:
    status = status_of(path)
    return status is not None and stat.S_ISREG(status.st_mode)


def is_folder(path: Path) -> bool:
    status = status_of(path)
    return status is not None and stat.S_ISDIR(status.st_mode)


def folders_in(folder: Path) -> list[Path]:
    """The folders in a folder, by name; none where it may not be looked into."""
    try:
        return sorted(path for path in folder.iterdir() if is_folder(path))
    except OSError:
        return []


def small_file(path: Path, most: int) -> bytes:
    """The content of a file of at most `most` bytes; empty where there is none, or a larger one."""
    status = status_of(path)
    if status is None or not stat.S_ISREG(status.st_mode) or status.st_size > most:
        return b""
    try:
        with path.open("rb") as file:
            return file.read(most)
    except OSError:
        return b""
