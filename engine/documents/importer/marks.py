"""Text that is beside a document's own, such as a note, marked in the language it is written in."""

from __future__ import annotations

import re
from typing import Final, Literal

Mark = Literal["footnotes", "endnotes", "comments", "notes"]

_WORDS: Final[dict[Mark, tuple[str, str]]] = {
    "footnotes": ("Footnote", "脚注"),
    "endnotes": ("Endnote", "尾注"),
    "comments": ("Comment", "批注"),
    "notes": ("Notes", "备注"),
}
_HAN: Final = re.compile("[\u4e00-\u9fff]")


def word_for(mark: Mark, text: str) -> str:
    """What such a `text` is called, where it stands under a heading of its own."""
    return _WORDS[mark][_HAN.search(text) is not None]


def marked(mark: Mark, text: str, whose: str = "") -> str:
    """`text` with what it is before it, and `whose`: a number, a name or a place."""
    stop = "：" if _HAN.search(text) else ": "
    return f"{word_for(mark, text)} {whose}".rstrip() + stop + text


def hidden(label: str, text: str) -> str:
    """The label of a sheet or slide that is not shown, in the language of its `text`."""
    return f"{label}（隐藏）" if _HAN.search(text) else f"{label} (hidden)"
