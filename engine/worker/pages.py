"""Memory that was set aside and is not used goes back to the system (Linux)."""

from __future__ import annotations

import ctypes
import mmap
import sys


def give_back(address: int, size: int) -> None:
    """Let go of the whole pages within `size` bytes of zeros at `address`; read again, they are
    zeros. Nothing happens elsewhere than on Linux, nor where the system refuses."""
    if sys.platform != "linux":
        return
    first = -(-address // mmap.PAGESIZE) * mmap.PAGESIZE
    length = (address + size - first) // mmap.PAGESIZE * mmap.PAGESIZE
    if length > 0:
        madvise = ctypes.CDLL(None).madvise
        madvise(ctypes.c_void_p(first), ctypes.c_size_t(length), mmap.MADV_DONTNEED)
