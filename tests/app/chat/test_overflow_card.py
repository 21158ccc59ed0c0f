"""The card that asks what to do: what happened and what each choice does, in numbers."""

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QLabel

from app.chat.overflow_card import OverflowCard
from app.chat.overflow_choices import Cut, OverflowChoices, choices_of
from engine.messages import ChatMessage, ChatRequest, Measured, ModelSpec, Segment

CUTS = (20, Cut(6, 1914), Cut(8, 2410))
ALL = OverflowChoices(4812, 4096, *CUTS, 8192, counted=True)


@pytest.fixture(autouse=True)
def english():
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def make(qtbot, theme):
    def make(choices):
        card = OverflowCard(theme, choices)
        qtbot.addWidget(card)
        card.resize(640, 400)
        card.show()
        return card

    return make


def words(card):
    return " ".join(label.text() for label in card.findChildren(QLabel) if label.isVisible())


def shown(card):
    return [button.text() for button in card.buttons() if button.isVisible()]


def primary(card):
    return [b for b in card.buttons() if b.isVisible() and b.property("kind") == "primary"]


def test_it_says_what_happened_and_what_each_choice_does(make):
    card = make(ALL)
    assert "4,812 tokens" in words(card)
    assert "room for 4,096" in words(card)
    assert "Nothing was left out" in words(card)
    assert "no longer sees 6 of 20 turns, 1,914 tokens" in words(card)
    assert "reads 8 of 20 turns, 2,410 tokens" in words(card)
    assert shown(card) == [
        "Make room for 8,192 tokens",
        "Change my message",
        "Leave out the oldest",
        "Summarise the oldest",
    ]


def test_the_choice_that_loses_nothing_is_the_one_enter_takes(make):
    card = make(ALL)
    assert primary(card) == [card.safe_button()] == [card.larger]
    card.show_choices(OverflowChoices(4812, 4096, *CUTS, counted=True))
    assert primary(card) == [card.safe_button()] == [card.edit]


def test_with_one_message_there_is_nothing_to_leave_out(make):
    card = make(OverflowChoices(5000, 4096, 1, counted=True))
    assert shown(card) == ["Change my message"]
    assert "last message alone is too long" in words(card)
    assert not card.always.isVisible()


def test_before_it_is_counted_no_number_is_made_up(make):
    card = make(OverflowChoices.told({"tokens": 0, "n_ctx": 4096}))
    assert shown(card) == ["Change my message"]
    assert "0 tokens" not in words(card).replace("4,096 tokens", "")
    card.show_choices(ALL)
    assert len(shown(card)) == 4


def test_a_summary_that_failed_is_told(make):
    card = make(
        OverflowChoices.told({"tokens": 9, "n_ctx": 8, "reason": "the model wrote no summary"})
    )
    assert "It could not be summarised: the model wrote no summary." in words(card)


def test_the_rest_of_a_reply_is_asked_about_in_other_words(make):
    card = make(OverflowChoices(5000, 4096, 1, counted=True, continues=True))
    assert "the reply is not finished" in words(card)
    assert "Your last message and this reply alone are too long" in words(card)


def test_each_choice_is_told_on_to_who_acts(qtbot, make):
    card = make(ALL)
    with qtbot.waitSignal(card.chosen) as chosen:
        qtbot.mouseClick(card.drop, Qt.MouseButton.LeftButton)
    assert chosen.args == ["drop", False]
    card.always.setChecked(True)
    with qtbot.waitSignal(card.chosen) as chosen:
        card.summarise.setFocus()
        qtbot.keyClick(card.summarise, Qt.Key.Key_Space)
    assert chosen.args == ["summarise", True]
    with qtbot.waitSignal(card.larger_wanted) as larger:
        card.larger.click()
    assert larger.args == [8192]
    with qtbot.waitSignal(card.edit_wanted):
        card.edit.click()


def test_a_screen_reader_hears_the_choice_and_what_it_does(make):
    card = make(ALL)
    assert card.tab_stops() == [*card.buttons(), card.always]
    told = QAccessible.queryAccessibleInterface(card)
    assert told.text(QAccessible.Text.Name) == "This chat has outgrown its context"
    assert "4,812 tokens" in told.text(QAccessible.Text.Description)
    drop = QAccessible.queryAccessibleInterface(card.drop)
    assert "no longer sees 6 of 20 turns" in drop.text(QAccessible.Text.Description)


def test_nothing_can_be_chosen_while_a_reply_is_written(make):
    card = make(ALL)
    card.set_enabled(False)
    assert card.tab_stops() == []


# The numbers.


def conversation(turns, tokens=100, **fields):
    roles = ("user", "assistant")
    said = [ChatMessage(roles[n % 2], f"message {n}") for n in range(2 * turns - 1)]
    messages = (ChatMessage("system", "Be brief."), *said)
    segments = [Segment("system", 0, 10)]
    last = len(said)
    for n in range(1, last + 1):
        segments.append(Segment("message" if n == last else "history", n, tokens))
    size = fields.pop("size", 1024)
    request = ChatRequest(ModelSpec("scripted:", size), messages, **fields)
    total = sum(segment.tokens for segment in segments)
    return request, Measured(1, total, size or 1024, 4096, tuple(segments))


def test_the_oldest_whole_turns_go_until_half_is_free():
    request, measured = conversation(6)  # 1,110 tokens: ten too many for less than half of it
    choices = choices_of(request, measured, OverflowChoices.told({"tokens": 1110, "n_ctx": 1024}))
    assert (choices.tokens, choices.room, choices.turns) == (1110, 1024, 6)
    assert choices.dropped == Cut(3, 600)
    assert choices.summarised == Cut(4, 800)  # with room for the summary, an eighth
    assert measured.tokens - choices.dropped.tokens <= 512


def test_a_larger_context_is_offered_where_there_is_room_and_one_was_set():
    request, measured = conversation(6)
    told = OverflowChoices(1110, 1024)
    assert choices_of(request, measured, told).larger == 2048
    unset, measured = conversation(50, size=0)
    assert choices_of(unset, measured, told).larger == 0
    huge, measured = conversation(30)  # 5,910 tokens, more than there can be
    assert choices_of(huge, measured, told).larger == 0


def test_one_message_leaves_nothing_to_leave_out():
    request, measured = conversation(1, tokens=2000)
    choices = choices_of(request, measured, OverflowChoices(2010, 1024))
    assert (choices.dropped, choices.summarised, choices.turns) == (Cut(), Cut(), 1)
    assert not choices.can_cut
