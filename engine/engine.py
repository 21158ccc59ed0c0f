"""The engine: one thread that owns the engine process, passes requests in and events out.

It starts the process with the first request, sends jobs to it, notices its death, says why in
words, starts it anew and goes on with the jobs that were waiting. It knows no store and no window;
it keeps no conversation. `Engine.stream` is the short way from a Python prompt.
"""

from __future__ import annotations

import contextlib
import itertools
import logging
import queue
import threading
import time
import traceback
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from engine import crash
from engine.errors import Bug, PunaError
from engine.files import fingerprint
from engine.messages import (
    Cancel,
    ChatRequest,
    Configure,
    Embed,
    Event,
    Failed,
    Finished,
    Forget,
    Generate,
    Load,
    Loaded,
    Loading,
    Measure,
    ModelSpec,
    Ready,
    Stats,
    TextKind,
)
from engine.quarantine import Quarantine
from engine.settings import STATE_DISK
from engine.supervised import Child, Gone
from engine.validate import checked_measure, checked_model, checked_request, clean_text
from engine.watchdog import Watchdog
from engine.work import Cancelled, Closed, Job, Sink, Submitted, Tell, Work

__all__ = ["KILL_AFTER", "Engine", "Job", "Sink"]

KILL_AFTER = 2.0
"""Seconds a cancelled job may go on before the process is ended."""
_BACKGROUND_PATIENCE = 15
"""How many times as long it may where other programs come first."""
_log = logging.getLogger(__name__)


_Message = Submitted | Cancelled | Tell | Gone | tuple[Child, Event]


