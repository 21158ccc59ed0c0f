"""A run of several processes, started by torchrun with the options of `puna train`.

Each process reads the model and the examples where it runs; the first keeps the run's folder and
speaks for all. An interrupt, or the end that torchrun asks for, leaves a checkpoint. Knows the
command line, which nothing else here does.
"""

from __future__ import annotations

import contextlib
import io
import os
import signal
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from engine.cli.main import main
from engine.cli.train import Launch
from engine.paths import Home
from engine.training.control import Control
from engine.training.records import Event, Train
from engine.training.worker import work


def run(arguments: Sequence[str]) -> int:
    """Train with these options; the exit code is that of `puna train`."""
    control = Control()

    def end(_: int, __: FrameType | None) -> None:
        control.hear(None)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)

    def start(request: Train, hear: Callable[[Event], None]) -> Event:
        events: list[Event] = []

        def tell(event: Event) -> None:
            events[:] = [event]
            hear(event)

        work(request, control, tell)
        return events[0]

    if not int(os.environ.get("RANK", "0")):
        return main(["train", *arguments], launch=Launch(Home.default(), start))
    with (
        tempfile.TemporaryDirectory(prefix="puna-") as folder,  # the first keeps it for all
        contextlib.redirect_stdout(io.StringIO()),  # and speaks for all, but for errors
    ):
        return main(["train", *arguments], launch=Launch(Home.default(), start, Path(folder)))
