"""What training takes from a chat and from the window beside it.

`python tests/bench/bench_beside.py [--asks N] [--trained MODEL] [--seconds N]`

A run trains in its own process at the priority of the window's runs, while another chat asks the
starter short questions; each is new to it. Printed are the median seconds to the first token before
the run began and during it (target: at most 1.5 of idle). Then the window itself trains, showing
the page of the run, and how late its timers come is printed (target: 99 of 100 within 16 ms).
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from helpers.scripted import end_of
from PySide6.QtCore import QEventLoop, Qt, QTimer

from app.application import Application, make_qt
from engine.engine import Engine
from engine.examples.files import write_examples
from engine.examples.records import Example
from engine.hub.library import Library
from engine.messages import ChatMessage, ChatRequest, Finished, ModelSpec, Sampling
from engine.paths import Home
from engine.training.records import Broken, Event, Settings, Step, Train
from engine.training.run import TrainingRun

PAUSE = 1.0
"""Seconds between questions: what the last one used is nobody's load any more."""
TICK = 16
"""Milliseconds between two ticks of the window."""
START = 180.0
"""Seconds a run may take to its first step."""


def request_in(folder: Path, run: Path, model: str) -> Train:
    """A run that goes on for longer than the measurement."""
    data = folder / "data.jsonl"
    rows = [
        Example(
            (
                ChatMessage("user", f"How far is village {n}?"),
                ChatMessage("assistant", f"It is {n} days on foot. " * 6),
            ),
            n + 1,
        )
        for n in range(64)
    ]
    write_examples(data, rows)
    out = str(folder / "out.gguf")
    return Train(model, str(data), str(run), out, settings=Settings(steps=100_000))


class Run:
    """It, and what is told of it."""

    def __init__(self, model: str, folder: Path) -> None:
        self.request = request_in(folder, folder / "run", model)
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


def lateness(home: Home, folder: Path, model: str, seconds: float) -> list[float]:
    """Milliseconds by which ticks of the window came late while it trained, in order of size."""
    qt = make_qt()
    application = Application(qt, home)
    application.start()
    application.window.show_training()
    told: list[Event] = []
    application.training.told.connect(told.append)
    application.training.start(request_in(folder, home.training / "runs" / "r1", model))
    until = time.monotonic() + START
    while not any(isinstance(event, Step) for event in told):
        if time.monotonic() > until:
            raise SystemExit(f"the run did not begin: {told[-1:]}")
        qt.processEvents()
        time.sleep(0.01)
    late: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        late.append(1000 * (now - last) - TICK)
        last = now

    # A loop of its own: the application is not quit while a run is under way.
    loop, timer = QEventLoop(), QTimer(interval=TICK, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    timer.start()
    loop.exec()
    timer.stop()
    application.close()
    return sorted(late)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--asks", type=int, default=12)
    parser.add_argument("--trained", default="gemma")
    parser.add_argument("--seconds", type=float, default=12.0)
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
        late = lateness(home, folder, trained, wanted.seconds)
        p99, most = late[len(late) * 99 // 100], late[-1]
        say(f"the window: median {statistics.median(late):.1f}, p99 {p99:.1f}, max {most:.1f} ms")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
