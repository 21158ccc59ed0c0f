"""Every phrase the engine has for a missing part or another purpose is worded in Chinese, too."""

import pytest
from PySide6.QtCore import QLocale

from app.language import Language
from app.part_words import PartWords
from engine.gguf.architectures import (
    _DRAFTS,
    _FILE_KINDS,
    _SPEECH,
    ENCODERS,
    missing_part,
    other_purpose,
)

PHRASES = (
    *_FILE_KINDS.values(),
    *(other_purpose(next(iter(kind))) for kind in (_DRAFTS, _SPEECH, ENCODERS)),
    missing_part("nebula", "", ""),
    missing_part("", "", ""),
    missing_part("llama", "strange", ""),
    missing_part("llama", "gpt2", "strange"),
    "the part model-00002-of-00003.gguf",
)


@pytest.fixture
def chinese(qapp):
    before, language = QLocale(), Language(qapp)
    language.apply("zh_CN")
    yield
    language.apply("en")
    QLocale.setDefault(before)


@pytest.mark.parametrize("phrase", PHRASES)
def test_worded(chinese, phrase):
    said = PartWords().word(phrase)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in said)


def test_what_is_not_known_stays():
    assert PartWords().word("something new") == "something new"
