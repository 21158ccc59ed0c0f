"""Any file of examples to examples: the format is recognised, each bad row is named.

Nothing is half-read: a row is an example or a fault. Knows the formats by their readers only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from engine.errors import DataError
from engine.examples import conll, plain, xlsx
from engine.examples.delimited import records, separator
from engine.examples.duplicates import duplicates
from engine.examples.faults import Faulty
from engine.examples.formats import NAMES, example
from engine.examples.records import Columns, DataSet, Example, Format, RowFault, Table
from engine.examples.rows import JsonRow, NotJson, is_json, json_rows
from engine.examples.table import Cells, as_cells, examples, guess
from engine.examples.text import decoded, read_bytes
from engine.files import shown

_JSON: Final = (".json", ".jsonl", ".ndjson", ".jsonlines")
_TABLES: Final = (".csv", ".tsv", ".tab", ".psv")
_TABBED: Final = (".tsv", ".tab")
_TEXTS: Final = (".txt", ".md", ".markdown", ".text")
_CONLL: Final = (".conll", ".bio", ".iob", ".iob2")
_OTHERS: Final = (
    (b"\xd0\xcf\x11\xe0", "a document of old Office programs"),
    (b"%PDF-", "a PDF document"),
    (b"PAR1", "a Parquet file"),
    (b"\x1f\x8b", "a packed file"),
    (b"GGUF", "a model"),
)


def read_examples(path: Path, columns: Columns | None = None) -> DataSet | Table:
    """The examples of a file; of a table whose `columns` are not told, the table to ask about.

    Raises StorageError, and DataError for a file that cannot be used at all.
    """
    data = read_bytes(path)
    if data.startswith(xlsx.SIGNATURE):
        return _of_table(path, as_cells(path, xlsx.records(path), ragged=True), columns)
    _refuse_other(path, data)
    return read_text(decoded(path, data), path, columns)


def read_text(text: str, path: Path, columns: Columns | None = None) -> DataSet | Table:
    """The same for a text, as one that was pasted; `path` names it. Raises DataError."""
    ending = path.suffix.lower()
    if ending in _JSON or (ending not in _TABLES and is_json(text)):
        return _of_json(text, path)
    if ending in _CONLL or (ending not in _TABLES and conll.is_conll(text)):
        return made(path, "conll", *conll.examples(text))
    sign = separator(text) if ending not in _TEXTS else ""
    if columns is not None or ending in _TABLES or (sign and _names_columns(text, sign)):
        sign = "\t" if ending in _TABBED and "\t" in text else sign
        return _of_table(path, as_cells(path, records(text, sign), ragged=False), columns)
    return made(path, "text", *plain.examples(text))


def _of_json(text: str, path: Path) -> DataSet:
    try:
        return from_json(json_rows(text), path)
    except NotJson as error:
        advice = "Correct it there, or write one object of JSON a line (JSONL)."
        reason = f"it is not valid JSON: {error}"
        raise DataError(shown(path), "json", reason, advice) from error


def _of_table(path: Path, cells: Cells, columns: Columns | None) -> DataSet | Table:
    if columns is None:
        return cells.table()
    return made(path, "table", *examples(path, cells, columns))


def _names_columns(text: str, sign: str) -> bool:
    """Whether a text is a table although its name does not say so: cells of a spreadsheet that were
    copied, or with names of columns in its first line."""
    if sign == "\t":
        return True
    first = next(iter(records(text, sign)), None)
    return first is not None and guess(first.cells) is not None


def _refuse_other(path: Path, data: bytes) -> None:
    """Raises DataError for formats that are often taken for a table or a text."""
    for sign, what in _OTHERS:
        if data.startswith(sign):
            advice = "Save it as XLSX, CSV, JSONL or text, then choose that file."
            raise DataError(shown(path), "not_text", f"it is {what}", advice)


def from_json(rows: Iterable[JsonRow], path: Path) -> DataSet:
    """Examples of rows of JSON, all in the form most of them have. Raises DataError."""
    found: list[tuple[Format, Example]] = []
    faults: list[RowFault] = []
    for row in rows:
        try:
            if row.faulty is not None:
                raise row.faulty
            found.append(example(row.value, row.number))
        except Faulty as faulty:
            faults.append(faulty.at(row.number))
    forms = Counter(form for form, _ in found)
    if not forms:
        return made(path, "messages", [], faults)
    main = max(forms, key=lambda form: forms[form])
    others = [
        Faulty("row_mixed", found=NAMES[form], expected=NAMES[main]).at(one.row)
        for form, one in found
        if form != main
    ]
    return made(path, main, [one for form, one in found if form == main], [*faults, *others])


def made(path: Path, form: Format, examples: list[Example], faults: list[RowFault]) -> DataSet:
    """What was read of a file. Raises DataError where no row can be used and none says why."""
    if not examples and not faults:
        raise DataError(shown(path), "empty", "there is no example in it")
    faults = sorted(faults, key=lambda fault: fault.row)
    same = duplicates(examples)
    return DataSet(path.name, form, tuple(examples), tuple(faults), same)
