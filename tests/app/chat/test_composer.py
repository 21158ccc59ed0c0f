"""The text box: keys, input methods, pastes, growth and its button."""

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from app.bridge import Bridge
from app.chat.composer import Composer
from app.chat.text_box import MAX_LINES
from app.errors import ErrorWords
from engine.store.records import Attachment


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


def test_a_double_click_on_send_does_not_stop_the_reply(qtbot, composer, sent, stops):
    composer.submitted.connect(lambda text, files: composer.set_state("loading"))
    qtbot.keyClicks(composer.box, "hello")
    qtbot.mouseClick(composer.button, Qt.MouseButton.LeftButton)
    qtbot.mouseDClick(composer.button, Qt.MouseButton.LeftButton)
    qtbot.mouseRelease(composer.button, Qt.MouseButton.LeftButton)
    assert sent == ["hello"]
    assert not stops


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


@pytest.mark.timeout(200)  # it took minutes on a busy machine before it was wrapped anywhere
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


def test_the_box_has_room_for_lines_of_chinese(qtbot, composer):
    box = composer.box
    low = box.height()
    compose(box, "请写")
    height = box.document().firstBlock().layout().boundingRect().height()
    assert box.viewport().height() >= height
    composer.set_text("请写\n一首\n诗")
    assert box.viewport().height() >= 3 * height
    composer.set_text("line")
    assert box.height() == low


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


@pytest.fixture
def files(composer):
    """What was sent, with its files."""
    sent = []
    composer.submitted.connect(lambda text, files: sent.append((text, files)))
    return sent


def chips(composer):
    return [chip.accessibleName() for chip in composer.chips.chips]


def attach(qtbot, composer, *paths):
    composer.attach(list(paths))
    qtbot.waitUntil(lambda: not composer.attached.reading)


def test_files_are_read_shown_removed_and_sent(qtbot, composer, files, tmp_path):
    for name, text in (("a.txt", "one"), ("b.md", "two" * 500)):
        (tmp_path / name).write_text(text)
    attach(qtbot, composer, tmp_path / "a.txt", tmp_path / "b.md")
    assert chips(composer) == ["a.txt, 3 bytes", "b.md, 1.5 kB"]
    remove = composer.chips.chips[0].button
    assert remove.accessibleName() == "Remove a.txt"
    qtbot.mouseClick(remove, Qt.MouseButton.LeftButton)
    assert chips(composer) == ["b.md, 1.5 kB"]
    qtbot.keyClick(composer.box, Qt.Key.Key_Return)
    assert files == [("", (Attachment("b.md", "two" * 500),))]
    assert chips(composer) == []


def test_a_file_that_cannot_be_attached_says_why(qtbot, composer, tmp_path):
    (tmp_path / "pic.png").write_bytes(b"\x89PNG\r\n\x1a\n\0\0")
    (tmp_path / "good.txt").write_text("good")
    attach(qtbot, composer, tmp_path / "pic.png", tmp_path / "good.txt", tmp_path / "none.txt")
    assert chips(composer) == ["good.txt, 4 bytes"]
    assert "pic.png is not a text file." in composer.notice.text()
    assert "none.txt" in composer.notice.text()


def test_files_and_text_have_one_megabyte_together(qtbot, composer, files, tmp_path):
    (tmp_path / "a.txt").write_text("a" * 600_000)
    (tmp_path / "b.txt").write_text("b" * 600_000)
    attach(qtbot, composer, tmp_path / "a.txt", tmp_path / "b.txt")
    assert len(chips(composer)) == 1
    assert "there is room for" in composer.notice.text()
    composer.set_text("x" * 500_000, composer.attached.files)
    qtbot.keyClick(composer.box, Qt.Key.Key_Return)
    assert files == []
    assert "1 MB" in composer.notice.text()


def test_more_files_than_a_message_can_have(qtbot, composer, tmp_path):
    paths = [tmp_path / f"{n}.txt" for n in range(25)]
    for path in paths:
        path.write_text("x")
    attach(qtbot, composer, *paths)
    assert len(chips(composer)) == 20
    assert "20 files" in composer.notice.text()


def test_pasted_files_are_attached_and_not_typed(qtbot, composer, tmp_path):
    (tmp_path / "a.txt").write_text("one")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.txt"))])
    composer.box.insertFromMimeData(data)
    qtbot.waitUntil(lambda: chips(composer) == ["a.txt, 3 bytes"])
    assert composer.text() == ""


def test_a_read_for_another_message_is_thrown_away(qtbot, composer, tmp_path):
    (tmp_path / "a.txt").write_text("one")
    composer.attach([tmp_path / "a.txt"])
    composer.set_text("another chat")
    qtbot.waitUntil(lambda: not composer.attached.reading)
    assert chips(composer) == []


def test_what_could_not_be_sent_comes_back_with_its_files(composer):
    composer.set_text("typed since", [Attachment("new.txt", "n")])
    composer.restore("not sent", [Attachment("old.txt", "o")])
    assert composer.text() == "not sent\ntyped since"
    assert [file.name for file in composer.attached.files] == ["old.txt", "new.txt"]


def test_indentation_of_the_first_line_is_kept_and_blank_lines_are_not(qtbot, composer, sent):
    composer.set_text("\n  \n    if x:\n        y\n\n")
    qtbot.keyClick(composer.box, Qt.Key.Key_Return)
    assert sent == ["    if x:\n        y"]


KEYS = [
    (Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
    (Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier),
    (Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier),
]


@pytest.mark.parametrize(("key", "held"), KEYS)
def test_with_text_keys_of_the_window_belong_to_the_composer(qtbot, composer, sent, key, held):
    from PySide6.QtGui import QKeySequence, QShortcut

    fired = []
    sequence = QKeySequence(key | held)
    shortcut = QShortcut(sequence, composer, lambda: fired.append(1))
    qtbot.keyClick(composer.box, key, held)
    assert fired == [1]  # nothing is typed
    qtbot.keyClicks(composer.box, "some words")
    qtbot.keyClick(composer.box, key, held)
    assert fired == [1]
    assert sent == (["some words"] if key == Qt.Key.Key_Return else [])
    shortcut.deleteLater()


def test_ctrl_and_arrows_go_from_word_to_word(qtbot, composer):
    qtbot.keyClicks(composer.box, "some words")
    control = Qt.KeyboardModifier.ControlModifier
    for place in (5, 0):
        qtbot.keyClick(composer.box, Qt.Key.Key_Left, control)
        assert composer.box.textCursor().position() == place


def test_the_box_grows_with_the_zoom(composer, theme):
    before = composer.box.height()
    theme.set_zoom(200)
    assert composer.box.height() > 1.6 * before
    viewport = composer.box.viewport()  # it has the font of the placeholder
    assert viewport.font().pointSizeF() == composer.box.font().pointSizeF()
