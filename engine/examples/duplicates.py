"""Rows that say the same as earlier ones: learnt twice as hard, and no judge of what was learnt.

Knows no file and no model.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

from engine.examples.records import Example

_SPACE = re.compile(r"\s+")
_LAST_SIGNS = " .!?。！？…"


def duplicates(examples: Iterable[Example]) -> tuple[tuple[int, int], ...]:
    """Rows that repeat an earlier one, each with that one.

    The case and width of letters do not count, nor white space and the last sign of a message.
    """
    first: dict[bytes, int] = {}
    found = []
    for example in examples:
        key = likeness(example)
        if key in first:
            found.append((example.row, first[key]))
        else:
            first[key] = example.row
    return tuple(found)


def likeness(example: Example) -> bytes:
    """The same for examples that say the same."""
    text = "\n\n".join(f"{m.role}\n{folded(m.content)}" for m in example.messages)
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()


def folded(text: str) -> str:
    """A text without what does not count in it."""
    text = unicodedata.normalize("NFKC", text).casefold()
    return _SPACE.sub(" ", text).strip(_LAST_SIGNS)
