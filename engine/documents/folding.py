"""Chinese characters that are written in several ways, as one: traditional ones as simplified, and
radicals, which some PDF files have in place of characters, as the characters they look like.

One character becomes one character, so that places in a text stay what they are. A traditional
character that may be two simplified ones becomes the more frequent; for finding that is enough.
Source of the table: OpenCC, `resources/documents/NOTICE`.
"""

from __future__ import annotations

import functools
import unicodedata
from collections.abc import Mapping
from typing import Final

from engine.paths import resources

_KANGXI: Final = range(0x2F00, 0x2FD6)
# Those of the block "CJK Radicals Supplement" that stand in files for whole characters. Unicode
# gives no decomposition of most (UAX 38, EquivalentUnifiedIdeograph).
_RADICALS: Final = (
    "⺟母⺠民⺩王⺬示⺮竹⺰糸⺴网⺷羊⺻聿⺼月⻁虎⻃西⻄西⻅见⻆角⻇角⻉贝⻊足⻋车⻑长⻒镸⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟食⻢马⻣骨"
    "⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻭齿⻮齿⻯龙⻰龙⻱龟⻲龟⻳龟"
)


def simplified(text: str) -> str:
    """`text` with each character as it is written in simplified Chinese; of the same length."""
    return text if text.isascii() else text.translate(_table())


@functools.cache
def _table() -> Mapping[int, int]:
    data = (resources() / "documents" / "traditional.txt").read_text(encoding="utf-8")
    table = {ord(line[0]): ord(line[1]) for line in data.splitlines()}
    table |= {ord(a): ord(b) for a, b in zip(_RADICALS[::2], _RADICALS[1::2], strict=True)}
    for radical in _KANGXI:
        character = ord(unicodedata.normalize("NFKC", chr(radical)))
        table[radical] = character
    # Some are simplified of one character and traditional of another.
    return {old: table.get(new, new) for old, new in table.items()}
