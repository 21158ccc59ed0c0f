from __future__ import annotations

import random

import pytest
from helpers.conversations import CHINESE, CODE, ENGLISH, THINKING
from helpers.hostile import HOSTILE
from PySide6.QtGui import QTextDocument

from app.chat.document import MessageDocument
from app.chat.formats import Style
from app.chat.markdown import SOFT_BREAK, clean
from app.theme import Theme

PIECES = [
    "# Title\n",
    "Heading\n===\n",
    "plain **bold** and `code`\n",
    "一段中文，**注意：**请看\n",
    "\n",
    "- item\n",
    "  - inner\n",
    "1. one\n",
    "2. two\n",
    "   more of it\n",
    "- [ ] open\n- [x] done\n",
    "> quote\n",
    "> > deep\n",
    "> - in a quote\n",
    "```python\n",
    "```\n",
    "x = 1  # code\n",
    "    indented\n",
    "| a | b |\n|---|--:|\n",
    "| c | d |\n",
    "---\n",
    "[link](https://a.b) ![picture](http://c.d/e.png) https://f.g/h.\n",
    "- ```\n  code\n  ```\n",
    "-\n",
    "#\n",
    "word ",
    "*",
    "\\",
    "<b>",
    "$x^2$ and \\(y\\) for $5 ",
    "$$\nx\n",
    "$$\n",
    "\\[a_1 *b*\\]\n",
    "\\[\n",
]


@pytest.fixture(autouse=True)
def unhurried(monkeypatch) -> None:
    """On a busy computer some drawing is put off to the next flush."""
    monkeypatch.setattr("app.chat.tail._BUDGET_S", 60.0)


@pytest.fixture
def style(theme: Theme) -> Style:
    return Style.of(theme)


def shown(style: Style, text: str = "", plain: bool = False) -> MessageDocument:
    result = MessageDocument(QTextDocument(), style, plain)
    result.set_text(text)
    return result


def streamed(style: Style, text: str, draw: random.Random) -> MessageDocument:
    result = MessageDocument(QTextDocument(), style)
    start = 0
    while start < len(text):
        end = start + draw.randint(1, 40)
        result.append(text[start:end])
        start = end
    return result


def assert_same(one: MessageDocument, other: MessageDocument) -> None:
    assert one.document.toPlainText() == other.document.toPlainText()
    assert one.document.toHtml() == other.document.toHtml()
    assert [b.code for b in one.code_blocks] == [b.code for b in other.code_blocks]
    assert one.tasks == other.tasks
    assert len(one.quotes) == len(other.quotes)


@pytest.mark.parametrize("seed", range(60))
def test_a_streamed_message_looks_as_if_it_had_come_at_once(style: Style, seed: int) -> None:
    draw = random.Random(seed)
    text = "".join(draw.choices(PIECES, k=draw.randint(1, 40)))
    grown = streamed(style, text, draw)
    grown.finish()
    assert_same(grown, shown(style, text))


@pytest.mark.parametrize("seed", range(20))
def test_also_where_drawing_is_put_off(style: Style, seed: int, monkeypatch) -> None:
    monkeypatch.setattr("app.chat.tail._BUDGET_S", 0.0)
    draw = random.Random(seed)
    text = "".join(draw.choices(PIECES, k=draw.randint(1, 40)))
    grown = streamed(style, text, draw)
    grown.finish()
    assert_same(grown, shown(style, text))


@pytest.mark.parametrize("text", [ENGLISH, CODE, CHINESE, THINKING], ids=str.__len__)
def test_a_streamed_conversation_looks_as_if_it_had_come_at_once(style: Style, text: str) -> None:
    draw = random.Random(1)
    grown = streamed(style, text * 3, draw)
    grown.finish()
    assert_same(grown, shown(style, text * 3))


def test_committed_blocks_are_left_alone_while_streaming(style: Style) -> None:
    grown = MessageDocument(QTextDocument(), style)
    for piece in ("First **block**.\n\n", "Second.\n\n", "Third"):
        grown.append(piece)
    first = grown.document.firstBlock()
    grown.document.documentLayout()  # changes are told only to a document with a layout
    changes: list[int] = []
    grown.document.contentsChange.connect(lambda place, removed, added: changes.append(place))
    grown.append(" goes on.")
    assert first.text() == "First block."
    assert min(changes) >= len("First block.")


def test_a_link_defined_late_reaches_what_was_drawn(style: Style) -> None:
    grown = MessageDocument(QTextDocument(), style)
    for piece in ("See [the site].\n\n", "More.\n\n", "Last.\n\n", "[the site]: https://a.b\n"):
        grown.append(piece)
    assert "https://a.b" not in grown.document.toHtml()
    grown.finish()
    assert "https://a.b" in grown.document.toHtml()


