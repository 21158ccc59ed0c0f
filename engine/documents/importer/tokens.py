"""About how many tokens a text is: good enough to pack chunks; no vocabulary is asked."""

from __future__ import annotations

from typing import Final

_OF_WIDE: Final = 0.75
_LETTERS: Final = 3.6


def estimate(text: str) -> float:
    """Tokens of `text`: three for four CJK characters, one for 3.6 letters of English.

    Characters are told apart by their bytes in UTF-8, one for a letter of English and three for a
    Chinese character; those of two, as in Greek and Russian, are between the two, as their tokens.
    """
    wide = 0.0 if text.isascii() else (len(text.encode("utf-8", "replace")) - len(text)) / 2
    return wide * _OF_WIDE + (len(text) - wide) / _LETTERS
