"""About how many tokens texts are."""

from __future__ import annotations

import pytest

from engine.documents.importer.tokens import estimate


@pytest.mark.parametrize(
    ("text", "tokens"),
    [("", 0), ("a" * 36, 10), ("字" * 40, 30), ("字" * 4 + "a" * 36, 13), ("\ud800" * 36, 10)],
)
def test_tokens(text, tokens):
    assert estimate(text) == pytest.approx(tokens)


def test_what_has_two_bytes_is_between():
    assert estimate("a" * 36) < estimate("я" * 36) < estimate("字" * 36)
