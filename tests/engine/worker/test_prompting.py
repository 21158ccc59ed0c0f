"""What a prompt tells of its end."""

import pytest

from engine.prompt import Piece
from engine.worker.prompting import Prompt


@pytest.mark.parametrize(
    ("last", "transcript", "wanted"),
    [
        (Piece("\nAssistant:", True), False, True),
        (Piece("<|im_start|>assistant\n", True), False, False),
        (Piece("as follows:", False), False, False),  # said by someone, not by a template
        (Piece("\nAssistant:", False), True, True),
    ],
)
def test_a_reply_within_a_line_begins_with_a_space(last, transcript, wanted):
    prompt = Prompt([Piece("User: Hi", True), last], [1], 0, (), transcript, False)
    assert prompt.opens_line is wanted


def test_an_empty_prompt_opens_no_line():
    assert not Prompt([], [], 0, (), False, False).opens_line
