"""Reading and writing through the whole stack against a raw low-level loop, idle and busy.

`python tests/bench/bench_decode.py [--rounds N] [--busy] [--large] [MODEL...]`

The raw loop is a process of its own (`engine.worker.rawloop`): one `llama_decode` and one
`llama_sampler_sample` a token, with the same wheel, threads, pool, sampler and attention, and once
more with fused attention and batches of 512, which is what llama.cpp itself would take. Rounds
alternate, so that all meet the same noise; figures are medians, as ratios, of rounds in which other
programs used less than 4 % of a core (with `--busy`, of all). Targets: 0.97 at depth 0
and 3,000; with `--busy`, 0.9 of one thread beside one and two processes that never rest, and 0.95
of the best number of threads beside none. `--large` adds a model of random weights in the shape of
1B, and memory: private, without what is mapped from the file, at most 1.1 of the raw loop's.
"""

from __future__ import annotations

import argparse
import math
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import psutil
from helpers.hogs import hogs
from helpers.large_gguf import write_large_gguf

from engine.engine import Engine
from engine.hardware import busy_seconds, physical_cores
from engine.hub.library import Library
from engine.messages import (
    ChatMessage,
    ChatRequest,
    Failed,
    Finished,
    ModelSpec,
    Receipt,
    Sampling,
    Text,
    Tuning,
)
from engine.paths import Home
from engine.raw_loop import RawLoop
from engine.trial import Speed, Trial

TOKENS = 96
N_CTX = 4096
REST = 1.0
"""Seconds before a reply: to it, what the raw loop used just before is another program's load."""
IDLE = 0.04
"""Cores that other programs may use in a round that counts."""
TRIES = 8
"""Rounds begun, at most, for each that counts."""
DEPTHS = {"0": 60, "3,000": 3000}
SENTENCE = "a b c d e f g h i j k l m n o p q r s t u v w x y z. "
"""Any model goes on with it to the last token that is asked for; most texts end earlier."""


class Watch:
    """How much of the cores programs other than this one and its children use from now on."""

    def __init__(self) -> None:
        self._began, self._busy, self._own = time.monotonic(), busy_seconds(), own_seconds()

    def others(self) -> float:
        """Cores, 0.5 for half of one."""
        used = busy_seconds() - self._busy - (own_seconds() - self._own)
        return max(0.0, used) / (time.monotonic() - self._began)


class Bench:
    """One model, with a raw loop and an engine."""

    def __init__(
        self, path: str, raw: RawLoop, engine: Engine, rounds: int, most: float = math.inf
    ) -> None:
        self.path, self.raw, self.engine, self.rounds = path, raw, engine, rounds
        self._most = most
        self._turn = 0
        sentences = 20
        pilot = raw.measure(Trial(path, SENTENCE * sentences, 8, N_CTX, Tuning(physical_cores())))
        if pilot.error:
            raise SystemExit(f"{path}: {pilot.error}")
        self._per_sentence = pilot.prompt / sentences

    def text(self, tokens: int) -> str:
        """Text of about so many tokens, none of which was read before."""
        self._turn += 1
        return f"{self._turn}. " + SENTENCE * max(1, round(tokens / self._per_sentence))

    def alone(self, text: str, tuning: Tuning) -> Speed:
        speed = self.raw.measure(Trial(self.path, text, TOKENS, N_CTX, tuning))
        if speed.error:
            raise SystemExit(f"{self.path}: {speed.error}")
        return speed

    def whole(self, text: str) -> tuple[Speed, Receipt] | None:
        """A reply, its writing timed where it arrives: from the first text to the end. None where
        the model ended it early."""
        request = ChatRequest(
            ModelSpec(self.path, N_CTX),
            (ChatMessage("user", text),),
            Sampling(temperature=0),
            max_tokens=TOKENS,
            raw=True,
        )
        time.sleep(REST)
        first = 0.0
        for event in self.engine.stream(request):
            if isinstance(event, Text):
                first = first or time.perf_counter()
            if isinstance(event, Failed):
                raise SystemExit(f"{self.path}: {event.error.message}")
            if isinstance(event, Finished):
                took = time.perf_counter() - first
                stats = event.stats
                if stats.completion_tokens < TOKENS or event.receipt is None:
                    return None
                decode = (stats.completion_tokens - 1) / took
                speed = Speed(stats.prompt_tokens, stats.prefill_tokens_per_s, decode)
                return speed, event.receipt
        raise AssertionError("a reply has an end")

    def compare(self, tokens: int, tunings: Sequence[Tuning]) -> tuple[Speed, list[Speed]]:
        """Medians: ours, and the raw loop's with each tuning."""
        ours: list[Speed] = []
        theirs: list[list[Speed]] = [[] for _ in tunings]
        self.alone(self.text(tokens), tunings[0])  # warms what the first round would
        for _ in range(TRIES * self.rounds):
            text, watch = self.text(tokens), Watch()
            reply = self.whole(text)
            raw = [self.alone(text, tuning) for tuning in tunings]
            if reply is None or (others := watch.others()) > self._most:
                continue
            speed, receipt = reply
            ours.append(speed)
            for all_speeds, one in zip(theirs, raw, strict=True):
                all_speeds.append(one)
            say(
                f"    {speed.prefill:.0f}/{speed.decode:.1f} threads {receipt.threads}; raw "
                + ", ".join(f"{one.prefill:.0f}/{one.decode:.1f}" for one in raw)
                + f"; others {others:.3f}"
            )
            if len(ours) == self.rounds:
                break
        else:
            raise SystemExit(f"{self.path}: this machine is not idle, or its replies end too early")
        return median(ours), [median(speeds) for speeds in theirs]


