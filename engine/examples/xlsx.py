"""Spreadsheets of Excel as records. The only module that imports openpyxl, and late.

Read row by row, and only what is in cells: no formula is computed, no link followed.
"""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from engine.errors import DataError
from engine.examples.delimited import Record
from engine.files import shown

SIGNATURE: Final = b"PK\x03\x04"
_MOST_BYTES: Final = 128 << 20
"""Of the unpacked file: a small one may unpack to anything."""
_MOST_COLUMNS: Final = 200
_MOST_ROWS: Final = 1_000_000


def records(path: Path) -> Iterator[Record]:
    """The rows of the first sheet that has any, but empty ones. Raises DataError, StorageError."""
    _check(path)
    from openpyxl import load_workbook  # type: ignore[import-untyped]  # no types; loads slowly

    try:
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # what some programs write there is wrong
                found = False
                for record in _rows(sheet.iter_rows(values_only=True)):
                    found = True
                    yield record
                if found:
                    return
        finally:
            book.close()
    except DataError:
        raise
    except Exception as error:  # openpyxl raises anything at what it cannot read
        raise _damaged(path, f"{type(error).__name__}: {error}"[:200]) from error


def _rows(rows: Iterator[tuple[object, ...]]) -> Iterator[Record]:
    for number, row in enumerate(rows, start=1):
        if number > _MOST_ROWS:
            return
        cells = [_text(value) for value in row[:_MOST_COLUMNS]]
        while cells and not cells[-1]:
            cells.pop()
        if any(cell.strip() for cell in cells):
            yield Record(number, tuple(cells))


def _text(value: object) -> str:
    """What a cell shows, more or less: spreadsheets keep whole numbers as floats."""
    match value:
        case None:
            return ""
        case bool():
            return "TRUE" if value else "FALSE"
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case datetime.datetime() if value.time() == datetime.time():
            return value.date().isoformat()
        case datetime.datetime():
            return value.isoformat(" ", "seconds")
        case datetime.date() | datetime.time():
            return value.isoformat()
        case _:
            return str(value)


def _check(path: Path) -> None:
    """Raises DataError for what is no spreadsheet, or too large."""
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
            size = sum(part.file_size for part in packed.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise _damaged(path, str(error)) from error
    if not any(name.startswith("xl/") for name in names):
        raise DataError(
            shown(path),
            "not_text",
            "it is neither text nor an Excel spreadsheet",
            "Save it as XLSX, CSV or text; documents to be asked about belong into Documents.",
        )
    if size > _MOST_BYTES:
        reason = f"unpacked, it has {size / 2**20:,.0f} MiB"
        raise DataError(shown(path), "too_large", reason, "Save a part of it, or save it as CSV.")


def _damaged(path: Path, reason: str) -> DataError:
    advice = "Open it in a spreadsheet program and save it again, as XLSX or CSV."
    return DataError(shown(path), "spreadsheet", f"the spreadsheet is damaged ({reason})", advice)
