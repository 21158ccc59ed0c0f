"""What the lower layers make of each pass, kept from the first epoch on for all later ones.

They do not learn, so it is always the same. Kept in memory where it has room, else in a file;
what has room in neither is computed again. What is given is what will be given again, to the bit:
also the first time it is rounded as it is kept. Half precision is too narrow: the numbers between
the layers of Gemma reach 100,000. Knows no model.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

import torch
from torch import Tensor

_MOST_ON_DISK: Final = 16 << 30
_SHARE_OF_DISK: Final = 4
"""The part of a disk's free room that may be taken: one of so many."""
_log = logging.getLogger(__name__)


class Cache:
    """For passes of `total` tokens of `width` numbers, in at most `room` bytes of memory or in a
    file in `folder`, which has no name: it is gone with the process, however that ends."""

    def __init__(self, total: int, width: int, room: int, folder: Path) -> None:
        self._memory: dict[int, Tensor] = {}
        self._places: dict[int, tuple[int, torch.Size]] = {}
        self._end = 0
        self._file: IO[bytes] | None = None
        whole = total * width * torch.float32.itemsize
        self._type = torch.float32 if whole <= room else torch.bfloat16
        self._room = room
        if whole // 2 > room:
            self._open(folder, whole // 2)

    @property
    def on_disk(self) -> bool:
        return self._file is not None

    def get(self, number: int, make: Callable[[], Tensor]) -> Tensor:
        """That of a pass by its number [n, width] as floats; made where it is not there."""
        if number in self._memory:
            return self._memory[number].float()
        if number in self._places and (read := self._read(number)) is not None:
            return read
        made = make()
        kept = made.to(self._type)
        size = kept.numel() * kept.itemsize
        if self._file is not None:
            self._write(number, kept)
        elif size <= self._room:
            self._room -= size
            self._memory[number] = kept
        return kept.float()

    def close(self) -> None:
        if self._file is not None:
            self._file.close()

    def _open(self, folder: Path, wanted: int) -> None:
        with contextlib.suppress(OSError):
            free = shutil.disk_usage(folder).free
            if wanted <= min(free // _SHARE_OF_DISK, _MOST_ON_DISK):
                # open as long as the run: closed by `close`
                self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - open until close

    def _write(self, number: int, kept: Tensor) -> None:
        assert self._file is not None
        data = kept.contiguous().view(torch.uint8).numpy().data
        try:
            self._file.seek(self._end)
            self._file.write(data)
        except OSError as error:  # full: what there is stays, the rest is computed again
            _log.warning("Nothing more of the lower layers is kept: %s", error)
            return
        self._places[number] = self._end, kept.shape
        self._end += data.nbytes

    def _read(self, number: int) -> Tensor | None:
        assert self._file is not None
        start, shape = self._places[number]
        data = bytearray(shape.numel() * self._type.itemsize)
        try:
            self._file.seek(start)
            if self._file.readinto(data) != len(data):  # type: ignore[attr-defined]  # a buffered file
                return None
        except OSError:
            return None
        return torch.frombuffer(data, dtype=self._type).view(shape).float()
