"""The folder of a run on disk: what was asked for, all that was told, and how it ended.

    run.json      the request           events.jsonl   an event a line
    result.json   the end, once it is over

The last line of the events may be cut: a process can be killed at any moment. Knows no torch.
"""

from __future__ import annotations

import contextlib
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from engine.errors import StorageError
from engine.files import storage_error, sync_folder, write_atomic
from engine.training.records import (
    Broken,
    Done,
    Estimate,
    Evaluated,
    Event,
    NotSaved,
    Paused,
    Prepared,
    Preparing,
    Saved,
    Skipped,
    Step,
    Train,
)

REQUEST: Final = "run.json"
EVENTS: Final = "events.jsonl"
RESULT: Final = "result.json"
LOCK: Final = "run.lock"
"""Held as long as a run is at work in the folder."""
_UNKEPT = Preparing | Estimate
"""Events that mean nothing afterwards."""
_NUMBERED = Step | Evaluated | Saved | NotSaved | Skipped | Paused
_log = logging.getLogger(__name__)
T = TypeVar("T")


class Journal:
    """Writes the folder of one run. What cannot be written any more is left out and logged once:
    a curve is not worth a run."""

    def __init__(self, folder: Path, request: Train) -> None:
        """Raises StorageError where the folder cannot be written at all."""
        self._folder = folder
        self._path = folder / EVENTS
        self._failed = False
        _write(folder / REQUEST, request)
        with contextlib.suppress(OSError):
            (folder / RESULT).unlink(missing_ok=True)

    def begin(self, step: int) -> None:
        """Forget what was told of later steps: the run goes on behind this one, or begins at 0."""
        told = read_events(self._folder) if step else []
        kept = [event for event in told if _number(event) <= step]
        lines = b"".join(msgspec.json.encode(event) + b"\n" for event in kept)
        write_atomic(self._path, lines)
        sync_folder(self._folder)

    def add(self, event: Event) -> None:
        """Keep an event; the last one as the result, too."""
        if isinstance(event, _UNKEPT):
            return
        try:
            with self._path.open("ab") as file:
                file.write(msgspec.json.encode(event) + b"\n")
            if isinstance(event, Done | Broken):
                _write(self._folder / RESULT, event)
        except (OSError, StorageError) as error:
            if not self._failed:
                _log.warning("%s cannot be written: %s", self._path, error)
            self._failed = True


def read_request(folder: Path) -> Train | None:
    """What was asked for; None where it cannot be read."""
    return _read(folder / REQUEST, Train)


def read_result(folder: Path) -> Done | Broken | None:
    """How it ended; None where it did not, or was cut off."""
    # mypy cannot see that a union of types is what msgspec decodes to
    return _read(folder / RESULT, Done | Broken)  # type: ignore[arg-type]  # a union


def read_events(folder: Path) -> list[Event]:
    """All that was told, in order. Raises StorageError where the file is there and not readable."""
    return list(_events(folder / EVENTS))


def _events(path: Path) -> Iterator[Event]:
    decoder: msgspec.json.Decoder[Event] = msgspec.json.Decoder(Event)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return
    except OSError as error:
        raise storage_error(path, error) from error
    for line in data.splitlines():
        with contextlib.suppress(msgspec.MsgspecError):
            yield decoder.decode(line)


def _number(event: Event) -> int:
    """The step an event tells of; those of a beginning or an end tell of none that stays."""
    if isinstance(event, _NUMBERED):
        return event.step
    return 0 if isinstance(event, Prepared) else 1 << 62


def _write(path: Path, what: msgspec.Struct) -> None:
    write_atomic(path, msgspec.json.format(msgspec.json.encode(what), indent=2) + b"\n")


def _read(path: Path, kind: type[T]) -> T | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError):
        return None
