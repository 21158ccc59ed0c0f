"""Records of a text with separators (CSV, TSV), with what is wrong with each.

Quotes as in RFC 4180. A quote that is never closed costs its own record only, not all that follow.
Knows no columns.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from engine.examples.faults import LONGEST_ROW, Faulty

_SEPARATORS: Final = (",", ";", "\t", "|")
_MOST_LINES: Final = 500
"""Lines of one record; a quote that is open for longer was not meant."""
_SAMPLE: Final = 60


@dataclass(frozen=True, slots=True)
class Record:
    """The cells of a record, or why there are none. `number` counts records and empty lines."""

    number: int
    cells: tuple[str, ...] = ()
    faulty: Faulty | None = None


def separator(text: str) -> str:
    """The separator that most records have in equal numbers; empty where there is none."""
    lines = [line for line in text.split("\n", _SAMPLE * 4) if line.strip()][: _SAMPLE * 4]
    best, found = 0.0, ""
    for one in _SEPARATORS:
        widths = [len(record.cells) for record in _records(lines, one, _SAMPLE) if record.cells]
        several = [width for width in widths if width > 1]
        if not several:
            continue
        usual = max(set(several), key=several.count)
        share = several.count(usual) / len(widths)
        if share > best + 0.01:
            best, found = share, one
    return found


def records(text: str, separator: str) -> Iterator[Record]:
    """All records of a text but empty ones."""
    yield from _records(text.split("\n"), separator)


def _records(lines: Sequence[str], separator: str, most: int = 0) -> Iterator[Record]:
    at = number = 0
    while at < len(lines) and not 0 < most <= number:
        number += 1
        if not lines[at].strip():
            at += 1
            continue
        cells, used = _record(lines, at, separator)
        at += used
        if isinstance(cells, Faulty):
            yield Record(number, faulty=cells)
        elif any(cell.strip() for cell in cells):
            yield Record(number, cells)


def _record(lines: Sequence[str], at: int, separator: str) -> tuple[tuple[str, ...] | Faulty, int]:
    """The record that begins at a line, and how many lines it has."""
    end = min(len(lines), at + _MOST_LINES)
    reader = csv.reader(
        (f"{lines[i]}\n" for i in range(at, end)), delimiter=separator or ",", strict=True
    )
    try:
        cells = tuple(next(reader))
    except csv.Error:
        line = lines[at]
        if len(line) > csv.field_size_limit():
            return Faulty("row_too_large", characters=len(line), most=LONGEST_ROW), 1
        return Faulty("row_quote"), 1
    return cells, reader.line_num
