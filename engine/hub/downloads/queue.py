"""The queue of downloads: so many at once, each to be paused, resumed and cancelled at any moment.

Everything may be asked from any thread, and nothing waits for disk or network but `start` and
`close`. Knows nothing of windows.
"""

from __future__ import annotations

import logging
import re
import threading
import time
import traceback
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from engine.errors import Bug, ErrorInfo, InvalidInput, Offline, PunaError, StorageError, UserError
from engine.files import Stopped, shown
from engine.hub.downloads.connection import Halt
from engine.hub.downloads.folder import Folder, left
from engine.hub.downloads.job import Job
from engine.hub.downloads.meter import Meter
from engine.hub.downloads.names import file_names
from engine.hub.downloads.news import News
from engine.hub.downloads.records import Download, Patience, State, Wanted
from engine.hub.gate import Gate
from engine.hub.http import TokenSource, checked_endpoint
from engine.hub.shelves import device_of

_CLOSING_SECONDS: Final = 5.0
_DIGEST: Final = re.compile(r"(?:[0-9a-fA-F]{64})?")

_log = logging.getLogger(__name__)


@dataclass(eq=False)
class _Entry:
    """What is known of one download. `run` is at work on it, None where nothing is; `noted` is
    there once its journal is on the disk."""

    wanted: Wanted
    state: State
    noted: Future[None] | None = None
    done: int = 0
    error: ErrorInfo | None = None
    path: Path | None = None
    meter: Meter = field(default_factory=Meter)
    run: _Run | None = None

    def shown(self, now: float) -> Download:
        speed = self.meter.speed(now) if self.state == "running" else 0.0
        total = self.wanted.size
        remaining = (total - self.done) / speed if speed else None
        return Download(
            self.wanted, self.state, self.done, total, speed, remaining, self.error, self.path
        )


class Downloads:
    """The downloads into the folder `models`, at most `parallel` at once.

    `on_change` is called with all of them after changes, at most about ten times a second but for
    changes of state, on a thread of its own. Downloads end with `close`, and can go on in a later
    run.
    """

    def __init__(
        self,
        models: Path,
        gate: Gate,
        tokens: TokenSource,
        *,
        parallel: int = 2,
        on_change: Callable[[Sequence[Download]], None] | None = None,
        patience: Patience | None = None,
    ) -> None:
        self._models = models
        self._gate = gate
        self._tokens = tokens
        self._parallel = parallel
        self._patience = patience or Patience()
        self._lock = threading.Lock()
        self._entries: dict[str, _Entry] = {}
        self._runs: set[_Run] = set()
        self._closed = False
        self._device: int | None = None
        self._disk = ThreadPoolExecutor(max_workers=1, thread_name_prefix="downloads-disk")
        self._news = News(lambda: on_change(self.all()), self._busy) if on_change else None

    def start(self) -> None:
        """List what an earlier run left, paused. Touches the disk. Raises `StorageError`."""
        self._device = device_of(self._models)
        found: dict[str, Wanted] = {}
        for wanted in left(self._models):
            if wanted.id in found:  # what the hub had under this name before
                self._discard(found[wanted.id])
            found[wanted.id] = wanted
        arrived = {id_: Folder(self._models, wanted).arrived() for id_, wanted in found.items()}
        with self._lock:
            for id_, wanted in found.items():
                if id_ not in self._entries:
                    self._entries[id_] = _Entry(wanted, "paused", done=arrived[id_])
        self._changed()

    def add(self, wanted: Wanted) -> None:
        """Fetch it when its turn comes. What came of it earlier counts; another download of its
        id is given up for it.

        Raises `InvalidInput` for what can be no model of a hub.
        """
        _check(wanted)
        with self._lock:
            known = self._entries.get(wanted.id)
            if known is not None and known.wanted.key != wanted.key:
                known = None
        if known is not None and known.state in ("waiting", "running", "checking"):
            return
        if known is None:
            self.cancel(wanted.id)
        with self._lock:
            if self._closed:
                return
            noted = self._disk.submit(self._note, wanted)
            done = known.done if known is not None else 0
            self._entries[wanted.id] = _Entry(wanted, "waiting", noted, done)
            self._fill()
        self._changed()

    def pause(self, id_: str) -> None:
        """Stop it and keep what has come."""
        with self._lock:
            entry = self._entries.get(id_)
            if entry is None or entry.state not in ("waiting", "running", "checking"):
                return
            entry.state, entry.error = "paused", None
            self._detach(entry)
            self._fill()
        self._changed()

    def resume(self, id_: str) -> None:
        """Let it go on when its turn comes, at the byte it came to."""
        with self._lock:
            entry = self._entries.get(id_)
            if self._closed or entry is None or entry.state not in ("paused", "failed"):
                return
            entry.state, entry.error = "waiting", None
            self._fill()
        self._changed()

    def cancel(self, id_: str) -> None:
        """Take it from the list. What has come of it is removed; a model that is done stays."""
        with self._lock:
            entry = self._entries.pop(id_, None)
            if entry is None:
                return
            # Those that were stopped may take a moment to end, and then remove what they made.
            ending = [run for run in self._runs if run.entry.wanted.key == entry.wanted.key]
            for run in ending:
                run.unwanted = True
            self._detach(entry)
            if entry.state != "done" and not self._closed:
                self._disk.submit(self._discard, entry.wanted, ending)
            self._fill()
        self._changed()

    def set_parallel(self, number: int) -> None:
        """How many go on at once. More than that, where they do already, may end."""
        with self._lock:
            self._parallel = number
            self._fill()
        self._changed()

    def all(self) -> Sequence[Download]:
        """All of them, in the order they were asked for; those that are done or failed stay in it
        until they are cancelled."""
        now = time.monotonic()
        with self._lock:
            return tuple(entry.shown(now) for entry in self._entries.values())

    def close(self) -> None:
        """Stop all, and keep what has come for a later run. Waits for the disk, and for a network
        that holds on a few seconds at most."""
        with self._lock:
            self._closed = True
            for entry in self._entries.values():
                if entry.run is not None:
                    entry.state = "paused"
                    self._detach(entry)
            runs = tuple(self._runs)
        until = time.monotonic() + _CLOSING_SECONDS
        for run in runs:
            run.thread.join(max(0.0, until - time.monotonic()))
        self._disk.shutdown(wait=True)
        if self._news is not None:
            self._changed()
            self._news.close()

    def _fill(self) -> None:
        """Give free places to those that wait, in their order. The lock is held."""
        for entry in self._entries.values():
            if self._closed or sum(e.run is not None for e in self._entries.values()) >= max(
                1, self._parallel
            ):
                return
            if entry.state == "waiting" and entry.run is None:
                entry.meter = Meter()
                entry.run = _Run(self, entry)
                self._runs.add(entry.run)
                entry.run.thread.start()

    @staticmethod
    def _detach(entry: _Entry) -> None:
        """Stop the run of an entry; what it still says is not heard. The lock is held."""
        if entry.run is not None:
            entry.run.halt.stop()
            entry.run = None

    def _busy(self) -> bool:
        """Whether any runs. Without the lock: the answer is for a moment later anyway."""
        return bool(self._runs)

    def _changed(self, *, urgent: bool = True) -> None:
        if self._news is not None:
            self._news.changed(urgent=urgent)

    def _note(self, wanted: Wanted) -> None:
        self._check_drive()
        Folder(self._models, wanted).note()

    def _check_drive(self) -> None:
        """Raise `StorageError` where the models folder is on another disk than at the start, or on
        none: made anew, it would fill a disk that the user did not mean."""
        if self._device is not None and device_of(self._models) != self._device:
            reason = "it is not there any more, or its drive is not connected"
            advice = "Bring it back, or choose another folder for models in the settings."
            raise StorageError(shown(self._models), reason, advice)

    def _discard(self, wanted: Wanted, ending: Sequence[_Run] = ()) -> None:
        """Remove what has come, once the runs that were at work on it are over."""
        for run in ending:
            run.thread.join(_CLOSING_SECONDS)
        folder = Folder(self._models, wanted)
        with folder.locked() as taken:
            if taken:  # else another Puna fetches it
                folder.discard()

    # What runs say, on their threads.

    def job_of(self, run: _Run) -> Job:
        """Raises `StorageError`."""
        self._check_drive()
        wanted = run.entry.wanted
        return Job(
            self._models,
            wanted,
            self._gate,
            self._tokens,
            self._patience,
            run.halt,
            lambda: run.unwanted,
            run,
        )

    def entered(self, run: _Run, state: State) -> None:
        with self._lock:
            if run.entry.run is not run or run.entry.state == state:
                return
            run.entry.state = state
        self._changed()

    def moved(self, run: _Run, *, to: int | None = None, by: int = 0) -> None:
        with self._lock:
            if run.entry.run is not run:
                return
            run.entry.done = (run.entry.done if to is None else to) + by
            if by:
                run.entry.error = None
                run.entry.meter.add(time.monotonic(), by)
        self._changed(urgent=False)

    def troubled(self, run: _Run, error: ErrorInfo) -> None:
        with self._lock:
            if run.entry.run is not run:
                return
            run.entry.error = error
        self._changed()

    def ended(self, run: _Run, state: State, error: ErrorInfo | None, path: Path | None) -> None:
        """The end of a run; how it ended counts only where nobody stopped it."""
        with self._lock:
            self._runs.discard(run)
            entry = run.entry
            if entry.run is run:
                entry.state, entry.error, entry.path, entry.run = state, error, path, None
                if path is not None:
                    entry.done = entry.wanted.size
                self._fill()
        self._changed()


