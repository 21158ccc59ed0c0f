"""What the engine process asks of a model: llama.cpp and the scripted model both do this.

Also the state of a job: who sees that it was cancelled. Knows neither kind of model.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Protocol

from engine.messages import ChatRequest, Event, Finished, Measured, ModelInfo

Emit = Callable[[Event], None]
_STOP = b"x"


class Job:
    """One request being worked on. `cancelled` may be set by another thread at any moment.

    `flag` says the same to native code: a C string that is empty until the job was cancelled.
    """

    __slots__ = ("_cancelled", "flag", "id")

    def __init__(self, id: int) -> None:
        self.id = id
        self.flag = ctypes.create_string_buffer(2)
        self._cancelled = False

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    @cancelled.setter
    def cancelled(self, cancelled: bool) -> None:
        self._cancelled = cancelled
        self.flag.value = _STOP if cancelled else b""

    def interrupt(self) -> None:
        """End what native code is at now, although the job goes on: then call `resume`."""
        self.flag.value = _STOP

    def resume(self) -> None:
        self.flag.value = b""
        if self._cancelled:  # meanwhile
            self.flag.value = _STOP


class Cancelled(Exception):
    """Raised inside the engine process when a job was cancelled; never leaves it."""


class ChatModel(Protocol):
    """A model that is open and answers one conversation at a time."""

    @property
    def info(self) -> ModelInfo: ...

    def changed(self) -> bool:
        """Whether the file is no longer the one that was opened."""
        ...

    def generate(self, request: ChatRequest, job: Job, emit: Emit) -> Finished:
        """Answer, sending Prefill and Text through `emit`. Raises PunaError.

        A cancelled job returns Finished with reason `cancelled`; its text so far was sent.
        `stats.load_s` is left 0: loading is not the model's business.
        """
        ...

    def rest(self, *, parting: bool) -> None:
        """Nothing else is to be done: keep what the last reply read, where that may be of use.
        `parting`: it is to be written, or the model to be closed."""
        ...

    def measure(self, request: ChatRequest, job: Job, *, text: bool) -> Measured:
        """Count a prompt, with its text if asked for. Called on another thread than all else, by
        one at a time, and never when the model is closed. Raises Cancelled, PunaError."""
        ...

    def close(self) -> None: ...
