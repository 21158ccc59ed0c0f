"""Chinese: complete, up to date, and what the window says."""

import importlib.util
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale

from app.language import Language

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def translations():
    path = ROOT / "packaging" / "translations.py"
    spec = importlib.util.spec_from_file_location("translations", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def language(qapp):
    before = QLocale()
    language = Language(qapp)
    yield language
    language.apply("en")
    QLocale.setDefault(before)


def test_everything_is_translated_and_up_to_date(translations):
    for language in translations.LANGUAGES:
        assert translations.faults(language) == []


def test_a_text_that_is_missing_or_unfinished_is_found(translations, tmp_path):
    ts = tmp_path / "puna_xx.ts"
    ts.write_text(
        "<TS><context><name>A</name>"
        "<message><source>one</source><translation>eins</translation></message>"
        "<message><source>two</source><translation type='unfinished'>zwei</translation></message>"
        "<message><source>three</source><translation></translation></message>"
        "</context></TS>"
    )
    assert translations.unfinished(ts) == ["two", "three"]


def test_places_for_values_are_the_same_in_both_languages(translations):
    import re
    import xml.etree.ElementTree as ElementTree

    ts = translations.FOLDER / "puna_zh_CN.ts"
    for message in ElementTree.parse(ts).iter("message"):
        texts = (message.findtext("source"), message.findtext("translation"))
        places = [sorted(re.findall(r"\{\w+\}", text)) for text in texts]
        assert places[0] == places[1], texts


def test_switching_there_and_back(language):
    language.apply("zh_CN")
    assert QCoreApplication.translate("Composer", "Send") == "发送"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "取消"  # Qt's own words
    assert QLocale().language() == QLocale.Language.Chinese
    language.apply("en")
    assert QCoreApplication.translate("Composer", "Send") == "Send"
