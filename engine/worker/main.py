"""The loop of the engine process: one thread owns the model, another listens for Cancel.

A third one counts prompts (`engine.worker.counter`), so that counting waits for no reply. Other
requests are worked on in the order they came. Each ends with one Finished or Failed; an unknown
exception becomes a Bug and the loop goes on. End of input ends the process, at once where nothing
is left to be kept of what was read.
"""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import sys
import threading
import time
import traceback
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from engine.errors import Bug, PunaError
from engine.messages import (
    Cancel,
    Configure,
    Embed,
    Failed,
    Finished,
    Forget,
    Generate,
    Load,
    Loaded,
    Loading,
    Measure,
    ModelSpec,
    Request,
    Stats,
)
from engine.worker.counter import Counter, Measurer
from engine.worker.frames import FrameError, FrameReader, FrameWriter
from engine.worker.keeper import Keeper
from engine.worker.model import Cancelled, ChatModel, Job
from engine.worker.process import (
    harden,
    prefer_to_be_killed,
    stay_in_background,
    take_standard_streams,
)

if TYPE_CHECKING:
    from engine.worker.embedder import Embedder

Opener = Callable[[ModelSpec, Job, Callable[[float], None], Keeper], ChatModel]
"""Opens a model, reporting progress from 0 to 1; raises Cancelled or PunaError."""

_QUIET = 0.1
"""Seconds without work after which what the last reply read is copied."""
_IDLE = 5.0
"""Seconds without work after which that is written."""
_LAST_WORDS = 2.0
"""Seconds for writing it at the end of input."""
_END = 3.0
"""Seconds from the end of input to that of the process, whatever it is doing."""


def open_model(
    spec: ModelSpec,
    job: Job,
    progress: Callable[[float], None],
    keeper: Keeper,
    offload: Path | None = None,
) -> ChatModel:
    """The scripted model or llama.cpp, whichever the path asks for."""
    if spec.path.startswith("scripted:"):
        from engine.fake import ScriptedModel

        return ScriptedModel.open(spec, job, progress)
    from engine.worker.llama import LlamaModel  # llama.cpp loads here: not for scripted tests

    return LlamaModel.open(spec, job, progress, keeper, offload)


def open_alone(spec: ModelSpec) -> Measurer:
    """What counts prompts for a model that is not open."""
    if spec.path.startswith("scripted:"):
        from engine.fake import ScriptedModel

        return ScriptedModel.read(spec)
    from engine.worker.vocabulary_model import VocabularyModel  # llama.cpp loads here

    return VocabularyModel.open(spec)


