"""Chinese text has Chinese commas, colons and stops, also where lists are put together."""

import re

import pytest
from PySide6.QtCore import QLocale

from app.chat.context_use import ContextUse
from app.chat.context_words import ContextWords
from app.language import Language
from app.sampling_words import SamplingWords
from engine.messages import Sampling


@pytest.fixture
def chinese(qapp):
    before = QLocale()
    language = Language(qapp)
    language.apply("zh_CN")
    yield
    language.apply("en")
    QLocale.setDefault(before)


def test_how_replies_are_written(chinese):
    said = SamplingWords().of(Sampling(repeat_penalty=1.2, frequency_penalty=0.2))
    assert "，" in said
    assert ", " not in said


@pytest.mark.parametrize("overflow", [None, "ask", "drop", "summarise"])
@pytest.mark.parametrize("tokens", [1000, 4096, 5000])
def test_how_full_the_context_is(chinese, tokens, overflow):
    parts = (("system", 100), ("history", tokens - 100))
    use = ContextUse(tokens, 4096, 2048, cached=90, parts=parts)
    said = ContextWords().spoken(use, overflow)
    assert "：" in said
    assert not re.search(r"[,:.;](\s|$)|[。，] ", said), said
