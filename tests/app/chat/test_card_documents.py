"""What the card of a reply shows of its documents, on a card that is shown."""

import msgspec
import pytest
from helpers.conversations import message
from helpers.sourced import ANSWER, FIRST, checked, passage, sources
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextCursor

from app.chat.card_documents import CardDocuments, narrowed, nearest
from app.chat.citing import address_of
from app.chat.message_card import MessageCard
from app.document_words import DocumentWords
from engine.documents.records import Checked, Cite, Ranks


@pytest.fixture
def card(qtbot, theme):
    card = MessageCard(theme, message(2, "assistant", ANSWER))
    qtbot.addWidget(card)
    card.resize(700, 400)
    card.show()
    return card


@pytest.fixture
def documents(card, theme):
    return CardDocuments(card, theme, DocumentWords())


def opened(documents):
    seen = []
    documents.opened.connect(lambda *shown: seen.append(shown))
    return seen


def test_the_passages_are_in_sight_before_anything_is_written(card, documents):
    documents.show_sources(sources(passage(), passage(2, page=20), passage(3, name="other.pdf")))
    assert documents.line.text() == "3 passages from 2 files"
    assert documents.line.isVisible()
    assert documents.verdict is None
    documents.line.button.click()
    assert [c.passage.page for c in documents.line.list.cards] == [14, 20, 14]
    assert "page 14" in documents.line.list.cards[0].accessibleName()
    documents.line.button.click()
    assert documents.line.list is None


def test_a_passage_of_the_list_opens_in_the_reader(qtbot, card, documents):
    seen = opened(documents)
    two = sources(passage(), passage(2))
    documents.show_sources(two)
    documents.line.button.click()
    qtbot.mouseClick(documents.line.list.cards[1], Qt.MouseButton.LeftButton)
    qtbot.keyClick(documents.line.list.cards[0], Qt.Key.Key_Return)
    assert seen == [(two.passages, 1), (two.passages, 0)]


def test_whole_files_are_said_to_be_whole(documents):
    many = tuple(passage(n) for n in range(1, 31))
    documents.show_sources(msgspec.structs.replace(sources(*many), mode="whole"))
    assert documents.line.text() == "All of 1 file"
    documents.line.button.click()
    assert len(documents.line.list.cards) == 1


def test_no_passage_and_words_alone(documents):
    nothing = msgspec.structs.replace(sources(), passages=())
    documents.show_sources(nothing)
    assert documents.line.text() == "No passage of your documents fits"
    assert not documents.line.button.isEnabled()
    documents.show_sources(msgspec.structs.replace(sources(), lexical=True))
    assert documents.line.text() == "1 passage from 1 file · found by words alone"


def test_what_was_found_is_counted_and_marked(card, documents):
    documents.show_sources(sources())
    documents.show_checked(checked())
    assert documents.verdict.words() == "3 statements: 2 found in your documents, 1 not found"
    assert documents.verdict.isVisible()
    assert card.body.toPlainText().count("[1]") == 2
    assert "2 found" in documents.spoken()
    documents.show_checked(None)  # it goes on
    assert card.body.toPlainText() == ANSWER


def test_a_click_on_a_number_opens_the_very_words(qtbot, card, documents):
    seen = opened(documents)
    documents.show_sources(sources())
    documents.show_checked(checked())
    place = card.body.go_to(address_of(1, 0))
    middle = QPoint(place.center().x(), place.center().y())
    qtbot.mouseClick(card.body.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    [(passages, which)] = seen
    assert which == 1
    assert [p.text for p in passages] == [FIRST[:40], FIRST[41:63]]
    assert passages[1].start == 120 + 41
    assert passages[1].page == 14


def test_the_number_that_was_gone_to_is_selected(card, documents):
    documents.show_sources(sources())
    documents.show_checked(checked())
    assert card.body.go_to("cite:9:0") is None
    card.body.go_to(address_of(0, 0))
    cursor = card.body.textCursor()
    assert cursor.selectedText() == "[1]"
    assert isinstance(cursor, QTextCursor)


def test_what_the_documents_do_not_contain_is_said_and_the_text_stays_away(card, documents):
    near = passage(4, "Nearest.", 30)
    documents.show_sources(sources(near=(near,)))
    documents.show_checked(checked(answered=False))
    assert documents.refusal.accessibleName() == "The documents do not contain an answer to this."
    assert not card.body.isVisible()
    assert not documents.verdict.isVisible()
    assert [c.passage for c in documents.refusal.list.cards] == [passage(), near]
    assert documents.refusal.button in card.tab_stops()
    documents.refusal.button.setFocus()
    card.setFocus()
    assert "do not contain" in card.accessibleDescription()
    assert ANSWER not in card.accessibleDescription()
    documents.refusal.button.click()
    assert card.body.isVisible()
    assert documents.verdict.isVisible()


def test_an_empty_check_says_nothing(documents):
    documents.show_sources(sources())
    documents.show_checked(Checked((), 0, 0, True))
    assert documents.verdict is None
    assert documents.refusal is None


def test_places_that_are_not_in_the_passage_open_all_of_it():
    assert narrowed(passage(), Cite(1, 500, 10)) == passage()
    assert narrowed(passage(), Cite(1, 0, 5)).text == FIRST[:5]


def test_the_nearest_come_first():
    best = msgspec.structs.replace(passage(2), ranks=Ranks(1, 1))
    other = msgspec.structs.replace(passage(1), ranks=Ranks(7, 0))
    assert [p.number for p in nearest(sources(other, best, near=(passage(3),)))] == [2, 1, 3]
