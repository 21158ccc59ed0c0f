"""The list of chats: groups, selection, keys."""

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocumentFragment

from app.chat.chat_list import CHAT_ROLE, ChatList, ChatModel
from engine.store.records import Chat

TODAY = date(2026, 5, 20)


def chat(number, days_ago, title=None):
    at = datetime(2026, 5, 20, 12).astimezone() - timedelta(days=days_ago)
    return Chat(number, f"Chat {number}" if title is None else title, 0.0, at.timestamp())


def rows(model):
    return [model.index(row).data() for row in range(model.rowCount())]


def test_chats_are_grouped_by_day(qtmodeltester, qapp):
    model = ChatModel()
    days = (0, 0, 1, 3, 7, 15, 300)
    chats = [chat(n, days_ago) for n, days_ago in enumerate(days)]
    model.show_chats(chats, TODAY)
    assert rows(model) == [
        "Today",
        "Chat 0",
        "Chat 1",
        "Yesterday",
        "Chat 2",
        "Last 7 days",
        "Chat 3",
        "Chat 4",
        "May",
        "Chat 5",
        "2025",
        "Chat 6",
    ]
    qtmodeltester.check(model)
    assert not model.flags(model.index(0)) & Qt.ItemFlag.ItemIsSelectable
    assert model.index_of(3).row() == 6
    assert not model.index_of(99).isValid()
    assert not model.index_of(None).isValid()


def test_a_chat_of_tomorrow_is_of_today_and_no_title_has_a_name(qapp):
    model = ChatModel()
    model.show_chats([chat(1, -2, "")], TODAY)
    assert rows(model) == ["Today", "New chat"]


@pytest.fixture
def pane(qtbot, theme):
    pane = ChatList(theme)
    qtbot.addWidget(pane)
    pane.resize(244, 600)
    pane.show()
    now = datetime.now().astimezone().timestamp()
    chats = [Chat(n, f"Chat {n}", 0.0, now - 86_400 * (n - 1)) for n in (1, 2, 3)]
    pane.show_chats(chats, 1)
    return pane


def test_showing_and_selecting_choose_nothing(pane):
    chosen = []
    pane.chosen.connect(chosen.append)
    pane.select(2)
    assert pane.view.currentIndex().data(CHAT_ROLE).id == 2
    pane.select(None)
    assert not pane.view.selectionModel().hasSelection()
    assert chosen == []


def test_up_and_down_open_and_pass_over_headings(qtbot, pane):
    chosen = []
    pane.chosen.connect(chosen.append)
    pane.view.setFocus()
    qtbot.keyClick(pane.view, Qt.Key.Key_Down)
    qtbot.keyClick(pane.view, Qt.Key.Key_Down)
    qtbot.keyClick(pane.view, Qt.Key.Key_Up)
    assert chosen == [2, 3, 2]


def test_a_click_opens(qtbot, pane):
    place = pane.view.visualRect(pane.model.index_of(3)).center()
    with qtbot.waitSignal(pane.chosen) as caught:
        qtbot.mouseClick(pane.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert caught.args == [3]


def test_a_long_title_is_cut_in_the_picture_and_whole_for_readers(qtbot, theme, pane):
    title = "A title that is far longer than the pane of chats is wide"
    pane.show_chats([Chat(9, title, 0.0, datetime.now().astimezone().timestamp())], 9)
    index = pane.model.index_of(9)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == title
    assert title in index.data(Qt.ItemDataRole.ToolTipRole)
    assert not pane.grab().isNull()
    assert pane.view.horizontalScrollBar().maximum() == 0


def test_the_button_asks_for_a_new_chat(qtbot, pane):
    with qtbot.waitSignal(pane.new_requested):
        qtbot.mouseClick(pane.new_button, Qt.MouseButton.LeftButton)


def test_a_title_that_looks_like_html_is_shown_as_it_is():
    model = ChatModel()
    model.show_chats([chat(1, 0, "<h1>Big</h1> & co")], TODAY)
    assert model.data(model.index(1), Qt.ItemDataRole.DisplayRole) == "<h1>Big</h1> & co"
    tip = model.data(model.index(1), Qt.ItemDataRole.ToolTipRole)
    assert QTextDocumentFragment.fromHtml(tip).toPlainText() == "<h1>Big</h1> & co"
