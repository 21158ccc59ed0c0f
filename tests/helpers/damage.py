"""Files and disks that are not well."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw


def damage(path: Path) -> None:
    """Overwrite the first half of a file."""
    data = bytearray(path.read_bytes())
    data[100 : len(data) // 2] = b"\xff" * (len(data) // 2 - 100)
    path.write_bytes(data)


@contextmanager
def bad_disk(name: str) -> Iterator[None]:
    """Inside the block SQLite cannot read files with `name` in their name."""
    usual = apsw.vfs_names()[0]
    disk = _BadDisk(name, usual)
    apsw.set_default_vfs("bad")
    try:
        yield
    finally:
        apsw.set_default_vfs(usual)
        disk.unregister()


class _BadDisk(apsw.VFS):
    def __init__(self, bad, usual):
        self._bad, self._usual = bad, usual
        super().__init__("bad", usual)

    def xOpen(self, name, flags):
        full = name.filename() if isinstance(name, apsw.URIFilename) else name or ""
        return _BadFile(self._usual, name, flags, self._bad in full)


class _BadFile(apsw.VFSFile):
    def __init__(self, usual, name, flags, bad):
        self._bad = bad
        super().__init__(usual, name, flags)

    def xRead(self, amount, offset):
        if self._bad:
            raise apsw.IOError("the disk is bad")
        return super().xRead(amount, offset)
