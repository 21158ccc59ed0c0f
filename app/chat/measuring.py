"""Counts what conversations take of the context, through the engine: one at a time.

Outlives the page. Knows nothing of what is done with the counts.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject
from shiboken6 import isValid

from app.bridge import Bridge
from engine.engine import Engine
from engine.errors import ErrorInfo
from engine.messages import ChatRequest, Event, Failed, Finished, Measured

Done = Callable[[Measured | None, ErrorInfo | None], None]


@dataclass(frozen=True, slots=True)
class _Wish:
    owner: QObject
    request: ChatRequest
    text: bool
    done: Done


class Measuring(QObject):
    """Of wishes for the same purpose only the newest is waited for."""

    def __init__(self, engine: Engine, bridge: Bridge, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._engine = engine
        self._bridge = bridge
        self._waiting: dict[str, _Wish] = {}
        self._running: tuple[str, _Wish] | None = None
        self._closed = False

    def ask(
        self,
        purpose: str,
        owner: QObject,
        request: ChatRequest,
        done: Done,
        *,
        text: bool = False,
    ) -> None:
        """Have a conversation counted; `done` gets what was measured, or why it was not, or
        neither where the engine ended. It is not called once `owner` is gone, nor for a wish that
        a newer one took the place of.
        """
        self._waiting[purpose] = _Wish(owner, request, text, done)
        self._next()

    def close(self) -> None:
        """Count nothing more."""
        self._closed = True
        self._waiting.clear()

    def drop(self, purpose: str) -> None:
        """Nobody waits for this any more."""
        self._waiting.pop(purpose, None)
        if self._running is not None and self._running[0] == purpose:
            self._running = (purpose, replace(self._running[1], done=_nothing))

    def _next(self) -> None:
        if self._closed or self._running is not None or not self._waiting:
            return
        purpose = next(iter(self._waiting))
        wish = self._waiting.pop(purpose)
        self._running = (purpose, wish)
        found: list[Measured] = []
        sink = self._bridge.sink(lambda event: self._on_event(event, found))
        self._engine.measure(wish.request, sink, wish.text)

    def _on_event(self, event: Event, found: list[Measured]) -> None:
        match event:
            case Measured():
                found.append(event)
            case Finished():
                self._end(found[0] if found else None, None)
            case Failed(error=error):
                self._end(None, error)

    def _end(self, measured: Measured | None, error: ErrorInfo | None) -> None:
        assert self._running is not None
        purpose, wish = self._running
        self._running = None
        newer = purpose in self._waiting
        self._next()
        if not newer and isValid(wish.owner):
            wish.done(measured, error)


def _nothing(_: Measured | None, __: ErrorInfo | None) -> None:
    """Whoever asked is gone."""