def test_a_line_end_in_two_pieces_is_one(style: Style) -> None:
    grown = MessageDocument(QTextDocument(), style)
    grown.append("a\r")
    grown.append("\nb")
    grown.finish()
    assert grown.document.toPlainText() == "a\nb"


def test_nothing_of_a_message_becomes_markup_or_a_picture(style: Style) -> None:
    text = (
        '<img src="file:///x.png"> <a href="javascript:1">a</a>\n\n'
        "![cat](http://evil/?q=secret) [b](javascript:alert(1)) [c](file:///etc/passwd)"
    )
    out = shown(style, text).document.toHtml()
    assert "<img" not in out
    assert 'href="' not in out
    assert "evil" not in out
    assert "cat" in out
    assert "&lt;img" in out


def test_links_and_bare_addresses_are_links(style: Style) -> None:
    out = shown(style, "[a](https://a.b) and 请看https://c.d/e，谢谢 mailto").document.toHtml()
    assert 'href="https://a.b"' in out
    assert 'href="https://c.d/e"' in out


def test_plain_text_is_shown_as_typed(style: Style) -> None:
    text = "**not bold**\n\n  # no title\n<b>\n- x"
    assert shown(style, text, plain=True).document.toPlainText() == text


def test_tables_have_their_cells_and_ragged_rows_are_filled(style: Style) -> None:
    out = shown(style, "|a|b|\n|-|-|\n|c|\n|d|e|f|\n").document.toPlainText().split("\n")
    assert [cell for cell in out if cell] == ["a", "b", "c", "d", "e"]


def test_long_numbered_lists_count_on(style: Style) -> None:
    text = "".join(f"{n}. x{n}\n" for n in range(3, 600))
    content = shown(style, text)
    block = content.document.lastBlock()
    inside = block.textList()
    assert inside is not None
    assert inside.itemText(block) == "599."


def test_the_code_of_a_block_is_exact(style: Style) -> None:
    code = "a\n\n\tb  \n" + "x" * 3000
    blocks = shown(style, f"```\n{code}\n```\n\n    indented\n").code_blocks
    assert [block.code for block in blocks] == [code, "indented"]


def test_thinking_folds_when_the_answer_begins(style: Style) -> None:
    grown = MessageDocument(QTextDocument(), style)
    grown.append("<think>\nLet me see")
    assert "Let me see" in grown.document.toPlainText()
    assert [(t.ended, t.folded) for t in grown.thoughts] == [(False, False)]
    grown.append("\n</think>\n\nYes.")
    assert "Let me see" not in grown.document.toPlainText()
    assert [(t.ended, t.folded) for t in grown.thoughts] == [(True, True)]
    grown.toggle(0)
    assert "Let me see" in grown.document.toPlainText()
    grown.append(" And more.")
    grown.finish()
    assert "Let me see" in grown.document.toPlainText()
    assert grown.document.toPlainText().endswith("Yes. And more.")


def test_thinking_that_is_being_read_does_not_fold(style: Style) -> None:
    grown = MessageDocument(QTextDocument(), style)
    grown.append("<think>\nLet me see")
    grown.append("\n</think>\n\nYes.", fold=False)
    assert "Let me see" in grown.document.toPlainText()


def test_thinking_folded_by_hand_stays_folded_while_it_grows(style: Style) -> None:
    grown = MessageDocument(QTextDocument(), style)
    grown.append("<think>\nLet me")
    grown.toggle(0)
    grown.append(" see")
    assert "Let me" not in grown.document.toPlainText()
    grown.finish()
    assert "Let me" not in grown.document.toPlainText()


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_of_a_hostile_text_is_lost(style: Style, name: str) -> None:
    text = HOSTILE[name]
    document = shown(style, text)
    visible = document.document.toPlainText() + document.rest
    if name in ("links", "references", "thoughts"):  # these have parts not to show
        assert visible.count("a") >= 3_000
        return
    for letter in "ab中x!\u0301":
        assert visible.count(letter) >= text.count(letter) - text.count("python"), letter
    assert document.rest == clean(text)[len(clean(text)) - len(document.rest) :]


def test_a_text_past_the_bound_goes_on_as_plain_text(style: Style) -> None:
    line = "All work and no play. " * 4 + "\n"
    grown = MessageDocument(QTextDocument(), style)
    text = ""
    while len(text) < 70_000:
        grown.append(line * 50)
        text += line * 50
    grown.append("The end.")
    grown.finish()
    assert grown.rest.endswith("The end.")
    assert grown.rest_position > 0
    whole = shown(style, text + "The end.")
    assert not whole.rest_open
    whole.open_rest()
    assert_same(grown, whole)
    assert grown.rest == shown(style, text + "The end.").rest


def test_long_words_are_broken_softly(style: Style) -> None:
    document = shown(style, "a" * 10_000)
    assert document.document.toPlainText().count(SOFT_BREAK) == 4
