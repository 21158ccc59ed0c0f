"""What training takes from a chat beside it: the time to the first token.

`python tests/bench/bench_beside.py [--asks N] [--trained MODEL]`

A run trains in its own process at the priority of the window's runs, while another chat asks the
starter short questions; each is new to it. Printed are the median seconds to the first token before
the run began and during it (target: at most 1.5 of idle).
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from helpers.scripted import end_of

from engine.engine import Engine
from engine.hub.library import Library
from engine.messages import ChatMessage, ChatRequest, Finished, ModelSpec, Sampling
from engine.paths import Home
from engine.training.records import Broken, Event, Settings, Step, Train
from engine.training.run import TrainingRun

PAUSE = 1.0
"""Seconds between questions: what the last one used is nobody's load any more."""
START = 180.0
"""Seconds a run may take to its first step."""


class Run:
    """A run that goes on for longer than the measurement."""

    def __init__(self, model: str, folder: Path) -> None:
        data = folder / "data.jsonl"
        rows = [
            {
                "messages": [
                    {"role": "user", "content": f"How far is village {n}?"},
                    {"role": "assistant", "content": f"It is {n} days on foot. " * 6},
                ]
            }
            for n in range(64)
        ]
        data.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        self.request = Train(
            model,
            str(data),
            str(folder / "run"),
            str(folder / "out.gguf"),
            settings=Settings(steps=100_000),
        )
        self.events: list[Event] = []
        self._stepped = threading.Event()

    def hear(self, event: Event) -> None:
        self.events.append(event)
        if isinstance(event, Step | Broken):
            self._stepped.set()

    def wait(self) -> None:
        """Until its first step."""
        if not self._stepped.wait(START) or isinstance(self.events[-1], Broken):
            raise SystemExit(f"the run did not begin: {self.events[-1:]}")


def first_tokens(engine: Engine, model: str, count: int, word: str) -> float:
    """Median seconds to the first token of questions that share nothing but the template."""
    times = []
    for number in range(count):
        text = f"{word} {number}: tell me about the villages beside the lake. " * 6
        request = ChatRequest(
            ModelSpec(model), (ChatMessage("user", text),), Sampling(temperature=0), 4
        )
        time.sleep(PAUSE)
        end = end_of(list(engine.stream(request)))
        assert isinstance(end, Finished), end
        times.append(end.stats.ttft_s)
    return statistics.median(times[1:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--asks", type=int, default=12)
    parser.add_argument("--trained", default="gemma")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="puna-bench-") as name:
        folder = Path(name)
        home = Home(folder / "home")
        library = Library(home)
        chat, trained = (str(library.resolve(one).path) for one in ("starter", wanted.trained))
        with Engine() as engine:
            idle = first_tokens(engine, chat, wanted.asks, "Before")
            run = Run(trained, folder)
            training = TrainingRun(run.request, run.hear)
            run.wait()
            beside = first_tokens(engine, chat, wanted.asks, "During")
            training.close()
        say(
            f"first token: {1000 * idle:.0f} ms idle, {1000 * beside:.0f} ms beside training,"
            f" {beside / idle:.2f} times"
        )


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
