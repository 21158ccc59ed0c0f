"""The frame of dialogs: as tall as its contents, never taller than the window; its keys."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow

from app.dialog import Dialog, Role, Standard


@pytest.fixture
def window(qtbot, theme):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.resize(900, 540)
    window.show()
    return window


@pytest.fixture
def dialog(qtbot, window):
    dialog = Dialog(window)
    dialog.set_title("A title")
    yield dialog
    dialog.close()


def open_dialog(qtbot, dialog):
    dialog.open()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is dialog)


def scrolls(dialog):
    return dialog._scroll.verticalScrollBar().maximum() > 0


def test_it_is_as_tall_as_its_contents(qtbot, dialog):
    dialog.add_note("One line.")
    dialog.add_note("Many words. " * 40)
    more = dialog.add_note("More words. " * 20)
    more.hide()
    dialog.add_standard(Standard.Cancel)
    open_dialog(qtbot, dialog)
    assert dialog.windowTitle() == "A title"
    assert not scrolls(dialog)
    before = dialog.height()
    more.show()
    dialog.fit()
    assert dialog.height() > before
    assert not scrolls(dialog)


def test_it_scrolls_where_the_window_has_no_room(qtbot, window, dialog):
    for number in range(60):
        dialog.add_note(f"Line {number}")
    dialog.add_standard(Standard.Close)
    open_dialog(qtbot, dialog)
    assert dialog.height() < window.height()
    assert scrolls(dialog)


def test_the_keyboard_begins_in_the_contents_and_ends_at_the_buttons(qtbot, dialog):
    cancel = dialog.add_standard(Standard.Cancel)
    save = dialog.add_button("Save", Role.AcceptRole, primary=True)
    first, second = QLineEdit(), QLineEdit()
    dialog.body.addWidget(first)
    dialog.body.addWidget(second)
    open_dialog(qtbot, dialog)
    assert first.hasFocus()
    seen = []
    for _ in range(4):
        seen.append(QApplication.focusWidget())
        qtbot.keyClick(seen[-1], Qt.Key.Key_Tab)
    assert seen[:2] == [first, second]
    assert set(seen[2:]) == {cancel, save}
    assert first.hasFocus()


def test_enter_presses_the_primary_button_and_escape_closes(qtbot, dialog):
    pressed = []
    save = dialog.add_button("Save", Role.ActionRole, primary=True)
    save.clicked.connect(lambda: pressed.append(True))
    box = QLineEdit()
    dialog.body.addWidget(box)
    open_dialog(qtbot, dialog)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert pressed == [True]
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    with qtbot.waitSignal(dialog.rejected):
        qtbot.keyClick(box, Qt.Key.Key_Escape)


def test_markup_is_shown_as_it_is(dialog):
    label = dialog.add_note("<b>not bold</b>")
    assert label.textFormat() == Qt.TextFormat.PlainText
