"""The whole left pane in the real window, without a mouse: keys, and what a reader is told."""

import pytest
from helpers.window import WAIT, running, script
from helpers.years import fill
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QMessageBox

KEY = Qt.Key
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class Keyboard:
    """Presses keys where the keyboard is, and looks only at what assistive technology is told."""

    def __init__(self, qtbot, application):
        self._qtbot = qtbot
        self.application = application
        self.window = application.window
        self.list = application.window.chat.list

    def press(self, key, held=NONE, times=1):
        for _ in range(times):
            QTest.keyClick(QApplication.focusWidget() or self.window, key, held)

    def type(self, text):
        QTest.keyClicks(QApplication.focusWidget(), text)

    def wait(self, condition):
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=WAIT)

    def at(self):
        """The name of what has the keyboard; in a list, that of the row."""
        heard = QAccessible.queryAccessibleInterface(QApplication.focusWidget())
        inside = heard.focusChild()
        return (inside or heard).text(QAccessible.Text.Name)

    def tab_to(self, name):
        for _ in range(40):
            self.press(KEY.Key_Tab)
            widget = QApplication.focusWidget()
            heard = QAccessible.queryAccessibleInterface(widget)
            if heard.text(QAccessible.Text.Name) == name:
                return
        raise AssertionError(f"Tab does not come to {name!r}")

    def choose(self, *words):
        """Choose entries of the open menu, and of those that it opens, by the arrow keys."""
        for word in words:
            menu = QApplication.activePopupWidget()
            assert isinstance(menu, QMenu)
            for _ in range(len(menu.actions()) + 1):
                QTest.keyClick(menu, KEY.Key_Down)
                if menu.activeAction().text().split("\t")[0] == word:
                    break
            assert menu.activeAction().text().split("\t")[0] == word
            QTest.keyClick(menu, KEY.Key_Return)
        self.come_back()

    def come_back(self):
        """Give the window the keyboard again, as a window manager does."""
        self.window.activateWindow()
        self.wait(lambda: QApplication.focusWidget() is not None)

    def answer(self, words):
        """Answer the question that is asked, with Tab and the space bar."""
        self.wait(lambda: self.window.findChildren(QMessageBox))
        [box] = self.window.findChildren(QMessageBox)
        for _ in range(4):
            button = box.focusWidget()
            if button.text().replace("&", "") == words:
                QTest.keyClick(button, KEY.Key_Space)
                self.come_back()
                return
            QTest.keyClick(button, KEY.Key_Tab)
        raise AssertionError(f"there is no answer {words!r}")

    def rows(self):
        """What the list of chats says, row by row, as the accessibility tree has it."""
        heard = QAccessible.queryAccessibleInterface(self.list.view)
        children = (heard.child(number) for number in range(heard.childCount()))
        return [child.text(QAccessible.Text.Name) for child in children]


@pytest.fixture
def keyboard(qtbot, home):
    # As with a screen reader: without one, Qt does not say in its tree that rows have changed.
    QAccessible.setActive(True)
    with running(home, script(home, {"text": "An answer."})) as application:
        application.window.resize(1280, 800)
        application.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is application.window)

        def prepare(chats):
            fill(chats, 10)
            while chats.search.index():
                pass

        application.store.call(prepare).result(30)
        application.shelf.refresh()
        keyboard = Keyboard(qtbot, application)
        keyboard.wait(lambda: len(keyboard.rows()) > 10)
        yield keyboard
    QAccessible.setActive(False)


def test_everything_in_the_pane_has_a_name_and_a_role(keyboard):
    """The accessibility tree below the pane, walked."""
    roles = QAccessible.Role
    seen = []

    def walk(heard):
        role, state = heard.role(), heard.state()
        if state.focusable and not state.invisible:
            seen.append((role, heard.text(QAccessible.Text.Name)))
        for number in range(heard.childCount()):
            child = heard.child(number)
            if child is not None:
                walk(child)

    walk(QAccessible.queryAccessibleInterface(keyboard.list))
    assert all(name for _, name in seen), seen
    found = {name: role for role, name in seen}
    assert found["New chat"] == roles.Button
    assert found["Search all chats"] == roles.EditableText
    assert found["Chats"] == roles.List
    assert found["Trash"] == roles.Button


def test_chats_are_opened_renamed_pinned_and_put_into_folders(keyboard):
    session = keyboard.application.session
    keyboard.tab_to("Chats")
    first = keyboard.at()
    keyboard.press(KEY.Key_Down)
    keyboard.press(KEY.Key_Up)
    keyboard.wait(lambda: session.chat_id is not None)
    opened = session.chat_id
    keyboard.press(KEY.Key_Down)
    keyboard.wait(lambda: session.chat_id not in (None, opened))
    keyboard.press(KEY.Key_Up)
    keyboard.wait(lambda: session.chat_id == opened)

    keyboard.press(KEY.Key_F2)
    assert keyboard.at() == "Name of the chat"
    keyboard.type("Llamas")
    keyboard.press(KEY.Key_Return)
    keyboard.wait(lambda: "Llamas" in keyboard.rows() and first not in keyboard.rows())

    keyboard.press(KEY.Key_F10, SHIFT)
    keyboard.choose("Pin")
    keyboard.wait(lambda: keyboard.rows()[:2] == ["Pinned", "Llamas"])
    assert keyboard.at() == "Llamas"

    keyboard.press(KEY.Key_N, CONTROL | SHIFT)
    keyboard.wait(lambda: keyboard.at() == "Name of the folder")
    keyboard.type("Andes")
    keyboard.press(KEY.Key_Return)
    folder = "Folder Andes, open. Chats: {}"
    keyboard.wait(lambda: folder.format(0) in keyboard.rows())
    assert keyboard.at() == folder.format(0)
    keyboard.press(KEY.Key_Down)
    keyboard.press(KEY.Key_Down, SHIFT)
    keyboard.press(KEY.Key_Menu)
    keyboard.choose("Move to", "Andes")
    keyboard.wait(lambda: folder.format(2) in keyboard.rows())
    keyboard.press(KEY.Key_Z, CONTROL)
    keyboard.wait(lambda: folder.format(0) in keyboard.rows())


