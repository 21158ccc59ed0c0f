"""Times as people name them, in both languages."""

from datetime import datetime, timedelta

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from app.language import Language
from app.moment import Moment


@pytest.fixture(params=["en", "zh_CN"])
def language(request, qapp):
    before = QLocale()
    language = Language(QApplication.instance())
    language.apply(request.param)
    yield request.param
    language.close()
    QLocale.setDefault(before)


def at(days):
    return datetime.now().astimezone().replace(hour=14, minute=32) - timedelta(days=days)


def test_today_yesterday_and_other_days_differ(language):
    words = [Moment().words(at(days).timestamp()) for days in (0, 1, 2, 400)]
    assert len(set(words)) == 4
    assert all("32" in each for each in words)
    assert str(at(400).year) in words[3]


def test_in_english(qapp):
    before = QLocale()
    QLocale.setDefault(QLocale("en"))
    try:
        assert Moment().words(at(0).timestamp()).startswith("Today, 2:32")
        assert Moment().words(at(1).timestamp()).startswith("Yesterday, 2:32")
    finally:
        QLocale.setDefault(before)
