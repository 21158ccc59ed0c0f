from __future__ import annotations

import random

import pytest
from apsw import unicode

from engine.store.text import TITLE_WIDTH, storable, title_from


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("plain 中文 🦙", "plain 中文 🦙"),
        ("a\ud800b", "a\ufffdb"),
        ("\udfff", "\ufffd"),
        ("\ud83e\udd99", "🦙"),  # two halves of one character, as Windows may hand them over
        ("\ud83e\ud83e\udd99", "\ufffd🦙"),
        ("a\0b", "a\ufffdb"),
        ("", ""),
    ],
)
def test_storable(text, kept):
    assert storable(text) == kept


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hello", "Hello"),
        ("\n\n  Two   words \nand a second line", "Two words"),
        ("", ""),
        (" \n\t", ""),
        ("a\x1b[31mb\0c", "a [31mb c"),
        (
            "Please explain to me in simple words how a transistor amplifies a signal",
            "Please explain to me in simple words how a transistor…",
        ),
        ("x" * 80, "x" * 59 + "…"),
        ("x" * 60, "x" * 60),
        ("解释" * 15, "解释" * 15),
        ("解释" * 20, "解释" * 14 + "解…"),
    ],
)
def test_title(text, title):
    assert title_from(text) == title


def test_a_chinese_title_keeps_punctuation_with_its_word():
    text = "解释一下量子力学的基本原理，并且说明它与经典力学有什么不同，举三个例子"
    assert title_from(text) == "解释一下量子力学的基本原理，并且说明它与经典力学有什么不…"


def test_a_title_never_splits_a_character_made_of_several_code_points():
    family = "👨‍👩‍👧‍👦"
    cut = title_from(family * 60)
    assert cut.endswith("…")
    assert set(unicode.grapheme_iter(cut[:-1])) == {family}


def test_any_text_gives_a_title_that_fits():
    rng = random.Random(20261122)
    letters = "ab c\t中文，。é\u0301🦙\u200d\ufe0f\u202e-\x07" + "한ก\u0e33"
    for _ in range(2000):
        text = "".join(rng.choices(letters, k=rng.randrange(200)))
        title = title_from(text)
        assert 0 <= unicode.text_width(title) <= TITLE_WIDTH, repr(text)
        assert title == title_from(title)
        head = title.removesuffix("…")
        assert " ".join(text.replace("\x07", " ").split()).startswith(head)


def test_the_title_of_a_huge_text_is_cut_from_its_start():
    assert title_from("word " * 1_000_000).startswith("word word")
