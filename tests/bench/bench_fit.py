"""Estimated memory and speed of models, against what they really take here.

`python tests/bench/bench_fit.py [--contexts N,N,...] [--rounds N] [--no-large] [MODEL...]`

Memory: of the engine process when a model has read as much as its context holds, see
`helpers.child_memory`. Speed: a page of 667 tokens is read and 96 tokens are written; estimated
first as on a new computer, then corrected by those very replies, and for the model of random
weights in the shape of 1B by the others. The bar: memory within 10 %.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from helpers.child_memory import used_when_full
from helpers.large_gguf import write_large_gguf

from engine import gguf
from engine.effort import PAGE_WORDS, WORDS_PER_TOKEN
from engine.engine import Engine
from engine.fit import Fitting, Machine, fit, machine
from engine.hardware import busy_seconds
from engine.hub.library import Library
from engine.messages import ChatMessage, ChatRequest, Failed, Finished, ModelSpec, Sampling, Stats
from engine.paths import Home
from engine.speed import SpeedLog

SENTENCE = "The quick brown fox jumps over the lazy dog. "
WRITTEN = 96
SPEED_CONTEXT = 1536
MIB = 1 << 20


def memory(path: Path, n_ctx: int) -> str:
    """One line: estimate, real, and the parts of both."""
    need = fit(gguf.open_model(path), n_ctx, Machine(0, 0)).need
    with Engine() as engine:
        used, _ = used_when_full(engine, path, n_ctx)
    return (
        f"{n_ctx:6,}  estimated {need.total / MIB:7.1f}  real {used.total / MIB:7.1f}  "
        f"{need.total / used.total - 1:+6.1%}   weights {need.weights / MIB:.0f} cache "
        f"{need.cache / MIB:.1f} compute {need.compute / MIB:.1f} other {need.other / MIB:.1f}; "
        f"private {need.private / MIB:.0f} real {used.private / MIB:.1f}, file "
        f"{used.model / MIB:.1f}, libraries {used.libraries / MIB:.1f}"
    )


def replies(path: Path, rounds: int) -> list[Stats]:
    """Figures of some replies, each to a page that was not read before."""
    found: list[Stats] = []
    tokens, sentences = PAGE_WORDS / WORDS_PER_TOKEN, 20
    with Engine() as engine:
        for turn in range(rounds + 2):
            text = f"{turn}. " + SENTENCE * sentences
            request = ChatRequest(
                ModelSpec(str(path), SPEED_CONTEXT),
                (ChatMessage("user", text),),
                Sampling(temperature=0),
                max_tokens=WRITTEN,
                raw=True,
            )
            for event in engine.stream(request):
                if isinstance(event, Failed):
                    raise SystemExit(event.error.message)
                if isinstance(event, Finished):
                    found.append(event.stats)
            sentences = round(20 * tokens / found[0].prompt_tokens)
    return found[2:]  # the first two warm all


def speed(path: Path, home: Home, here: Machine, rounds: int) -> Sequence[str]:
    """Lines: as estimated, as measured, as corrected."""
    file, log = gguf.open_model(path), SpeedLog(home)
    before = Fitting(file, here).at(SPEED_CONTEXT)
    like = Fitting(file, here, history=log.known()).at(SPEED_CONTEXT)
    began, before_s, ours = time.monotonic(), busy_seconds(), children_seconds()
    stats = replies(path, rounds)
    others = busy_seconds() - before_s - (children_seconds() - ours)
    busy = f"other programs used {others / (time.monotonic() - began):.1f} cores meanwhile"
    # The fastest: other programs only take time away, and here they are seldom at rest.
    words = max(one.decode_tokens_per_s for one in stats) * WORDS_PER_TOKEN
    page = min(one.prefill_s for one in stats)
    for one in stats:
        log.note(path, one)
    after = Fitting(file, here, history=log.known()).at(SPEED_CONTEXT)

    def line(name: str, per_s: float, seconds: float) -> str:
        return (
            f"{name:22} {per_s:6.1f} words/s {per_s / words - 1:+6.1%}   "
            f"page {seconds:5.2f} s {seconds / page - 1:+6.1%}"
        )

    return (
        line("measured", words, page),
        line("estimated", before.words_per_s, before.page_s),
        line("corrected by its like", like.words_per_s, like.page_s),
        line("corrected by itself", after.words_per_s, after.page_s),
        busy,
    )


def children_seconds() -> float:
    """Processor time of this process and of those it started that have ended."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("models", nargs="*", default=["starter", "gemma"])
    parser.add_argument("--contexts", default="1024,2048,4096,8192")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--no-large", action="store_true")
    asked = parser.parse_args()
    contexts = [int(n) for n in asked.contexts.split(",") if n]
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        library = Library(home)
        paths = {name: library.locate(name) for name in asked.models}
        if not asked.no_large:
            paths["1B"] = write_large_gguf(Path(folder) / "large.gguf")
        here = machine(home)
        say(f"{here.bandwidth / 1e9:.1f} GB/s, {here.flops / 1e9:.0f} GFLOPS")
        for name, path in paths.items():
            say(name)
            for n_ctx in contexts:
                say("  " + memory(path, n_ctx))
            for line in speed(path, home, here, asked.rounds) if asked.rounds else ():
                say("  " + line)


if __name__ == "__main__":
    main()
