"""The trash: what is in it, back or gone for good, and the questions before."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox

from engine.errors import StorageError

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def trash(qtbot, pane):
    """The trash of the pane, shown, with three chats in it."""
    pane.view.trash(pane.ids[:3])
    pane.desk.wait_done()
    pane.desk.listed()
    pane.list.show_trash()
    return pane.list.trash


def question(trash):
    """The question that is asked, and its answers by their words."""
    [box] = trash.findChildren(QMessageBox)
    return box, {button.text().replace("&", ""): button for button in box.buttons()}


def test_it_is_reached_and_left_by_keys(qtbot, pane, trash):
    assert pane.list.pages.currentWidget() is trash
    assert trash.view.hasFocus()
    assert trash.model.rowCount() == 3
    assert trash.model.index(0).data(Qt.ItemDataRole.AccessibleTextRole).count("Deleted") == 1
    qtbot.keyClick(trash.view, Qt.Key.Key_Escape)
    assert pane.list.pages.currentWidget() is pane.view
    assert pane.view.hasFocus()


def test_its_model(trash, qtmodeltester):
    qtmodeltester.check(trash.model)


def test_selected_chats_are_restored(qtbot, pane, trash):
    qtbot.keyClick(trash.view, Qt.Key.Key_Down, SHIFT)
    qtbot.mouseClick(trash.restore_button, Qt.MouseButton.LeftButton)
    assert pane.desk.wait_done(2)[:2] == ("restored", 2)
    pane.desk.wait(lambda: trash.model.rowCount() == 1)


def test_entering_a_chat_offers_to_restore_it(qtbot, pane, trash):
    chosen = []
    pane.list.chosen.connect(chosen.append)
    chat = trash.model.chat(trash.view.currentIndex())
    qtbot.keyClick(trash.view, Qt.Key.Key_Return)
    box, answers = question(trash)
    assert chat.title in box.text()
    qtbot.mouseClick(answers["Restore and open"], Qt.MouseButton.LeftButton)
    assert chosen == [chat.id]
    pane.desk.wait_done(2)
    assert pane.desk.get(chat.id).trashed_at is None
    assert pane.list.pages.currentWidget() is pane.view


def test_nothing_is_erased_without_a_yes(qtbot, pane, trash):
    qtbot.keyClick(trash.view, Qt.Key.Key_Delete, CONTROL | SHIFT)
    box, answers = question(trash)
    assert box.defaultButton() is answers["Cancel"]
    text = box.informativeText()
    for part in ("trash", "search", "every backup", "cannot be undone"):
        assert part in text
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    pane.desk.listed()
    assert trash.model.rowCount() == 3


def test_a_chat_is_erased(qtbot, pane, trash):
    chat = trash.model.chat(trash.view.currentIndex())
    qtbot.mouseClick(trash.erase_button, Qt.MouseButton.LeftButton)
    box, answers = question(trash)
    assert chat.title in box.text()
    with qtbot.waitSignal(pane.desk.shelf.erased):
        qtbot.mouseClick(answers["Erase for good"], Qt.MouseButton.LeftButton)
    assert trash.note.text() == "1 chat erased."
    assert pane.desk.erased == [chat.key]
    pane.desk.wait(lambda: trash.model.rowCount() == 2)
    pane.list.undo_bar.undo()  # there is nothing any more that could be
    pane.desk.listed()
    assert trash.model.rowCount() == 2


def test_the_trash_is_emptied(qtbot, pane, trash):
    qtbot.mouseClick(trash.empty_button, Qt.MouseButton.LeftButton)
    box, answers = question(trash)
    assert "3" in box.text()
    qtbot.mouseClick(answers["Erase for good"], Qt.MouseButton.LeftButton)
    pane.desk.wait(lambda: trash.model.rowCount() == 0)
    assert not trash.empty_button.isVisible()
    assert pane.list.trash_button.text() == "Trash"


def test_copies_in_backups_that_stay_are_told_until_they_are_gone(qtbot, pane, trash):
    pane.desk.refusal = StorageError("backups", "the disk is read-only")
    trash.erase_wanted.emit([pane.ids[0]])
    pane.desk.wait(trash.retry_button.isVisible)
    assert "still in the backups" in trash.note.text()
    assert "read-only" in trash.note.text()
    pane.desk.listed()
    assert "still in the backups" in trash.note.text()
    pane.desk.refusal = None
    qtbot.mouseClick(trash.retry_button, Qt.MouseButton.LeftButton)
    pane.desk.wait(lambda: len(pane.desk.erased) == 1)
    pane.desk.wait(lambda: not trash.retry_button.isVisible())


def test_an_empty_trash_says_so(qtbot, pane):
    pane.list.show_trash()
    assert pane.list.trash.note.text() == "The trash is empty."
    assert pane.list.trash.back.hasFocus()
    qtbot.mouseClick(pane.list.trash.back, Qt.MouseButton.LeftButton)
    assert pane.list.pages.currentWidget() is pane.view