class Worker:
    """Answers requests with one model at a time."""

    def __init__(
        self,
        reader: FrameReader[Request],
        writer: FrameWriter,
        opener: Opener,
        open_alone: Callable[[ModelSpec], Measurer] = open_alone,
    ) -> None:
        self._reader = reader
        self._emit = writer.write
        self._opener = opener
        self._counter = Counter(writer.write, open_alone)
        self._inbox: queue.SimpleQueue[tuple[Job, Load | Generate | Embed] | None] = (
            queue.SimpleQueue()
        )
        self._jobs: dict[int, Job] = {}
        self._spec: ModelSpec | None = None
        self._model: ChatModel | None = None
        self._embedder: Embedder | None = None
        self._keeper = Keeper()
        self._ended = threading.Event()

    def run(self) -> None:
        """Work until the process is ended by the listener."""
        threading.Thread(target=self._listen, name="listener", daemon=True).start()
        while (work := self._next()) is not None:
            job, request = work
            try:
                self._work(job, request)
            finally:
                self._jobs.pop(job.id, None)
        self._rest(parting=True)
        self._keeper.close(_LAST_WORDS)
        self._ended.set()

    def _next(self) -> tuple[Job, Load | Generate | Embed] | None:
        """The next request, None at the end. What the last reply read is copied while there is
        none, and written where there is none for longer."""
        for quiet, long in ((_QUIET, False), (_IDLE, True)):
            with contextlib.suppress(queue.Empty):
                return self._inbox.get(timeout=quiet)
            self._rest(parting=long and self._keeper.writes)
            if long:
                self._keeper.save()
        return self._inbox.get()

    def _rest(self, *, parting: bool) -> None:
        """Keep what the model read. That failing takes nothing but time later on."""
        try:
            if self._model is not None:
                self._model.rest(parting=parting)
        except Exception:
            logging.getLogger(__name__).exception("keeping what was read")

    def _listen(self) -> None:
        try:
            while (request := self._reader.read()) is not None:
                self._take(request)
        except Exception:
            logging.getLogger(__name__).exception("a request cannot be read")
            os._exit(1)
        if self._keeper.writes:
            for job in list(self._jobs.values()):
                job.cancelled = True
            self._inbox.put(None)
            self._ended.wait(_END)
        os._exit(0)

    def _take(self, request: Request) -> None:
        match request:
            case Cancel():
                job = self._jobs.get(request.job)
                if job is not None:
                    job.cancelled = True
                else:
                    self._counter.cancel(request.job)
            case Measure():
                self._counter.put(request)
            case Load() | Generate() | Embed():
                job = self._jobs[request.job] = Job(request.job)
                self._inbox.put((job, request))
            case Configure():
                self._keeper.configure(request.states, request.disk, request.memory)
            case Forget():
                self._keeper.forget(request.chats)
                self._emit(Finished(request.job, "stop", Stats()))

    def _work(self, job: Job, request: Load | Generate | Embed) -> None:
        began = time.perf_counter()
        try:
            if isinstance(request, Embed):
                self._emit(self._embed(request, job))
                return
            spec = request.model if isinstance(request, Load) else request.request.model
            model = self._open(spec, job)
            load_s = time.perf_counter() - began
            if isinstance(request, Load):
                end = Finished(job.id, "stop", Stats())
            else:
                end = model.generate(request.request, job, self._emit)
            stats = msgspec.structs.replace(end.stats, load_s=load_s)
            self._end(msgspec.structs.replace(end, stats=stats))
        except Cancelled:
            self._emit(Finished(job.id, "cancelled", Stats(load_s=time.perf_counter() - began)))
        except PunaError as error:
            self._emit(Failed(job.id, error.info()))
        except Exception:
            logging.getLogger(__name__).exception("job %d", job.id)
            self._emit(Failed(job.id, Bug(traceback.format_exc()).info()))

    def _end(self, end: Finished) -> None:
        try:
            self._emit(end)
        except FrameError:  # of a reply so long; all else of it was sent
            receipt = end.receipt and msgspec.structs.replace(
                end.receipt, tokens=(), before=(), batches=(), threads=(), ended=False
            )
            self._emit(msgspec.structs.replace(end, receipt=receipt))

    def _embed(self, request: Embed, job: Job) -> Finished:
        if self._embedder is None:
            from engine.worker.embedder import Embedder  # llama.cpp loads here, as above

            self._embedder = Embedder(self._emit)
        return self._embedder.answer(request, job)

    def _open(self, spec: ModelSpec, job: Job) -> ChatModel:
        if job.cancelled:
            raise Cancelled
        if self._model is None or spec != self._spec or self._model.changed():
            if self._model is not None:
                self._counter.take_back()
                self._rest(parting=True)  # it may be opened again
                self._model.close()
                self._model = None

            def progress(done: float) -> None:
                self._emit(Loading(job.id, done))

            progress(0.0)
            with self._counter.expecting(spec):
                self._model = self._opener(spec, job, progress, self._keeper)
                self._counter.lend(spec, self._model)
            self._spec = spec
        self._emit(Loaded(job.id, self._model.info))
        return self._model


_SWITCH = 0.001
"""Seconds after which another thread of Python has its turn: a reply must not wait for a count."""


def main() -> None:
    """Entry of `python -m engine.worker`.

    `--background`: compute only where no other program wants to. `--offload=FILE`: where it is
    remembered what graphics cards did not take.
    """
    options = dict(option.partition("=")[::2] for option in sys.argv[1:])
    offload = Path(options["--offload"]) if "--offload" in options else None
    reader, writer = take_standard_streams()
    sys.setswitchinterval(_SWITCH)
    prefer_to_be_killed()
    if "--background" in options:
        stay_in_background()
    harden()
    logging.basicConfig(level=logging.WARNING, format="%(name)s: %(message)s")
    # mypy cannot see that a union of types is what msgspec decodes to
    requests: FrameReader[Request] = FrameReader(reader, Request)  # type: ignore[arg-type]  # a union
    Worker(requests, FrameWriter(writer), partial(open_model, offload=offload)).run()
