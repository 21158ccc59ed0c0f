"""The batches a context was made of: written down as they happen, and read to repeat them.

The numbers of a model depend, in their last digits, on how many tokens it reads at once. Knows no
llama.cpp. A log is as in `Receipt.batches`: (size, how many in a row), a negative size for tokens
of the batch before that were taken back.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from engine.errors import Bug

Log = Sequence[tuple[int, int]]


class Batch(NamedTuple):
    """A batch of `size` tokens, of which the first `kept` stayed in the context."""

    size: int
    kept: int


class BatchLog:
    """What a context was made of so far."""

    def __init__(self, log: Log = ()) -> None:
        self._runs: list[tuple[int, int]] = list(log)

    def log(self) -> tuple[tuple[int, int], ...]:
        return tuple(self._runs)

    def read(self, size: int) -> None:
        """A batch was read."""
        if self._runs and self._runs[-1][0] == size:
            self._runs[-1] = size, self._runs[-1][1] + 1
        else:
            self._runs.append((size, 1))

    def drop(self, count: int) -> None:
        """The last `count` tokens were taken back. Batches of which nothing stays are forgotten."""
        while count > 0:
            if not self._runs:
                raise Bug("more tokens were taken back than were read")
            size, times = self._runs.pop()
            if size < 0:  # some of the batch before are gone already: count them as gone now
                count -= size
            elif size <= count:
                whole = min(times, count // size)
                count -= whole * size
                if times > whole:
                    self._runs.append((size, times - whole))
            else:
                if times > 1:
                    self._runs.append((size, times - 1))
                self._runs += [(size, 1), (-count, 1)]
                return


def batches(log: Log, most: int) -> Iterator[Batch] | None:
    """The batches of a log, one by one; None where it is no log of batches of at most `most`."""
    previous = 0
    for size, times in log:
        taken_back = size < 0 and times == 1 and 0 < -size < previous
        if times < 1 or size > most or not (size > 0 or taken_back):
            return None
        previous = max(0, size)
    return _expand(log)


def total(log: Log) -> int:
    """Tokens a context has after these."""
    return sum(size * times for size, times in log)


def batch_end(start: int, n_batch: int, length: int) -> int:
    """Where a batch from `start` ends. llama.cpp computes attention over whole blocks of 256 tokens
    of its memory: batches that end a little behind one would each pay for a block that is nearly
    empty (measured with a model of 1B: a tenth of the time), so the first one is cut there."""
    end = start + n_batch
    if end >= length:
        return length
    beyond = end % n_batch
    return end - beyond if beyond <= n_batch // 2 else end


def _expand(log: Log) -> Iterator[Batch]:
    for index, (size, times) in enumerate(log):
        if size < 0:
            continue
        for _ in range(times - 1):
            yield Batch(size, size)
        following = log[index + 1][0] if index + 1 < len(log) else 0
        yield Batch(size, size + min(0, following))
