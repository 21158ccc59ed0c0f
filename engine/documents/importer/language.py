"""The language of a text, English or Chinese, by its characters and its most common words."""

from __future__ import annotations

import re
from typing import Final

_HAN: Final = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
_OTHERS: Final = re.compile("[\u3041-\u30ff\uac00-\ud7a3]")  # kana, Hangul
_WORD: Final = re.compile(r"[^\W\d_]+")
_COMMON: Final = frozenset(
    ("the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "with", "as", "be", "are")
)
_SHARE_OF_HAN: Final = 0.15  # of the letters
_SHARE_OF_COMMON: Final = 0.08  # of the words
_ENOUGH: Final = 20_000  # characters that are looked at


class LanguageGuess:
    """Looks at the first texts of a file."""

    def __init__(self) -> None:
        self._text = ""

    def see(self, text: str) -> None:
        """Take in some more of the file."""
        if len(self._text) < _ENOUGH:
            self._text += text[: _ENOUGH - len(self._text)] + "\n"

    def language(self) -> str:
        """`en`, `zh`, or empty for any other."""
        words = _WORD.findall(self._text)
        letters = sum(map(len, words))
        han = len(_HAN.findall(self._text))
        if han and han >= _SHARE_OF_HAN * letters:
            return "" if len(_OTHERS.findall(self._text)) * 10 > han else "zh"
        common = sum(word.lower() in _COMMON for word in words)
        return "en" if words and common >= _SHARE_OF_COMMON * len(words) else ""
