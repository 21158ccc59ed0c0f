"""Words of a text in any script: Chinese, Japanese and Korean characters stand for themselves."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HANGUL = "\uac00-\ud7af"
_WORD = re.compile(rf"[{_HAN}]|[^\W{_HAN}]+(?:['’][^\W{_HAN}]+)*|[^\w\s]")
_SEEN = re.compile(rf"[{_HAN}{_HANGUL}]")


def words(text: str) -> list[str]:
    """The words and signs of a text, as they are written."""
    return _WORD.findall(unicodedata.normalize("NFC", text))


def plain_words(text: str) -> list[str]:
    """The words of a text in lower case, without signs."""
    return [word for word in words(text.lower()) if word[0].isalnum()]


def is_chinese(texts: Iterable[str]) -> bool:
    """Whether more than a tenth of all characters are not of an alphabet."""
    text = "".join(texts)
    return 10 * len(_SEEN.findall(text)) > len(text)
