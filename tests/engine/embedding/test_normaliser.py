"""Text as SentencePiece prepares it."""

import pytest

from engine.embedding.latin_cjk import is_kept
from engine.embedding.normaliser import nmt_nfkc


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("ＦＵＬＬ１２３", "FULL123"),
        ("10～20", "10～20"),
        ("a\tb\nc\r\nd\u200be\ufefff", "a b c  d e f"),
        ("a\x00b\x07c\x7fd", "a\x00bcd"),
        ("e\u0301 ﬁ ½ ㎏", "é fi 1\u20442 kg"),
        ("羊驼，高原。", "羊驼,高原。"),
        ("plain", "plain"),
        ("", ""),
    ],
)
def test_nmt_nfkc(text, normal):
    assert nmt_nfkc(text) == normal


@pytest.mark.parametrize(
    "piece", ["\u2581the", "羊驼", "の", "ção", "12", "…", "🦙", "α", "\u2581ж"]
)
def test_tokens_that_stay(piece):
    assert is_kept(piece)


@pytest.mark.parametrize("piece", ["\u2581привет", "αβγ", "สวัสดี", "안녕", "\u2581של"])
def test_tokens_that_go(piece):
    assert not is_kept(piece)
