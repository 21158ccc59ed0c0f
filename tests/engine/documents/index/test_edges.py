"""What stands beside a chunk tells whether it begins or ends in the middle of a sentence."""

from __future__ import annotations

import pytest

from engine.documents.index.edges import Beside, edges

SAID = "Employees receive 25 days of leave."


@pytest.mark.parametrize(
    ("before", "within"),
    [
        ("It is a widespread belief, which nobody shares, that", True),
        ("以下说法从来没有得到公司任何部门的承认，即", True),
        ("The following is wrong:", True),
        ("Leave", False),  # a heading or a cell
        ("The handbook has ten pages.", False),
        ("He asked why (again and again).”", False),
        ("手册共有十页。", False),
        ("", False),
    ],
)
def test_a_page_may_begin_in_the_middle_of_a_sentence(before, within):
    assert edges(SAID, "page", Beside(before, False, True, "", False, True)) == (within, False)


def test_a_page_may_end_in_the_middle_of_a_sentence():
    behind = Beside("", False, True, "after five years of", False, True)
    assert edges("Employees receive 25 days", "page", behind) == (False, True)
    assert edges("Employees receive 25 days of leave.", "page", behind) == (False, False)


def test_chunks_of_a_page_are_cut_where_no_line_ends():
    def same(before, touches):
        return edges(SAID, "page", Beside(before, True, touches, "", True, False))[0]

    assert same("and a very long sentence goes on,", True)
    assert not same("A line of a list\n", True)
    assert not same("A line of a list", False)


def test_what_sqlite_says_becomes_true_or_false():
    """A chat keeps it as JSON, where 0 is another thing."""
    begins, ends = edges(SAID, "page", Beside("A cell", 1, 0, "A cell", 1, 0))
    assert begins is False
    assert ends is False


@pytest.mark.parametrize("kind", ["slide", "sheet", "chapter", "part"])
def test_what_is_no_page_of_paper_begins_anew(kind):
    before = "More and more of our customers"
    assert edges(SAID, kind, Beside(before, False, True, "", False, True)) == (False, False)
