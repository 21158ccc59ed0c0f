"""Examples as Puna keeps them: one a line, as OpenAI messages, with the row they came from.

Whatever was checked is written like this, and a run reads nothing else. Knows no other format.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

import msgspec

from engine.errors import DataError
from engine.examples.records import Example
from engine.files import shown, storage_error, writing
from engine.messages import ChatMessage, Role
from engine.store.text import storable


class _Message(msgspec.Struct):
    role: Role
    content: str


class _Line(msgspec.Struct, omit_defaults=True):
    messages: list[_Message]
    row: int = 0
    last_only: bool = False


_LINE: Final = msgspec.json.Decoder(_Line)


def as_line(example: Example) -> bytes:
    """An example as a line of such a file, without its end."""
    messages = [_Message(m.role, storable(m.content)) for m in example.messages]
    return msgspec.json.encode(_Line(messages, example.row, example.last_only))


def from_line(line: bytes) -> Example:
    """The example of a line. Raises msgspec.MsgspecError, UnicodeDecodeError."""
    read = _LINE.decode(line)
    messages = tuple(ChatMessage(m.role, m.content) for m in read.messages)
    return Example(messages, read.row, read.last_only)


def write_examples(path: Path, examples: Iterable[Example]) -> int:
    """Make examples the whole content of a file; how many. Raises StorageError."""
    count = 0
    with writing(path) as file:
        for example in examples:
            file.write(as_line(example) + b"\n")
            count += 1
    return count


def load_examples(path: Path) -> tuple[Example, ...]:
    """All examples of a file that `write_examples` wrote; their rows are those of their source, or
    of this file. Raises StorageError, and DataError where one line is not as it was written."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise storage_error(path, error) from error
    examples = []
    for number, line in enumerate(lines, start=1):
        try:
            example = from_line(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
            reason = f"line {number} is not an example as Puna writes it ({error})"
            raise DataError(shown(path), "damaged", reason) from error
        examples.append(example if example.row else msgspec.structs.replace(example, row=number))
    return tuple(examples)
