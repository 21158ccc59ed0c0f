"""Grammars of numbers between two bounds, digit by digit. Knows no schema."""

from __future__ import annotations

import math
from dataclasses import dataclass

MOST_DIGITS = 16
_FRACTION = '("." [0-9]{1,16})?'
_NO_FRACTION = '("." "0"{1,16})?'
_SOME_FRACTION = '"." [0-9]{0,15} [1-9]'


@dataclass(frozen=True, slots=True)
class Range:
    """Numbers from `low` to `high`, None for no end; `open`: the bound itself is not among them."""

    low: int | None
    high: int | None
    low_open: bool = False
    high_open: bool = False

    @classmethod
    def of(
        cls,
        minimum: float | None,
        maximum: float | None,
        above: float | None,
        below: float | None,
        *,
        whole: bool,
    ) -> Range:
        """The range of four bounds, the last two open. Raises ValueError where a grammar cannot
        have it: a number is told from a bound only where that is whole."""
        low_open = above is not None and (minimum is None or above >= minimum)
        high_open = below is not None and (maximum is None or below <= maximum)
        low, high = above if low_open else minimum, below if high_open else maximum
        for bound in (low, high):
            if bound is not None and not abs(bound) < 10**MOST_DIGITS:
                raise ValueError("a bound of its numbers has too many digits")
            if bound is not None and not whole and not float(bound).is_integer():
                raise ValueError("numbers with a fraction can only be bounded by whole numbers")
        if whole:
            low, low_open = _inside(low, open_end=low_open, up=True), False
            high, high_open = _inside(high, open_end=high_open, up=False), False
        first = None if low is None else int(low)
        last = None if high is None else int(high)
        made = cls(first, last, low_open, high_open)
        empty = first is not None and last is not None
        if empty and (first > last or (first == last and (low_open or high_open))):  # type: ignore[operator] # neither is None
            raise ValueError("there is no number between its bounds")
        return made


def integers(bounds: Range) -> str:
    """An expression for the whole numbers of a closed range."""
    return " | ".join(
        f"{sign}({_magnitudes(low, high)})" for sign, low, high, _, _ in _halves(bounds)
    )


def numbers(bounds: Range) -> str:
    """An expression for the numbers of a range, with or without a fraction."""
    found: list[str] = []
    for sign, low, high, low_open, high_open in _halves(bounds):
        if low == high:
            found.append(f'{sign}"{low}" {_NO_FRACTION}')
            continue
        found.append(f'{sign}"{low}" {_SOME_FRACTION if low_open else _FRACTION}')
        if high is None or low + 1 < high:
            last = None if high is None else high - 1
            found.append(f"{sign}({_magnitudes(low + 1, last)}) {_FRACTION}")
        if high is not None and not high_open:
            found.append(f'{sign}"{high}" {_NO_FRACTION}')
    return " | ".join(found)


def _inside(bound: float | None, *, open_end: bool, up: bool) -> int | None:
    """The first whole number inside of a bound."""
    if bound is None:
        return None
    nearest = math.ceil(bound) if up else math.floor(bound)
    if open_end and nearest == bound:
        nearest += 1 if up else -1
    return nearest


def _halves(bounds: Range) -> list[tuple[str, int, int | None, bool, bool]]:
    """The range as magnitudes with a sign: (sign, low, high, low open, high open)."""
    low, high = bounds.low, bounds.high
    found: list[tuple[str, int, int | None, bool, bool]] = []
    if low is None or low < 0:
        most = None if low is None else -low
        if high is not None and high <= 0:
            found.append(('"-" ', -high, most, bounds.high_open, bounds.low_open))
        else:
            found.append(('"-" ', 0, most, False, bounds.low_open))
    if high is None or high > 0 or (high == 0 and not bounds.high_open):
        if low is not None and low >= 0:
            found.append(("", low, high, bounds.low_open, bounds.high_open))
        else:
            found.append(("", 0, high, False, bounds.high_open))
    return found


def _magnitudes(low: int, high: int | None) -> str:
    """Alternatives for the whole numbers from `low` to `high`, at most of `MOST_DIGITS` digits."""
    end = 10**MOST_DIGITS - 1 if high is None else high
    found: list[str] = []
    for length in range(len(str(low)), len(str(end)) + 1):
        first = max(low, 10 ** (length - 1) if length > 1 else 0)
        last = min(end, 10**length - 1)
        if first <= last:
            found += _between(str(first), str(last))
    return " | ".join(found)


def _between(first: str, last: str) -> list[str]:
    """Expressions for the numbers between two of the same length, as their digits."""
    if first == last:
        return [f'"{first}"']
    if not first.strip("0") and not last.strip("9"):
        return [f"[0-9]{{{len(first)}}}"]
    if first[0] == last[0]:
        return [f'"{first[0]}" ({" | ".join(_between(first[1:], last[1:]))})']
    if len(first) == 1:
        return [f"[{first}-{last}]"]
    low, high = int(first[0]), int(last[0])
    found: list[str] = []
    if first[1:].strip("0"):
        found.append(f'"{low}" ({" | ".join(_between(first[1:], "9" * (len(first) - 1)))})')
        low += 1
    tail = ""
    if last[1:].strip("9"):
        tail = f'"{high}" ({" | ".join(_between("0" * (len(last) - 1), last[1:]))})'
        high -= 1
    if low <= high:
        found.append(f"[{low}-{high}] [0-9]{{{len(first) - 1}}}")
    return [*found, tail] if tail else found
