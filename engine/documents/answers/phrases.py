"""Phrases of answers that claim nothing: refusals, lead-ins, courtesies, in English and Chinese.

Narrow on purpose: a phrase that is not known here is a claim, and is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from engine.documents.answers.tokens import Break, Token

REFUSAL: Final = "The documents do not contain an answer to this."
REFUSAL_ZH: Final = "文档中没有这个问题的答案。"

_SOURCE: Final = (
    r"(?:(?:the|these|those|your|given|provided|any|above|of)\s+)*"
    r"(?:documents?|passages?|texts?|context|sources?|files?|excerpts?|information)"
)
_REFUSES: Final = re.compile(
    rf"\b{_SOURCE}(?:\s+\w+){{0,3}}?\s+(?:do|does|did|is|are)(?:\s+not|n['’]t)\s+(?:\w+\s+)?"
    r"(?:contain|say|mention|tell|state|specify|specified|provide|provided|include|give|given|"
    r"answer|have|available|mentioned|stated|indicate|discuss|describe|explain|address|there)\b"
    rf"|\b(?:no|not\s+(?:any|enough|sufficient)|insufficient)\s+(?:\w+\s+)?information\b"
    rf"|\b(?:not|n['’]t|nowhere)\s+(?:\w+\s+)?(?:to\s+be\s+)?(?:in|found|mentioned|stated|given|"
    rf"specified|provided|contained|answered|included|available)\s+(?:\w+\s+)?"
    rf"(?:in|by|from|within)?\s*{_SOURCE}\b"
    r"|\bi\s+(?:do\s+not|don['’]t|cannot|can['’]t|could\s+not|couldn['’]t|am\s+not\s+able\s+to|"
    r"am\s+unable\s+to)\s+(?:know|find|answer|tell|see|determine|say)\b"
    r"|\bnone\s+of\s+the\s+(?:documents|passages|texts|sources|files)\b"
    r"|\b(?:is|are|was|were)\s+not\s+(?:mentioned|stated|specified|provided|given)\s*[.!]?\s*$",
    re.IGNORECASE,
)
_REFUSES_ZH: Final = re.compile(
    r"(?:文档|文件|资料|段落|文本|原文|上文|文中|材料|信息|上下文|來源|来源|資料|文檔)[^。！？]{0,8}"
    r"(?:没有|沒有|未|并未|並未|不包含|不含|无法|無法|没|沒)"
    r"|(?:没有|沒有|未|无|無)[^。！？]{0,6}(?:相关信息|相關信息|相关内容|相關內容|提到|提及|说明|說明|答案)"
    r"|我?(?:不知道|无法回答|無法回答|找不到|不清楚|无法确定|不确定)"
)
_BUT: Final = re.compile(
    r"\b(?:but|however|although|though)\b\W+\w+|[，,；;]\s*(?:但|不过|不過|然而)", re.I
)
_NUMBERED: Final = frozenset(
    ("passage", "passages", "document", "documents", "page", "source", "file", "text", "第", "and")
)
_PLAIN: Final = re.compile(
    r"(?:(?:sure|certainly|of course|ok|okay|thanks?|thank you|hello|hi|great question)\b"
    r"[^.!?:]{0,40}"
    r"|(?:i )?hope (?:this|that) helps[^.!?]{0,20}"
    r"|(?:please )?(?:let me know|feel free to ask|ask me)\b[^.!?]{0,60}"
    r"|here (?:is|are|['’]s) (?:the|what|a|an|my|some)\b[^.!?\d]{0,60}:"
    r"|(?:answer|summary|sources?|quote|in short|in summary)\s*:"
    r"|(?:the|a) (?:documents?|passages?|text) (?:says?|states?)(?: that| the following)?\s*:"
    r"|(?:当然|好的|您好|你好|谢谢|以下是|答案|回答|总结|摘要|来源)[^。！？\d]{0,20}[：:。！!，,]?)"
    r"[\s.!:：]*",
    re.IGNORECASE,
)
_LEADS: Final = tuple(
    tuple(lead.split())
    for lead in (
        "according to document",
        "according to documents",
        "according to passage",
        "according to passages",
        "according to text",
        "document says that",
        "documents say that",
        "passage says that",
        "text says that",
        "document states that",
        "passage states that",
        "text states that",
        "document says",
        "passage says",
        "text says",
        "answer",
        "answer is",
        "answer is that",
        "根 据 文 档",
        "根 据 资 料",
        "根 据 文 件",
        "根 据 原 文",
        "文 档 说",
        "文 中 说",
        "答 案",
        "答 案 是",
        "答",
    )
)


def refuses(text: str) -> bool:
    """Whether a statement says that the documents do not have what is asked for."""
    return bool(_REFUSES.search(text) or _REFUSES_ZH.search(text))


def says_of_its_own(text: str) -> bool:
    """Whether a refusal is in other words than a model is told to use: where a document has them,
    they may be what it says of other documents."""
    return not any(refusal.rstrip(".。") in text for refusal in (REFUSAL, REFUSAL_ZH))


def says_more(text: str, said: Sequence[Token], asked: Collection[str]) -> bool:
    """Whether a refusal goes on to claim something: behind a "but", or with a number that is not
    among the facts that are `asked` for, nor that of a passage."""
    if _BUT.search(text):
        return True
    return any(
        token.kind in ("number", "date")
        and token.key != "n:1"
        and token.key not in asked
        and not (i and said[i - 1].key in _NUMBERED)
        for i, token in enumerate(said)
    )


def is_plain(text: str) -> bool:
    """Whether a statement claims nothing: a question, a courtesy, a lead-in."""
    bare = text.strip(" \t*_\"'“”")
    return bare.endswith(("?", "？")) or _PLAIN.fullmatch(bare) is not None


def without_lead(said: Sequence[Token]) -> Sequence[Token]:
    """A statement without the words that only say where it is from; empty where it has none."""
    keys = [token.key for token in said if token.key not in ("the", "a")]
    whole = [i for i, token in enumerate(said) if token.key not in ("the", "a")]
    for lead in sorted(_LEADS, key=len, reverse=True):
        if len(keys) > len(lead) and tuple(keys[: len(lead)]) == lead:
            rest = said[whole[len(lead) - 1] + 1 :]
            parted = rest[0].gap is not Break.NONE or lead[-1] in ("that", "says")
            return rest if parted else ()
    return ()
