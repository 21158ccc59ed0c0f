"""A run in its process: from the request to the last event.

    examples to tokens -> torch -> the model -> steps -> written -> compared -> given out

Holds the run's folder and keeps what is told in it. torch loads only once the examples are known to
be good.
"""

from __future__ import annotations

import os
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import psutil  # type: ignore[import-untyped]  # it ships no types

from engine.errors import Bug, PunaError, TrainingError
from engine.files import Stopped, shown, storage_error
from engine.locks import FileLock
from engine.training.control import Control
from engine.training.journal import LOCK, Journal
from engine.training.memory import memory_error
from engine.training.preparing import plan
from engine.training.records import Broken, Done, Event, Preparing, Probe, Train
from engine.worker.native_log import NativeLog

Tell = Callable[[Event], None]
_LOCK_SECONDS: Final = 5.0
"""Whoever looks whether it is held holds it for a moment."""


def work(request: Train | Probe, control: Control, tell: Tell) -> None:
    """Do what was asked for. The last event is the end; what goes wrong is told as one, too.

    Started by torchrun, only the first of the processes keeps anything, and tells more than the
    end.
    """
    NativeLog()  # llama.cpp, which reads the vocabulary, says more than anybody wants to hear
    try:
        if isinstance(request, Probe):
            tell(_probed(request, control, tell))
        elif int(os.environ.get("RANK", "0")):
            tell(_trained(request, control, _tell_nobody, _tell_nobody))
        else:
            _train(request, control, tell)
    except Exception as error:  # noqa: BLE001 - the last net of this process
        tell(_end_of(error))


def _train(request: Train, control: Control, tell: Tell) -> None:
    folder = Path(request.folder)
    with _held(folder):
        journal = Journal(folder, request)

        def tell_and_keep(event: Event) -> None:
            journal.add(event)
            tell(event)

        try:
            done = _trained(request, control, tell_and_keep, journal.begin)
        except Exception as error:  # noqa: BLE001 - as above; kept as the end of this run
            end = _end_of(error)
        else:
            end = done
        if control.wish == "end" and isinstance(end, Done) and not end.adapter:
            tell(end)  # not its end: it waits to be gone on with
        else:
            tell_and_keep(end)


def _trained(request: Train, control: Control, tell: Tell, begin: Callable[[int], None]) -> Done:
    planned = plan(request, control, tell)
    import_s = _import_torch(tell)
    from engine.training.learning import learn  # torch

    return learn(planned, control, tell, begin, import_s)


def _probed(request: Probe, control: Control, tell: Tell) -> Event:
    planned = plan(request.run, control, tell)
    _import_torch(tell)
    from engine.training.probe import probe  # torch

    tell(Preparing("model"))
    return probe(planned, request.seconds, control)


def _import_torch(tell: Tell) -> float:
    """Seconds it took. Raises TrainingError where it is not installed."""
    tell(Preparing("torch"))
    began = time.perf_counter()
    try:
        import torch  # noqa: F401 - what comes is used elsewhere
    except ImportError as error:
        raise TrainingError(
            "torch",
            "its library, torch, is not installed",
            "Install Puna with the extra `train`: pip install puna[train].",
        ) from error
    return time.perf_counter() - began


def _end_of(error: Exception) -> Event:
    """The last event of what could not go on."""
    if isinstance(error, Stopped):
        return Done("cancelled", "", 0, 0.0, 0.0)
    if isinstance(error, PunaError):
        return Broken(error.info())
    # torch has no type of its own for the memory of a processor
    if isinstance(error, MemoryError) or "not enough memory" in str(error):
        return Broken(memory_error(0, int(psutil.virtual_memory().available)).info())
    return Broken(Bug("".join(traceback.format_exception(error))).info())


@contextmanager
def _held(folder: Path) -> Iterator[None]:
    """The folder is nobody else's meanwhile. Raises TrainingError, StorageError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / LOCK)
        until = time.monotonic() + _LOCK_SECONDS
        while not lock.take():
            if time.monotonic() > until:
                raise TrainingError(
                    "busy", f"{shown(folder)} is in use by another run", "Wait until it has ended."
                )
            time.sleep(0.05)
    except OSError as error:
        raise storage_error(folder, error) from error
    try:
        yield
    finally:
        lock.release()


def _tell_nobody(_: object) -> None:
    """One process of a group speaks for all."""