def own_seconds() -> float:
    """Processor time of this program and its children."""
    me = psutil.Process()
    times = [process.cpu_times() for process in (me, *me.children(recursive=True))]
    return float(sum(one.user + one.system for one in times))


def idle(bench: Bench, name: str) -> None:
    for depth, tokens in DEPTHS.items():
        cores = physical_cores()
        theirs = Tuning(cores, n_batch=512, flash=True)
        ours, raw = bench.compare(tokens, [Tuning(cores), theirs])
        for other, speed in zip(("the raw loop", "it with fused attention"), raw, strict=True):
            ratios = f"writing {ours.decode / speed.decode:.3f}"
            if tokens > TOKENS:
                ratios += f", reading {ours.prefill / speed.prefill:.3f}"
            say(f"{name}: depth {depth}: {ratios} of {other} {loadavg()}")


def busy(bench: Bench, name: str) -> None:
    for count in (0, 1, 2):
        counts = [1] if count else list(range(1, physical_cores() + 1))
        with hogs(count):
            time.sleep(1.0 if count else 0)
            ours, raw = bench.compare(400, [Tuning(n) for n in counts])
        writing = ours.decode / max(speed.decode for speed in raw)
        reading = ours.prefill / max(speed.prefill for speed in raw)
        other = "one thread" if count else "the best number of threads"
        say(
            f"{name}: beside {count} busy processes: writing {writing:.3f}, reading {reading:.3f}"
            f" of {other} {loadavg()}"
        )


def memory(path: str, name: str) -> None:
    """Of two processes that each did one thing: what is kept of other chats does not count."""
    with Engine() as engine, RawLoop(lambda: False) as raw:
        bench = Bench(path, raw, engine, 1)
        text = bench.text(DEPTHS["3,000"])
        bench.whole(text)  # also one that the model ends early has read all
        bench.alone(text, Tuning(physical_cores()))
        pid = engine.process_id
        assert pid is not None
        ours, theirs = private(pid), private(raw.pid)
    say(f"{name}: private memory {ours >> 20} MiB, {ours / theirs:.3f} of the raw loop's")


def private(pid: int) -> int:
    """Bytes that are neither mapped from a file nor shared."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) << 10
    raise SystemExit("this system does not tell private memory")


def median(speeds: Sequence[Speed]) -> Speed:
    return Speed(
        speeds[-1].prompt,
        statistics.median(speed.prefill for speed in speeds),
        statistics.median(speed.decode for speed in speeds),
    )


def loadavg() -> str:
    return f"(load {os.getloadavg()[0]:.1f})" if hasattr(os, "getloadavg") else ""


def say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("models", nargs="*", default=["starter", "gemma"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--busy", action="store_true")
    parser.add_argument("--large", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        library = Library(Home.default())
        paths = {name: str(library.resolve(name).path) for name in asked.models}
        if asked.large:
            paths["1B"] = str(write_large_gguf(Path(folder) / "large.gguf"))
        for path_name, path in paths.items():
            name = path_name.rsplit("/", 1)[-1]
            with Engine() as engine, RawLoop(lambda: False) as raw:
                most = math.inf if asked.busy else IDLE
                bench = Bench(path, raw, engine, asked.rounds, most)
                (busy if asked.busy else idle)(bench, name)
            if name == "1B":
                memory(path, name)


if __name__ == "__main__":
    main()
