"""Files written so that a crash or a full disk never costs the old content.

Knows the settings file; knows nothing of models or chats.
"""

from __future__ import annotations

import hashlib
import logging
import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from engine.errors import StorageError
from engine.settings import Settings

_log = logging.getLogger(__name__)
_BLOCK: Final = 1024 * 1024

Progress = Callable[[int, int], None]
"""Called with bytes done and bytes in all."""
Cancelled = Callable[[], bool]


def shown(path: Path) -> str:
    """A path as text that can be stored and sent: bytes that are not UTF-8 become U+FFFD."""
    return os.fsencode(path).decode(errors="replace") if os.name == "posix" else str(path)


def fingerprint(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file does: size, time and inode; None when it is not there."""
    try:
        stat = path.stat()
    except OSError:
        return None
    return stat.st_size, stat.st_mtime_ns, stat.st_ino


def storage_error(path: Path, error: OSError | ValueError) -> StorageError:
    """What the system said about `path`, as an error of ours."""
    return StorageError(shown(path), getattr(error, "strerror", None) or str(error))


def write_atomic(path: Path, data: bytes) -> None:
    """Make `data` the whole content of `path`, making its folder where needed.

    Raises `StorageError`; then the old content stands and nothing is left behind.
    """
    with writing(path) as file:
        file.write(data)


@contextmanager
def writing(path: Path) -> Iterator[BinaryIO]:
    """A file to write, which becomes `path` when the block ends and is gone when it raises.

    Written beside it, then renamed over it: at any moment the file is the old one or the new one.
    What the disk refuses, inside the block too, is a `StorageError`.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, name = tempfile.mkstemp(prefix=f".{path.name[:64]}.", dir=path.parent)
    except (OSError, ValueError) as error:
        raise storage_error(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise storage_error(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Have the names in a folder reach the disk, where the system can (Windows does by itself)."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class Stopped(Exception):
    """The work was given up because `cancelled` said so."""


def sha256_of(
    path: Path, progress: Progress | None = None, cancelled: Cancelled | None = None
) -> str:
    """SHA-256 of a file, in lower-case hexadecimal digits.

    Raises `StorageError`, and `Stopped` as soon as `cancelled` returns True.
    """
    digest = hashlib.sha256()
    try:
        with path.open("rb") as file:
            total = os.fstat(file.fileno()).st_size
            while block := file.read(_BLOCK):
                if cancelled and cancelled():
                    raise Stopped
                digest.update(block)
                if progress:
                    progress(file.tell(), total)
    except OSError as error:
        raise storage_error(path, error) from error
    return digest.hexdigest()


def load_settings(path: Path) -> Settings:
    """The settings saved at `path`; the defaults where there are none.

    A file that cannot be understood is kept beside it as `settings.broken.json`, so that nothing
    the user wrote is lost. Raises `StorageError` where the file is there and cannot be read.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise storage_error(path, error) from error
    try:
        return msgspec.json.decode(data, type=Settings)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        kept = path.with_suffix(".broken.json")
        _log.warning("%s cannot be understood (%s); kept as %s", path, error, kept.name)
        try:
            path.replace(kept)
        except OSError as refused:
            raise storage_error(kept, refused) from refused
        return Settings()


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings, readable by people. Raises `StorageError`."""
    write_atomic(path, msgspec.json.format(msgspec.json.encode(settings), indent=2) + b"\n")
