"""Room on the disk, taken for a file before its first byte comes.

The length of the file stays what was written: only the blocks behind it are taken, so that a
download that begins can end, whatever else fills the disk meanwhile. A file system that cannot do
this is only asked whether there is room.
"""

from __future__ import annotations

import ctypes
import errno
import os
import struct
import sys

_KEEP_SIZE = 1  # FALLOC_FL_KEEP_SIZE of Linux
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


def reserve(descriptor: int, size: int) -> bool:
    """Take blocks up to `size` bytes for an open file; whether the file system could.

    Raises OSError where the disk is too full for it.
    """
    if size <= os.fstat(descriptor).st_size:
        return True
    try:
        return _reserve(descriptor, size)
    except OSError as error:
        if error.errno in _FULL:
            raise
        return False


def release(descriptor: int) -> None:
    """Give back the blocks behind the end of an open file. Raises OSError."""
    os.ftruncate(descriptor, os.fstat(descriptor).st_size)


def reserved(status: os.stat_result) -> int:
    """Bytes of the disk that a file has already, written or only taken."""
    return max(status.st_size, 512 * getattr(status, "st_blocks", 0))


if sys.platform == "linux":

    def _reserve(descriptor: int, size: int) -> bool:
        libc = ctypes.CDLL(None, use_errno=True)
        at, length = ctypes.c_int64(0), ctypes.c_int64(size)
        # The symbol with 64-bit offsets on every machine; musl has only the plain one, which is so.
        call = getattr(libc, "fallocate64", None) or libc.fallocate
        if call(ctypes.c_int(descriptor), ctypes.c_int(_KEEP_SIZE), at, length):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        return True

elif sys.platform == "darwin":
    import fcntl

    def _reserve(descriptor: int, size: int) -> bool:
        # struct fstore: F_ALLOCATEALL, counted from the end of what the file has; F_PREALLOCATE.
        more = size - reserved(os.fstat(descriptor))
        if more > 0:
            fcntl.fcntl(descriptor, 42, struct.pack("@Iiqqq", 4, 3, 0, more, 0))
        return True

elif sys.platform == "win32":
    import msvcrt

    def _reserve(descriptor: int, size: int) -> bool:
        # FileAllocationInfo; NTFS gives the blocks back when the last handle of the file closes.
        allocation = ctypes.c_int64(size)
        done = ctypes.windll.kernel32.SetFileInformationByHandle(
            ctypes.c_void_p(msvcrt.get_osfhandle(descriptor)), 5, ctypes.byref(allocation), 8
        )
        if not done and ctypes.GetLastError() == 112:  # ERROR_DISK_FULL
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return bool(done)

else:

    def _reserve(descriptor: int, size: int) -> bool:
        return False
