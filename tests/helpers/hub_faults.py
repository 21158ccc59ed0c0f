"""What can go wrong on the way from a hub, each made on purpose by `helpers.fakehub`.

A fault names what, where and how often; the server asks `Faults` before each answer and takes what
it gets. Offsets count from the start of the file, whatever part of it was asked for.
"""

from __future__ import annotations

import fnmatch
import threading
from collections.abc import Sequence
from typing import Literal

import msgspec

Kind = Literal[
    "drop",  # the connection ends once the body reaches `at`
    "reset",  # it is torn down there, and what was on its way is lost
    "drop_every",  # it ends after every `at` bytes of each answer
    "flip",  # one bit of byte `at` arrives wrong
    "short",  # the file ends at `at`, and the headers say the same
    "size",  # the headers promise `at` bytes more than there are
    "ignored_range",  # 200 and the whole file, whatever range was asked for
    "other_range",  # 206 from byte 0, and its Content-Range says so
    "lying_range",  # 206 with the Content-Range that was asked for, and the bytes from byte 0
    "etag",  # another ETag than before: the file was changed
    "status",  # `status` instead of an answer that begins at `at` or later; `retry_after` with it
    "stall",  # nothing comes any more after byte `at`, for `seconds`
    "wait",  # the answer begins after `seconds`
    "page",  # 200 and a web page: a sign-in of the network
    "login",  # a redirect to such a page, on the other host name
]


class Fault(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing that goes wrong with answers whose path matches `path` (as in a shell).

    `where`: `hub` is the host the user asks, `cdn` the one it redirects to. `times`: how many
    answers it spoils, 0 for all.
    """

    kind: Kind
    path: str = "*"
    where: Literal["hub", "cdn"] = "cdn"
    at: int = 0
    times: int = 1
    status: int = 503
    retry_after: str = ""
    seconds: float = 60.0


class Faults:
    """The faults that still wait, thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: list[tuple[Fault, int]] = []

    def add(self, fault: Fault) -> None:
        with self._lock:
            self._waiting.append((fault, fault.times))

    def clear(self) -> None:
        with self._lock:
            self._waiting.clear()

    def waiting(self) -> Sequence[Fault]:
        with self._lock:
            return tuple(fault for fault, _ in self._waiting)

    def take(self, where: str, path: str, start: int = 0, end: int = 1) -> tuple[Fault, ...]:
        """The faults of one answer that sends bytes from `start` to before `end` of a file.

        A fault at a place waits for an answer that comes to that place, and only the first of them
        is taken: a later one is for the answer after it.
        """
        taken: list[Fault] = []
        with self._lock:
            kept: list[tuple[Fault, int]] = []
            for fault, left in sorted(self._waiting, key=lambda item: _place(item[0])):
                if not _meant(fault, where, path, start, end) or (
                    fault.kind in _BREAKS and any(other.kind in _BREAKS for other in taken)
                ):
                    kept.append((fault, left))
                    continue
                taken.append(fault)
                if left != 1:
                    kept.append((fault, left - 1 if left else 0))
            self._waiting = kept
        return tuple(taken)


_BREAKS = ("drop", "reset", "stall")
_PLACED = (*_BREAKS, "flip")
_EVERY = ("drop_every", "short", "size")
_RANGED = ("ignored_range", "other_range", "lying_range")


def _place(fault: Fault) -> int:
    return fault.at if fault.kind in _PLACED else 0


def _meant(fault: Fault, where: str, path: str, start: int, end: int) -> bool:
    if fault.where != where or not fnmatch.fnmatchcase(path, fault.path):
        return False
    if fault.kind in _PLACED:
        return start <= fault.at < end
    return start > 0 if fault.kind in _RANGED else start >= fault.at or fault.kind in _EVERY
