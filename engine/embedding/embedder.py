"""Texts become vectors, in a process of its own that stands back behind other programs.

    with Embedder(ensure(home)) as embedder:
        vectors = embedder.embed(["The llama is a domesticated camelid."]).numbers

A list of any length is cut into small jobs of the engine (`engine.engine`, of which this has one
for itself), so that it can be stopped and held at any moment, and a question need not wait behind
it. Methods block: not for a GUI thread. Any thread may use it. Knows no documents and no index.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np

from engine.embedding.stream import Batch, Floats, Stream, Vector
from engine.engine import Engine, Job, Sink
from engine.errors import Bug, ModelChanged, PunaError
from engine.files import Cancelled, Progress, Stopped
from engine.messages import EmbedderInfo, ModelSpec, TextKind

_JOB_BYTES, _JOB_TEXTS = 1_500, 32
"""Most of a job: about a passage, so that stopping and holding take a moment. In bytes, of which a
token is three to four in any script."""
_PACKED_BYTES, _PACKED_TEXTS = 30_000, 64
_MOST_CHARACTERS: Final = 100_000
"""Of a text: more than any embedder reads, and well within a frame."""
_REST: Final = 0.1
"""Seconds between two looks at whether the caller of a held stream gave up."""


@dataclass(frozen=True, slots=True)
class Vectors:
    """Many texts: vectors of shape (texts, dimension), and the indices of those that were cut."""

    numbers: Floats
    cut: tuple[int, ...]


class Embedder:
    """One embedder model. Its process starts with the first text and ends with `close`.

    `in_background`: the process leaves the processor to other programs that want it, as is right
    where nobody waits for the vectors.
    """

    def __init__(self, model: Path | ModelSpec, *, in_background: bool = True) -> None:
        self._model = ModelSpec(str(model)) if isinstance(model, Path) else model
        self._engine = Engine(in_background=in_background)
        self._lock = threading.Lock()  # of the list below
        self._passages: list[Stream] = []
        self._free = threading.Event()
        self._free.set()
        self._info: EmbedderInfo | None = None
        self._closed = False

    def info(self, cancelled: Cancelled | None = None) -> EmbedderInfo:
        """What the model is; opens it. Its `embedding` is what an index has to remember.

        Raises PunaError, and `Stopped` as soon as `cancelled` returns True.
        """
        if self._info is None:
            for _ in self.each([""], "query", cancelled):
                continue
        if self._info is None:
            raise Bug("the embedder did not say what it is")
        return self._info

    def embed(
        self,
        texts: Sequence[str],
        kind: TextKind = "passage",
        progress: Progress | None = None,
        cancelled: Cancelled | None = None,
    ) -> Vectors:
        """The vectors of all texts. `progress` hears texts done and texts in all. Raises as `each`
        does."""
        made: list[Vector] = []
        for vector in self.each(texts, kind, cancelled):
            made.append(vector)
            if progress:
                progress(len(made), len(texts))
        dimension = self.info(cancelled).embedding.dimension
        numbers = np.array([vector.numbers for vector in made], np.float32)
        cut = tuple(number for number, vector in enumerate(made) if vector.cut)
        return Vectors(numbers.reshape(-1, dimension), cut)

    def each(
        self, texts: Iterable[str], kind: TextKind = "passage", cancelled: Cancelled | None = None
    ) -> Iterator[Vector]:
        """The vector of each text in turn, as it is made; texts are taken only a little ahead.

        Leaving the loop ends the work. Questions go before passages, and are answered while held.
        Raises PunaError, `ModelChanged` where the file became another model meanwhile, and
        `Stopped` as soon as `cancelled` returns True or the embedder is closed.
        """

        def send(texts: Sequence[str], sink: Sink) -> Job:
            return self._engine.embed(self._model, texts, kind, sink)

        stream = Stream(send, self._batches(texts))
        try:
            self._begin(stream, kind)
            while self._fill(stream, kind, cancelled):
                for vector in stream.hear(cancelled):
                    self._check(stream.info)
                    yield vector
        except PunaError:
            if self._closed:
                raise Stopped from None
            raise
        finally:
            with self._lock:
                if stream in self._passages:
                    self._passages.remove(stream)
            stream.cancel()

    def hold(self, busy: bool) -> None:
        """While `busy`, make no passages: what `Engine(on_busy=embedder.hold)` calls, so that a
        reply has the computer for itself. What was begun is begun again."""
        if busy:
            self._free.clear()
            with self._lock:
                self._interrupt()
        else:
            self._free.set()

    @property
    def process_id(self) -> int | None:
        """The embedder's process, for tests and diagnosis; None before the first text."""
        return self._engine.process_id

    def close(self) -> None:
        """End the process. Who still waits for vectors gets `Stopped`."""
        self._closed = True
        self._engine.close()

    def __enter__(self) -> Embedder:
        return self

    def __exit__(
        self,
        _type: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    def _begin(self, stream: Stream, kind: TextKind) -> None:
        with self._lock:
            if kind == "passage":
                self._passages.append(stream)
            else:
                self._interrupt()

    def _interrupt(self) -> None:
        if self._info is not None:  # to stop the opening would only cost time
            for stream in self._passages:
                stream.give_back()

    def _fill(self, stream: Stream, kind: TextKind, cancelled: Cancelled | None) -> bool:
        """Send what may be sent, waiting while held; False at the end."""
        while kind == "passage" and stream.waits and not self._free.wait(_REST):
            if self._closed or (cancelled and cancelled()):
                raise Stopped
        if kind == "query" or self._free.is_set():
            return stream.fill()
        return True

    def _check(self, info: EmbedderInfo | None) -> None:
        """What an embedder makes must never be mixed with what another made."""
        if info is not None and self._info is not None and info.embedding != self._info.embedding:
            raise ModelChanged(info.path)
        self._info = info or self._info

    def _batches(self, texts: Iterable[str]) -> Iterator[Batch]:
        batch: list[str] = []
        filled = 0
        for text in texts:
            packed = self._info is not None and self._info.packed
            most, count = (_PACKED_BYTES, _PACKED_TEXTS) if packed else (_JOB_BYTES, _JOB_TEXTS)
            size = len(text[:_MOST_CHARACTERS].encode("utf-8", "surrogatepass"))
            if batch and (filled + size > most or len(batch) == count):
                yield _batch(batch)
                batch, filled = [], 0
            batch.append(text)
            filled += size
        if batch:
            yield _batch(batch)


def _batch(texts: Sequence[str]) -> Batch:
    cut = [text[:_MOST_CHARACTERS] for text in texts]
    return Batch(cut, [part != text for part, text in zip(cut, texts, strict=True)])
