"""Text files given with a message: read from disk, and put into words for the model.

Knows no store and no window. Only text is taken; what a file says is never obeyed as a setting.
"""

from __future__ import annotations

import os
import re
import stat
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from engine.encodings import decoded
from engine.errors import InvalidInput
from engine.files import shown, storage_error
from engine.messages import SegmentKind
from engine.store.records import Attachment
from engine.validate import MAX_BYTES

_NO_WAITING: Final = getattr(os, "O_NONBLOCK", 0)  # a pipe nobody writes to is opened all the same
_AS_BYTES: Final = getattr(os, "O_BINARY", 0)  # Windows
_LONGEST_NAME: Final = 120
_SIGNATURES: Final = (
    b"%PDF-",
    b"PK\x03\x04",
    b"GIF8",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"\xd0\xcf\x11\xe0",
    b"\x7fELF",
)
_BACKTICKS: Final = re.compile("`+")


def read_attachment(path: Path, room: int = MAX_BYTES) -> Attachment:
    """The text file at `path`, with `room` bytes left in its message.

    In any encoding of `engine.encodings`. Lines end in a line feed. Raises InvalidInput for what is
    no text file, empty or too large, and StorageError.
    """
    name = _clean_name(path.name)
    text = _decoded(name, _bytes_of(path, name, room)).replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise _refused(f"{name} is empty", "Choose another file.", name, "empty")
    if (size := len(text.encode())) > room:
        raise _too_large(name, size, room)
    return Attachment(name, text.replace("\0", "\ufffd"))


def as_text(content: str, attachments: Sequence[Attachment]) -> str:
    """A message as the model gets it: what was typed, then each file, named and fenced."""
    files = [f"{file.name}:\n{fenced(file.text)}" for file in attachments]
    return "\n\n".join([content, *files] if content.strip() else files) if files else content


def parts_of(
    content: str, attachments: Sequence[Attachment]
) -> tuple[tuple[SegmentKind, int], ...]:
    """Which runs of `as_text(content, attachments)` were typed and which are of files."""
    if not attachments:
        return ()
    typed = len(content) if content.strip() else 0
    whole = len(as_text(content, attachments))
    parts: list[tuple[SegmentKind, int]] = [("message", typed), ("document", whole - typed)]
    return tuple(part for part in parts if part[1])


def fenced(text: str, language: str = "") -> str:
    """`text` as a block of code in Markdown, whatever fences it has inside."""
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{text}{'' if text.endswith(chr(10)) else chr(10)}{fence}"


def _bytes_of(path: Path, name: str, room: int) -> bytes:
    """The bytes of a file that may fit: UTF-16 and UTF-32 shrink when they become UTF-8."""
    try:
        descriptor = os.open(path, os.O_RDONLY | _NO_WAITING | _AS_BYTES)
        with os.fdopen(descriptor, "rb") as file:
            found = os.fstat(file.fileno())
            if not stat.S_ISREG(found.st_mode):
                raise _refused(
                    f"{name} is not a file", "Only text files can be attached.", name, "no_file"
                )
            if found.st_size > 4 * room:
                raise _too_large(name, found.st_size, room)
            return file.read(4 * room + 1)
    except IsADirectoryError as error:
        raise _refused(
            f"{name} is a folder", "Only text files can be attached.", name, "folder"
        ) from error
    except OSError as error:
        raise storage_error(path, error) from error


def _decoded(name: str, data: bytes) -> str:
    text = None if data.startswith(_SIGNATURES) else decoded(data)
    if text is None:
        raise _refused(
            f"{name} is not a text file",
            "Only text files can be attached, such as .txt, .md, .csv or source code.",
            name,
            "not_text",
        )
    return text


def _clean_name(name: str) -> str:
    """A name on one line, without characters that hide what it is, its ending kept."""
    hidden = ("Cc", "Cf", "Cs", "Zl", "Zp")
    seen = "".join(c for c in shown(Path(name)) if unicodedata.category(c) not in hidden)
    seen = " ".join(seen.split()) or "file"
    if len(seen) <= _LONGEST_NAME:
        return seen
    ending = Path(seen).suffix[:16]
    return f"{seen[: _LONGEST_NAME - len(ending) - 1]}…{ending}"


def _too_large(name: str, size: int, room: int) -> InvalidInput:
    refused = _refused(
        f"{name} has {size / 1e6:.1f} MB of text; there is room for {room / 1e6:.1f} MB",
        "Attach a part of it, or fewer files.",
        name,
        "too_large",
    )
    refused.values.update(size=size, room=room)
    return refused


def _refused(reason: str, advice: str, name: str, why: str) -> InvalidInput:
    """`name` and `why` are for who words it in another language."""
    error = InvalidInput("attachment", reason, advice)
    error.values.update(name=name, why=why)
    return error
