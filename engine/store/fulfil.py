"""Keeps the promise of a future on the thread that works for it. Knows nothing of the work."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from engine.errors import Bug, PunaError

T = TypeVar("T")


def fulfil(future: Future[T], work: Callable[[], T]) -> None:
    """Do `work` for `future`. Its error is a PunaError; what nobody meant to raise is a Bug."""
    if not future.set_running_or_notify_cancel():
        return
    try:
        future.set_result(work())
    except PunaError as error:
        future.set_exception(error)
    except Exception:  # noqa: BLE001 - travels on as a Bug, and the thread lives on
        future.set_exception(Bug(traceback.format_exc()))
