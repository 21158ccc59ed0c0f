"""`python -m engine.training.checker_process`: counts and shows examples with one vocabulary.

Previews are answered while examples are counted. Knows no weights and no torch; llama.cpp loads
here, with the vocabulary alone.
"""

from __future__ import annotations

import os
import queue
import statistics
import threading
import time
import traceback
from collections.abc import Sequence
from pathlib import Path

from engine.errors import Bug, PunaError
from engine.examples.faults import fault
from engine.examples.files import load_examples
from engine.examples.records import Example, RowFault
from engine.training.checking import (
    MOST_FAULTS,
    Count,
    Counted,
    Counting,
    Ended,
    Open,
    Preview,
    Previewed,
    Refused,
    Request,
)
from engine.training.rendering import Rendered, Rendering
from engine.worker.frames import FrameReader, FrameWriter
from engine.worker.native_log import NativeLog
from engine.worker.process import (
    harden,
    prefer_to_be_killed,
    stay_in_background,
    take_standard_streams,
)

_OFTEN = 0.2
"""Seconds between two words on how far it is."""


class Totals:
    """The sums of what was counted so far."""

    def __init__(self, max_length: int) -> None:
        self._max_length = max_length
        self._lengths: list[int] = []
        self._trained = self._too_long = self._refused = 0
        self._faults: list[RowFault] = []

    def add(self, example: Example, found: Rendered | RowFault) -> None:
        if isinstance(found, RowFault):
            self._refused += 1
            self._faults.append(found)
        elif 0 < self._max_length < len(found.tokens):
            self._too_long += 1
            long = fault(
                "row_too_long", example.row, tokens=len(found.tokens), most=self._max_length
            )
            self._faults.append(long)
        else:
            self._lengths.append(len(found.tokens))
            self._trained += sum(found.trained)

    def counted(self, data: str, carried: str) -> Counted:
        lengths = self._lengths
        return Counted(
            data,
            len(lengths),
            sum(lengths),
            self._trained,
            max(lengths, default=0),
            round(statistics.median(lengths)) if lengths else 0,
            self._too_long,
            self._refused,
            tuple(self._faults[:MOST_FAULTS]),
            carried,
        )


class Process:
    """Answers requests with one rendering until the input ends, which ends the process."""

    def __init__(
        self, rendering: Rendering, requests: FrameReader[Request], events: FrameWriter
    ) -> None:
        self._rendering = rendering
        self._requests = requests
        self._emit = events.write
        self._waiting: queue.SimpleQueue[Request] = queue.SimpleQueue()

    def run(self) -> None:
        threading.Thread(target=self._listen, name="listener", daemon=True).start()
        request: Request | None = None
        while True:
            request = request or self._waiting.get()
            if isinstance(request, Preview):
                self._show(request)
                request = None
            else:
                request = self._count(request)

    def _listen(self) -> None:
        try:
            while (request := self._requests.read()) is not None:
                self._waiting.put(request)
        finally:
            os._exit(0)

    def _count(self, request: Count) -> Count | None:
        """Count, showing what is asked for meanwhile; returns the request that came instead."""
        try:
            examples = load_examples(Path(request.data))
        except PunaError as error:
            self._emit(Refused(0, error.info()))
            return None
        totals = Totals(request.max_length)
        told = time.monotonic()
        for number, example in enumerate(examples):
            if (instead := self._meanwhile()) is not None:
                return instead
            totals.add(example, next(self._rendering.each([example])))
            if time.monotonic() - told >= _OFTEN:
                told = time.monotonic()
                self._emit(Counting(number + 1, len(examples)))
        self._emit(totals.counted(request.data, self._rendering.carried))
        return None

    def _meanwhile(self) -> Count | None:
        while not self._waiting.empty():
            request = self._waiting.get()
            if isinstance(request, Count):
                return request
            self._show(request)
        return None

    def _show(self, request: Preview) -> None:
        found = next(self._rendering.each([request.example]))
        row = request.example.row
        if isinstance(found, RowFault):
            self._emit(Refused(row, found.error))
            return
        pieces = tuple(found.pieces)
        self._emit(Previewed(row, len(found.tokens), sum(found.trained), pieces))


def main(_arguments: Sequence[str] = ()) -> None:
    """Open the model that the first frame names, then answer."""
    reader, writer = take_standard_streams()
    prefer_to_be_killed()
    stay_in_background()
    harden()
    events = FrameWriter(writer)
    asked = FrameReader(reader, Open).read()
    if asked is None:
        return
    log = NativeLog()
    try:
        with Rendering(Path(asked.model), asked.template) as rendering:
            # mypy cannot see that a union of types is what msgspec decodes to
            requests: FrameReader[Request] = FrameReader(reader, Request)  # type: ignore[arg-type]  # a union
            Process(rendering, requests, events).run()
    except PunaError as error:
        events.write(Ended(error.info()))
    except Exception:  # noqa: BLE001 - told to who asked, as a fault of ours
        events.write(Ended(Bug(traceback.format_exc()).info()))
    finally:
        log.close()


if __name__ == "__main__":
    main()
