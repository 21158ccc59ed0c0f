"""What examples are better used for. Knows no model."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from engine.examples.records import Example

_LEAST: Final = 5
_SHARE: Final = 0.3
_SAMPLE: Final = 5_000
_LONG: Final = 300
"""Characters for which a text may have one figure without being full of them."""

_FIGURES: Final = re.compile(
    r"[$€£¥￥]\s?\d|\d\s?(?:[$€£¥￥%]|元|块|美元|欧元|euros?\b|dollars?\b|USD|EUR|CNY|RMB)"
    r"|\b\d{1,2}[:：]\d{2}\b|\b\d{1,2}\s?(?:am|pm)\b|\d{1,2}\s?点|\bhttps?://|\bwww\."
    r"|\b(?:19|20)\d{2}[-/.年]\d{1,2}|\b\d{1,2}[./]\d{1,2}[./](?:19|20)?\d{2}\b"
    r"|\b(?:January|February|March|April|June|July|August|September|October|November|December)\s+\d"
    r"|\b(?:version|v\.?|release)\s?\d+\.\d|\b\d+\.\d+\.\d+\b|版本\s?\d|\d{1,2}\s?月\s?\d{1,2}\s?[日号]"
    r"|(?:\+\d|\b0)[\d /()-]{6,}\d",
    re.IGNORECASE,
)
_NOW: Final = re.compile(
    r"\b(?:currently|as of|at the moment|right now|latest|newest|today|this (?:week|month|year)|"
    r"in stock|opening hours|open (?:from|until|on)|price|costs?|fee|deadline|CEO|president)\b"
    r"|目前|截至|现在|最新|今天|本周|本月|今年|库存|营业时间|价格|费用|售价|截止|总裁|总统",
    re.IGNORECASE,
)
_ASKED: Final = re.compile(
    r"\b(?:who|when|where|which|how (?:much|many|long|old|far)|what(?:'s| is| are| was| time))\b"
    r"|多少|几点|几号|什么时候|何时|哪里|哪个|哪些|谁|多久|是什么|怎么收费",
    re.IGNORECASE,
)


def looks_like_facts(examples: Sequence[Example]) -> bool:
    """Whether many examples teach figures and facts that change: those belong into Documents, where
    they can be corrected; tone and form belong into training. Of very many, some are looked at."""
    some = examples[:: 1 + len(examples) // _SAMPLE]
    return sum(map(_is_fact, some)) >= max(_LEAST, _SHARE * len(some))


def _is_fact(example: Example) -> bool:
    answer = example.answer
    figures = len(_FIGURES.findall(answer))
    if example.is_text:
        return figures > len(answer) / _LONG
    if len(answer) > _LONG:
        return figures > 2 * len(answer) / _LONG
    asked = any(_ASKED.search(m.content) for m in example.messages if m.role == "user")
    return asked and bool(figures or _NOW.search(answer))
