"""Titles as they are compared: without white space, width and case; and their numbers."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

NUMBERING: Final = re.compile(
    r"(?:chapter|section|part|appendix|第)?(?:[0-9ivxlc.\-]*|[a-z](?:\.[0-9.]*)?)"
    r"[一二三四五六七八九十百]*[章節节部篇編编回]?[.:：、)]?"
)
"""What may stand before a title, bare: "5.1.", "chapter12:", "a.", "第三章"."""


def bare(text: str) -> str:
    """`text` without differences of white space, width and case."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).casefold()
    return "".join(text.lower().split())
