"""Which backups may go: the scheme of Anki, by days, and a budget of bytes. Knows no files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

# How many are kept of each kind, after those of today and yesterday, which all stay.
DAILY: Final = 12
WEEKLY: Final = 10
MONTHLY: Final = 9

# Bytes of all copies together. The scheme keeps more than thirty, which with 100,000 messages
# (110 MB) would be 4 GB and more; a small disk, half full, can spare this much unasked.
BUDGET: Final = 2_000_000_000
LEAST: Final = 3  # backups that stay whatever they take: the newest one may have the fault, too


def surplus(days: Iterable[date], today: date) -> set[int]:
    """The places in `days`, the newest first, of backups that are not kept.

    All of today and yesterday stay; before them the last one of each of 12 days, then of 10 weeks,
    then of 9 months. Days to come stay too: a clock went wrong, and nobody knows when.
    """
    rules = [(DAILY, _day), (WEEKLY, _week), (MONTHLY, _month)]
    left, period = rules.pop(0)
    last: date | None = None
    gone = set()
    for place, day in enumerate(days):
        if day.toordinal() >= today.toordinal() - 1:
            last = day
            continue
        while not left and rules:
            left, period = rules.pop(0)
        if left and (last is None or period(day) < period(last)):
            left -= 1
            last = day
        else:
            gone.add(place)
    return gone


def over_budget(sizes: Sequence[int], others: int) -> set[int]:
    """The places in `sizes`, the newest first, of backups too many for `BUDGET`: the oldest ones.
    `others` are the bytes of copies that stay in any case."""
    total = others + sum(sizes)
    gone = set()
    for place in reversed(range(LEAST, len(sizes))):
        if total <= BUDGET:
            break
        total -= sizes[place]
        gone.add(place)
    return gone


def _day(day: date) -> int:
    return day.toordinal()


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7  # weeks begin on Monday, as 1 January of year 1 was one


def _month(day: date) -> int:
    return day.year * 12 + day.month
