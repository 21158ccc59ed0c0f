"""Stop during a 3,000-token prefill: time from the wish to idle, and the next reply after it.

`python tests/bench/bench_cancel.py [MODEL...]`. Prints the median and the maximum of 20 tries, in
milliseconds; the target is a median of at most 150 on a quiet machine.
"""

from __future__ import annotations

import statistics
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engine.engine import Engine
from engine.hub.library import Library
from engine.messages import (
    ChatMessage,
    ChatRequest,
    Event,
    Failed,
    Finished,
    ModelSpec,
    Prefill,
    Sampling,
    Text,
)
from engine.paths import Home

TRIES = 20
LONG = "The high grassland is dry and cold, and the wind never rests. " * 230


def request(path: str, text: str, max_tokens: int = 0) -> ChatRequest:
    return ChatRequest(
        ModelSpec(path, 4096), (ChatMessage("user", text),), Sampling(temperature=0), max_tokens
    )


def reply(engine: Engine, path: str) -> str:
    asked = request(path, "Name three colours.", 24)
    return "".join(e.text for e in engine.stream(asked) if isinstance(e, Text))


def cancelled_after(engine: Engine, path: str, wait: float) -> float:
    """Seconds from `cancel` to the end of the job, `wait` seconds into the prefill."""
    reading, ended = threading.Event(), threading.Event()
    ends: list[Event] = []

    def hear(event: Event) -> None:
        if isinstance(event, Prefill):
            reading.set()
        if isinstance(event, Finished | Failed):
            ends.append(event)
            ended.set()

    job = engine.chat(request(path, LONG), hear)
    reading.wait(60)
    time.sleep(wait)
    began = time.perf_counter()
    job.cancel()
    ended.wait(60)
    took = time.perf_counter() - began
    if not (isinstance(ends[0], Finished) and ends[0].reason == "cancelled"):
        raise SystemExit(f"the prefill ended before it was cancelled: {ends[0]}")
    return took


def main() -> None:
    for name in sys.argv[1:] or ["starter", "gemma"]:
        path = str(Library(Home.default()).resolve(name).path)
        with Engine() as fresh:
            expected = reply(fresh, path)
        with Engine() as engine:
            reply(engine, path)
            times = []
            same = True
            for i in range(TRIES):
                times.append(cancelled_after(engine, path, 0.05 + 0.05 * (i % 8)) * 1000)
                same = same and reply(engine, path) == expected
        sys.stdout.write(
            f"{name}: stop to idle median {statistics.median(times):.0f} ms, "
            f"max {max(times):.0f} ms of {TRIES}; "
            f"next reply {'as' if same else 'NOT as'} in a fresh process\n"
        )


if __name__ == "__main__":
    main()
