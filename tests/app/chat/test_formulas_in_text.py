"""Formulas in the text of a message: their place, their colour, what is left of them as text."""

from __future__ import annotations

import random
from itertools import pairwise

import pytest
from helpers.pictures import DrawnAtOnce, real_pictures
from PySide6.QtCore import QRect
from PySide6.QtGui import QTextCursor, QTextDocument
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.bridge import Bridge
from app.chat.body import MessageBody
from app.chat.document import MessageDocument
from app.chat.formats import OVERHANG, Style
from app.chat.formula_object import OBJECT, FormulaObject
from app.theme import Theme
from engine.formulas.typeset import Formula

TEXT = r"""Let $x^2$ be, with \(y\).

$$\frac{a}{b}$$

- item $\alpha$ for $5 and $6
"""


@pytest.fixture(autouse=True)
def unhurried(monkeypatch) -> None:
    """On a busy computer some drawing is put off to the next flush."""
    monkeypatch.setattr("app.chat.tail._BUDGET_S", 60.0)


@pytest.fixture
def page(qtbot) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(700, 900)
    QVBoxLayout(page)
    page.show()
    return page


@pytest.fixture
def pictures(qapp):
    with real_pictures() as made:
        yield made


@pytest.fixture
def at_once(qapp):
    bridge = Bridge()
    made = DrawnAtOnce(bridge)
    yield made
    made.close()
    bridge.close()


def body_of(page: QWidget, theme: Theme, pictures) -> MessageBody:
    body = MessageBody(theme, pictures=pictures)
    page.layout().addWidget(body)
    return body


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def inks(body: MessageBody, position: int) -> set[str]:
    """The colours in the place of a character."""
    cursor = QTextCursor(body.document())
    cursor.setPosition(position)
    left = body.cursorRect(cursor)
    cursor.setPosition(position + 1)
    right = body.cursorRect(cursor)
    image = body.grab(QRect(left.topLeft(), right.bottomRight())).toImage()
    return {
        image.pixelColor(x, y).name().upper()
        for x in range(image.width())
        for y in range(image.height())
    }


def test_the_source_is_shown_until_the_picture_is_there(page, theme, pictures, qtbot) -> None:
    body = body_of(page, theme, pictures)
    with qtbot.waitSignal(pictures.ready, timeout=60_000):
        body.set_text(TEXT)
        assert body.document().toPlainText().count(OBJECT) == 4
        before = body.height()
    qtbot.waitUntil(lambda: not pictures._asked, timeout=60_000)
    qtbot.waitUntil(lambda: body.height() > before)  # the fraction is higher than its source
    assert body.document().toPlainText().count(OBJECT) == 4


def test_what_cannot_be_drawn_stays_as_code(page, theme, pictures, qtbot) -> None:
    body = body_of(page, theme, pictures)
    body.set_text("Good $x$ and bad $\\oops{y}$ here.")
    text = "bad $\\oops{y}$ here."
    qtbot.waitUntil(lambda: text in body.document().toPlainText(), timeout=60_000)
    assert OBJECT in body.document().toPlainText()


def test_it_has_the_colour_of_the_text_in_each_theme(page, theme: Theme, at_once) -> None:
    body = body_of(page, theme, at_once)
    body.set_text(r"$\blacksquare$")
    settle()
    page.setStyleSheet(f"background: {theme.tokens.ground}")
    assert theme.tokens.text in inks(body, 0)
    theme.apply("dark")
    page.setStyleSheet(f"background: {theme.tokens.ground}")
    assert theme.tokens.text in inks(body, 0)


def test_it_grows_with_the_zoom(page, theme: Theme, at_once) -> None:
    body = body_of(page, theme, at_once)
    body.set_text("$xxxxxxxxxx$")
    cursor = QTextCursor(body.document())
    cursor.setPosition(1)
    before = body.cursorRect(cursor).x()
    theme.set_zoom(200)
    after = body.cursorRect(cursor).x()
    assert after == pytest.approx(2 * before, rel=0.05)


def test_selected_and_copied_it_is_what_was_written(page, theme, at_once) -> None:
    body = body_of(page, theme, at_once)
    body.set_text(TEXT)
    body.selectAll()
    copied = body.createMimeDataFromSelection().text()
    assert copied.split("\n") == [
        r"Let $x^2$ be, with \(y\).",
        r"$$\frac{a}{b}$$",
        r"item $\alpha$ for $5 and $6",
    ]
    assert body.shown_text() == copied
    cursor = body.textCursor()
    cursor.setPosition(10)
    cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
    body.setTextCursor(cursor)
    assert "$x^2$" not in body.createMimeDataFromSelection().text()
    assert r"\(y\)" in body.createMimeDataFromSelection().text()


def test_a_line_keeps_its_height_unless_the_formula_is_tall(page, theme, at_once) -> None:
    body = body_of(page, theme, at_once)
    heights = []
    settle()
    for text in ("word", "$x^2$", r"$\frac{a}{b}$", r"$\begin{matrix}a\\b\\c\\d\end{matrix}$"):
        body.set_text(text)
        settle()
        heights.append(body.document().size().height())
    assert heights[0] == heights[1] == heights[2] < heights[3]


@pytest.mark.parametrize("seed", range(20))
def test_a_streamed_message_looks_as_if_it_had_come_at_once(theme, at_once, seed: int) -> None:
    draw = random.Random(seed)
    pieces = ["$x$ ", "word\n", "\n", r"\(y\) ", "$$\nz\n", "$$\n", "- item\n", "\\[w\\]\n", "$"]
    text = "".join(draw.choices(pieces, k=20))
    handler = FormulaObject(at_once, theme.fonts)
    whole = MessageDocument(QTextDocument(), Style.of(theme), object=handler)
    whole.set_text(text)
    grown = MessageDocument(QTextDocument(), Style.of(theme), object=handler)
    for character in text:
        grown.append(character)
    grown.finish()
    assert grown.document.toPlainText() == whole.document.toPlainText()
    assert grown.formulas == whole.formulas


def test_half_a_formula_does_not_flicker(theme, at_once) -> None:
    handler = FormulaObject(at_once, theme.fonts)
    grown = MessageDocument(QTextDocument(), Style.of(theme), object=handler)
    at_once.look(Formula("x_1 + y_1", display=True))  # drawing takes longer than a flush may
    seen = []
    for character in "So\n\n$$\nx_1 + y_1\n$$\n":
        grown.append(character)
        seen.append(grown.document.toPlainText().removeprefix("So\n"))
    # It only grows as it is written, until it is one character.
    source = [text for text in seen if text.startswith("$$") and OBJECT not in text]
    assert source
    assert all(later.startswith(earlier) for earlier, later in pairwise(source))
    assert seen[-1] == OBJECT
    assert seen.index(OBJECT) >= len(seen) - 2


def test_too_many_formulas_stay_text(page, theme, at_once) -> None:
    body = body_of(page, theme, at_once)
    body.set_text("$x$ " * 320)
    text = body.document().toPlainText()
    assert text.count(OBJECT) == 300
    assert text.count("$x$") == 20


def test_below_the_last_line_is_room_for_what_a_formula_has_there(page, theme, at_once) -> None:
    body = body_of(page, theme, at_once)
    body.set_text("No formula.")
    settle()
    bare = body.height()
    body.set_text(r"A formula, $\frac{1}{2}$, and what is below its line.")
    settle()
    assert body.document().size().height() == bare
    assert body.height() >= bare + OVERHANG
