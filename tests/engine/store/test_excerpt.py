from __future__ import annotations

import random

import pytest

from engine.store.connection import Connection
from engine.store.excerpt import BEFORE, LENGTH, Excerpts


@pytest.fixture
def excerpt():
    """The excerpt of a text for a query, and what is marked in it."""
    connection = Connection(None)

    def excerpt(query, text):
        shown, marks = Excerpts(query, connection.stem).of(text)
        return shown, [shown[start : start + length] for start, length in marks]

    yield excerpt
    connection.close()


@pytest.mark.parametrize(
    ("query", "text", "marked"),
    [
        ("sky", "Why is the Sky blue? skyline", ["Sky", "skyline"]),
        ("sky blue", "Blue, the skyline, blues", ["Blue", "blues"]),
        ("run", "He runs, running a RUN", ["runs", "running", "RUN"]),
        ("connecti", "All connections", ["connections"]),
        ("connection", "connected", ["connected"]),
        ("cafe", "the Café", ["Café"]),
        ("子力", "量子力学", ["子力"]),
        ("学", "学习，力学", ["学", "学"]),
        ("量子 sky", "sky 量子力学", ["sky", "量子"]),
        ("width", "ＷＩＤＴＨ", ["ＷＩＤＴＨ"]),
        ("ガ", "カｶﾞカ", ["カｶﾞカ"]),
        ("nothing", "is here", []),
        ("", "text", []),
    ],
)
def test_marks(excerpt, query, text, marked):
    assert excerpt(query, text) == (text, marked)


def test_an_excerpt_is_on_one_line(excerpt):
    assert excerpt("b", "a\nb\r\nc\u2028d\te") == ("a b  c d e", ["b"])


def test_a_long_text_is_cut_around_the_first_place_with_most_words(excerpt):
    text = "blue " * 100 + "and the sky is blue. " + "word " * 100
    shown, marked = excerpt("sky blue", text)
    assert shown.startswith("…")
    assert shown.endswith("…")
    assert len(shown) == LENGTH + 2
    assert marked[-2:] == ["sky", "blue"]
    assert shown.index("sky") <= BEFORE + LENGTH


def test_marks_do_not_overlap_and_stay_inside(excerpt):
    rng = random.Random(4)
    letters = ["a", "b", "ab", "量", "子", "量子", " ", "，", "ｶﾞ", "ß", "\n", "🦙"]
    connection = Connection(None)
    for _ in range(500):
        query = " ".join(rng.choices(letters, k=rng.randrange(4)))
        text = "".join(rng.choices(letters, k=rng.randrange(600)))
        shown, marks = Excerpts(query, connection.stem).of(text)
        assert len(shown) <= LENGTH + 2
        last = 0
        for start, length in marks:
            assert start >= last
            assert length > 0
            last = start + length
        assert last <= len(shown)
        assert shown.strip("…").replace(" ", "") in "".join(text.split())
    connection.close()
