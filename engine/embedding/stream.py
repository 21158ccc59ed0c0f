"""Texts on their way through the engine: sent as small jobs, a little ahead, taken in order.

One thread drives a stream; another may give its jobs back, to let something urgent pass. Knows no
process and no model.
"""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from engine.engine import Job, Sink
from engine.errors import raised_again
from engine.files import Cancelled, Stopped
from engine.messages import Embedded, EmbedderInfo, Event, Failed, Finished, Ready

Floats: TypeAlias = npt.NDArray[np.float32]
Send: TypeAlias = Callable[[Sequence[str], Sink], Job]

_IN_FLIGHT: Final = 2
"""Jobs sent ahead, so that the process never waits for this one."""
_POLL: Final = 0.1
"""Seconds between two looks at whether the caller gave up."""


@dataclass(frozen=True, slots=True)
class Vector:
    """A text as a vector of shape (dimension,), 1 long; all zeros for a text without any words.

    `tokens` that were read; `cut`: the text has more, which the vector knows nothing of.
    """

    numbers: Floats
    tokens: int
    cut: bool


@dataclass(slots=True, eq=False)
class Batch:
    """The texts of one job; `cut` those that are not sent whole. `made` are the vectors so far, of
    which `taken` were passed on. Without a `job` it is to be sent; `given_back`: its job was
    cancelled, and the rest is to be sent again."""

    texts: Sequence[str]
    cut: Sequence[bool]
    made: list[Vector] = field(default_factory=list)
    taken: int = 0
    job: Job | None = None
    given_back: bool = False


class Stream:
    """Batches under way. `info` is the embedder they were sent to, once it said so."""

    def __init__(self, send: Send, batches: Iterator[Batch]) -> None:
        self.info: EmbedderInfo | None = None
        self._send_job = send
        self._batches = batches
        self._ended = False
        self._events: queue.SimpleQueue[tuple[Batch, Event]] = queue.SimpleQueue()
        self._under_way: deque[Batch] = deque()
        self._lock = threading.Lock()  # of which job a batch is

    @property
    def waits(self) -> bool:
        """Whether the engine has nothing of it, and there may be more to send."""
        sent = any(batch.job is not None for batch in self._under_way)
        return not sent and not (self._ended and not self._under_way)

    def fill(self) -> bool:
        """Send what may be sent, first what was given back; False when all texts are through."""
        for batch in self._under_way:
            if batch.job is None:
                self._send(batch)
        while not self._ended and len(self._under_way) < _IN_FLIGHT:
            new = next(self._batches, None)
            if new is None:
                self._ended = True
            else:
                self._under_way.append(new)
                self._send(new)
        return bool(self._under_way)

    def hear(self, cancelled: Cancelled | None) -> Iterator[Vector]:
        """Wait for the next event; the vectors that are ready now. Raises PunaError, and `Stopped`
        when `cancelled` says so or the engine ended the job."""
        batch, event = self._next(cancelled)
        match event:
            case Ready(embedder=info):
                self.info = info
            case Embedded():
                batch.made += _vectors(event, batch.cut[len(batch.made) :])
            case Failed(error=error):
                raise raised_again(error)
            case Finished(reason=reason) if reason == "cancelled":
                if not batch.given_back:
                    raise Stopped
                batch.job = None
        yield from self._take()

    def give_back(self) -> None:
        """End the jobs under way; what is left of them is sent again with the next `fill`."""
        with self._lock:
            for batch in list(self._under_way):
                if batch.job is not None:
                    batch.given_back = True
                    batch.job.cancel()

    def cancel(self) -> None:
        """End everything."""
        for batch in self._under_way:
            if batch.job is not None:
                batch.job.cancel()

    def _send(self, batch: Batch) -> None:
        with self._lock:
            batch.given_back = False
            batch.job = self._send_job(
                batch.texts[len(batch.made) :], lambda event: self._events.put((batch, event))
            )

    def _next(self, cancelled: Cancelled | None) -> tuple[Batch, Event]:
        while True:
            if cancelled and cancelled():
                raise Stopped
            try:
                return self._events.get(timeout=_POLL)
            except queue.Empty:
                continue

    def _take(self) -> Iterator[Vector]:
        while self._under_way:
            batch = self._under_way[0]
            yield from batch.made[batch.taken :]
            batch.taken = len(batch.made)
            if batch.taken < len(batch.texts):
                return
            self._under_way.popleft()


def _vectors(event: Embedded, cut: Sequence[bool]) -> Iterator[Vector]:
    numbers = np.frombuffer(event.data, "<f4").astype(np.float32, copy=False)
    rows = numbers.reshape(len(event.tokens), -1)
    for row, tokens, more, part in zip(rows, event.tokens, event.cut, cut, strict=False):
        yield Vector(row, tokens, more or part)
