"""Which tokens of a multilingual vocabulary stay when it is cut to Latin, Chinese and Japanese.

By ranges of code points, so that the same tokens stay on every Python. Knows no file.
"""

from __future__ import annotations

import re
from typing import Final

# Latin with its marks, digits, punctuation, symbols, kana, bopomofo, Chinese characters, emoji.
_KEPT: Final = re.compile(
    "["
    "\u0000-\u036f\u1ab0-\u1aff\u1d00-\u1eff\u2000-\u2bff\u2c60-\u2c7f\u2e00-\u312f\u3190-\u4dbf"
    "\u4e00-\u9fff\ua720-\ua7ff\uab30-\uab6f\uf900-\ufaff\ufb00-\ufb06\ufe00-\ufe6f\uff00-\uffef"
    "\U0001d400-\U0001d7ff\U0001f000-\U0001faff\U00020000-\U0003ffff"
    "]*"
)
_SPACE: Final = "\u2581"


def is_kept(piece: str) -> bool:
    """Whether a token stays: all of it is within the scripts, or it is one character of another.

    So Greek letters in formulas keep a meaning, and text in another script is read by letters
    (poorly) instead of as one unknown token.
    """
    return _KEPT.fullmatch(piece) is not None or len(piece.removeprefix(_SPACE)) == 1
