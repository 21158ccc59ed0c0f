"""Where a text may be parted."""

from __future__ import annotations

import itertools

import pytest

from engine.documents.importer.sentences import parts
from engine.documents.importer.tokens import estimate


def said(text, most=400.0):
    return [text[part.start : part.end].strip() for part in parts(text, 0, len(text), most)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One ends. Two begins! Three?", ["One ends.", "Two begins!", "Three?"]),
        ("It costs 3.50 euros. Then more.", ["It costs 3.50 euros.", "Then more."]),
        (
            "See e.g. Smith and Dr. Jones there. Done.",
            ["See e.g. Smith and Dr. Jones there.", "Done."],
        ),
        ("第一句。第二句！“第三句？”第四句", ["第一句。", "第二句！", "“第三句？”", "第四句"]),
        ("A line\nthat goes on. And ends.", ["A line\nthat goes on.", "And ends."]),
        ("Title\n\nText", ["Title", "Text"]),
        ("Intro\n• one thing\n• another", ["Intro", "• one thing", "• another"]),
        ("步骤\n一、打开\n二、关闭", ["步骤", "一、打开", "二、关闭"]),
    ],
)
def test_sentences_of_english_and_chinese(text, sentences):
    assert said(text) == sentences


@pytest.mark.parametrize("text", ["word " * 2000, "字" * 3000, "x" * 9000, "line of words\n" * 500])
def test_what_is_too_long_is_parted_without_a_gap(text):
    found = list(parts(text, 0, len(text), 100.0))
    assert found[0].start == 0
    assert found[-1].end == len(text)
    assert all(before.end == after.start for before, after in itertools.pairwise(found))
    assert max(estimate(text[part.start : part.end]) for part in found) <= 100.0


def test_long_sentences_are_parted_at_line_ends():
    text = "a row of a table without any stop\n" * 40
    assert all(one.startswith("a row") for one in said(text, 60.0))


def test_a_part_of_a_text():
    text = "Head. Body is here. Foot."
    found = list(parts(text, 6, 19, 50.0))
    assert [(part.start, part.end) for part in found] == [(6, 19)]
