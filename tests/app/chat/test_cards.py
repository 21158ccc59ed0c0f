from __future__ import annotations

import pytest
from helpers.conversations import ENGLISH, message
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from app.chat.cards import MOST_CARDS
from app.chat.transcript import Transcript
from app.theme import COLUMN_WIDTH, Theme
from engine.messages import Stats


@pytest.fixture
def transcript(theme: Theme, qtbot) -> Transcript:
    made = Transcript(theme)
    qtbot.addWidget(made)
    made.resize(1000, 700)
    made.show()
    return made


def history(count: int) -> list:
    roles = ("user", "assistant")
    texts = ("A question.", ENGLISH)
    stats = Stats(completion_tokens=9)
    return [
        message(n + 1, roles[n % 2], f"{n + 1}. {texts[n % 2]}", stats=stats if n % 2 else None)
        for n in range(count)
    ]


def settle() -> None:
    for _ in range(8):
        QApplication.processEvents()


def editor(transcript: Transcript, number: int) -> QPlainTextEdit | None:
    return transcript.card(number).findChild(QPlainTextEdit)


def far_away_and_back(transcript: Transcript, number: int) -> None:
    transcript.bring(1)
    settle()
    assert transcript.card(number) is None
    transcript.jump_to_latest()
    settle()


def test_an_open_edit_is_kept_while_its_card_is_gone(transcript: Transcript) -> None:
    transcript.show_messages(history(151))
    transcript.card(151).start_editing()
    editor(transcript, 151).setPlainText("half a thought")
    far_away_and_back(transcript, 151)
    assert editor(transcript, 151).toPlainText() == "half a thought"


def test_an_open_edit_is_kept_in_another_chat_and_another_window(theme: Theme, qtbot) -> None:
    edits: dict[int, str] = {}
    transcript = Transcript(theme, edits=edits)
    qtbot.addWidget(transcript)
    transcript.show_messages(history(3))
    transcript.card(3).start_editing()
    editor(transcript, 3).setPlainText("half a thought")
    transcript.show_messages([message(90, "user", "Other chat")])
    transcript.show_messages(history(3))
    assert editor(transcript, 3).toPlainText() == "half a thought"
    other = Transcript(theme, edits=edits)
    qtbot.addWidget(other)
    other.show_messages(history(3))
    assert editor(other, 3).toPlainText() == "half a thought"
    other.card(3)._editing.stop()
    assert edits == {}


def test_details_are_where_they_were_put(transcript: Transcript) -> None:
    transcript.show_messages(history(150))
    assert transcript.card(150)._details is None
    transcript.card(150)._on_details_toggled(True)
    far_away_and_back(transcript, 150)
    assert transcript.card(150)._details.isVisible()
    transcript.set_details(True)
    assert transcript.card(148)._details.isVisible()
    transcript.set_details(False)
    assert not transcript.card(150)._details.isVisible()


def test_names_tell_the_place_also_when_more_comes(transcript: Transcript) -> None:
    transcript.show_messages(history(3))
    transcript.add(message(4, "assistant", "", state="streaming"))
    names = [card.accessibleName() for card in transcript.cards.made]
    assert names == [
        "Message 1 of 4, from you",
        "Message 2 of 4, from Puna",
        "Message 3 of 4, from you",
        "Message 4 of 4, from Puna",
    ]


def test_contents_are_whole_wherever_the_text_is(transcript: Transcript) -> None:
    transcript.show_messages(history(150))
    transcript.add(message(151, "assistant", "", state="streaming"))
    transcript.append(151, "One, ")
    transcript.bring(1)
    settle()
    transcript.append(151, "two")
    assert transcript.cards.contents()[-1].content == "One, two"
    assert len(transcript.cards.contents()) == 151


def test_long_messages_come_a_few_at_a_time(
    transcript: Transcript, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.chat.cards._BUDGET_S", 0.0)
    long = ENGLISH * 80
    transcript.show_messages([message(n + 1, "assistant", long) for n in range(30)])
    assert len(transcript.cards.made) < 20
    settle()
    assert len(transcript.cards.made) <= MOST_CARDS


def test_zoom_keeps_what_is_read_in_its_place(transcript: Transcript, theme: Theme) -> None:
    transcript.show_messages(history(60))
    settle()
    transcript.bring(30)
    settle()
    for percent in (200, 80, 100):
        theme.set_zoom(percent)
        settle()
        card = transcript.card(30)
        assert not card.visibleRegion().isEmpty()
        top = card.y() - transcript.verticalScrollBar().value()
        assert -40 <= top <= 80, percent
        assert card.width() <= COLUMN_WIDTH * max(1.0, theme.zoom)


def test_what_is_typed_into_an_edit_is_refused_with_a_word(transcript: Transcript) -> None:
    from PySide6.QtCore import QMimeData
    from PySide6.QtWidgets import QLabel

    transcript.show_messages(history(1))
    transcript.card(1).start_editing()
    data = QMimeData()
    data.setText("文" * 400_000)
    editor(transcript, 1).insertFromMimeData(data)
    texts = [label.text() for label in transcript.findChildren(QLabel) if label.isVisible()]
    assert any("1 MB" in text for text in texts)
    assert editor(transcript, 1).toPlainText() == "1. A question."
