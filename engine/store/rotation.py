"""Which backups may go: the scheme of Anki, by days. Knows no files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

# How many are kept of each kind, after those of today and yesterday, which all stay.
DAILY: Final = 12
WEEKLY: Final = 10
MONTHLY: Final = 9


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


def _day(day: date) -> int:
    return day.toordinal()


def _week(day: date) -> int:
    return (day.toordinal() - 1) // 7  # weeks begin on Monday, as 1 January of year 1 was one


def _month(day: date) -> int:
    return day.year * 12 + day.month
