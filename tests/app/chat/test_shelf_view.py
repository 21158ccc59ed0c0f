"""The list of chats at work: opening, several at once, names, menus, folders, dragging."""

import json

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QContextMenuEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from app.chat.chat_delegate import ChatDelegate
from app.chat.chat_model import CHATS_TYPE

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def place(pane, chat):
    return pane.view.visualRect(pane.model.index_of(chat)).center()


def click(qtbot, pane, chat, held=NONE):
    qtbot.mouseClick(pane.view.viewport(), LEFT, held, place(pane, chat))


def selected(pane):
    return [chat.id for chat in pane.view.selected()]


def opened(pane):
    """What is asked for from now on."""
    asked = []
    for signal in (pane.view.reached, pane.view.chosen, pane.view.entered_chat):
        signal.connect(asked.append)
    return asked


def test_showing_what_is_open_opens_nothing(qtbot, pane):
    asked = opened(pane)
    pane.view.show_open(pane.ids[1])
    assert selected(pane) == [pane.ids[1]]
    pane.view.show_open(None)
    assert selected(pane) == []
    qtbot.wait(200)
    assert asked == []


def test_a_click_opens_and_clicks_with_keys_held_select(qtbot, pane):
    asked = opened(pane)
    click(qtbot, pane, pane.ids[0])
    click(qtbot, pane, pane.ids[2], CONTROL)
    assert selected(pane) == [pane.ids[0], pane.ids[2]]
    click(qtbot, pane, pane.ids[0])
    click(qtbot, pane, pane.ids[3], SHIFT)
    assert selected(pane) == pane.ids[:4]
    assert asked == [pane.ids[0], pane.ids[0]]


def test_the_arrow_keys_open_what_they_come_to_in_the_end(qtbot, pane):
    pane.view.show_open(pane.ids[0])
    asked = opened(pane)
    pane.view.setFocus()
    for _ in range(3):
        qtbot.keyClick(pane.view, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: asked == [pane.ids[3]])
    qtbot.keyClick(pane.view, Qt.Key.Key_Return)
    assert asked == [pane.ids[3], pane.ids[3]]


def test_home_and_end_pass_over_headings(qtbot, pane):
    pane.view.setFocus()
    pane.view.show_open(pane.ids[4])
    qtbot.keyClick(pane.view, Qt.Key.Key_Home)
    assert pane.view.row().chat.id == pane.ids[0]
    qtbot.keyClick(pane.view, Qt.Key.Key_End)
    assert pane.view.row().chat.id == pane.ids[-1]
    qtbot.wait(200)


def test_all_are_selected_and_deleted_by_their_keys(qtbot, pane):
    pane.view.setFocus()
    qtbot.keyClick(pane.view, Qt.Key.Key_A, CONTROL)
    assert selected(pane) == pane.ids
    qtbot.keyClick(pane.view, Qt.Key.Key_Delete, CONTROL | SHIFT)
    pane.desk.wait(lambda: pane.model.rowCount() == 0)
    assert pane.list.undo_bar.isVisible()
    assert pane.list.undo_bar.label.text() == "12 chats deleted"
    assert pane.list.trash_button.text() == "Trash (12)"
    qtbot.keyClick(pane.view, Qt.Key.Key_Z, CONTROL)
    pane.desk.wait(lambda: pane.model.rowCount() > 12)
    assert not pane.list.undo_bar.isVisible()


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
@pytest.mark.parametrize("held", [NONE, SHIFT])
def test_a_bare_key_deletes_nothing(qtbot, pane, key, held):
    pane.view.setFocus()
    pane.view.show_open(pane.ids[0])
    qtbot.keyClick(pane.view, key, held)
    pane.desk.listed()
    assert pane.desk.done == []


def test_the_keyboard_goes_to_the_neighbour_of_what_is_deleted(pane):
    pane.view.select(pane.ids[2:4])
    pane.view.trash(pane.ids[2:4])
    assert selected(pane) == [pane.ids[4]]
    pane.desk.wait_done()
    pane.view.trash([pane.ids[-1]])
    pane.desk.wait_done(2)
    assert selected(pane) == [pane.ids[-2]]


def edit(qtbot, pane, chat):
    """Begin to rename; returns the box."""
    pane.view.setFocus()
    pane.view.select([chat])
    qtbot.keyClick(pane.view, Qt.Key.Key_F2)
    [box] = pane.view.findChildren(QLineEdit)
    return box


def test_f2_renames(qtbot, pane):
    asked = opened(pane)
    box = edit(qtbot, pane, pane.ids[0])
    assert box.selectedText() == pane.desk.get(pane.ids[0]).title
    assert box.accessibleName() == "Name of the chat"
    qtbot.keyClicks(box, "Better")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    pane.desk.wait_done()
    assert pane.desk.get(pane.ids[0]).title == "Better"
    assert pane.model.index_of(pane.ids[0]).data() == "Better"
    assert not pane.list.undo_bar.isVisible()
    assert asked == []


