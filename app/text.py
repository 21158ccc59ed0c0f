"""Text as it comes from outside: made safe to keep, to send and to show. Knows no Qt."""

from __future__ import annotations

import html
import re

from engine.validate import clean_text

# C0 and C1 controls but tab and line feed, and the marks Qt uses for objects inside a text.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufdd0\ufdd1\ufffc]")
_LINE_ENDS = re.compile("\r\n?|\x85|\u2028|\u2029")


def clean(text: str) -> str:
    """`text` with one kind of line end, no control characters and no lone surrogates.

    A lone surrogate cannot be written as UTF-8: the database and the engine would refuse it.
    """
    return _UNWANTED.sub("", _LINE_ENDS.sub("\n", clean_text(text)))


def one_line(text: str) -> str:
    """`text` for a place that has one line: a title that was imported may have several."""
    return " ".join(text.split())


def sentences(*parts: str) -> str:
    """`parts` as one text, with blanks between sentences where their language has them."""
    return " ".join(part for part in parts if part).replace("。 ", "。")


def plain_tip(text: str) -> str:
    """`text` for a tool tip, which Qt would draw as HTML where it looks like it."""
    return f"<span>{html.escape(text)}</span>"
