"""Calls that may take long, such as to the network, each on a thread of its own: a silent hub holds
up nothing else.

Their results come to the GUI thread through the bridge. When the window closes, a call is waited
for only a little: its thread ends with the program, and what it brings is dropped.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, TypeVar

from app.bridge import Bridge
from engine.errors import ErrorInfo

T = TypeVar("T")

AT_ONCE: Final = 4
PATIENCE: Final = 3.0  # seconds; a network may hold on for longer


class Calls:
    """At most four at once; the others wait for their turn."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._closed = threading.Event()
        self._threads: list[threading.Thread] = []

    def run(
        self,
        function: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[ErrorInfo], None],
    ) -> None:
        """Call `function` on another thread; then `done` or `failed` on this one."""
        future: Future[T] = Future()
        self._bridge.deliver(future, done, failed)

        def work() -> None:
            with self._turns:
                if self._closed.is_set():
                    future.cancel()
                    return
                try:
                    future.set_result(function())
                except BaseException as error:  # noqa: BLE001  # delivered, worded or logged there
                    future.set_exception(error)

        thread = threading.Thread(target=work, name="app-calls", daemon=True)
        self._threads = [known for known in self._threads if known.is_alive()]
        self._threads.append(thread)
        thread.start()

    def close(self) -> None:
        """Begin nothing more, and wait a little for what is under way."""
        self._closed.set()
        until = time.monotonic() + PATIENCE
        for thread in self._threads:
            thread.join(max(0.0, until - time.monotonic()))
