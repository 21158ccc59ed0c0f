"""Chats as rows: groups, folders, names, dragging."""

from datetime import date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextDocumentFragment

from app.chat.chat_model import CHATS_TYPE, ChatModel
from engine.store.records import TEMPORARY_IDS, Chat, Folder

TODAY = date(2026, 5, 20)

pytestmark = pytest.mark.usefixtures("english")
EDIT = Qt.ItemDataRole.EditRole
SPOKEN = Qt.ItemDataRole.AccessibleTextRole


def chat(number, days_ago=0, title=None, **fields):
    at = datetime(2026, 5, 20, 12).astimezone() - timedelta(days=days_ago)
    return Chat(number, f"Chat {number}" if title is None else title, 0.0, at.timestamp(), **fields)


@pytest.fixture
def model(qapp):
    return ChatModel()


def texts(model):
    return [model.index(row).data() for row in range(model.rowCount())]


def test_chats_are_grouped_by_day(model, qtmodeltester):
    days = (0, 0, 1, 3, 7, 15, 300)
    model.show_chats([chat(n, days_ago) for n, days_ago in enumerate(days)], TODAY)
    assert texts(model) == [
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
        "July 2025",
        "Chat 6",
    ]
    qtmodeltester.check(model)
    assert model.index_of(3).row() == 6
    assert not model.index_of(99).isValid()
    assert not model.index_of(None).isValid()


FOLDERS = (Folder(1, "House"), Folder(2, "Work"))


def many():
    return [
        chat(TEMPORARY_IDS + 1, title="Passing"),
        chat(1, folder=2),
        chat(2, pinned=True, folder=2),
        chat(3),
        chat(4, 1, folder=2),
        chat(5, 2, folder=9),
    ]


def test_temporary_pinned_and_folders_come_before_the_days(model, qtmodeltester):
    model.show_chats(many(), TODAY, FOLDERS)
    assert texts(model) == [
        "Temporary: gone when Puna closes",
        "Passing",
        "Pinned",
        "Chat 2",
        "House",
        "Work",
        "Chat 1",
        "Chat 4",
        "Today",
        "Chat 3",
        "Last 7 days",
        "Chat 5",  # its folder is gone
    ]
    qtmodeltester.check(model)


def test_a_closed_folder_keeps_its_chats_to_itself(model):
    model.show_chats(many(), TODAY, FOLDERS, [2])
    assert "Chat 1" not in texts(model)
    index = model.folder_index(2)
    assert (index.data(), index.data(SPOKEN)) == ("Work", "Folder Work, closed. Chats: 2")
    assert not model.folder_index(7).isValid()
    assert not model.folder_index(None).isValid()


def test_the_same_chats_change_nothing(qtbot, model):
    assert model.show_chats(many(), TODAY, FOLDERS)
    with qtbot.assertNotEmitted(model.modelReset):
        assert not model.show_chats(many(), TODAY, FOLDERS)


def test_what_can_be_done_with_a_row(model):
    model.show_chats(many(), TODAY, FOLDERS)
    flag = Qt.ItemFlag
    assert model.flags(model.index(0)) == flag.NoItemFlags
    assert model.flags(model.folder_index(1)) == flag.ItemIsEnabled | flag.ItemIsEditable
    assert model.flags(model.index_of(1)) & flag.ItemIsDragEnabled
    assert not model.flags(model.index_of(TEMPORARY_IDS + 1)) & flag.ItemIsDragEnabled


def test_a_row_says_where_it_belongs(model):
    model.show_chats(many(), TODAY, FOLDERS)
    about = Qt.ItemDataRole.AccessibleDescriptionRole
    assert model.index_of(4).data(about) == "Work"
    assert model.index_of(3).data(about) == "Today"


def test_a_typed_name_is_told_and_seen_at_once(model):
    renamed, folders = [], []
    model.chat_renamed.connect(lambda *pair: renamed.append(pair))
    model.folder_renamed.connect(lambda *pair: folders.append(pair))
    model.show_chats(many(), TODAY, FOLDERS)
    assert model.setData(model.index_of(TEMPORARY_IDS + 1), "  Kept  ", EDIT)
    assert model.setData(model.folder_index(1), "Home", EDIT)
    assert renamed == [(TEMPORARY_IDS + 1, "Kept")]
    assert folders == [(1, "Home")]
    assert model.index_of(TEMPORARY_IDS + 1).data() == "Kept"


@pytest.mark.parametrize("name", ["", "   ", "Chat 3"])
def test_no_name_keeps_the_old_one(qtbot, model, name):
    model.show_chats(many(), TODAY, FOLDERS)
    with qtbot.assertNotEmitted(model.chat_renamed):
        assert not model.setData(model.index_of(3), name, EDIT)
    assert model.index_of(3).data() == "Chat 3"


def test_a_chat_without_a_title_has_words_for_it(model):
    model.show_chats([chat(1, title="")], TODAY)
    assert texts(model) == ["Today", "New chat"]


def test_a_title_of_several_lines_is_one_line_of_the_list(model):
    model.show_chats([chat(1, title="One\ntwo\u2028 three")], TODAY)
    assert texts(model)[-1] == "One two three"


def test_dragged_chats_are_named_by_their_ids(model):
    model.show_chats(many(), TODAY, FOLDERS)
    dragged = model.mimeData([model.index_of(1), model.index_of(4)])
    assert bytes(dragged.data(CHATS_TYPE)) == b"[1, 4]"
    assert dragged.formats() == [CHATS_TYPE]  # no text box takes it for text


def test_a_title_that_looks_like_html_is_shown_as_it_is(model):
    model.show_chats([chat(1, 0, "<h1>Big</h1> & co")], TODAY)
    assert model.index(1).data() == "<h1>Big</h1> & co"
    tip = model.index(1).data(Qt.ItemDataRole.ToolTipRole)
    assert QTextDocumentFragment.fromHtml(tip).toPlainText() == "<h1>Big</h1> & co"
