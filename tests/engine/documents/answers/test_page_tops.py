"""What stands at the top of a page is found like anything else, and so is what follows a degree."""

from __future__ import annotations

import pytest

from engine.documents.answers.checking import check
from engine.documents.records import Passage, Sources

QUESTION = "How many days of paid leave do employees receive?"


def top(text: str) -> Sources:
    """A passage that begins page 3 of a PDF."""
    passage = Passage(1, "f", "/h.pdf", "Handbook", "", 3, 0, len(text), text)
    return Sources("passages", (passage,))


@pytest.mark.parametrize(
    ("text", "said", "verdict"),
    [
        (
            "Employees receive 25 days of leave. They say so.",
            "Employees receive 25 days of leave.",
            1,
        ),
        ("保修期为二十四个月。退货期限为30天。", "保修期为24个月。", 1),
        ("employees receive 25 days of leave.", "Employees receive 25 days of leave.", 0),
        ("25 days of paid leave are too many.", "25 days of paid leave are too many.", 0),
        (
            "It must not be used above 40 °C. Employees receive 25 days of leave.",
            "Employees receive 25 days of leave.",
            1,
        ),
    ],
)
def test_the_top_of_a_page(text, said, verdict):
    question = "保修期有多长？" if "保修" in text else QUESTION
    assert check(said, question, top(text)).found == verdict