class _Run:
    """The thread at work on one entry, until it ends or is stopped."""

    def __init__(self, owner: Downloads, entry: _Entry) -> None:
        self.entry = entry
        self.halt = Halt()
        self.unwanted = False
        self._owner = owner
        # A name that cannot be looked up blocks for long: the program's end does not wait for it.
        self.thread = threading.Thread(target=self._run, name="downloads-run", daemon=True)

    def entered(self, state: State) -> None:
        self._owner.entered(self, state)

    def reached(self, done: int) -> None:
        self._owner.moved(self, to=done)

    def arrived(self, count: int) -> None:
        self._owner.moved(self, by=count)

    def troubled(self, error: PunaError) -> None:
        self._owner.troubled(self, error.info())

    def _run(self) -> None:
        state: State = "failed"
        error: ErrorInfo | None = None
        path: Path | None = None
        try:
            if self.entry.noted is not None:
                wait([self.entry.noted])  # else the journal could come after the end
            path = self._owner.job_of(self).run()
            state = "done"
        except Stopped:
            state = "paused"
        except Offline as offline:
            state, error = "paused", offline.info()
        except UserError as refused:
            error = refused.info()
        except Exception:  # noqa: BLE001 - the last net of a thread
            _log.exception("a download failed by a fault of ours")
            error = Bug(traceback.format_exc()).info()
        self._owner.ended(self, state, error, path)


def _check(wanted: Wanted) -> None:
    """Raise `InvalidInput` for what can be no model of a hub."""
    checked_endpoint(wanted.endpoint)
    file_names(wanted)
    known = all(file.size > 0 and _DIGEST.fullmatch(file.sha256) for file in wanted.files)
    if not (known and wanted.id and wanted.repository and wanted.revision):
        reason = "the hub does not say which files it has"
        raise InvalidInput("download", reason, "Open the repository again.")
