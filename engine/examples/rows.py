"""Rows of JSON out of a text: one a line, or one list of them. Knows no form of a row."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import msgspec

from engine.examples.faults import LONGEST_ROW, Faulty

_LISTS = ("data", "examples", "rows", "items", "train")
_BEGINS = re.compile(r"""\s*(?:\{\s*["}]|\[\s*[\]{\["])""")
_ROOM = 8
"""Characters of JSON for one of text, at most: where a line has more, it is not even read."""


@dataclass(frozen=True, slots=True)
class JsonRow:
    """A row: its value, or why there is none. `number` is that of its line, or in its list."""

    number: int
    value: object = None
    faulty: Faulty | None = None


class NotJson(Exception):
    """Raised for a text that begins as one list or object of JSON and does not end as one."""


def is_json(text: str) -> bool:
    """Whether a text begins as rows of JSON do."""
    return bool(_BEGINS.match(text))


def json_rows(text: str) -> Iterator[JsonRow]:
    """The rows of a text, broken ones with their faults. Raises NotJson."""
    whole, reason = _whole(text)
    if whole is None:
        first = text.lstrip().partition("\n")[0].rstrip()
        if not _is_json(first) and (first.startswith("[") or not first.endswith("}")):
            raise NotJson(reason)
        yield from _lines(text)
        return
    for number, value in enumerate(whole, start=1):
        yield JsonRow(number, value)


def _whole(text: str) -> tuple[list[object] | None, str]:
    """The rows of a text that is one value of JSON; None where it is not, and why."""
    try:
        value = _decoded(text)
    except (msgspec.MsgspecError, RecursionError) as error:
        return None, _why(error)
    if isinstance(value, list):
        return value, ""
    for name in _LISTS if isinstance(value, dict) else ():
        rows = value.get(name)
        if isinstance(rows, list) and rows and isinstance(rows[0], dict):
            return rows, ""
    return [value], ""


def _is_json(line: str) -> bool:
    try:
        _decoded(line)
    except (msgspec.MsgspecError, RecursionError):
        return False
    return True


def _decoded(text: str) -> Any:  # noqa: ANN401 - whatever it holds
    return msgspec.json.decode(text.encode())


def _lines(text: str) -> Iterator[JsonRow]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            yield JsonRow(number, _value(line))
        except Faulty as faulty:
            yield JsonRow(number, faulty=faulty)


def _value(line: str) -> object:
    if len(line) > _ROOM * LONGEST_ROW:
        raise Faulty("row_too_large", characters=len(line), most=LONGEST_ROW)
    try:
        return _decoded(line)
    except (msgspec.MsgspecError, RecursionError) as error:
        raise Faulty("row_json", reason=_why(error)) from error


def _why(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return str(error).removeprefix("JSON is malformed: ") or "it cannot be read"
