"""Opens plain files, where a name may also stand for a link, a pipe or a folder."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import BinaryIO


def is_plain(path: Path) -> bool:
    """Whether it is a file, and no link to one."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def open_plain(path: Path, *, follow: bool) -> BinaryIO:
    """A file to read; a link is followed only if `follow`. Nothing is waited for.

    Raises OSError, and FileNotFoundError for what is no file.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags | (0 if follow else getattr(os, "O_NOFOLLOW", 0)))
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        os.close(descriptor)
        raise FileNotFoundError("it is not a file")
    return os.fdopen(descriptor, "rb")