@pytest.mark.parametrize(("text", "key"), [("Other", Qt.Key.Key_Escape), ("", Qt.Key.Key_Return)])
def test_esc_and_no_name_keep_the_old_one(qtbot, pane, text, key):
    box = edit(qtbot, pane, pane.ids[0])
    before = pane.model.index_of(pane.ids[0]).data()
    box.setText(text)
    qtbot.keyClick(box, key)
    pane.desk.listed()
    assert pane.model.index_of(pane.ids[0]).data() == before
    assert pane.desk.done == []


def test_a_list_that_comes_does_not_take_the_name_being_typed(qtbot, pane):
    box = edit(qtbot, pane, pane.ids[1])
    qtbot.keyClicks(box, "Half a na")
    pane.desk.ask(lambda chats: chats.rename(pane.ids[0], "Changed elsewhere"))
    pane.desk.listed()
    assert box.isVisible()
    assert box.text() == "Half a na"
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert pane.model.index_of(pane.ids[0]).data() == "Changed elsewhere"


def test_a_new_list_keeps_the_selection_and_the_place(pane):
    pane.desk.fill(0)
    pane.view.select(pane.ids[6:9], pane.model.index_of(pane.ids[7]))
    pane.view.verticalScrollBar().setValue(40)
    pane.desk.ask(lambda chats: chats.rename(pane.ids[0], "Another"))
    pane.desk.listed()
    assert selected(pane) == pane.ids[6:9]
    assert pane.view.row().chat.id == pane.ids[7]
    assert pane.view.verticalScrollBar().value() == min(40, pane.view.verticalScrollBar().maximum())


# Folders.


@pytest.fixture
def work(pane):
    folder = pane.desk.ask(lambda chats: chats.folders.add("Work")).id
    pane.desk.ask(lambda chats: chats.move(pane.ids[:2], folder))
    pane.desk.listed()
    return folder


def test_folders_fold_by_click_and_by_keys_and_stay_so(qtbot, pane, work, preferences):
    heading = pane.view.visualRect(pane.model.folder_index(work)).center()
    qtbot.mouseClick(pane.view.viewport(), LEFT, NONE, heading)
    assert preferences.settings.closed_folders == (work,)
    assert not pane.model.index_of(pane.ids[0]).isValid()
    assert pane.view.row().section.folder == work
    pane.view.setFocus()
    qtbot.keyClick(pane.view, Qt.Key.Key_Right)
    assert pane.model.index_of(pane.ids[0]).isValid()
    qtbot.keyClick(pane.view, Qt.Key.Key_Left)
    qtbot.keyClick(pane.view, Qt.Key.Key_Space)
    qtbot.keyClick(pane.view, Qt.Key.Key_Return)
    assert preferences.settings.closed_folders == (work,)
    pane.desk.listed()
    assert not pane.model.index_of(pane.ids[0]).isValid()


def test_a_new_folder_is_named_at_once(qtbot, pane):
    pane.list.new_folder()
    pane.desk.wait(lambda: pane.view.editing)
    [box] = pane.view.findChildren(QLineEdit)
    qtbot.keyClicks(box, "Garden")
    qtbot.keyClick(box, Qt.Key.Key_Return)
    pane.desk.wait(lambda: [f.name for f in pane.desk.listed()[1]] == ["Garden"])


def test_the_keyboard_goes_over_folders_and_not_over_days(qtbot, pane, work):
    pane.view.setFocus()
    pane.view.select([pane.ids[2]])
    qtbot.keyClick(pane.view, Qt.Key.Key_Up)
    assert pane.view.row().chat.id == pane.ids[1]
    qtbot.keyClick(pane.view, Qt.Key.Key_Up)
    qtbot.keyClick(pane.view, Qt.Key.Key_Up)
    assert pane.view.row().section.folder == work
    assert pane.view.row().chat is None
    assert pane.view.selected() == []
    qtbot.wait(200)


def drop(pane, data, point):
    event = QDropEvent(QPointF(point), Qt.DropAction.MoveAction, data, LEFT, NONE)
    pane.view.dropEvent(event)
    return event


def test_chats_are_dragged_into_folders_and_out_again(pane, work):
    data = pane.model.mimeData([pane.model.index_of(chat) for chat in pane.ids[2:4]])
    heading = pane.view.visualRect(pane.model.folder_index(work)).center()
    over = QDragMoveEvent(heading, Qt.DropAction.MoveAction, data, LEFT, NONE)
    pane.view.dragMoveEvent(over)
    assert over.isAccepted()
    drop(pane, data, heading)
    pane.desk.wait_done()
    assert {pane.desk.get(chat).folder for chat in pane.ids[:4]} == {work}
    pane.desk.listed()
    drop(pane, data, place(pane, pane.ids[4]))
    pane.desk.wait_done(2)
    assert pane.desk.get(pane.ids[2]).folder is None
    assert pane.list.undo_bar.label.text() == "2 chats moved"


