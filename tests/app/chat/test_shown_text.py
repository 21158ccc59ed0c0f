from __future__ import annotations

import random

import pytest
from helpers.conversations import CHINESE, CODE, ENGLISH, THINKING, message
from PySide6.QtGui import QTextDocument

from app.chat.document import MessageDocument
from app.chat.formats import Style
from app.chat.markdown import SOFT_BREAK, Parser
from app.chat.shown_text import letters, shown_text
from app.theme import Theme

MORE = """A [link](https://a.b/c?d=e) and ![a picture](c.png), `code` with <b>, \\* and &amp;.

- [x] done $x^2$
- open

$$
\\frac{a}{b}
$$

> quote with **bold**
"""
PIECES = [*(MORE + ENGLISH).splitlines(keepends=True), "\n", "```\n", "$$\n"]


def drawn(theme: Theme, text: str, plain: bool = False) -> str:
    document = MessageDocument(QTextDocument(), Style.of(theme), plain)
    document.set_text(text)
    document.unfold()
    whole = document.document.toPlainText() + document.rest
    return whole.replace(SOFT_BREAK, "")


@pytest.mark.parametrize("text", [ENGLISH, CODE, CHINESE, THINKING, MORE, "a\n" * 40_000])
def test_it_has_the_words_of_the_document(theme: Theme, text: str) -> None:
    read = shown_text(message(1, "assistant", text), Parser())
    assert read.split() == drawn(theme, text).split()
    typed = shown_text(message(1, "user", text), Parser())
    assert typed.split() == drawn(theme, text, plain=True).split()


@pytest.mark.parametrize("seed", range(40))
def test_also_where_blocks_are_odd(theme: Theme, seed: int) -> None:
    draw = random.Random(seed)
    text = "".join(draw.choices(PIECES, k=12))
    read = shown_text(message(1, "assistant", text), Parser())
    assert read.split() == drawn(theme, text).split()


@pytest.mark.parametrize("text", [ENGLISH, CODE, CHINESE, THINKING, MORE])
def test_a_word_that_is_shown_is_among_the_letters(text: str) -> None:
    known = letters(text)
    shown = shown_text(message(1, "assistant", text), Parser())
    for line in shown.splitlines():
        assert letters(line) in known
