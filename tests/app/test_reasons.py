"""Why a file or a name cannot be used, in the language of the window."""

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale

from app.errors import ErrorWords
from app.language import Language
from app.reasons import Reasons
from engine import overflow
from engine.errors import ErrorInfo, InvalidInput
from engine.exchange.sources import unreadable


@pytest.fixture
def chinese(qapp):
    before = QLocale()
    language = Language(qapp)
    language.apply("zh_CN")
    yield Reasons()
    language.apply("en")
    QLocale.setDefault(before)


def test_a_file_with_no_chats_is_worded_whole(chinese, tmp_path):
    error = unreadable(tmp_path / "notes.json", "it is not valid JSON, or cut off")
    words = ErrorWords().word(error.info())
    assert words.text == "文件：notes.json：不是有效的 JSON，或内容不完整。"
    assert words.advice == "请选择由 Puna、ChatGPT、Open WebUI 或 LM Studio 导出的文件。"


def test_numbers_and_names_are_kept(chinese):
    assert "2,000" in chinese.reason("there are more than 2,000 files in it")
    assert "译者" in chinese.reason("there is one called 译者 already")


def test_a_place_in_a_file(chinese):
    assert chinese.place("a.json, conversation 12") == "a.json，第 12 个对话"
    assert chinese.place("conversation 3") == "第 3 个对话"
    assert chinese.place("a.json") == "a.json"


def test_what_is_not_known_stays_as_it_is(chinese):
    assert chinese.reason("it is odd: {x}") == "it is odd：{x}"
    assert chinese.reason("it is odd") == "it is odd"
    assert chinese.advice("Use another.") == ""


def test_in_english_the_sentence_is_the_one_of_the_engine(qapp):
    error = InvalidInput("file", "a.zip: the archive is damaged", "Choose another file.")
    words = ErrorWords().word(error.info())
    assert words.text == "file: a.zip: the archive is damaged."
    assert words.advice == "Choose another file."


def test_values_of_another_engine_keep_its_own_sentence(qapp):
    error = ErrorInfo("invalid_input", "It cannot be attached.", "Choose another.", {"why": "new"})
    assert ErrorWords().word(error).text == "It cannot be attached."


def test_why_a_summary_failed_is_known_in_every_case(qapp):
    source = (Path(overflow.__file__)).read_text(encoding="utf-8")
    reasons = re.findall(r'_NoSummary\(\s*"([^"]+)"', source)
    assert len(reasons) >= 4
    known = [pattern for pattern, _ in Reasons()._of_summaries()]
    assert sorted(known) == sorted(reasons)