def test_dropped_on_what_is_pinned_they_are_pinned(pane):
    pane.desk.ask(lambda chats: chats.pin(pane.ids[:1], True))
    pane.desk.listed()
    drop(pane, pane.model.mimeData([pane.model.index_of(pane.ids[5])]), place(pane, pane.ids[0]))
    pane.desk.wait_done()
    assert pane.desk.get(pane.ids[5]).pinned


def test_other_things_are_not_taken(pane):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("model.gguf")])
    assert not drop(pane, data, place(pane, pane.ids[0])).isAccepted()
    data = QMimeData()
    data.setData(CHATS_TYPE, json.dumps(pane.ids).encode())
    assert not drop(pane, data, QPoint(5, 5000)).isAccepted()
    assert pane.desk.done == []


# The menu.


def menu(pane):
    """The menu that is open, as its words and their entries."""
    popup = QApplication.activePopupWidget()
    assert isinstance(popup, QMenu)
    return popup, {a.text().split("\t")[0]: a for a in popup.actions() if not a.isSeparator()}


@pytest.mark.parametrize(("key", "held"), [(Qt.Key.Key_Menu, NONE), (Qt.Key.Key_F10, SHIFT)])
def test_keys_open_the_menu_of_a_chat(qtbot, pane, key, held):
    pane.view.setFocus()
    pane.view.select([pane.ids[0]])
    qtbot.keyClick(pane.view, key, held)
    popup, entries = menu(pane)
    assert list(entries) == ["Open", "Rename…", "Pin", "Move to", "Export…", "Delete"]
    entries["Pin"].trigger()
    popup.close()
    pane.desk.wait_done()
    assert pane.desk.get(pane.ids[0]).pinned


def test_a_right_click_selects_without_opening(qtbot, pane):
    asked = opened(pane)
    at = place(pane, pane.ids[3])
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, at, pane.view.viewport().mapToGlobal(at)
    )
    qtbot.mousePress(pane.view.viewport(), Qt.MouseButton.RightButton, NONE, at)
    qtbot.mouseRelease(pane.view.viewport(), Qt.MouseButton.RightButton, NONE, at)
    QApplication.sendEvent(pane.view.viewport(), event)
    popup, _ = menu(pane)
    popup.close()
    assert selected(pane) == [pane.ids[3]]
    qtbot.wait(200)
    assert asked == []


def test_the_dots_open_the_menu_of_their_row(qtbot, pane):
    asked = opened(pane)
    rect = pane.view.visualRect(pane.model.index_of(pane.ids[2]))
    dots = ChatDelegate.more_rect(rect).center()
    qtbot.mouseClick(pane.view.viewport(), LEFT, NONE, dots)
    popup, _ = menu(pane)
    popup.close()
    assert selected(pane) == [pane.ids[2]]
    assert asked == []


def test_several_chats_have_one_menu(qtbot, pane, work):
    pane.view.select(pane.ids[1:4])
    pane.view.menu_wanted.emit(QPoint())
    popup, entries = menu(pane)
    assert list(entries) == ["3 chats", "Pin", "Move to", "Export…", "Delete"]
    folders = {a.text(): a for a in entries["Move to"].menu().actions() if not a.isSeparator()}
    assert list(folders) == ["Work", "No folder", "New folder"]
    folders["Work"].trigger()
    popup.close()
    assert pane.desk.wait_done()[:2] == ("moved", 3)
    assert {pane.desk.get(chat).folder for chat in pane.ids[:4]} == {work}


def test_a_folder_is_removed_by_its_menu_and_its_chats_stay(qtbot, pane, work):
    pane.view.select([], pane.model.folder_index(work))
    pane.view.menu_wanted.emit(QPoint())
    popup, entries = menu(pane)
    assert list(entries) == ["Fold", "Rename…", "Remove the folder, keep its chats"]
    entries["Remove the folder, keep its chats"].trigger()
    popup.close()
    assert pane.desk.wait_done()[0] == "folder_removed"
    pane.desk.wait(lambda: not pane.model.folder_index(work).isValid())
    assert pane.model.index_of(pane.ids[0]).isValid()


def test_a_temporary_chat_has_no_place_in_folders(pane):
    thought = pane.desk.begin()
    pane.desk.listed()
    assert pane.model.index(0).data() == "Temporary: gone when Puna closes"
    pane.view.select([thought])
    pane.view.menu_wanted.emit(QPoint())
    popup, entries = menu(pane)
    popup.close()
    assert list(entries) == ["Open", "Rename…", "Keep", "Delete"]
