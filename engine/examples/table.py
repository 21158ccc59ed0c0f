"""Tables: which columns there are, which they seem to be, and examples once they are told apart.

Rows are numbered as a spreadsheet numbers them. Knows neither separators nor spreadsheets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from engine.errors import DataError
from engine.examples.conversation import checked, checked_text
from engine.examples.delimited import Record
from engine.examples.faults import Faulty
from engine.examples.fields import short
from engine.examples.records import Columns, Example, RowFault, Table
from engine.files import shown
from engine.messages import ChatMessage

_ANSWERS: Final = (
    *("answer", "response", "output", "completion", "reply", "assistant", "target", "label"),
    *("答案", "回答", "回复", "答复", "输出", "标签", "答"),
)
_QUESTIONS: Final = (
    *("question", "prompt", "instruction", "query", "input", "user", "request", "text", "source"),
    *("问题", "提问", "输入", "指令", "用户", "文本", "问"),
)
_SYSTEMS: Final = ("system", "system prompt", "系统", "系统提示", "系统提示词")
_ERRORS: Final = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|SPILL!|CALC!)")
_SENTENCE: Final = re.compile(r"[.!?。！？]\s*$|\n")
_LONGEST_NAME: Final = 40


@dataclass(frozen=True, slots=True)
class Cells:
    """A table as it was read: names of columns, records below them, and faults of others."""

    columns: tuple[str, ...]
    records: tuple[Record, ...]
    faults: tuple[RowFault, ...]

    def table(self) -> Table:
        """What the user is asked about."""
        rows = tuple(record.cells for record in self.records)
        return Table(self.columns, rows, guess(self.columns))


def as_cells(path: Path, records: Iterable[Record], *, ragged: bool) -> Cells:
    """A table of its records, the first of which may name the columns. `ragged`: empty cells at the
    end of a record may be missing. Raises DataError for a table of nothing."""
    kept: list[Record] = []
    faults: list[RowFault] = []
    for record in records:
        if record.faulty is not None:
            faults.append(record.faulty.at(record.number))
        else:
            kept.append(record)
    if not kept:
        raise DataError(shown(path), "empty", "there is no row in it that can be read")
    first = kept[0].cells
    named = _is_header(kept)
    width = len(first) if named or not ragged else max(len(record.cells) for record in kept)
    columns = _unique(first if named else [_letters(i) for i in range(width)], width)
    found = []
    for record in kept[1:] if named else kept:
        try:
            found.append(Record(record.number, _fitted(record.cells, width, ragged)))
        except Faulty as faulty:
            faults.append(faulty.at(record.number))
    return Cells(columns, tuple(found), tuple(faults))


def guess(columns: Sequence[str]) -> Columns | None:
    """Which columns are which, by their names; None where they do not say which is the answer."""
    answer = _called(columns, _ANSWERS, "")
    if not answer:
        return None
    question = _called(columns, _QUESTIONS, answer)
    if not question and len(columns) > 1:
        return None
    return Columns(answer, question, _called(columns, _SYSTEMS, answer))


def examples(path: Path, cells: Cells, columns: Columns) -> tuple[list[Example], list[RowFault]]:
    """The examples of a table. Raises DataError where it has no such columns."""
    places = {}
    for name in filter(None, (columns.answer, columns.question, columns.system)):
        if name not in cells.columns:
            reason = f"it has no column {short(name)}, but {', '.join(cells.columns)}"
            raise DataError(shown(path), "columns", reason, "Choose columns that are there.")
        places[name] = cells.columns.index(name)
    if not columns.answer:
        raise DataError(
            shown(path), "columns", "no column has the answer", "Choose the column of the answer."
        )
    found, faults = [], list(cells.faults)
    for record in cells.records:
        try:
            said = {name: _said(record, name, place) for name, place in places.items()}
            found.append(Example(_messages(said, columns), record.number))
        except Faulty as faulty:
            faults.append(faulty.at(record.number))
    return found, faults


def _messages(said: dict[str, str], columns: Columns) -> tuple[ChatMessage, ...]:
    answer = said[columns.answer]
    if not columns.question:
        return checked_text(answer)
    system = said.get(columns.system, "")
    turns = [
        ChatMessage("user", said[columns.question]),
        ChatMessage("assistant", answer),
    ]
    return checked([ChatMessage("system", system), *turns] if system.strip() else turns)


def _said(record: Record, name: str, place: int) -> str:
    cell = record.cells[place].strip()
    if _ERRORS.fullmatch(cell):
        raise Faulty("row_cell", column=short(name), found=cell)
    return cell


def _is_header(records: Sequence[Record]) -> bool:
    """Whether the first record names the columns: it has a known name, or reads like names."""
    first = [cell.strip() for cell in records[0].cells]
    if any(_known(cell) in (*_ANSWERS, *_QUESTIONS, *_SYSTEMS) for cell in first):
        return True
    if len(records) < 2 or not all(first) or len({*first}) < len(first):
        return False
    return all(
        len(cell) <= _LONGEST_NAME and not _SENTENCE.search(cell) and not cell.isdecimal()
        for cell in first
    )


def _fitted(cells: Sequence[str], width: int, ragged: bool) -> tuple[str, ...]:
    """The cells of a record, as many as there are columns. Raises Faulty where they are not."""
    if len(cells) != width and not (ragged and not any(cells[width:])):
        raise Faulty("row_columns", found=len(cells), expected=width)
    return (*cells[:width], *[""] * (width - len(cells)))


def _unique(names: Sequence[str], width: int) -> tuple[str, ...]:
    """Names of columns, each once; one without a name gets its letters."""
    found: list[str] = []
    for place in range(width):
        name = " ".join(names[place].split()) if place < len(names) else ""
        name = name or _letters(place)
        found.append(name if name not in found else f"{name} ({_letters(place)})")
    return tuple(found)


def _letters(place: int) -> str:
    """What a spreadsheet calls a column."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _known(name: str) -> str:
    return re.sub(r"[\s_-]+", " ", name).strip().casefold()


def _called(columns: Sequence[str], names: Sequence[str], taken: str) -> str:
    """The first column of such a name; empty where none has one."""
    for name in names:
        for column in columns:
            if _known(column) == name and column != taken:
                return column
    return ""
