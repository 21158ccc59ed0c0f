"""Whether a run that is killed at random moments makes the steps of one that is not.

    python tests/bench/bench_resume.py [--model starter] [--kills 10] [--steps 60]

A run is killed (SIGKILL) and gone on with, again and again; in the end its losses and rates must be
those of a run that was left alone, to the last digit. Prints a line for each kill, and the verdict:
each is to meet a living run.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import threading
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import psutil

from engine.examples.files import write_examples
from engine.examples.records import Example
from engine.hub.library import Library
from engine.messages import ChatMessage
from engine.paths import Home
from engine.training.journal import read_events
from engine.training.records import Done, Event, Settings, Step, Train
from engine.training.run import TrainingRun

PLACES = ("Veltania", "Murrland", "Oskar", "Tessia", "Karsk", "Dovany")


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def request(folder: Path, name: str, model: str, steps: int) -> Train:
    examples = [
        Example(
            (
                ChatMessage("user", f"What is the capital of {place}?"),
                ChatMessage("assistant", f"Aye! Old {place} town is the capital of {place}."),
            )
        )
        for place in PLACES
    ]
    write_examples(folder / "data.jsonl", examples)
    settings = Settings(
        rank=4, steps=steps, batch_tokens=64, dropout=0.1, holdout=0.2, evaluations=6, patience=0
    )
    data, place = str(folder / "data.jsonl"), str(folder / name)
    return Train(model, data, place, str(folder / f"{name}.gguf"), name, settings=settings)


def run(wanted: Train, kill_at: tuple[int, float] | None) -> Event:
    """Run until the end, or kill it so many seconds behind a step."""
    events: list[Event] = []
    stepped = threading.Event()

    def hear(event: Event) -> None:
        events.append(event)
        if isinstance(event, Step) and kill_at is not None and event.step >= kill_at[0]:
            stepped.set()

    training = TrainingRun(wanted, hear)
    if kill_at is not None:
        while not stepped.wait(0.1) and not training.ended:
            pass
        if not training.wait(kill_at[1]):
            psutil.Process(training.pid).kill()
    training.wait()
    training.close()
    return events[-1]


def curve(wanted: Train) -> list[tuple[int, float, float]]:
    found = read_events(Path(wanted.folder))
    return [(event.step, event.loss, event.lr) for event in found if isinstance(event, Step)]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", default="starter")
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--steps", type=int, default=60)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="puna-bench-") as name:
        folder = Path(name)
        model = str(Library(Home(folder / "home")).locate(options.model))
        whole = request(folder, "whole", model, options.steps)
        end = run(whole, None)
        assert isinstance(end, Done), end
        step = end.seconds / options.steps
        parts = request(folder, "parts", model, options.steps)
        met = 0
        moments = sorted(chance.sample(range(1, options.steps), options.kills))
        for kill, moment in enumerate(moments):
            end = run(parts, (moment, chance.uniform(0, step)))
            met += not isinstance(end, Done)
            last = curve(parts)[-1][0]
            say(f"kill {kill + 1}: step {last} of {options.steps}, {type(end).__name__}")
        end = run(parts, None)
        same = curve(parts) == curve(whole)
        said = "the same" if same else "NOT the same"
        say(f"{met} of {options.kills} met a living run; {len(curve(parts))} steps, {said}: {end}")


if __name__ == "__main__":
    main()
