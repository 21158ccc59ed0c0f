"""Snippets as files to hand on. A file is JSON, `.puna-snippet`: `format`, `version`, name, text.

Does not know the store.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

import msgspec

from engine.assistants import Snippet
from engine.errors import InvalidInput
from engine.files import storage_error, write_atomic
from engine.validate import clean_text

SUFFIX: Final = ".puna-snippet"
VERSION: Final = 1
LONGEST_NAME: Final = 60
_MAX_FILE: Final = 2_000_000


class _File(msgspec.Struct, frozen=True, tag_field="format", tag="puna-snippet"):
    """What a file holds. Fields that are not known are passed over."""

    version: int
    name: str
    text: str


def read_snippet(path: Path) -> Snippet:
    """The snippet in a file, not saved yet. Raises InvalidInput, StorageError."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_FILE + 1)
    except OSError as error:
        raise storage_error(path, error) from error
    if len(data) > _MAX_FILE:
        raise _refused("the file is too large for a snippet")
    try:
        found = msgspec.json.decode(data.removeprefix(b"\xef\xbb\xbf"), type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise _refused(f"the file is not a snippet of Puna ({clean_text(str(error))})") from error
    if found.version > VERSION:
        raise _refused(f"the file was written by a newer Puna (format {found.version})")
    # A name is typed behind `/` and ends at a blank.
    name = "-".join(clean_text(found.name).replace("/", " ").split())[:LONGEST_NAME]
    if not name or not found.text.strip():
        raise _refused("it has no name or no text")
    return Snippet(name, clean_text(found.text))


def write_snippet(path: Path, snippet: Snippet) -> None:
    """Write a snippet to hand on. Raises StorageError."""
    file = _File(VERSION, clean_text(snippet.name), clean_text(snippet.text))
    write_atomic(path, msgspec.json.format(msgspec.json.encode(file), indent=2) + b"\n")


def _refused(reason: str) -> InvalidInput:
    return InvalidInput("snippet", reason, "Choose another file.")
