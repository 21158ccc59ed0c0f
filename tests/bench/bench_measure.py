"""Counting beside a reply: how soon it is answered, and what the reply loses by it.

`python tests/bench/bench_measure.py [MODEL...]` prints, for each model, the share of its speed that
a reply keeps while a conversation is counted five times a second, as while somebody types, and how
long each count took. Rounds alternate, so that both meet the same noise. The target is 0.97 or more
of the speed, and counts within 50 ms.
"""

from __future__ import annotations

import queue
import statistics
import sys
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from engine.engine import Engine
from engine.hub.library import Library
from engine.messages import ChatMessage, ChatRequest, Failed, Finished, ModelSpec, Sampling
from engine.paths import Home

TOKENS = 96
ROUNDS = 5
EVERY = 0.2
TURNS = 40
SAID = "The quick brown fox jumps over the lazy dog, and the dog sleeps on. " * 4
N_CTX = 8192


def speed(engine: Engine, request: ChatRequest) -> float:
    """Tokens per second of one reply."""
    for event in engine.stream(request):
        if isinstance(event, Failed):
            raise SystemExit(event.error.message)
        if isinstance(event, Finished):
            return event.stats.decode_tokens_per_s
    raise SystemExit("the reply has no end")


def measure(engine: Engine, request: ChatRequest) -> float:
    """Seconds until one conversation is counted."""
    ended: queue.SimpleQueue[object] = queue.SimpleQueue()
    began = time.perf_counter()
    engine.measure(request, lambda e: ended.put(e) if isinstance(e, Finished | Failed) else None)
    ended.get()
    return time.perf_counter() - began


def typing(engine: Engine, talk: ChatRequest, over: threading.Event, took: list[float]) -> None:
    """Count the conversation as its last message grows."""
    draft = ""
    while not over.wait(EVERY):
        draft += "and another word "
        messages = (*talk.messages, ChatMessage("user", draft))
        took.append(measure(engine, ChatRequest(talk.model, messages)))


def bench(engine: Engine, path: str) -> None:
    model = ModelSpec(path, N_CTX)
    turns = [
        ChatMessage(role, f"{number}: {SAID}")
        for number in range(TURNS)
        for role in ("user", "assistant")
    ]
    talk = ChatRequest(model, tuple(turns))
    asked = ChatRequest(
        model,
        (ChatMessage("user", f"{SAID} The end of it"),),
        Sampling(temperature=0),
        max_tokens=TOKENS,
        raw=True,
    )
    speed(engine, asked)
    measure(engine, talk)
    alone, beside, took = [], [], []
    for _ in range(ROUNDS):
        alone.append(speed(engine, asked))
        over = threading.Event()
        typist = threading.Thread(target=typing, args=(engine, talk, over, took))
        typist.start()
        beside.append(speed(engine, asked))
        over.set()
        typist.join()
    ratio = statistics.median(b / a for a, b in zip(alone, beside, strict=True))
    sys.stdout.write(
        f"{Path(path).name}: {ratio:.3f} of {statistics.median(alone):.1f} tokens/s;"
        f" {len(took)} counts, median {1000 * statistics.median(took):.1f} ms,"
        f" longest {1000 * max(took):.1f} ms\n"
    )


def main() -> None:
    library = Library(Home.default())
    with Engine() as engine:
        for name in sys.argv[1:] or ["starter", "gemma"]:
            bench(engine, str(library.resolve(name).path))


if __name__ == "__main__":
    main()
