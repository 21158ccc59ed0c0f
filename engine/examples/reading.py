"""Any file of examples to examples: the format is recognised, each bad row is named.

Nothing is half-read: a row is an example or a fault. Knows the formats by their readers only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from engine.errors import DataError
from engine.examples.duplicates import duplicates
from engine.examples.faults import Faulty
from engine.examples.formats import NAMES, example
from engine.examples.records import Columns, DataSet, Example, Format, RowFault, Table
from engine.examples.rows import JsonRow, NotJson, is_json, json_rows
from engine.examples.text import decoded, read_bytes
from engine.files import shown


def read_examples(path: Path, columns: Columns | None = None) -> DataSet | Table:
    """The examples of a file; of a table whose `columns` are not told, the table to ask about.

    Raises StorageError, and DataError for a file that cannot be used at all.
    """
    data = read_bytes(path)
    return read_text(decoded(path, data), path, columns)


def read_text(text: str, path: Path, columns: Columns | None = None) -> DataSet | Table:
    """The same for a text, as one that was pasted; `path` names it. Raises DataError."""
    if is_json(text):
        try:
            return from_json(json_rows(text), path)
        except NotJson as error:
            reason = f"it is not valid JSON ({error})"
            raise DataError(shown(path), "json", reason) from error
    raise DataError(shown(path), "format", "its format is not known")


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
