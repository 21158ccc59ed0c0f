"""The bar under the composer: quiet with room, plain without, the same for every sense."""

import pytest
from PySide6.QtCore import QEvent, QLocale, QPoint, Qt
from PySide6.QtGui import QAccessible, QColor
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.chat.context_bar import ContextBar
from app.chat.context_use import ContextUse

PARTS = (("system", 100), ("document", 500), ("history", 300), ("message", 100))


def use(tokens=1000, room=4096, **fields):
    return ContextUse(tokens, room, fields.pop("n_ctx", room), parts=PARTS, **fields)


@pytest.fixture
def english():
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def bar(qtbot, theme, english):
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    bar = ContextBar(theme)
    layout.addWidget(bar)
    window.resize(500, 80)
    window.show()
    window.activateWindow()
    yield bar
    window.close()


def colors(bar):
    """The colours along the line."""
    image = bar.grab().toImage()
    return {image.pixelColor(x, 5).name() for x in range(image.width())}


def test_it_is_not_there_before_something_was_measured(bar):
    assert not bar.isEnabled()
    assert bar.toolTip() == bar.accessibleDescription() == ""
    assert len(colors(bar)) == 1
    bar.show_use(use())
    assert bar.isEnabled()
    bar.show_use(None)
    assert not bar.isEnabled()


def test_with_room_its_words_come_with_the_keyboard_or_the_pointer(qtbot, bar):
    bar.show_use(use())
    assert bar.line == "1,000 of 4,096 tokens · 24 % full"
    assert not bar.speaks
    bar.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: bar.hasFocus())
    assert bar.speaks
    bar.clearFocus()
    assert not bar.speaks
    bar.setAttribute(Qt.WidgetAttribute.WA_UnderMouse)
    assert bar.speaks


def test_when_it_is_tight_or_too_much_the_words_stay(bar):
    bar.show_use(use(3600))
    assert bar.speaks
    assert bar.line == "Nearly full: 496 of 4,096 tokens left"
    bar.show_use(use(4300))
    assert bar.speaks
    assert bar.line == "Too long by 205 tokens"
    bar.show_use(use(4300), "ask")
    assert bar.line == "Too long by 205 tokens. You will be asked what to do when you send."
    bar.show_use(use(4096), "ask")
    assert bar.line == "Too long by 1 token. You will be asked what to do when you send."
    bar.show_use(use(4300), "drop")
    assert bar.line.endswith("The oldest turns will be left out.")
    bar.show_use(use(4300), "summarise")
    assert bar.line.endswith("The oldest turns will be summarised first.")


def test_each_part_has_its_colour_and_what_is_too_much_another(theme, bar):
    tokens = theme.tokens
    bar.show_use(use())
    wanted = {tokens.part_system, tokens.part_document, tokens.part_history, tokens.line}
    assert {QColor(color).name() for color in wanted} <= colors(bar)
    assert QColor(tokens.bad).name() not in colors(bar)
    bar.show_use(use(5000))
    assert QColor(tokens.bad).name() in colors(bar)


def test_all_of_it_is_told_to_a_screen_reader_and_to_the_pointer(bar):
    bar.show_use(use(cached=900, n_ctx=2048))
    interface = QAccessible.queryAccessibleInterface(bar)
    assert interface.role() == QAccessible.Role.Button
    assert interface.text(QAccessible.Text.Name) == "Context: what the model sees"
    told = interface.text(QAccessible.Text.Description)
    assert told == (
        "1,000 of 4,096 tokens · 24 % full. Instructions: 100, Files: 500, Conversation: 300, "
        "Your message: 100, Free: 3,096. 900 tokens have been read already; 100 are new. "
        "The model has room for 2,048 tokens now. It grows when it is needed."
    )
    for words in ("Instructions", "Files", "900 tokens have been read already", "3,096"):
        assert words in bar.toolTip()


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_a_key_opens_what_a_click_opens(qtbot, bar, key):
    bar.show_use(use())
    bar.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(bar.clicked):
        qtbot.keyClick(bar, key)
    with qtbot.waitSignal(bar.clicked):
        qtbot.mouseClick(bar, Qt.MouseButton.LeftButton)


def test_it_stays_as_tall_whatever_it_shows(bar):
    heights = set()
    for shown in (None, use(), use(3600), use(9000)):
        bar.show_use(shown)
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        heights.add(bar.height())
    assert len(heights) == 1
    assert bar.mapTo(bar.window(), QPoint(0, 0)).y() >= 0


def test_the_colours_follow_the_theme(theme, bar):
    bar.show_use(use())
    theme.apply("dark")
    assert QColor(theme.tokens.part_document).name() in colors(bar)
    assert theme.tokens.part_document in bar.toolTip()
