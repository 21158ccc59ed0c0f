"""A passage in a file that may have changed."""

from __future__ import annotations

from engine.documents.importer.locating import locate
from engine.documents.records import Page, Span

FIRST = "The mast carries the sails. The keel is below the water."
SECOND = (
    "Before it something new.\nThe mast  carries\nthe sails. The keel is below the water. And more."
)


def test_white_space_does_not_count():
    span = locate(FIRST, [Page(1, "Nothing here."), Page(2, SECOND)])
    assert span is not None
    assert SECOND[span.start : span.start + span.length].split() == FIRST.split()
    assert span.page == 2


def test_the_first_page_that_has_it_is_taken():
    assert locate("below the water", [Page(7, FIRST), Page(2, FIRST)]) == Span(7, 40, 15)


def test_a_sentence_that_is_left_is_found():
    changed = "All is new. The keel is below the water. Nothing else."
    span = locate(FIRST, [Page(3, "The mast is gone."), Page(4, changed)])
    assert span == Span(4, 12, 28)


def test_what_is_nowhere_is_not_found():
    assert locate(FIRST, [Page(1, "Something else altogether.")]) is None
    assert locate("", [Page(1, "Text")]) is None
    assert locate("  ", [Page(1, "Text")]) is None