class Engine:
    """Runs models in a child process. Close it, or use it as a context manager.

    What models read of chats is kept, so that it is not read again: in memory, at most `memory`
    bytes of it (0: a share of what is free), and in the folder `states`, at most `disk` bytes; None
    or 0: nothing is written. `on_busy` hears when replies begin and when there are no more, on the
    engine thread: what else computes should rest meanwhile. `in_background`: the process computes
    only where no other program wants to. `offload` is a file where it remembers what graphics cards
    did not take.
    """

    def __init__(
        self,
        states: Path | None = None,
        disk: int = STATE_DISK,
        memory: int = 0,
        *,
        on_busy: Callable[[bool], None] | None = None,
        in_background: bool = False,
        offload: Path | None = None,
    ) -> None:
        self._on_busy = on_busy
        self._busy = False
        self._patience = KILL_AFTER * (_BACKGROUND_PATIENCE if in_background else 1)
        self._arguments = ["--background"] * in_background
        if offload is not None:
            self._arguments.append(f"--offload={offload}")
        self._inbox: queue.SimpleQueue[_Message | Closed] = queue.SimpleQueue()
        self._numbers = itertools.count(1)
        self._states = str(states) if states is not None else ""
        self._keep = Configure(next(self._numbers), self._states, disk, memory)
        self._work: dict[int, Work] = {}
        self._measures: dict[int, Work] = {}
        self._child: Child | None = None
        self._opened: tuple[str, object] = ("", None)
        self._watchdog = Watchdog()
        self._quarantine = Quarantine()
        self._closed = False
        self._closing = threading.Lock()  # nothing comes into the inbox behind Closed
        self._thread = threading.Thread(target=self._run, name="engine", daemon=True)
        self._thread.start()

    def chat(self, request: ChatRequest, sink: Sink) -> Job:
        """Ask for a reply; `sink` hears Loading, Loaded, Prefill, Text, then Finished or Failed."""
        return self._submit(lambda number: Generate(number, checked_request(request)), sink)

    def load(self, model: ModelSpec, sink: Sink) -> Job:
        """Open a model ahead; `sink` hears Loading, Loaded, then Finished or Failed."""
        return self._submit(lambda number: Load(number, checked_model(model)), sink)

    def embed(self, model: ModelSpec, texts: Sequence[str], kind: TextKind, sink: Sink) -> Job:
        """Make vectors of texts; `sink` hears Loading, Ready, Embedded, then Finished or Failed.

        For an engine of its own: see `engine.embedding`, which cuts a long list into jobs.
        """

        def make(number: int) -> Embed:
            return Embed(number, checked_model(model), tuple(map(clean_text, texts)), kind)

        return self._submit(make, sink)

    def measure(self, request: ChatRequest, sink: Sink, text: bool = False) -> Job:
        """Count the tokens of a conversation, beside a reply under way; `text`: give its text too.

        Its last message may be empty or missing, as while a user types. `sink` hears Measured, then
        Finished, or else Failed. Of those with and those without `text` a newer one takes the place
        of an older one, which ends as cancelled.
        """
        return self._submit(lambda number: Measure(number, checked_measure(request), text), sink)

    def configure(self, disk: int, memory: int) -> None:
        """Keep other amounts of what models read from now on."""
        self._inbox.put(Tell(Configure(next(self._numbers), self._states, disk, memory)))

    def forget(self, chats: Iterable[str]) -> None:
        """Drop what is kept of these chats, by their keys; they are being erased. Files of other
        processes are removed by `engine.states`."""
        self._inbox.put(Tell(Forget(next(self._numbers), tuple(chats))))

    def stream(
        self, request: ChatRequest, through: Callable[[Sink], Sink] | None = None
    ) -> Iterator[Event]:
        """The events of one reply, waited for. Leaving the loop early cancels the job.

        `through` puts a listener in between, as `Recorder.record` does.
        """
        events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        job = self.chat(request, through(events.put) if through else events.put)
        ended = False
        try:
            while not ended:
                event = events.get()
                ended = isinstance(event, Finished | Failed)
                yield event
        finally:
            if not ended:
                job.cancel()

    def close(self, timeout: float = 5.0) -> None:
        """End the process and the thread. Jobs still running end as cancelled."""
        with self._closing:
            if not self._closed:
                self._closed = True
                self._inbox.put(Closed())
        if self._thread is threading.current_thread():
            return
        self._thread.join(timeout)
        child = self._child
        if self._thread.is_alive() and child is not None:
            child.kill()  # the thread writes to a process that does not read
            self._thread.join(timeout)

    def __enter__(self) -> Engine:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """The engine process, for tests and diagnosis; None before the first request."""
        child = self._child
        return child.pid if child else None

    def _submit(self, make: Callable[[int], Load | Generate | Embed | Measure], sink: Sink) -> Job:
        number = next(self._numbers)
        job = Job(number, lambda n: self._inbox.put(Cancelled(n)))
        try:
            work = Work(make(number), sink)
            with self._closing:
                if self._closed:
                    raise Bug("the engine is closed")
                self._inbox.put(Submitted(number, work))
        except PunaError as error:
            # told like any other failure, so that callers have one path
            sink(Failed(number, error.info()))
        return job

    # Everything below runs on the engine thread.

    def _run(self) -> None:
        while True:
            try:
                with contextlib.suppress(queue.Empty):
                    message = self._inbox.get(timeout=self._until_deadline())
                    if isinstance(message, Closed):
                        break
                    self._handle(message)
                self._kill_overdue()
                self._watch()
                self._tell_busy()
            except Exception:  # noqa: BLE001 - the thread must survive; every job hears of it
                self._fail_all(Bug(traceback.format_exc()))
        self._end()

    def _handle(self, message: _Message) -> None:
        match message:
            case Submitted(job, work):
                self._take(job, work)
            case Cancelled(job):
                self._cancel(job)
            case Tell(wanted):
                if isinstance(wanted, Configure):
                    self._keep = wanted
                if self._child is not None:
                    self._write(wanted)
            case Gone():
                if message.child is self._child:
                    self._bury(message)
            case (child, event):
                if child is self._child:
                    self._pass_on(event)

    def _take(self, job: int, work: Work) -> None:
        if work.measures is None:
            self._work[job] = work
        else:
            for older, measure in list(self._measures.items()):
                if measure.measures == work.measures:
                    self._cancel(older)
            self._measures[job] = work
        self._send(work)

    def _send(self, work: Work) -> None:
        try:
            self._quarantine.check(work.model, work.adapters)
            if self._child is None:
                self._child = Child(self._inbox.put, *self._arguments)
                self._child.send(self._keep)
            work.sent += 1
            self._child.send(work.request)
        except PunaError as error:
            self._finish(work.request.job, Failed(work.request.job, error.info()))
        except OSError:
            _log.debug("the engine process is gone; its end is on its way")

    def _write(self, message: Configure | Forget) -> None:
        assert self._child is not None
        try:
            self._child.send(message)
        except (PunaError, OSError):
            _log.debug("the engine process is gone, and what it kept")

    def _cancel(self, job: int) -> None:
        work = self._work.get(job) or self._measures.get(job)
        if work is None or work.kill_at is not None:
            return
        if self._child is not None:
            with contextlib.suppress(OSError):
                self._child.send(Cancel(job))
        if work.begun:
            work.kill_at = time.monotonic() + self._patience
            return
        cancelled = Finished(job, "cancelled", Stats())  # nothing of it has to end first
        if next(iter(self._work), None) == job:
            self._tell(work, cancelled)
            work.sink = _hear_nothing  # but the process has it, and must get past it
            work.kill_at = time.monotonic() + self._patience
        else:
            self._finish(job, cancelled)

    def _pass_on(self, event: Event) -> None:
        self._watchdog.hear(event)
        work = self._work.get(event.job)
        if work is None:
            self._pass_measured(event)
            return
        work.begun = True
        if isinstance(event, Loading):
            self._opened = ("", None)
        if isinstance(event, Loaded | Ready):
            self._opened = (work.model.path, fingerprint(Path(work.model.path)))
        if isinstance(event, Finished):
            self._quarantine.survived(work.model, work.adapters)
        if isinstance(event, Finished | Failed):
            self._finish(event.job, event)
        else:
            self._tell(work, event)

    def _pass_measured(self, event: Event) -> None:
        work = self._measures.get(event.job)
        if work is None:
            return
        if isinstance(event, Finished | Failed):
            self._finish(event.job, event)
        else:
            self._tell(work, event)

    def _finish(self, job: int, event: Finished | Failed) -> None:
        work = self._work.pop(job, None) or self._measures.pop(job, None)
        if work is not None:
            self._tell(work, event)

    def _tell(self, work: Work, event: Event) -> None:
        try:
            work.sink(event)
        except Exception:  # noqa: BLE001 - a broken sink must not take other jobs down
            _log.exception("a sink raised on %s", type(event).__name__)

    def _bury(self, gone: Gone, silent: float = 0.0) -> None:
        """The process ended, of itself or after so many seconds of silence. The job it was at
        fails with the reason; the others go on anew.

        A job it said nothing of may have come too late for it, and gets a second process. So does
        what was to be measured beside a job, which is not to blame.
        """
        gone.child.close()
        self._child = None
        path, seen = self._opened
        changed = bool(path) and fingerprint(Path(path)) != seen
        self._opened = ("", None)
        first = True
        beside = bool(self._work)
        for job, work in [*self._work.items(), *self._measures.items()]:
            if work.kill_at is not None:
                self._finish(job, Finished(job, "cancelled", Stats()))
            elif work.begun or (work.sent > 1 and (first or work.measures)):
                error = (
                    crash.silent(silent)
                    if silent
                    else crash.explain(gone.code, gone.last_words, path, file_changed=changed)
                )
                if work.measures is None or not beside:
                    self._quarantine.died(work.model, error, work.adapters)
                self._finish(job, Failed(job, error.info()))
                silent = 0.0
            else:
                self._send(work)
            first = False

    def _until_deadline(self) -> float | None:
        deadlines = [w.kill_at for w in self._work.values() if w.kill_at is not None]
        if self._watchdog.deadline is not None:
            deadlines.append(self._watchdog.deadline)
        return max(0.0, min(deadlines) - time.monotonic()) if deadlines else None

    def _kill_overdue(self) -> None:
        """A job was cancelled and did not end: end the process, which is told as cancelled."""
        now = time.monotonic()
        if self._child and any(w.kill_at and w.kill_at <= now for w in self._work.values()):
            self._child.kill()
            self._bury(self._child.wait())
        elif self._child and (silent := self._watchdog.silent_for()):
            self._child.kill()
            self._bury(self._child.wait(), silent)

    def _watch(self) -> None:
        """Have the watchdog watch the job the process is at, which is the oldest."""
        for job, work in (self._work or self._measures).items():
            if self._child is None:
                break
            if job != self._watchdog.job:
                self._watchdog.begin(job, self._child.pid, work.model.path)
            return
        self._watchdog.rest()

    def _tell_busy(self) -> None:
        busy = any(isinstance(work.request, Load | Generate) for work in self._work.values())
        if busy != self._busy and self._on_busy is not None:
            self._on_busy(busy)
        self._busy = busy

    def _fail_all(self, error: PunaError) -> None:
        _log.error("engine thread: %s", error.values.get("detail", error.message))
        for job in [*self._work, *self._measures]:
            self._finish(job, Failed(job, error.info()))

    def _end(self) -> None:
        for job in [*self._work, *self._measures]:
            self._finish(job, Finished(job, "cancelled", Stats()))
        self._tell_busy()
        if self._child is not None:
            self._child.close()
            self._child = None


def _hear_nothing(_: Event) -> None:
    """The sink of a job that was told its end already."""
