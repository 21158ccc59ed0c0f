from __future__ import annotations

import pytest
from helpers.conversations import ENGLISH, THINKING, message
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QVBoxLayout, QWidget

from app.chat.find import Find
from app.chat.transcript import Transcript
from app.theme import Theme

SHIFT = Qt.KeyboardModifier.ShiftModifier


class Page(QWidget):
    """A transcript with its find bar, in a window."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.transcript = Transcript(theme)
        self.finding = Find(self.transcript, theme, self)
        column = QVBoxLayout(self)
        column.addWidget(self.finding.bar)
        column.addWidget(self.transcript)
        self.resize(900, 600)

    def place(self) -> str:
        return self.finding.bar.label.text()

    def type(self, qtbot, words: str) -> None:
        self.finding.bar.field.clear()
        qtbot.keyClicks(self.finding.bar.field, words)
        qtbot.waitUntil(lambda: self.finding._finder.done)
        settle()

    def marked(self, number: int) -> list[str]:
        """The marked words of a message."""
        body = self.transcript.card(number).body
        return [selection.cursor.selectedText() for selection in body.extraSelections()]

    def current(self) -> int:
        return self.finding._current.message


@pytest.fixture
def page(theme: Theme, qtbot) -> Page:
    page = Page(theme)
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    yield page
    page.finding.bar.leave()


def settle() -> None:
    for _ in range(8):
        QApplication.processEvents()


def long_chat(count: int) -> list:
    roles = ("user", "assistant")
    return [message(n + 1, roles[n % 2], f"Message {n + 1}. {ENGLISH}") for n in range(count)]


def test_it_counts_marks_and_steps_round(page: Page, qtbot) -> None:
    page.transcript.show_messages(
        [message(1, "user", "leave LEAVE"), message(2, "assistant", "No `Leave`, ｌｅａｖｅ.")]
    )
    settle()
    page.finding.open()
    assert QApplication.focusWidget() is page.finding.bar.field
    page.type(qtbot, "leave")
    assert page.place() == "1 of 4"
    assert page.marked(1) == ["leave", "LEAVE"]
    assert page.marked(2) == ["Leave", "ｌｅａｖｅ"]
    field = page.finding.bar.field
    for place in ("2 of 4", "3 of 4", "4 of 4", "1 of 4"):
        qtbot.keyClick(field, Qt.Key.Key_Return)
        assert page.place() == place
    qtbot.keyClick(field, Qt.Key.Key_Return, SHIFT)
    assert page.place() == "4 of 4"
    assert page.current() == 2


def test_the_current_match_is_marked_otherwise(page: Page, qtbot, theme: Theme) -> None:
    page.transcript.show_messages([message(1, "user", "a b a")])
    page.finding.open()
    page.type(qtbot, "a")
    grounds = [
        s.format.background().color().name().upper()
        for s in page.transcript.card(1).body.extraSelections()
    ]
    assert grounds == [theme.tokens.accent, theme.tokens.highlight]


def test_a_match_without_a_card_is_counted_and_gone_to(page: Page, qtbot) -> None:
    page.transcript.show_messages(long_chat(300))
    settle()
    assert page.transcript.card(7) is None
    page.finding.open()
    page.type(qtbot, "message 7.")
    assert page.place() == "1 of 1"
    card = page.transcript.card(7)
    assert card is not None
    assert not card.visibleRegion().isEmpty()
    assert not page.transcript.follows
    settle()
    assert len(page.transcript.cards.made) <= 60


def test_it_begins_with_what_is_in_sight(page: Page, qtbot) -> None:
    page.transcript.show_messages(long_chat(40))
    settle()
    seen = page.transcript.cards.messages[page.transcript.seen_index()].id
    page.finding.open()
    page.type(qtbot, "handbook")
    assert page.current() == seen


def test_thinking_opens_when_a_match_is_in_it(page: Page, qtbot) -> None:
    page.transcript.show_messages([message(1, "user", "Hi"), message(2, "assistant", THINKING)])
    settle()
    body = page.transcript.card(2).body
    assert "friendly" not in body.document().toPlainText()
    page.finding.open()
    page.type(qtbot, "friendly")
    assert "friendly" in body.document().toPlainText()
    assert page.marked(2) == ["friendly"]


def test_a_match_in_the_rest_of_a_long_text_is_shown(page: Page, qtbot) -> None:
    text = "All work and no play.\n" * 4_000 + "needle\n" + "More.\n" * 100
    page.transcript.show_messages([message(1, "user", text)])
    settle()
    page.finding.open()
    page.type(qtbot, "needle")
    assert page.place() == "1 of 1"
    rest = page.transcript.card(1).findChild(QPlainTextEdit)
    assert rest.isVisible()
    assert rest.textCursor().selectedText() == "needle"


def test_nothing_found_is_said_and_moves_nothing(page: Page, qtbot) -> None:
    page.transcript.show_messages(long_chat(10))
    settle()
    page.finding.open()
    settle()
    value = page.transcript.verticalScrollBar().value()
    page.type(qtbot, "zebra")
    assert page.place() == "Not found"
    assert page.transcript.verticalScrollBar().value() == value
    page.finding.step(1)
    page.type(qtbot, "")
    assert page.place() == ""


def test_escape_leaves_no_mark(page: Page, qtbot) -> None:
    page.transcript.show_messages([message(1, "user", "word")])
    page.finding.open()
    page.type(qtbot, "word")
    assert page.marked(1) == ["word"]
    with qtbot.waitSignal(page.finding.closed):
        qtbot.keyClick(page.finding.bar.field, Qt.Key.Key_Escape)
    assert page.finding.bar.isHidden()
    assert page.marked(1) == []
    page.finding.step(1)  # F3 opens it again, with the words from before
    qtbot.waitUntil(lambda: page.finding._finder.done)
    assert page.place() == "1 of 1"


def test_what_streams_is_found_too_and_the_view_stays(page: Page, qtbot) -> None:
    page.transcript.show_messages([message(1, "user", "word")])
    page.transcript.add(message(2, "assistant", "", state="streaming"))
    page.finding.open()
    page.type(qtbot, "word")
    page.transcript.append(2, "A word more")
    qtbot.waitUntil(lambda: page.place() == "1 of 2")
    assert page.marked(2) == ["word"]


def test_a_search_result_is_revealed_and_marked_for_a_moment(page: Page, qtbot) -> None:
    page.transcript.show_messages(long_chat(200))
    settle()
    page.transcript.reveal(20, ["Handbook"])
    settle()
    card = page.transcript.card(20)
    assert not card.visibleRegion().isEmpty()
    assert card.property("flashed")
    assert page.marked(20)[0] == "handbook"
    qtbot.waitUntil(lambda: not card.property("flashed"))
    assert page.marked(20) == []
    page.transcript.reveal(9_999)  # is not in this chat
