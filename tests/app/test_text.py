"""Text from outside."""

import pytest

from app.text import clean, sentences


@pytest.mark.parametrize(
    ("raw", "kept"),
    [
        ("a\0b\x07c\x1b[0m", "abc[0m"),
        ("one\r\ntwo\rthree\u2028four\x85five", "one\ntwo\nthree\nfour\nfive"),
        ("tab\tstays", "tab\tstays"),
        ("lone \ud83d end", "lone \ufffd end"),
        ("whole \U0001f999 llama", "whole \U0001f999 llama"),
        ("object \ufffc gone", "object  gone"),
        ("中文，标点。", "中文，标点。"),
    ],
)
def test_clean(raw, kept):
    assert clean(raw) == kept


def test_sentences_have_a_blank_between_them_where_their_language_has():
    assert sentences("One.", "", "Two.") == "One. Two."
    assert sentences("一句。", "两句。") == "一句。两句。"
