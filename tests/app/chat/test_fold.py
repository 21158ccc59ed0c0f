from __future__ import annotations

import pytest

from app.chat.fold import fold, matches


@pytest.mark.parametrize(
    ("text", "query", "found"),
    [
        ("Hello hello", "HELLO", ["Hello", "hello"]),
        ("aaaa", "aa", ["aa", "aa"]),
        ("Straße STRASSE", "strasse", ["Straße", "STRASSE"]),
        ("cafe\u0301 café CAFÉ", "café", ["cafe\u0301", "café", "CAFÉ"]),
        ("Ｆｕｌｌ width，here", "full", ["Ｆｕｌｌ"]),
        ("模型，开源模型", "模型", ["模型", "模型"]),
        ("ﬁne office", "fi", ["ﬁ", "fi"]),
        ("😀 smile 😀 Smile", "smile", ["smile", "Smile"]),
        ("nothing", "x", []),
        ("nothing", "", []),
    ],
)
def test_words_are_found_as_a_reader_means_them(text, query, found) -> None:
    places = matches(text, fold(query))
    assert [text[start : start + length] for start, length in places] == found
