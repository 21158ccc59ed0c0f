"""About how many tokens a text is: good enough to pack chunks; no vocabulary is asked."""

from __future__ import annotations

import re
from typing import Final

_CJK: Final = re.compile(
    "[\u1100-\u11ff\u2e80-\u30ff\u3130-\u318f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff"
    "\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]+"
)
_OF_CJK: Final = 0.75
_LETTERS: Final = 3.6


def estimate(text: str) -> float:
    """Tokens of `text`: three for four CJK characters, one for 3.6 others."""
    if text.isascii():
        return len(text) / _LETTERS
    cjk = sum(map(len, _CJK.findall(text)))
    return cjk * _OF_CJK + (len(text) - cjk) / _LETTERS
