"""Text as the store keeps it: what SQLite cannot hold replaced, and titles cut from messages."""

from __future__ import annotations

import re

from apsw import unicode

from engine.errors import InvalidInput
from engine.validate import clean_text

TITLE_WIDTH = 60  # columns; a Chinese character takes two

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")


def storable(text: str) -> str:
    """`text` with U+FFFD for lone surrogates, which are not UTF-8, and for NUL.

    SQLite keeps a NUL, but its functions and tools take the text to end there.
    """
    return clean_text(text).replace("\0", "\ufffd")


def named(what: str, name: str) -> str:
    """The name of a folder or the like, on one line. Raises InvalidInput for `what` without one."""
    name = " ".join(_CONTROL.sub(" ", storable(name)).split())
    if not name:
        raise InvalidInput(what, "it has no name", "Give it a name.")
    return name


def title_from(text: str) -> str:
    """The first line of `text`, cut where a line may break, with an ellipsis where it was cut."""
    start = text.lstrip()[: TITLE_WIDTH * 20]
    line = " ".join(_CONTROL.sub(" ", start.splitlines()[0]).split()) if start else ""
    if unicode.text_width(line) <= TITLE_WIDTH:
        return line
    _, fitting = unicode.text_width_substr(line, TITLE_WIDTH - 1)
    end = border = 0
    while len(line[:end].rstrip()) <= len(fitting):
        border, end = end, unicode.line_break_next_break(line, end)
    return (line[:border].rstrip() or fitting) + "…"
