from __future__ import annotations

import pytest
from helpers.conversations import ENGLISH, everything, message
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.chat.tab_order import step_focus
from app.chat.transcript import MOST_CARDS, Transcript
from app.icons import IconButton
from app.theme import COLUMN_WIDTH, Theme


@pytest.fixture
def transcript(theme: Theme, qtbot) -> Transcript:
    made = Transcript(theme)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def history(count: int) -> list:
    roles = ("user", "assistant")
    texts = ("A question, short.", ENGLISH)
    return [message(n + 1, roles[n % 2], f"{n + 1}. {texts[n % 2]}") for n in range(count)]


def settle() -> None:
    for _ in range(5):
        QApplication.processEvents()


def at_end(transcript: Transcript) -> bool:
    bar = transcript.verticalScrollBar()
    return bar.value() >= bar.maximum() - 4


def wheel(transcript: Transcript, clicks: int) -> None:
    """Turn the wheel over the middle; up is positive."""
    place = QPointF(transcript.viewport().rect().center())
    event = QWheelEvent(
        place,
        transcript.viewport().mapToGlobal(place),
        QPoint(),
        QPoint(0, 120 * clicks),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(transcript.viewport(), event)
    settle()


def jump(transcript: Transcript) -> IconButton:
    return next(
        b for b in transcript.findChildren(IconButton) if b.accessibleName() == "Jump to latest"
    )


def seen(transcript: Transcript) -> tuple[int, int]:
    """The message at the top of the view, and where its top is in it."""
    top = transcript.verticalScrollBar().value()
    card = next(card for card in transcript.cards.made if card.y() + card.height() > top)
    return card.message.id, card.y() - top


def test_a_chat_is_shown_from_its_end_in_a_column(transcript: Transcript) -> None:
    transcript.show_messages(history(30), {30: (2, 2)})
    settle()
    assert at_end(transcript)
    card = transcript.card(30)
    assert card is not None
    assert card.width() <= COLUMN_WIDTH
    left = card.mapTo(transcript, QPoint(0, 0)).x()
    right = transcript.viewport().width() - left - card.width()
    assert abs(left - right) <= 2
    assert card.accessibleName() == "Message 30 of 30, from Puna"
    assert not jump(transcript).isVisible()


def test_streaming_is_followed_at_the_end(transcript: Transcript) -> None:
    transcript.show_messages(history(6))
    transcript.add(message(7, "assistant", "", state="streaming"))
    for number in range(40):
        transcript.append(7, f"Paragraph {number}.\n\n")
        settle()
        assert at_end(transcript)


@pytest.mark.parametrize("how", ["wheel", "page", "drag"])
def test_streaming_does_not_move_what_is_read(transcript: Transcript, how: str, qtbot) -> None:
    transcript.show_messages(history(6))
    transcript.add(message(7, "assistant", "", state="streaming"))
    settle()
    bar = transcript.verticalScrollBar()
    if how == "wheel":
        wheel(transcript, 3)
    elif how == "page":
        qtbot.keyClick(transcript, Qt.Key.Key_PageUp)
    else:
        bar.setSliderDown(True)
        bar.setSliderPosition(bar.maximum() - 300)
        bar.setSliderDown(False)
    settle()
    assert not at_end(transcript)
    before = seen(transcript)
    value = bar.value()
    for number in range(30):
        transcript.append(7, f"Paragraph {number}.\n\n")
        settle()
    assert bar.value() == value
    assert seen(transcript) == before
    assert jump(transcript).isVisible()
    qtbot.mouseClick(jump(transcript), Qt.MouseButton.LeftButton)
    settle()
    assert at_end(transcript)
    assert not jump(transcript).isVisible()
    transcript.append(7, "More.\n\n" * 10)
    settle()
    assert at_end(transcript)


def test_scrolling_back_to_the_end_follows_again(transcript: Transcript) -> None:
    transcript.show_messages(history(6))
    transcript.add(message(7, "assistant", "", state="streaming"))
    settle()
    wheel(transcript, 3)
    wheel(transcript, -30)
    transcript.append(7, "More.\n\n" * 10)
    settle()
    assert at_end(transcript)


def test_earlier_messages_appear_without_moving_what_is_read(transcript: Transcript) -> None:
    transcript.show_messages(history(200))
    settle()
    known = len(transcript.cards.made)
    assert known <= MOST_CARDS
    bar = transcript.verticalScrollBar()
    for _ in range(400):
        before, count = seen(transcript), len(transcript.cards.made)
        bar.triggerAction(bar.SliderAction.SliderSingleStepSub)
        QApplication.processEvents()
        assert len(transcript.cards.made) <= MOST_CARDS
        after = seen(transcript)
        if len(transcript.cards.made) != count and before[0] == after[0]:
            assert 0 <= after[1] - before[1] <= 120
    assert transcript.cards.first < 180


def test_the_first_message_can_be_reached_and_the_last_again(transcript: Transcript) -> None:
    transcript.show_messages(history(150))
    bar = transcript.verticalScrollBar()
    for _ in range(30):
        bar.triggerAction(bar.SliderAction.SliderToMinimum)
        settle()
    assert transcript.card(1) is not None
    assert transcript.card(150) is None
    assert jump(transcript).isVisible()
    for _ in range(30):
        bar.triggerAction(bar.SliderAction.SliderToMaximum)
        settle()
    assert transcript.card(150) is not None
    assert len(transcript.cards.made) <= MOST_CARDS


def test_a_reply_streams_on_while_its_card_is_gone(transcript: Transcript) -> None:
    transcript.show_messages(history(150))
    transcript.add(message(151, "assistant", "", state="streaming"))
    transcript.append(151, "One, ")
    bar = transcript.verticalScrollBar()
    for _ in range(30):
        bar.triggerAction(bar.SliderAction.SliderToMinimum)
        settle()
    assert transcript.card(151) is None
    transcript.append(151, "two, ")
    transcript.jump_to_latest()
    settle()
    card = transcript.card(151)
    assert card is not None
    transcript.append(151, "three.")
    assert card.text() == "One, two, three."
    transcript.finish(message(151, "assistant", "One, two, three.", reason="stop"))
    assert card.message.state == "done"


def test_resizing_keeps_the_message_that_is_read(transcript: Transcript) -> None:
    transcript.show_messages(history(20))
    settle()
    wheel(transcript, 10)
    before = seen(transcript)
    transcript.resize(600, 700)
    settle()
    assert seen(transcript)[0] == before[0]
    assert not at_end(transcript)


def test_signals_of_the_cards_come_out(transcript: Transcript, qtbot) -> None:
    transcript.show_messages(history(2))
    card = transcript.card(2)
    for name, args in (
        ("copy_requested", (2,)),
        ("regenerate_requested", (2,)),
        ("continue_requested", (2,)),
        ("retry_requested", (2,)),
        ("version_requested", (2, -1)),
        ("edit_submitted", (2, "text")),
        ("link_clicked", ("https://a.b",)),
    ):
        with qtbot.waitSignal(getattr(transcript, name), timeout=1000) as out:
            getattr(card, name).emit(*args)
        assert out.args == list(args)


def test_only_the_last_message_shows_its_actions(transcript: Transcript) -> None:
    transcript.show_messages(history(4))
    settle()

    def copies(number: int) -> list[IconButton]:
        buttons = transcript.card(number).findChildren(IconButton)
        return [b for b in buttons if b.accessibleName() == "Copy" and b.isVisible()]

    assert copies(4)
    assert not copies(2)
    transcript.add(message(5, "user", "New"))
    assert copies(5)
    assert not copies(4)


def test_actions_show_where_the_keyboard_is(transcript: Transcript, qtbot) -> None:
    transcript.show_messages(history(4))
    transcript.activateWindow()
    qtbot.waitUntil(transcript.isActiveWindow)
    card = transcript.card(2)
    card.setFocus()
    buttons = {b.accessibleName(): b for b in card.findChildren(IconButton) if b.isVisible()}
    assert set(buttons) == {"Copy", "Regenerate", "Teach this"}
    buttons["Copy"].setFocus()
    assert buttons["Copy"].isVisible()
    transcript.card(4).setFocus()
    assert not buttons["Copy"].isVisible()


def test_tab_goes_through_the_messages_in_order(theme: Theme, qtbot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    above, transcript, below = QLineEdit(), Transcript(theme), QLineEdit()
    for widget in (above, transcript, below):
        column.addWidget(widget)
    qtbot.addWidget(window)
    window.resize(1000, 700)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    code = "```\na\n```\n"
    transcript.show_messages([message(1, "user", "Hi"), message(2, "assistant", code)])
    transcript.add(message(3, "user", "More"))
    settle()
    transcript.card(1).setFocus()
    names = []
    for _ in range(9):
        focused = QApplication.focusWidget()
        names.append(focused.accessibleName() if focused is not below else "below")
        assert step_focus([*transcript.tab_stops(), below], focused, forward=True)
    assert names == [
        "Message 1 of 3, from you",
        "Copy",
        "Edit",
        "Message 2 of 3, from Puna",
        "Copy code",
        "Copy",
        "Regenerate",
        "Teach this",
        "Message 3 of 3, from you",
    ]
    transcript.card(3).tab_stops()[-1].setFocus()
    step_focus([*transcript.tab_stops(), below], QApplication.focusWidget(), forward=True)
    assert QApplication.focusWidget() is below
    transcript.card(2).setFocus()
    step_focus(transcript.tab_stops(), QApplication.focusWidget(), forward=False)
    assert QApplication.focusWidget() is transcript.card(1)


def test_the_empty_widget_is_shown_while_there_are_no_messages(transcript: Transcript) -> None:
    empty = QLabel("Nothing yet")
    transcript.set_empty_widget(empty)
    assert empty.isVisible()
    transcript.add(message(1, "user", "Hello"))
    assert not empty.isVisible()
    transcript.clear()
    assert empty.isVisible()
    assert transcript.card(1) is None


def test_every_card_is_announced(transcript: Transcript) -> None:
    made: list[int] = []
    transcript.card_made.connect(lambda card: made.append(card.message.id))
    transcript.show_messages(everything())
    settle()
    assert sorted(made) == list(range(1, 11))


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_pictures_of_everything(transcript: Transcript, theme: Theme, mode, tmp_path) -> None:
    """Pictures for people, in the folder of the test; checked are only ground and accent."""
    theme.apply(mode)
    transcript.resize(1000, 2000)
    transcript.show_messages(everything(), {4: (2, 3)})
    settle()
    picture = transcript.grab()
    assert picture.save(str(tmp_path / f"transcript-{mode}.png"))
    image = picture.toImage()
    assert image.pixelColor(3, 3).name().upper() == theme.tokens.ground
    caret = transcript.card(10)
    place = caret.mapTo(transcript, QPoint(0, 0)).y()
    colors = {
        image.pixelColor(x, y).name().upper()
        for x in range(140, 860, 2)
        for y in range(place, min(place + caret.height(), image.height()), 2)
    }
    assert theme.tokens.accent in colors
