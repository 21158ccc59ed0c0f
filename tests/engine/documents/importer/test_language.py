"""English, Chinese, and neither."""

from __future__ import annotations

import pytest

from engine.documents.importer.language import LanguageGuess


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The mast is a part of the ship, and it carries the sails in the wind.", "en"),
        ("桅杆是船的一部分，它带着帆。", "zh"),
        ("使用 apt install 命令安装 Debian 软件包，然后重新启动系统。", "zh"),
        ("Der Mast ist ein Teil des Schiffes und trägt die Segel im Wind.", ""),
        ("帆を上げるのは船の仕事です。これはとても長い文章です。", ""),
        ("0 1 2 3 4 5 6 7", ""),
        ("", ""),
    ],
)
def test_languages(text, language):
    guess = LanguageGuess()
    guess.see(text)
    assert guess.language() == language
