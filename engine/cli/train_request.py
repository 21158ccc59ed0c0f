"""What `puna train` is asked for, as the request of a run: its folder made, its examples in it.

Knows neither the command line nor a process.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec

from engine.errors import AdapterError, DataError, InvalidInput
from engine.examples.files import load_examples, write_examples
from engine.examples.reading import read_examples
from engine.examples.records import Columns, DataSet, Example
from engine.files import shown
from engine.gguf.adapter import read_adapter
from engine.hub.library import Library
from engine.paths import Home
from engine.training.journal import read_request
from engine.training.limits import check_settings
from engine.training.records import Settings, Train
from engine.training.runs import Runs

DATA: Final = "examples.jsonl"
EVAL_DATA: Final = "held_out.jsonl"
Note = Callable[[str], None]


@dataclass(frozen=True)
class Wanted:
    """What was given; None and empty for what was not. `settings` are those given by their names.
    `skip_bad`: rows that cannot be used are left out instead of being an error."""

    model: str = ""
    data: Path | None = None
    out: Path | None = None
    eval_data: Path | None = None
    start: Path | None = None
    template: Path | None = None
    name: str = ""
    columns: Columns | None = None
    skip_bad: bool = False
    half: bool = False
    settings: Mapping[str, object] = field(default_factory=dict)


def request_for(home: Home, wanted: Wanted, folder: Path | None, note: Note) -> Train:
    """The request of a run: a new one, or the one in `folder` that is gone on with. `note` hears
    what a person should know of the examples.

    Raises InvalidInput for what is missing or is not what the run in the folder began with, and
    ModelNotFound, DataError, StorageError.
    """
    if folder is not None and (found := read_request(folder)) is not None:
        return _same(home, wanted, found)
    for name, given in (("-m", wanted.model), ("--data", wanted.data), ("--out", wanted.out)):
        if not given:
            raise InvalidInput(name, "it is missing", "See: puna train --help")
    assert wanted.data is not None
    assert wanted.out is not None
    settings = _settings(Settings(), wanted.settings)
    model = Library(home).locate(wanted.model).absolute()
    _check_out(wanted.out)
    learnt = read_data(wanted.data, wanted, note)
    judged = read_data(wanted.eval_data, wanted, note) if wanted.eval_data else ()
    template = _text(wanted.template) if wanted.template else ""
    name = wanted.name or wanted.out.stem
    place = (folder or Runs(home).new(name)).absolute()
    write_examples(place / DATA, learnt)
    if judged:
        write_examples(place / EVAL_DATA, judged)
    return Train(
        model=str(model),
        data=str(place / DATA),
        folder=str(place),
        out=str(wanted.out.absolute()),
        name=name,
        eval_data=str(place / EVAL_DATA) if judged else "",
        start=str(wanted.start.absolute()) if wanted.start else "",
        template=template,
        settings=settings,
        half=wanted.half,
    )


def read_data(path: Path, wanted: Wanted, note: Note) -> tuple[Example, ...]:
    """The examples of a file. Each row that cannot be used is noted; unless they are to be left
    out, nothing is learnt of half a file then: DataError."""
    found = read_table(path, wanted.columns)
    for fault in found.faults:
        note(f"Row {fault.row}: {fault.error.message} {fault.error.advice}".rstrip())
    if found.faults and not wanted.skip_bad:
        raise DataError(
            shown(path),
            "rows",
            f"{len(found.faults):,} of its rows cannot be used",
            "Correct these rows, or leave them out with --skip-bad.",
        )
    if found.format == "preference":
        note("Of each pair, the preferred answer is learnt.")
    if found.duplicates:
        note(f"{len(found.duplicates):,} rows repeat another one.")
    if not found.examples:
        raise DataError(shown(path), "empty", "there is no example in it")
    return found.examples


def read_table(data: Path, columns: Columns | None = None) -> DataSet:
    """The examples of a file; of a table, by the columns that are given or that their names tell.

    Raises StorageError, DataError.
    """
    found = read_examples(data, columns)
    if isinstance(found, DataSet):
        return found
    if found.guess is None:
        raise DataError(
            shown(data),
            "columns",
            f"its columns are {', '.join(found.columns)}",
            "Say which is which: --answer COLUMN, and --question COLUMN.",
        )
    known = read_examples(data, found.guess)
    assert isinstance(known, DataSet)
    return known


def _same(home: Home, wanted: Wanted, found: Train) -> Train:
    """The run that is gone on with, where nothing else was asked for."""
    settings = _settings(found.settings, wanted.settings)
    loose = {"threads": 0, "checkpointing": "auto"}
    checks = {
        "-m": not wanted.model
        or Library(home).locate(wanted.model).absolute() == Path(found.model),
        "--data": wanted.data is None or _equal(wanted.data, wanted, Path(found.data)),
        "settings": msgspec.structs.replace(settings, **loose)
        == msgspec.structs.replace(found.settings, **loose),
    }
    for name, same in checks.items():
        if not same:
            raise InvalidInput(
                name,
                f"the run in {found.folder} began with another",
                "Resume it as it began, or start a new run without --resume.",
            )
    if wanted.out is not None:
        _check_out(wanted.out)
    out = str(wanted.out.absolute()) if wanted.out else found.out
    return msgspec.structs.replace(found, out=out, settings=settings)


def _equal(path: Path, wanted: Wanted, kept: Path) -> bool:
    return read_data(path, wanted, lambda _: None) == load_examples(kept)


def _check_out(out: Path) -> None:
    """An adapter is written over an earlier one, and over nothing else: not a model, not examples.
    Raises InvalidInput."""
    if out.is_dir():
        raise InvalidInput("--out", f"{shown(out)} is a folder", "Name a file in it.")
    if not out.exists():
        return
    try:
        read_adapter(out)
    except AdapterError as error:
        reason = f"{shown(out)} is there already, and is no adapter"
        raise InvalidInput("--out", reason, "Choose another name.") from error


def _settings(before: Settings, given: Mapping[str, object]) -> Settings:
    """Settings with those that were given in their place. Raises InvalidInput."""
    named = {name: value for name, value in given.items() if value is not None}
    settings = msgspec.structs.replace(before, **named)
    check_settings(settings)
    return settings


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput("--template", f"{shown(path)} cannot be read", str(error)) from error
