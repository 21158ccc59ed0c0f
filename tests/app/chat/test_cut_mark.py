"""The line above which the model sees nothing: where it stands, what it says, how it unfolds."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from app.chat.transcript import Transcript
from engine.store.records import StoredMessage


def messages(number):
    roles = ("user", "assistant")
    return [
        StoredMessage(n, 1, n - 1 or None, roles[(n + 1) % 2], f"Text {n}")
        for n in range(1, number + 1)
    ]


@pytest.fixture
def transcript(qtbot, theme):
    transcript = Transcript(theme)
    qtbot.addWidget(transcript)
    transcript.resize(700, 500)
    transcript.show()
    return transcript


def column(transcript):
    """What stands in the column, from top to bottom: ids, and the mark as a word."""
    stack = transcript.cards.layout()
    widgets = [stack.itemAt(n).widget() for n in range(stack.count())]
    return [w.message.id if w in transcript.cards.made else "mark" for w in widgets]


def test_it_stands_before_the_first_message_that_is_seen(transcript):
    transcript.show_messages(messages(6))
    transcript.cards.show_cut(4, "")
    assert column(transcript) == [1, 2, 3, 4, "mark", 5, 6]
    assert transcript.cards.mark.label.text() == "The model no longer sees the 4 messages above"
    transcript.cards.show_cut(0, "")
    assert column(transcript) == [1, 2, 3, 4, 5, 6]
    assert not transcript.cards.mark.isVisible()


def test_it_stays_in_its_place_as_cards_come_and_go(qtbot, transcript):
    transcript.show_messages(messages(200))
    transcript.cards.show_cut(100, "")
    assert "mark" not in column(transcript)
    assert not transcript.cards.mark.isVisible()
    transcript.bring(99)
    assert column(transcript)[column(transcript).index("mark") + 1] == 101
    transcript.cards.make_more(before=True)
    transcript.cards.make_more(before=False)
    place = column(transcript).index("mark")
    assert column(transcript)[place - 1 : place + 2] == [100, "mark", 101]
    assert [n for n in column(transcript) if n != "mark"] == [
        c.message.id for c in transcript.cards.made
    ]
    transcript.add(StoredMessage(201, 1, 200, "user", "More"))
    assert column(transcript)[-1] == 201


def test_other_messages_have_no_mark_before_it_is_told(transcript):
    transcript.show_messages(messages(6))
    transcript.cards.show_cut(2, "Gone.")
    transcript.show_messages(messages(4))
    assert column(transcript) == [1, 2, 3, 4]


def test_the_summary_unfolds_and_is_shown_as_such(qtbot, transcript):
    transcript.show_messages(messages(6))
    mark = transcript.cards.mark
    transcript.cards.show_cut(2, "They spoke of <b>trees</b>.")
    assert mark.button.text() == "Show the summary"
    assert not mark.box.isVisible()
    mark.setFocus()
    assert transcript.tab_stops().index(mark.button) == transcript.tab_stops().index(mark) + 1
    mark.button.setFocus()
    qtbot.keyClick(mark.button, Qt.Key.Key_Space)
    assert mark.box.isVisible()
    assert mark.button.text() == "Hide the summary"
    assert mark.summary.text() == "They spoke of <b>trees</b>."
    assert mark.summary.textFormat() == Qt.TextFormat.PlainText
    transcript.cards.show_cut(4, "Another one.")
    assert not mark.box.isVisible()


def test_without_a_summary_there_is_nothing_to_unfold(transcript):
    transcript.show_messages(messages(6))
    transcript.cards.show_cut(2, "")
    assert not transcript.cards.mark.button.isVisible()
    assert transcript.cards.mark.tab_stops() == [transcript.cards.mark]


def test_a_screen_reader_hears_it_between_the_messages(transcript):
    transcript.show_messages(messages(6))
    transcript.cards.show_cut(4, "About trees.")
    mark, cards = transcript.cards.mark, transcript.cards.made
    stops = transcript.tab_stops()
    assert stops.index(cards[3]) < stops.index(mark) < stops.index(cards[4])
    assert mark.accessibleName() == "The model no longer sees the 4 messages above"
    assert mark.accessibleDescription() == "Instead it sees this summary: About trees."


def test_unfolding_it_moves_nothing_above_it(qtbot, transcript):
    transcript.show_messages(messages(40))
    transcript.cards.show_cut(38, "A long summary. " * 40)
    transcript.jump_to_latest()
    for _ in range(20):
        QApplication.processEvents()
    mark = transcript.cards.mark
    assert not mark.visibleRegion().isEmpty()
    where = mark.mapTo(transcript, mark.rect().topLeft()).y()
    mark.button.click()
    qtbot.waitUntil(lambda: mark.box.height() > 60)
    QApplication.processEvents()
    assert mark.mapTo(transcript, mark.rect().topLeft()).y() == where
