"""Calls that may take long, such as to the network, each on a thread of its own: a silent hub holds
up nothing else.

Their results come to the GUI thread through the bridge. When the window closes, no call is waited
for: its thread ends with the program, and what it brings is dropped.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Final, TypeVar

from app.bridge import Bridge
from engine.errors import ErrorInfo

T = TypeVar("T")

AT_ONCE: Final = 4


class Calls:
    """At most four at once; the others wait for their turn."""

    def __init__(self, bridge: Bridge) -> None:
        self._bridge = bridge
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._closed = threading.Event()

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

        threading.Thread(target=work, name="app-network", daemon=True).start()

    def close(self) -> None:
        """Begin nothing more."""
        self._closed.set()
