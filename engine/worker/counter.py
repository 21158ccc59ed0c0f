"""Counts prompts on a thread of its own, beside whatever the engine process is doing.

Where the model in question is open it is lent for that, else its vocabulary is opened alone. One
measure at a time; of those for one purpose only the newest is worked on. Knows no frames.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from typing import Protocol

from engine.errors import Bug, InvalidInput, PunaError
from engine.messages import ChatRequest, Failed, Finished, Measure, Measured, ModelSpec, Stats
from engine.worker.frames import FrameError
from engine.worker.model import Cancelled, Emit, Job

_NICENESS = 5
_PATIENCE = 1.0
"""Seconds to wait for the model in question where it is being opened: opening its vocabulary beside
that takes processor time from it."""


class Measurer(Protocol):
    """What can count prompts: an open model, or its vocabulary alone."""

    def measure(self, request: ChatRequest, job: Job, *, text: bool) -> Measured:
        """Raises Cancelled, PunaError. Called by one thread only."""
        ...

    def changed(self) -> bool:
        """Whether the file is no longer the one that was opened."""
        ...

    def close(self) -> None: ...


class Counter:
    """Answers Measure. `open_alone` opens what measures where no model is lent. Close it, or end
    the process."""

    def __init__(self, emit: Emit, open_alone: Callable[[ModelSpec], Measurer]) -> None:
        self._emit = emit
        self._open_alone = open_alone
        self._changed = threading.Condition()  # guards what follows
        self._waiting: dict[bool, Measure] = {}
        self._job: Job | None = None
        self._expected: ModelSpec | None = None
        self._lent: tuple[ModelSpec, Measurer] | None = None
        self._taken_back = False
        self._using = threading.Lock()  # held while a lent model measures
        self._alone: tuple[ModelSpec, Measurer] | None = None
        self._thread: threading.Thread | None = None
        self._closing = False

    def put(self, request: Measure) -> None:
        """Measure as soon as possible, instead of what waits for the same purpose."""
        with self._changed:
            replaced = self._waiting.pop(request.text, None)
            self._waiting[request.text] = request
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="counter", daemon=True)
                self._thread.start()
            self._changed.notify()
        if replaced is not None:
            self._emit(_cancelled(replaced.job))

    def cancel(self, number: int) -> None:
        """End a measure, begun or not."""
        with self._changed:
            for purpose, request in list(self._waiting.items()):
                if request.job == number:
                    del self._waiting[purpose]
                    break
            else:
                if self._job is not None and self._job.id == number:
                    self._job.cancelled, self._taken_back = True, False
                    self._changed.notify()
                return
        self._emit(_cancelled(number))

    @contextlib.contextmanager
    def expecting(self, spec: ModelSpec) -> Iterator[None]:
        """While this model is being opened, to be lent."""
        with self._changed:
            self._expected = spec
        try:
            yield
        finally:
            with self._changed:
                self._expected = None
                self._changed.notify()

    def lend(self, spec: ModelSpec, model: Measurer) -> None:
        """A model is open: measure with it, until it is taken back."""
        with self._changed:
            self._lent = spec, model
            self._changed.notify()

    def take_back(self) -> None:
        """The model is to be closed: returns when it is not in use any more."""
        with self._changed:
            self._lent = None
            if self._using.locked() and self._job is not None and not self._job.cancelled:
                self._taken_back = self._job.cancelled = True
        with self._using:
            pass

    def close(self) -> None:
        """End the thread. What was to be measured is not."""
        with self._changed:
            self._closing = True
            if self._job is not None:
                self._job.cancelled = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        if sys.platform == "linux":  # where a thread has a priority of its own
            with contextlib.suppress(OSError):
                os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
        while True:
            with self._changed:
                while not (self._waiting or self._closing or self._spared()):
                    self._changed.wait()
                if self._closing:
                    break
                if not self._waiting:
                    self._close_alone()
                    continue
                request = self._waiting.pop(next(iter(self._waiting)))
                job = self._job = Job(request.job)
            self._answer(request, job)
        self._close_alone()

    def _spared(self) -> bool:
        """Whether a vocabulary is open by itself whose model is open now."""
        alone, lent = self._alone, self._lent
        return alone is not None and lent is not None and alone[0] == lent[0]

    def _answer(self, request: Measure, job: Job) -> None:
        end: Finished | Failed = Finished(job.id, "stop", Stats())
        try:
            self._emit(self._measured(request, job))
        except Cancelled:
            end = _cancelled(job.id)
        except FrameError:
            longer = InvalidInput("message", "the prompt is longer than 1 MiB", "Shorten the text.")
            end = Failed(job.id, longer.info())
        except PunaError as error:
            end = Failed(job.id, error.info())
        except Exception:
            logging.getLogger(__name__).exception("measure %d", job.id)
            end = Failed(job.id, Bug(traceback.format_exc()).info())
        with self._changed:
            self._job = None
            again, self._taken_back = self._taken_back, False
            cancelled = isinstance(end, Finished) and end.reason == "cancelled"
            if again and cancelled and request.text not in self._waiting:
                self._waiting[request.text] = request  # without the model, which is being closed
                return
        self._emit(end)

    def _measured(self, request: Measure, job: Job) -> Measured:
        spec = request.request.model
        with self._changed:
            self._changed.wait_for(lambda: self._expected != spec or job.cancelled, _PATIENCE)
        if job.cancelled:
            raise Cancelled
        with self._borrowed(spec) as model:
            if model is None:
                model = self._opened_alone(spec)
            measured = model.measure(request.request, job, text=request.text)
        if job.cancelled:
            raise Cancelled
        return measured

    @contextlib.contextmanager
    def _borrowed(self, spec: ModelSpec) -> Iterator[Measurer | None]:
        """The open model, where it is the one of `spec`; nobody closes it meanwhile."""
        with self._changed:
            lent = self._lent
            if lent is not None and lent[0] == spec and not lent[1].changed():
                self._using.acquire()
            else:
                lent = None
        if lent is None:
            yield None
            return
        try:
            self._close_alone()
            yield lent[1]
        finally:
            self._using.release()

    def _opened_alone(self, spec: ModelSpec) -> Measurer:
        alone = self._alone
        if alone is None or alone[0] != spec or alone[1].changed():
            self._close_alone()
            alone = self._alone = spec, self._open_alone(spec)
        return alone[1]

    def _close_alone(self) -> None:
        if self._alone is not None:
            self._alone[1].close()
            self._alone = None


def _cancelled(job: int) -> Finished:
    return Finished(job, "cancelled", Stats())
