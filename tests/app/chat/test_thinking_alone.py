"""The answer of a message with every place where it was."""

import pytest

from app.chat.thinking import answer_alone


@pytest.mark.parametrize(
    "text",
    [
        "An answer.",
        "<think>\nhm, 12\n</think>\n\nAn answer.",
        "First.\n<think>why</think>\nThen.",
        "<think>never closed",
        "",
    ],
)
def test_thinking_is_blank_and_the_rest_stands_where_it_stood(text):
    alone = answer_alone(text)
    assert len(alone) == len(text)
    assert "hm" not in alone
    assert "why" not in alone
    assert "never" not in alone
    for word in ("An answer.", "First.", "Then."):
        assert alone.find(word) == text.find(word)
