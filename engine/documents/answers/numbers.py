"""What a number is worth, however it is written: 16, sixteen, 十六, 1,000, 5 million, 3万.

Only what can be read in one way becomes a value; `3.500` and `1.10` stay as they are written, for
they may be thousands, or versions. Knows no text around a number.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from types import MappingProxyType
from typing import Final


def _words(text: str) -> list[str]:
    return text.split()


_SMALL: Final = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen"
)
_TENS: Final = _words("twenty thirty forty fifty sixty seventy eighty ninety")
_VALUES: Final = MappingProxyType(
    {word: i for i, word in enumerate(_SMALL)} | {word: 10 * i for i, word in enumerate(_TENS, 2)}
)
SCALES: Final = MappingProxyType(
    {
        "hundred": 100,
        "thousand": 1000,
        "million": 10**6,
        "billion": 10**9,
        "trillion": 10**12,
        "百": 100,
        "千": 1000,
        "万": 10**4,
        "亿": 10**8,
    }
)
_ORDINALS: Final = _words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth"
)
ORDINALS: Final = MappingProxyType({word: i for i, word in enumerate(_ORDINALS, 1)})
WORDS: Final = frozenset(_VALUES) | {word for word in SCALES if word.isascii()}
_HAN_DIGITS: Final = MappingProxyType(
    {sign: i for i, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2, "兩": 2}
)
_HAN_UNITS: Final = MappingProxyType({"十": 10, "百": 100, "千": 1000})
_HAN_SCALES: Final = MappingProxyType({"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8})
HAN: Final = "".join((*_HAN_DIGITS, *_HAN_UNITS, *_HAN_SCALES))
_GROUPED: Final = re.compile(r"\d{1,3}(?:[,，\u00a0\u2009\u202f'’]\d{3})+(\.\d+)?")


def digits(text: str) -> str:
    """A number written in digits, as a key: thousands run together, all else as it is written."""
    folded = unicodedata.normalize("NFKC", text)
    if _GROUPED.fullmatch(folded):
        whole, dot, rest = folded.partition(".")
        return re.sub(r"\D", "", whole).lstrip("0") + dot + rest
    return folded  # 007 is no 7


def times(key: str, scale: int) -> str | None:
    """A number in digits, so many times; None where `key` is not plain enough."""
    if not re.fullmatch(r"\d+(?:\.\d+)?", key):
        return None
    value = Decimal(key) * scale
    return str(int(value)) if value == int(value) else None


def english(words: list[str]) -> int | None:
    """The value of number words, `one hundred and five`; None where they are not one number."""
    total = part = 0
    last = 10**15  # what came before must be larger: "two three" are two numbers
    seen = False
    for word in words:
        if word == "and":
            if not seen or last != 100:
                return None
        elif word in _VALUES:
            value = _VALUES[word]
            if seen and not (last >= 100 or (last >= 20 and 0 < value < 10)):
                return None
            part, last, seen = part + value, value if value >= 20 else 1, True
        elif word == "hundred":
            if part >= 10 or last == 100:
                return None
            part, last, seen = max(part, 1) * 100, 100, True
        else:
            scale = SCALES[word]
            if total and total % (scale * 1000):
                return None
            total, part, last, seen = total + max(part, 1) * scale, 0, scale, True
    return total + part if seen and words[-1] != "and" else None


def han(run: str) -> int | None:
    """The value of a run of Chinese numerals; None where it is not one number, as in 三四十."""
    if len(run) >= 3 and all(sign in _HAN_DIGITS for sign in run):
        if len(run) == 4 or "〇" in run:
            return int("".join(str(_HAN_DIGITS[sign]) for sign in run))
        return None
    total = part = digit = 0
    last = 10**9
    pending = False
    for sign in run:
        if sign in _HAN_DIGITS:
            if pending and digit:
                return None
            digit, pending = _HAN_DIGITS[sign], True
        elif sign in _HAN_UNITS:
            unit = _HAN_UNITS[sign]
            if unit >= last or (pending and not digit):
                return None
            part, digit, pending, last = part + max(digit, 1) * unit, 0, False, unit
        else:
            scale = _HAN_SCALES[sign]
            if total and total % (scale * 10**4):
                return None
            if not (part or digit):
                return None
            total, part, digit, pending, last = total + (part + digit) * scale, 0, 0, False, 10**9
    return total + part + digit
