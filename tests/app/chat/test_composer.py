"""The text box: keys, input methods, pastes, growth and its button."""

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.bridge import Bridge
from app.chat.composer import Composer
from app.chat.text_box import MAX_LINES
from app.errors import ErrorWords


@pytest.fixture
def bridge(qapp):
    bridge = Bridge()
    yield bridge
    bridge.close()


@pytest.fixture
def composer(qtbot, theme, bridge):
    composer = Composer(theme, bridge, ErrorWords())
    qtbot.addWidget(composer)
    composer.resize(600, 300)
    composer.show()
    composer.box.setFocus()
    return composer


@pytest.fixture
def sent(composer):
    texts = []
    composer.submitted.connect(lambda text, files: texts.append(text))
    return texts


@pytest.fixture
def stops(composer):
    """How often the window's Esc would have come through."""
    calls = []
    composer.stop_requested.connect(lambda: calls.append(1))
    return calls


def compose(box, preedit, commit=""):
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QApplication.sendEvent(box, event)


def paste(box, text):
    data = QMimeData()
    data.setText(text)
    box.insertFromMimeData(data)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_sends_and_empties_the_box(qtbot, composer, sent, key):
    qtbot.keyClicks(composer.box, "  Hello ")
    qtbot.keyClick(composer.box, key)
    assert sent == ["  Hello"]  # it may be the indentation of code
    assert composer.text() == ""


def test_shift_enter_starts_a_new_line(qtbot, composer, sent):
    qtbot.keyClicks(composer.box, "a")
    qtbot.keyClick(composer.box, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClicks(composer.box, "b")
    assert (composer.text(), sent) == ("a\nb", [])


def test_blanks_are_not_sent(qtbot, composer, sent):
    qtbot.keyClicks(composer.box, "   ")
    qtbot.keyClick(composer.box, Qt.Key.Key_Return)
    assert sent == []
    assert not composer.button.isEnabled()


def test_keys_of_an_input_method_neither_send_nor_stop(qtbot, composer, sent):
    qtbot.keyClicks(composer.box, "x")
    compose(composer.box, "ni hao")
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
        qtbot.keyClick(composer.box, key)
    assert sent == []
    compose(composer.box, "", "你好")
    assert composer.text() == "x你好"
    qtbot.keyClick(composer.box, Qt.Key.Key_Return)
    assert sent == ["x你好"]


def test_an_input_method_takes_its_keys_before_the_shortcuts_of_the_window(qtbot, composer):
    from PySide6.QtGui import QShortcut

    fired = []
    shortcut = QShortcut(Qt.Key.Key_Escape, composer, lambda: fired.append(1))
    compose(composer.box, "ni")
    qtbot.keyClick(composer.box, Qt.Key.Key_Escape)
    assert fired == []
    compose(composer.box, "")
    qtbot.keyClick(composer.box, Qt.Key.Key_Escape)
    assert fired == [1]
    shortcut.deleteLater()


def test_while_a_reply_is_written_enter_keeps_the_text_and_says_why(qtbot, composer, sent):
    composer.set_state("answering")
    qtbot.keyClicks(composer.box, "next")
    qtbot.keyClick(composer.box, Qt.Key.Key_Return)
    assert (sent, composer.text()) == ([], "next")
    assert "Esc" in composer.notice.text()


def test_the_button_sends_or_stops(qtbot, composer, sent, stops):
    qtbot.keyClicks(composer.box, "Hi")
    qtbot.mouseClick(composer.button, Qt.MouseButton.LeftButton)
    composer.set_state("answering")
    assert "Stop" in composer.button.text()
    qtbot.mouseClick(composer.button, Qt.MouseButton.LeftButton)
    composer.set_state("stopping")
    assert not composer.button.isEnabled()
    composer.set_state("idle")
    assert (sent, len(stops)) == (["Hi"], 1)
    assert composer.button.text() == "Send"


def test_a_paste_is_plain_and_clean(composer):
    data = QMimeData()
    data.setHtml("<b>bold</b>")
    data.setText("a\0b\r\nc\x1b")
    composer.box.insertFromMimeData(data)
    assert composer.text() == "ab\nc"


def test_a_lone_surrogate_is_not_sent(qtbot, composer, sent):
    composer.set_text("a\ud83db")
    qtbot.keyClick(composer.box, Qt.Key.Key_Return)
    assert sent[0].encode()
    assert (sent[0][0], sent[0][-1]) == ("a", "b")


def test_a_paste_that_is_too_large_is_refused_and_nothing_is_lost(qtbot, composer):
    qtbot.keyClicks(composer.box, "mine")
    paste(composer.box, "文" * 400_000)  # 1.2 MB of UTF-8
    assert composer.text() == "mine"
    assert "1 MB" in composer.notice.text()


@pytest.mark.timeout(20)  # 40 s before such a text was wrapped anywhere
def test_a_word_of_almost_a_megabyte_does_not_freeze(qtbot, composer):
    paste(composer.box, "x" * 900_000)
    qtbot.keyClicks(composer.box, "y")
    assert len(composer.text()) == 900_001


def test_the_box_grows_with_its_text_and_then_scrolls(qtbot, composer):
    heights = []
    for lines in (1, 2, MAX_LINES, MAX_LINES + 5):
        composer.set_text("\n".join("line" for _ in range(lines)))
        heights.append(composer.box.height())
    line = composer.box.fontMetrics().lineSpacing()
    assert heights[1] - heights[0] == line
    assert heights[2] == heights[3] == heights[0] + (MAX_LINES - 1) * line


def test_a_text_given_back_stands_before_what_was_typed_since(qtbot, composer):
    qtbot.keyClicks(composer.box, "new")
    composer.restore("old")
    assert composer.text() == "old\nnew"


def test_dropped_files_are_left_to_the_window(composer):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/models/a.gguf")])
    assert not composer.box.canInsertFromMimeData(data)
    data = QMimeData()
    data.setText("words")
    assert composer.box.canInsertFromMimeData(data)


def test_names_for_screen_readers(composer):
    assert composer.box.accessibleName()
    for state in ("idle", "loading", "answering", "stopping"):
        composer.set_state(state)
        assert composer.button.accessibleName()
