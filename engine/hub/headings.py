"""What was read of model files, remembered on disk: a library of hundreds is listed at once.

A file is known again by size, time and inode. All of it can be read anew, so the file of it may be
lost at any time. Knows nothing of what the headings are used for.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Collection, Iterable, Sequence
from pathlib import Path
from typing import Final

import msgspec

from engine.errors import ModelFileError, ModelNotFound, StorageError
from engine.files import Cancelled, sha256_of, write_atomic
from engine.gguf.heading import Heading, read_heading
from engine.hub.model import Shelf
from engine.hub.programs import Store
from engine.hub.shelves import Found

_log = logging.getLogger(__name__)
_VERSION: Final = 1


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is known of a model file: its heading, or else what is wrong with it; both empty before
    it was looked into. `digest` is its SHA-256, of a split model those of all parts.

    The rest is for when the drive is not there: on which disk and in which folder the file was
    found, and whose.
    """

    id: tuple[int, int, int]
    device: int
    shelf: Shelf
    folder: str
    heading: Heading | None = None
    fault: str = ""
    digest: str = ""
    title: str = ""
    repository: str = ""

    @property
    def done(self) -> bool:
        """Whether there is no more to be read of it."""
        return bool(self.fault) or (self.heading is not None and self.heading.whole)


class _Kept(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of the file on disk; `models` by path."""

    version: int
    models: dict[str, Known]


class Headings:
    """The headings of all models listed so far. Thread-safe; every method may touch the disk."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._lock = threading.Lock()
        self._models: dict[str, Known] | None = None
        self._passing: dict[str, Known] = {}  # faults that may be gone the next time
        self._changed = False

    def known(self, found: Found) -> Known:
        """What is known of a file as it is now, without looking into it."""
        path = str(found.path)
        with self._lock:
            known = self._passing.get(path) or self._all().get(path)
        return known if known and known.id == found.id else _nothing(found)

    def read(self, files: Sequence[Found], seconds: float) -> None:
        """Look into those not known yet, for about so long: first a little into all, then into all
        to the end. What there is no time for waits for the next call."""
        end = time.monotonic() + seconds
        self._passing = {}
        for whole in (False, True):
            for found in files:
                known = self.known(found)
                if known.done or (known.heading and not whole):
                    continue
                if time.monotonic() > end:
                    return
                self.look_into(found, whole=whole)

    def look_into(self, found: Found, *, whole: bool = True) -> Known:
        """Read the header of one file and remember it."""
        known, passing = self.known(found), False
        try:
            heading = read_heading(found.path, whole=whole)
            known = msgspec.structs.replace(known, heading=heading, fault="")
        except ModelFileError as error:
            fault = f"{error.values['field']}: {error.values['reason']}"
            passing = error.values["field"] == "file"  # such as a refused permission
            known = msgspec.structs.replace(known, heading=None, fault=fault)
        except ModelNotFound:
            return known
        if passing:
            self._passing[str(found.path)] = known
        else:
            self._remember(found, known)
        return known

    def digest(self, found: Found, cancelled: Cancelled | None = None) -> str:
        """The SHA-256 of a file, computed where it is not known. `StorageError`, `Stopped`."""
        if digest := found.digest or self.known(found).digest:
            return digest
        digest = "+".join(sha256_of(part, None, cancelled) for part in found.parts)
        self.set_digest(found, digest)
        return digest

    def set_digest(self, found: Found, digest: str) -> None:
        """Remember a digest that was computed elsewhere."""
        self._remember(found, msgspec.structs.replace(self.known(found), digest=digest))
        self._save()  # it may have taken a minute to compute

    def were_elsewhere(self, store: Store, device: int) -> bool:
        """Whether all files known of a folder were on other disks than this one."""
        with self._lock:
            devices = {
                known.device for known in self._all().values() if known.folder == str(store.folder)
            }
        return bool(devices) and device not in devices

    def gone(self, stores: Iterable[Store]) -> list[tuple[Found, Known]]:
        """What was known of the files of folders that are not there now."""
        by_folder = {str(store.folder): store for store in stores}
        with self._lock:
            kept = [(path, known) for path, known in self._all().items()]
        return [
            (
                Found(
                    path=Path(path),
                    store=by_folder[known.folder],
                    id=known.id,
                    device=known.device,
                    parts=(Path(path),),
                    title=known.title,
                    repository=known.repository,
                ),
                known,
            )
            for path, known in sorted(kept)
            if known.folder in by_folder
        ]

    def keep(self, files: Iterable[Found], away: Collection[Path]) -> None:
        """Forget all but these files and those of the folders `away`, and save what is left.

        A disk that refuses costs nothing but time: it is read anew the next time.
        """
        there = {str(found.path): found for found in files}
        folders = {str(folder) for folder in away}
        with self._lock:
            models = self._all()
            left = {
                path: _placed(known, there.get(path))
                for path, known in models.items()
                if path in there or known.folder in folders
            }
            if not self._changed and left == models:
                return
            self._models = left
        self._save()

    def _save(self) -> None:
        with self._lock:
            self._changed = False
            data = msgspec.json.encode(_Kept(_VERSION, self._all()))
            try:
                write_atomic(self._file, data)
            except StorageError as error:
                _log.info("%s", error)

    def _remember(self, found: Found, known: Known) -> None:
        with self._lock:
            self._all()[str(found.path)] = known
            self._changed = True

    def _all(self) -> dict[str, Known]:
        """Everything by path; read from the disk at first use."""
        if self._models is None:
            self._models = _read(self._file)
        return self._models


def _nothing(found: Found) -> Known:
    return Known(
        id=found.id,
        device=found.device,
        shelf=found.shelf,
        folder=str(found.store.folder),
        title=found.title,
        repository=found.repository,
    )


def _placed(known: Known, found: Found | None) -> Known:
    """What is known, with where the file is now: systems number their disks anew."""
    if found is None or (known.device, known.folder) == (found.device, str(found.store.folder)):
        return known
    folder = str(found.store.folder)
    return msgspec.structs.replace(known, device=found.device, shelf=found.shelf, folder=folder)


def _read(file: Path) -> dict[str, Known]:
    try:
        kept = msgspec.json.decode(file.read_bytes(), type=_Kept)
    except FileNotFoundError:
        return {}
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        _log.info("%s is made anew: %s", file, error)
        return {}
    return kept.models if kept.version == _VERSION else {}
