"""What is wanted of a run while it works: to pause, to stop, or to end because nobody listens.

Heard on a thread of its own, asked for between two passes. Knows no torch.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Literal

from engine.training.records import Command, Pause, Stop

Wish = Literal["go on", "pause", "stop", "keep", "end"]
"""`stop` and `keep`: now, without an adapter or with it. `end`: whoever started it has gone."""


class Control:
    """`hear` may be called from any thread, also from a signal's handler."""

    def __init__(self) -> None:
        self._changed = threading.Condition(threading.RLock())
        self._wish: Wish = "go on"

    @property
    def wish(self) -> Wish:
        return self._wish

    def hear(self, command: Command | None) -> None:
        """A command; None is the end of all of them. What stops a run cannot be taken back."""
        with self._changed:
            match command:
                case None:
                    self._wish = "end" if self._wish in ("go on", "pause") else self._wish
                case Stop():
                    if self._wish != "end":
                        self._wish = "keep" if command.keep else "stop"
                case _:
                    if self._wish in ("go on", "pause"):
                        self._wish = "pause" if isinstance(command, Pause) else "go on"
            self._changed.notify_all()

    def wait(self) -> Wish:
        """Wait as long as a pause lasts; what is wanted then."""
        with self._changed:
            while self._wish == "pause":
                self._changed.wait()
            return self._wish

    def listen(self, read: Callable[[], Command | None]) -> None:
        """Hear all that `read` gives, until it gives None. Runs on a daemon thread: a read of a
        pipe cannot be called off."""

        def hear_all() -> None:
            while (command := read()) is not None:
                self.hear(command)
            self.hear(None)

        threading.Thread(target=hear_all, name="training-commands", daemon=True).start()
