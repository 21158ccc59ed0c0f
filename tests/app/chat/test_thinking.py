from __future__ import annotations

import random

import pytest

from app.chat.thinking import Part, held_back, split_thinking


def kinds(text: str) -> list[tuple[str, str, bool]]:
    return [(part.kind, part.text, part.closed) for part in split_thinking(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("", [("answer", "", False)]),
        ("plain", [("answer", "plain", False)]),
        ("<think>", [("thinking", "", False)]),
        ("<think>\nhm", [("thinking", "hm", False)]),
        ("<think>\nhm\n</think>\n\nyes", [("thinking", "hm", True), ("answer", "yes", False)]),
        ("<thinking>hm</thinking>yes", [("thinking", "hm", True), ("answer", "yes", False)]),
        ("<think>\n\n</think>\n\nyes", [("answer", "yes", False)]),
        ("hm\n</think>\nyes", [("thinking", "hm", True), ("answer", "yes", False)]),
        (
            "first <think>hm</think> then",
            [("answer", "first ", True), ("thinking", "hm", True), ("answer", " then", False)],
        ),
    ],
)
def test_thinking_is_told_from_the_answer(text: str, parts: list[tuple[str, str, bool]]) -> None:
    assert kinds(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "the tag `<think>` opens",
        "```\n<think>\na\n</think>\n```\nb",
        "~~~html\n<think>\n~~~\n",
        "use `` `<think>` `` here",
        "say </think> in a line",
        "```\n<think> in an open fence",
    ],
)
def test_tags_inside_code_or_alone_are_text(text: str) -> None:
    assert split_thinking(text) == [Part("answer", text, False)]


def test_a_fence_left_open_in_thoughts_does_not_swallow_the_answer() -> None:
    assert kinds("<think>\n```\na\n</think>\nyes")[-1] == ("answer", "yes", False)


def test_the_beginning_of_a_tag_is_held_back() -> None:
    assert held_back("a <thi") == 4
    assert held_back("a </think") == 7
    assert held_back("a < b") == 0
    assert held_back("a <") == 1
    assert held_back("") == 0


def test_no_words_are_lost() -> None:
    draw = random.Random(7)
    bits = ["<think>", "</think>", "\n", "```\n", "`", "word ", "~~~", "<thinking>", "好"]
    for _ in range(500):
        text = "".join(draw.choices(bits, k=draw.randint(0, 30)))
        shown = "".join(part.text for part in split_thinking(text))
        assert shown.count("word") == text.count("word")
        assert shown.count("好") == text.count("好")
        assert split_thinking(text)
