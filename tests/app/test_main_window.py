"""The window: pages, keys, dropped files, the banner, another language."""

import pytest
from helpers.tiny_gguf import write_tiny_gguf
from helpers.window import ask, running, script, wait_reply
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel

from app.keys import KeysDialog
from engine.errors import StorageError

CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
NAMES = ["Chat", "Models", "Documents", "Fine-tune", "Settings"]
ANY = {"text": "An answer."}
LONG = {"match": "long", "text": "word " * 2000, "piece_delay": 0.01}

menus = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, LONG, ANY)) as application:
        application.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is application.window)
        yield application


def press(qtbot, application, key, modifiers=Qt.KeyboardModifier.NoModifier):
    """Press a key where the user is: in the composer."""
    box = application.window.chat.composer.box
    box.setFocus()
    qtbot.keyClick(box, key, modifiers)


def test_the_rail_has_the_pages_that_exist(qtbot, application):
    window = application.window
    buttons = window._group.buttons()
    assert [button.text() for button in buttons] == NAMES
    assert all(button.accessibleName() for button in buttons)
    qtbot.mouseClick(buttons[1], Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.hub
    qtbot.mouseClick(buttons[2], Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.documents
    qtbot.mouseClick(buttons[3], Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.training
    qtbot.mouseClick(buttons[4], Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.settings
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    assert window.pages.currentWidget() is window.chat


def test_its_size(application):
    window = application.window
    assert (window.minimumWidth(), window.minimumHeight()) == (900, 540)
    window.resize(900, 540)
    assert (window.width(), window.height()) == (900, 540)


def test_ctrl_comma_and_ctrl_n(qtbot, application):
    ask(qtbot, application, "Hi")
    window = application.window
    press(qtbot, application, Qt.Key.Key_Comma, CONTROL)
    assert window.pages.currentWidget() is window.settings
    qtbot.keyClick(window, Qt.Key.Key_N, CONTROL)
    assert window.pages.currentWidget() is window.chat
    assert application.session.path() == []


@menus
def test_ctrl_l_opens_the_menu_of_models(qtbot, application):
    press(qtbot, application, Qt.Key.Key_L, CONTROL)
    assert application.window.chat.header.menu.isVisible()
    application.window.chat.header.menu.close()


def test_esc_stops(qtbot, application):
    application.session.send("long")
    qtbot.waitUntil(lambda: application.session.state == "answering", timeout=60_000)
    press(qtbot, application, Qt.Key.Key_Escape)
    assert wait_reply(qtbot, application).reason == "cancelled"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_ctrl_enter_regenerates_and_alt_arrows_walk_the_versions(qtbot, application, key):
    first = ask(qtbot, application, "Hi")
    session = application.session
    press(qtbot, application, key, CONTROL)
    qtbot.waitUntil(lambda: session.state != "idle")
    second = wait_reply(qtbot, application)
    assert second.id != first.id
    press(qtbot, application, Qt.Key.Key_Left, ALT)
    assert session.last_reply().id == first.id
    press(qtbot, application, Qt.Key.Key_Right, ALT)
    assert session.last_reply().id == second.id


def test_alt_enter_continues(qtbot, application):
    application.session.send("long")
    qtbot.waitUntil(lambda: application.session.state == "answering", timeout=60_000)
    application.session.stop()
    stopped = wait_reply(qtbot, application)
    press(qtbot, application, Qt.Key.Key_Return, ALT)
    qtbot.waitUntil(lambda: application.session.state == "answering", timeout=60_000)
    application.session.stop()
    longer = wait_reply(qtbot, application)
    assert longer.id == stopped.id
    assert len(longer.content) > len(stopped.content)


def test_alt_enter_does_nothing_to_a_finished_reply(qtbot, application):
    ask(qtbot, application, "Hi")
    press(qtbot, application, Qt.Key.Key_Return, ALT)
    assert application.session.state == "idle"
    assert not application.window.banner.isVisible()


def test_ctrl_shift_c_copies_the_last_reply(qtbot, application):
    ask(qtbot, application, "Hi")
    press(qtbot, application, Qt.Key.Key_C, CONTROL | SHIFT)
    assert QGuiApplication.clipboard().text() == "An answer."


def test_keys_of_text_keep_their_meaning(qtbot, application):
    ask(qtbot, application, "Hi")
    box = application.window.chat.composer.box
    box.setPlainText("one two")
    box.selectAll()
    press(qtbot, application, Qt.Key.Key_C, CONTROL)
    assert QGuiApplication.clipboard().text() == "one two"
    press(qtbot, application, Qt.Key.Key_Left)
    press(qtbot, application, Qt.Key.Key_Right, CONTROL)
    press(qtbot, application, Qt.Key.Key_Backspace)
    assert box.toPlainText() in ("onetwo", "on two")
    assert len(application.session.path()) == 2


def test_f1_lists_every_key(qtbot, application):
    press(qtbot, application, Qt.Key.Key_F1)
    [dialog] = application.window.findChildren(KeysDialog)
    texts = " ".join(label.text() for label in dialog.findChildren(QLabel))
    shortcuts = [action.shortcut().toString() for action in application.window.actions()]
    assert len(shortcuts) == 26
    assert all(shortcut.replace("Return", "Enter") in texts for shortcut in shortcuts)
    dialog.close()


def tab_round(qtbot, application, key):
    """The names of everything Tab comes by, from the composer on, until it is there again."""
    box = application.window.chat.composer.box
    box.setFocus()
    names = []
    for _ in range(40):
        qtbot.keyClick(QApplication.focusWidget(), key)
        at = QApplication.focusWidget()
        names.append(at.accessibleName() or at.text())
        if at is box:
            return names
    raise AssertionError(f"Tab does not come back: {names}")


def test_tab_comes_by_everything_and_goes_back_the_same_way(qtbot, application):
    application.window.resize(1280, 800)
    ask(qtbot, application, "Hi")
    qtbot.waitUntil(application.window.chat.bar.isEnabled)  # once it is counted
    forward = tab_round(qtbot, application, Qt.Key.Key_Tab)
    assert forward == [
        "Attach text files",
        "Context: what the model sees",
        "Chat",  # from where the arrow keys go to the other pages
        "New chat",
        "Other kinds of new chats",
        "Search all chats",
        "Chats",
        "Trash",
        "Show or hide the list of chats",
        "Model: Demo",
        "More about this chat",
        "Message 1 of 2, from you",
        "Copy",
        "Edit",
        "Message 2 of 2, from Puna",
        "Copy",
        "Regenerate",
        "Teach this",
        "Details of the reply",
        "Message",
    ]
    back = tab_round(qtbot, application, Qt.Key.Key_Backtab)
    # What can be done with a message that is not the last appears once the keyboard is in it.
    seen = [*forward[:12], *forward[14:-1]]
    assert back == [*reversed(seen), "Message"]


def test_tab_reaches_the_buttons_of_the_first_start(qtbot, home):
    with running(home) as application:
        empty = application.window.chat.empty
        application.window.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is application.window)
        qtbot.waitUntil(empty.start_button.isVisible)
        names = tab_round(qtbot, application, Qt.Key.Key_Tab)
        place = names.index("Model: Choose a model")
        assert names[place + 2 : place + 4] == [empty.start_button.text(), empty.open_button.text()]


def test_keys_change_no_chat_that_is_not_seen(qtbot, application):
    reply = ask(qtbot, application, "Hi")
    application.window.show_settings()
    prompt = application.window.settings.replies.prompt
    prompt.setFocus()
    qtbot.keyClick(prompt, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert application.session.state == "idle"
    assert application.session.last_reply().id == reply.id


def drop(window, *names):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(name) for name in names])
    event = QDropEvent(
        QPointF(300, 300),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.dropEvent(event)


def test_a_dropped_model_is_chosen(qtbot, home, tmp_path):
    path = tmp_path / "tiny.gguf"
    write_tiny_gguf(path)
    with running(home) as application, qtbot.waitSignal(application.models.chosen):
        drop(application.window, str(tmp_path / "notes.txt"), str(path))
    assert application.models.model.path == path


def test_a_dropped_file_that_is_no_model_is_told(qtbot, home, tmp_path):
    path = tmp_path / "fake.gguf"
    path.write_bytes(b"not a model")
    with running(home) as application:
        with qtbot.waitSignal(application.models.refused):
            drop(application.window, str(path))
        assert "fake.gguf" in application.window.banner.text()
        assert application.models.model is None


def test_a_failure_to_save_is_told_until_it_works_again(qtbot, application, home):
    banner = application.window.banner
    home.settings.unlink(missing_ok=True)
    home.settings.mkdir()
    with qtbot.waitSignal(application.preferences.save_failed):
        application.preferences.change(max_tokens=5)
    assert banner.isVisible()
    assert "settings.json" in banner.text()
    home.settings.rmdir()
    with qtbot.waitSignal(application.preferences.saved):
        application.preferences.change(max_tokens=6)
    assert not banner.isVisible()


def test_replies_that_cannot_be_saved_are_told(qtbot, application):
    window = application.window
    application.watch.set_unsaved(StorageError("/home/puna.db", "the disk is full").info())
    assert "the disk is full" in window.banner.text()
    application.watch.set_unsaved(None)
    assert not window.banner.isVisible()


def test_another_language_takes_effect_at_once_and_loses_nothing(qtbot, application):
    application.window.chat.composer.set_text("typed")
    application.session.send("long")
    qtbot.waitUntil(lambda: application.session.state == "answering", timeout=60_000)
    old = application.window
    application.preferences.change(language="zh_CN")
    window = application.window
    assert window is not old
    assert [button.text() for button in window._group.buttons()] == [
        "对话",
        "模型",
        "文档",
        "微调",
        "设置",
    ]
    assert window.pages.currentWidget() is window.settings
    card = window.chat.transcript.card(application.session.last_reply().id)
    before = card.text()
    qtbot.waitUntil(lambda: len(card.text()) > len(before), timeout=60_000)
    application.session.stop()
    wait_reply(qtbot, application)
    application.preferences.change(language="en")
    assert application.window._group.buttons()[0].text() == "Chat"


def test_a_hostile_name_in_an_error_is_plain_text(application):
    error = StorageError("/tmp/<img src=x><b>bold</b>", "it is full").info()
    application.window.show_error(error)
    assert application.window.banner.notices[0].label.textFormat() == Qt.TextFormat.PlainText
    assert "<img src=x><b>bold</b>" in application.window.banner.text()


def test_another_language_keeps_a_maximized_window_and_the_place_of_the_keyboard(
    qtbot, application
):
    application.window.showMaximized()
    application.window.show_settings()
    application.preferences.change(language="zh_CN")
    qtbot.waitUntil(lambda: QApplication.activeWindow() is application.window)
    assert application.window.isMaximized()
    assert QApplication.focusWidget() is application.window.settings.language


def test_the_banner_has_the_stops_of_its_language(application):
    application.preferences.change(language="zh_CN")
    application.window.show_error(StorageError("/tmp/x", "it is full").info())
    text = application.window.banner.text()
    assert "。 " not in text
    assert ". " not in text
