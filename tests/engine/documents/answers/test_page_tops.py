"""What stands at the top of a page is found like anything else, and so is what follows a degree."""

from __future__ import annotations

import pytest
from helpers.small_index import SmallIndex

from engine.documents.answers.checking import check
from engine.documents.records import Passage, Sources
from engine.documents.search.searcher import Searcher

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


@pytest.mark.parametrize(
    ("before", "verdict"),
    [
        ("It is a widespread belief that nobody shares that", 0),
        ("The handbook has ten pages.", 1),
    ],
)
def test_a_sentence_that_began_on_the_page_before_is_not_found(tmp_path, before, verdict):
    """Told from the index, where the page before is."""
    index = SmallIndex(tmp_path / "index.db")
    text = "Employees receive 25 days of leave. They say so."
    index.file("h", [before, text], page_of=lambda number: number + 1)
    searcher = Searcher(index.path)
    [hit] = searcher.search([QUESTION], limit=1)
    sources = Sources("passages", (Passage.of(hit, 1),))
    said = "Employees receive 25 days of leave."
    assert check(said, QUESTION, sources).found == verdict
    searcher.close()
    index.close()
