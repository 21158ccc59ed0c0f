"""Replies made again as their receipts say, to see whether the same comes of it. Keeps no text.

Knows no widgets. What came of a reply is remembered as long as Puna runs.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from app.bridge import Bridge
from engine.engine import Engine, Job
from engine.errors import ErrorInfo
from engine.messages import ChatRequest, Event, Failed, Finished, Prefill, ReplayResult, Text


@dataclass(frozen=True, slots=True)
class Replayed:
    """How far a replay is, from 0 to 1, or what came of it. All None and 0: it was stopped."""

    running: bool = False
    share: float = 0.0
    result: ReplayResult | None = None
    error: ErrorInfo | None = None


class Replaying(QObject):
    """The replays under way, one for each message at most."""

    changed = Signal(int)  # a message

    def __init__(self, engine: Engine, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._bridge = bridge
        self._jobs: dict[int, Job] = {}
        self._states: dict[int, Replayed] = {}

    def state(self, message_id: int) -> Replayed | None:
        """What is known of that message; None where it was not made again."""
        return self._states.get(message_id)

    def start(self, message_id: int, request: ChatRequest, length: int) -> None:
        """Make a reply of `length` characters again."""
        if message_id in self._jobs:
            return
        heard = 0

        def hear(event: Event) -> None:
            nonlocal heard
            match event:
                case Prefill(done=done, total=total) if total:
                    self._tell(message_id, Replayed(True, 0.5 * done / total))
                case Text(text=text):
                    heard += len(text)
                    share = 0.5 + 0.5 * min(1.0, heard / max(1, length))
                    self._tell(message_id, Replayed(True, share))
                case Finished(replay=replay):
                    self._end(message_id, Replayed(result=replay))
                case Failed(error=error):
                    self._end(message_id, Replayed(error=error))

        self._tell(message_id, Replayed(True))
        self._jobs[message_id] = self._engine.chat(request, self._bridge.sink(hear))

    def stop(self, message_id: int) -> None:
        """Make it no further."""
        if (job := self._jobs.get(message_id)) is not None:
            job.cancel()

    def close(self) -> None:
        """Stop all."""
        for job in self._jobs.values():
            job.cancel()

    def _end(self, message_id: int, state: Replayed) -> None:
        self._jobs.pop(message_id, None)
        self._tell(message_id, state)

    def _tell(self, message_id: int, state: Replayed) -> None:
        self._states[message_id] = state
        self.changed.emit(message_id)
