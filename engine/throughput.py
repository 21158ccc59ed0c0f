"""How fast this computer reads its memory and multiplies matrices, measured by a short loop.

One thread a core, as llama.cpp uses them, and none of the libraries under numpy. Takes under 0.3 s
and 128 MiB. Knows no model.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated, Final

import msgspec

from engine.hardware import busy_seconds, physical_cores

_READ: Final = 128 << 20
"""Bytes read again and again by all readers together: more than processors keep near them."""
_SECONDS: Final = 0.04
"""For each of the two."""
_SIDE: Final = 64
"""Rows and columns of a matrix: so small that no library divides the work among threads."""
_STACK: Final = 64
"""Products at once."""
_BUSY: Final = 0.25
"""Cores that other programs may use meanwhile."""


_Rate = Annotated[float, msgspec.Meta(gt=0)]


class Throughput(msgspec.Struct, frozen=True):
    """Bytes of memory read and floating-point operations of matrix products a second, by all cores.

    `certain`: no other program took part of the cores meanwhile.
    """

    bandwidth: _Rate
    flops: _Rate
    certain: bool = True


def measure() -> Throughput:
    """Measure both, with one thread a core."""
    cores = physical_cores()
    began, used, ours = time.monotonic(), busy_seconds(), time.process_time()
    bandwidth = _bandwidth(cores)
    flops = _flops(cores)
    took = time.monotonic() - began
    others = (busy_seconds() - used) - (time.process_time() - ours)
    return Throughput(bandwidth, flops, certain=others <= _BUSY * took)


def _bandwidth(cores: int) -> float:
    import numpy as np  # not before it is needed: it takes longer than all the rest of the engine

    numbers = _READ // cores // 4

    def reading() -> Callable[[], object]:
        return np.ones(numbers, np.int32).max

    return _together(cores, reading, numbers * 4)


def _flops(cores: int) -> float:
    import numpy as np

    def multiplying() -> Callable[[], object]:
        left = np.full((_STACK, _SIDE, _SIDE), 0.5, np.float32)
        room = np.empty_like(left)
        return lambda: np.matmul(left, left[0], out=room)

    return _together(cores, multiplying, 2 * _SIDE**3 * _STACK)


def _together(cores: int, prepare: Callable[[], Callable[[], object]], amount: float) -> float:
    """What all threads do in a second at best, each doing `amount` at a time."""
    ready = threading.Barrier(cores)

    def run() -> float:
        try:
            work = prepare()
        except MemoryError:
            ready.abort()  # the others would wait for ever
            raise
        ready.wait()
        return amount / _best(work)

    with ThreadPoolExecutor(cores) as pool:
        return sum(found.result() for found in [pool.submit(run) for _ in range(cores)])


def _best(work: Callable[[], object]) -> float:
    """Seconds of the fastest run in the time there is: the others were held up."""
    best = float("inf")
    end = time.perf_counter() + _SECONDS
    while (began := time.perf_counter()) < end or best == float("inf"):
        work()
        best = min(best, time.perf_counter() - began)
    return best
