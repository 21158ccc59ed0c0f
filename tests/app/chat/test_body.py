from __future__ import annotations

from pathlib import Path

import pytest
from helpers.conversations import CODE, ENGLISH, THINKING
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QGuiApplication, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QToolButton, QVBoxLayout, QWidget

from app.chat.body import MessageBody
from app.icons import IconButton
from app.theme import COLUMN_WIDTH, Theme


@pytest.fixture
def page(qtbot) -> QWidget:
    """A window of 700 pixels that is open."""
    page = QWidget()
    qtbot.addWidget(page)
    page.resize(700, 900)
    QVBoxLayout(page)
    page.show()
    return page


@pytest.fixture
def body(page: QWidget, theme: Theme) -> MessageBody:
    body = MessageBody(theme)
    page.layout().addWidget(body)
    return body


def copy_buttons(body: MessageBody) -> list[IconButton]:
    return [b for b in body.findChildren(IconButton) if b.isVisible() and not b.text()]


def test_it_is_as_high_as_its_text(body: MessageBody, page: QWidget, qtbot) -> None:
    body.set_text(ENGLISH)
    qtbot.waitUntil(lambda: body.height() == int(body.document().size().height() + 0.999))
    wide = body.height()
    page.resize(320, 900)
    qtbot.waitUntil(lambda: body.height() > wide)
    assert body.verticalScrollBar().maximum() == 0
    page.resize(1400, 900)
    qtbot.waitUntil(lambda: body.width() == COLUMN_WIDTH)


def test_it_loads_nothing(body: MessageBody) -> None:
    kind = QTextDocument.ResourceType.ImageResource.value
    secret = QUrl.fromLocalFile(str(Path(__file__)))
    assert not body.loadResource(kind, secret)
    assert not body.document().resource(kind, secret)
    body.set_text(f"![a]({secret.url()}) <img src='{secret.url()}'>")
    assert "<img" not in body.document().toHtml()


def test_a_click_is_reported_and_not_followed(body: MessageBody, qtbot) -> None:
    body.set_text("[a](https://a.b/c?d=e)")
    before = body.document().toPlainText()
    with qtbot.waitSignal(body.link_clicked, timeout=1000) as clicked:
        body.anchorClicked.emit(QUrl("https://a.b/c?d=e"))
    assert clicked.args == ["https://a.b/c?d=e"]
    assert body.document().toPlainText() == before
    assert not body.openLinks()


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "data:,a", "#a"])
def test_other_addresses_are_not_even_reported(body: MessageBody, address: str, qtbot) -> None:
    with qtbot.assertNotEmitted(body.link_clicked):
        body.anchorClicked.emit(QUrl(address))


def test_links_can_be_reached_and_opened_by_keyboard(body: MessageBody, qtbot) -> None:
    body.set_text("Text with [a](https://a.b) link")
    body.setFocus()
    qtbot.keyClick(body, Qt.Key.Key_Tab)
    with qtbot.waitSignal(body.link_clicked, timeout=1000) as clicked:
        qtbot.keyClick(body, Qt.Key.Key_Return)
    assert clicked.args == ["https://a.b"]


def test_code_is_copied_exactly_with_mouse_or_keyboard(body: MessageBody, qtbot) -> None:
    body.set_text(CODE + "\n```\nsecond\n```\n")
    first, second = copy_buttons(body)
    assert first.accessibleName() == "Copy code"
    assert first.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text().startswith("from collections import Counter\n\n")
    second.setFocus()
    qtbot.keyClick(second, Qt.Key.Key_Space)
    assert QGuiApplication.clipboard().text() == "second"


def test_copy_buttons_are_inside_their_code(body: MessageBody) -> None:
    body.set_text("Text\n\n```\na\n```\n\n> ```\n> b\n> ```\n")
    for rect, button in zip(body._grounds.code, copy_buttons(body), strict=True):
        assert rect.contains(button.geometry().toRectF())
    body.set_text("No code")
    assert copy_buttons(body) == []


def test_a_selection_in_what_is_settled_survives_streaming(body: MessageBody) -> None:
    body.append("First paragraph.\n\nSecond.\n\nThird.\n\nFour")
    cursor = body.textCursor()
    cursor.setPosition(0)
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    body.setTextCursor(cursor)
    for piece in ("th.\n\nFifth", " goes on\n\n- and", " on\n- and on"):
        body.append(piece)
        assert body.textCursor().selectedText() == "First paragraph."


def test_selected_text_is_copied_without_colours_and_soft_breaks(body: MessageBody) -> None:
    body.set_text("a" * 3000)
    body.selectAll()
    data = body.createMimeDataFromSelection()
    assert data.text() == "a" * 3000
    assert not data.hasHtml()


def test_thinking_is_folded_and_unfolded_by_its_button(body: MessageBody, qtbot) -> None:
    body.set_text(THINKING)
    (fold,) = [b for b in body.findChildren(QToolButton) if b.text()]
    assert fold.text() == "Thought for a moment"
    low = body.height()
    assert "The user asks" not in body.document().toPlainText()
    fold.setFocus()
    qtbot.keyClick(fold, Qt.Key.Key_Return)
    assert "The user asks" in body.document().toPlainText()
    assert body.height() > low
    qtbot.mouseClick(fold, Qt.MouseButton.LeftButton)
    assert "The user asks" not in body.document().toPlainText()


def test_it_follows_the_theme(body: MessageBody, theme: Theme) -> None:
    body.set_text("[a](https://a.b) text")
    assert theme.tokens.accent.lower() in body.document().toHtml()
    theme.apply("dark")
    assert theme.tokens.accent.lower() in body.document().toHtml()


def test_the_rest_of_a_very_long_message_is_shown_when_it_is_wanted(
    body: MessageBody, qtbot
) -> None:
    text = "All work and no play.\n" * 5_000
    body.set_text(text)
    (button,) = body.buttons()
    assert button.text() == "Show all (110.0 kB)"
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert not button.isVisible()
    (rest,) = body.viewport().findChildren(QPlainTextEdit, options=Qt.FindDirectChildrenOnly)
    assert rest.isVisible()
    assert rest.geometry().bottom() <= body.height()
    drawn = body.document().toPlainText().count("play")
    assert drawn + rest.toPlainText().count("play") == 5_000


def test_what_streams_past_the_bound_is_seen(body: MessageBody) -> None:
    body.append("All work and no play.\n" * 5_000)
    body.append("The end")
    (rest,) = body.viewport().findChildren(QPlainTextEdit, options=Qt.FindDirectChildrenOnly)
    assert rest.isVisible()
    assert rest.toPlainText().endswith("The end")


@pytest.mark.parametrize("key", [Qt.Key.Key_PageUp, Qt.Key.Key_End, Qt.Key.Key_Up])
def test_keys_that_scroll_go_to_the_transcript(page: QWidget, theme: Theme, key, qtbot) -> None:
    seen: list[int] = []

    class Around(QWidget):
        def keyPressEvent(self, event) -> None:
            seen.append(event.key())

    around = Around(page)
    page.layout().addWidget(around)
    body = MessageBody(theme, around)
    body.set_text(ENGLISH)
    qtbot.keyClick(body, key)
    assert seen == [key]
