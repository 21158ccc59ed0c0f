"""Reading JSON that nobody promised the shape of: every access has an answer, none raises.

Knows no format. What is missing or of another type reads as empty.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from engine.errors import InvalidInput
from engine.store.text import storable

_LATEST = 4_102_444_800.0  # the year 2100: numbers above are of a finer unit than seconds
_LONGEST_LINE = 300
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def broken(reason: str) -> InvalidInput:
    """A conversation that cannot be read; the reader adds where it is."""
    return InvalidInput("conversation", reason, "Export it again where it came from.")


def mapping(value: object) -> Mapping[str, object]:
    """`value` if it is an object of JSON, else an empty one."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> Sequence[object]:
    """`value` if it is an array of JSON, else an empty one."""
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """`value` if it is text, as it can be stored; else empty."""
    return storable(value) if isinstance(value, str) else ""


def line(value: object) -> str:
    """Text on one line, without control characters, cut where no title or name is so long."""
    found = value[: 4 * _LONGEST_LINE] if isinstance(value, str) else ""
    return " ".join(_CONTROL.sub(" ", storable(found)).split())[:_LONGEST_LINE]


def name(value: object) -> str | None:
    """What nodes of a tree are called by: text or a whole number, else None."""
    if isinstance(value, str) and value:
        return value
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 63:
        return str(value)
    return None


def time(value: object) -> float:
    """Seconds since 1970 of a number (s, ms, µs or ns) or of ISO 8601 text; 0 where it is none."""
    if isinstance(value, str):
        return _time_of_text(value.strip()[:64])
    if isinstance(value, bool) or not isinstance(value, int | float):
        return 0.0
    if not 0 < value < 1e20 or not math.isfinite(value):  # before float(), which big ones overflow
        return 0.0
    seconds = float(value)
    while seconds > _LATEST:
        seconds /= 1000
    return seconds


def _time_of_text(value: str) -> float:
    try:
        return time(float(value))
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(value)
        return time((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return 0.0
