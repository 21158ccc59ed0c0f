"""Whether a passage begins or ends in the middle of a sentence, told by the chunks beside it.

What stands on the page before may take back what a page begins with. A sentence that goes on over
the page fills its last line there; a short line is a heading or a cell. Slides, sheets and chapters
begin anew. Knows no statement.
"""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from engine.documents.records import PageKind

COLUMNS: Final = """
coalesce(substr(b.text, -200), ''), b.page IS k.page,
    b.page IS NOT k.page OR b.start + b.length = k.start,
    coalesce(substr(n.text, 1, 20), ''), n.page IS k.page,
    n.page IS NOT k.page OR k.start + k.length = n.start
"""
"""Of a SELECT with `JOINS`: what `Beside` is made of, in order."""
JOINS: Final = """
LEFT JOIN chunk b ON b.file = k.file AND b.ord = k.ord - 1
LEFT JOIN chunk n ON n.file = k.file AND n.ord = k.ord + 1
"""
"""The chunks before and behind chunk `k`."""

_ENDS: Final = re.compile(r"""[.!?。！？…][\s"'”’»)\]）】」』]*$""")
_LEADS: Final = re.compile(r"[:：]\s*$")
_WIDE: Final = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_FULL: Final = 16
"""Letters of a line of a sentence that goes on; a Chinese character counts two."""


class Beside(NamedTuple):
    """The end of the text before a chunk and the beginning of that behind it, empty where there is
    none; whether each is of the same page, and whether nothing is between."""

    before: str
    same_before: bool
    touches_before: bool
    behind: str
    same_behind: bool
    touches_behind: bool


def edges(text: str, kind: PageKind, beside: Beside) -> tuple[bool, bool]:
    """Whether `text` begins, and whether it ends, in the middle of a sentence."""
    before = beside.touches_before and (beside.same_before or kind == "page")
    behind = beside.touches_behind and (beside.same_behind or kind == "page")
    begins = before and _goes_on(beside.before, text, same=beside.same_before)
    ends = behind and _goes_on(text, beside.behind, same=beside.same_behind)
    return bool(begins), bool(ends)  # SQLite says 0 and 1


def _goes_on(first: str, then: str, *, same: bool) -> bool:
    if not first.strip() or not then.strip() or _ENDS.search(first):
        return False
    if same:
        return not first.endswith("\n") and not then.startswith("\n")
    if _LEADS.search(first):
        return True
    last = first.rstrip().rsplit("\n", 1)[-1]
    return len(last) + len(_WIDE.findall(last)) >= _FULL
