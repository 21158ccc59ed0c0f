"""Whether a text is written in Chinese or Japanese. Knows nothing else of languages."""

from __future__ import annotations

import re
from typing import Final

_CJK: Final = re.compile(
    "[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
)
_SHARE: Final = 0.15
"""Of the characters of a Chinese text: a technical one is full of names and commands."""


def has_cjk(text: str) -> bool:
    """Whether any of it is."""
    return _CJK.search(text) is not None


def is_cjk(text: str) -> bool:
    """Whether it is on the whole."""
    return len(_CJK.findall(text)) > _SHARE * len(text)