def test_a_chat_is_entered_from_the_list(keyboard):
    keyboard.tab_to("Chats")
    keyboard.press(KEY.Key_Home)
    keyboard.press(KEY.Key_Return)
    assert keyboard.at() == "Message"
    keyboard.wait(lambda: keyboard.application.session.chat_id is not None)


def test_chats_are_found_and_opened_at_the_message(keyboard):
    keyboard.press(KEY.Key_K, CONTROL)
    assert keyboard.at() == "Search all chats"
    keyboard.type("vicu")
    results = keyboard.list.results
    keyboard.wait(lambda: results.model.rowCount() > 0)
    keyboard.press(KEY.Key_Down)
    first = keyboard.at()
    assert "vicuña" in first
    keyboard.press(KEY.Key_Down)
    assert keyboard.at() != first
    keyboard.press(KEY.Key_Up)
    revealed = []
    keyboard.application.session.reveal.connect(revealed.append)
    keyboard.press(KEY.Key_Return)
    keyboard.wait(lambda: revealed)
    assert revealed == [results.model.result(results.view.currentIndex()).hit.message]
    keyboard.press(KEY.Key_Escape)
    assert keyboard.list.view.hasFocus()
    assert keyboard.list.search.text() == ""


def test_chats_are_deleted_restored_and_erased(keyboard):
    keyboard.tab_to("Chats")
    before = keyboard.rows()
    keyboard.press(KEY.Key_Home)
    deleted = keyboard.at()
    keyboard.press(KEY.Key_Down, SHIFT, times=2)
    keyboard.press(KEY.Key_Delete, CONTROL | SHIFT)
    keyboard.wait(lambda: len(keyboard.rows()) < len(before))
    keyboard.tab_to("Undo")
    keyboard.press(KEY.Key_Space)
    keyboard.wait(lambda: keyboard.rows() == before)

    keyboard.list.view.setFocus()
    keyboard.press(KEY.Key_Home)
    keyboard.press(KEY.Key_Delete, CONTROL | SHIFT)
    keyboard.wait(lambda: deleted not in keyboard.rows())
    keyboard.wait(lambda: keyboard.list.trash_button.text() == "Trash (1)")
    keyboard.tab_to("Trash (1)")
    keyboard.press(KEY.Key_Space)
    assert keyboard.at().startswith(f"{deleted}. Deleted")
    keyboard.press(KEY.Key_Return)
    keyboard.answer("Restore and open")
    keyboard.wait(lambda: keyboard.rows() == before)

    keyboard.list.view.setFocus()
    keyboard.press(KEY.Key_Home)
    keyboard.press(KEY.Key_Delete, CONTROL | SHIFT)
    keyboard.wait(lambda: keyboard.list.trash_button.text() == "Trash (1)")
    keyboard.tab_to("Trash (1)")
    keyboard.press(KEY.Key_Space)
    keyboard.tab_to("Erase for good…")
    keyboard.press(KEY.Key_Space)
    keyboard.answer("Erase for good")
    keyboard.wait(lambda: keyboard.list.trash.note.text() == "1 chat erased.")
    keyboard.press(KEY.Key_Escape) if keyboard.list.trash.view.hasFocus() else keyboard.tab_to(
        "Back to the chats"
    )
    keyboard.press(KEY.Key_Space)
    keyboard.wait(lambda: keyboard.list.view.isVisible())
    assert deleted not in keyboard.rows()


def test_new_chats_of_every_kind(keyboard):
    session = keyboard.application.session
    keyboard.press(KEY.Key_N, CONTROL)
    assert keyboard.at() == "Message"
    keyboard.tab_to("Other kinds of new chats")
    keyboard.press(KEY.Key_Space)
    keyboard.choose("New temporary chat")
    assert session.temporary
    assert keyboard.at() == "Message"


def test_the_list_is_folded_and_unfolded(keyboard):
    keyboard.press(KEY.Key_B, CONTROL)
    assert not keyboard.list.isVisible()
    keyboard.press(KEY.Key_K, CONTROL)  # what it is asked for comes over the page
    assert keyboard.list.isVisible()
    assert keyboard.at() == "Search all chats"
    keyboard.press(KEY.Key_B, CONTROL)
    keyboard.press(KEY.Key_B, CONTROL)
    assert keyboard.list.isVisible()
    assert QGuiApplication.focusObject() is not None
