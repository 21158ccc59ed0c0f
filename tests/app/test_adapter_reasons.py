"""Every reason the engine gives against an adapter has words of its own."""

import re

import pytest
from helpers.sentences import sentences
from PySide6.QtCore import QLocale

from app.adapter_reasons import AdapterReasons
from app.errors import ErrorWords
from app.language import Language
from engine.errors import AdapterError
from engine.gguf import architectures

FILES = ["gguf/adapter.py", "worker/adapters.py", "gguf/source.py"]
REASONS = sentences(FILES, {"refuse", "fail", "ModelFileError", "ModelNotFound"})


@pytest.fixture
def chinese(qapp):
    before = QLocale()
    language = Language(qapp)
    language.apply("zh_CN")
    yield ErrorWords()
    language.apply("en")
    QLocale.setDefault(before)


def test_there_are_reasons():
    assert len(REASONS) > 30


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_is_known(qapp, reason):
    reasons = AdapterReasons()
    found = [pattern for pattern, _ in reasons._reasons if re.fullmatch(pattern, reason)]
    assert found, "no words for it"
    assert not re.search("[{}]", reasons.word(reason))


@pytest.mark.parametrize("kind", architectures._FILE_KINDS.values())
def test_what_else_the_file_is_has_words(chinese, kind):
    if kind.startswith("an adapter"):
        return
    said = chinese.word(AdapterError("/a.gguf", "kind", f"it is {kind}, not an adapter").info())
    assert kind not in said.text


def test_none_of_it_stays_english_in_chinese(chinese):
    reason = "it is for llama, and this model is gemma"
    said = chinese.word(AdapterError("/adapters/a.gguf", "model", reason).info()).text
    assert "llama" in said
    assert "gemma" in said
    assert "this model" not in said
    for reason in REASONS:
        said = chinese.word(AdapterError("/a.gguf", "file", reason).info()).text
        assert not re.search("[a-z]{3,} [a-z]{3,}", said), said


def test_the_fault_of_a_file_is_said_once(qapp):
    error = AdapterError("/a.gguf", "refused", "llama.cpp refused it: unknown tensor")
    said = ErrorWords().word(error.info()).text
    assert said == "llama.cpp could not load the adapter a.gguf: unknown tensor."
    error = AdapterError("/a.gguf", "file", "magic: it is empty")
    said = ErrorWords().word(error.info()).text
    assert said == "The file of the adapter a.gguf is broken: magic: it is empty."


def test_what_is_not_known_stays_as_it_is(qapp):
    assert AdapterReasons().word("it rains {x}") == "it rains {x}"
