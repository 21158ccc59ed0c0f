"""Results of a search: rows, marks, keys, what is said."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from app.chat.result_model import ResultModel, in_sight
from app.chat.search_results import SearchResults
from app.chat.shelf import MOST_HITS
from engine.store.records import Chat, Found, Hit

EXCERPT = "…the llama is a relative of the vicuña 🦙 and the guanaco, on the high grassland"


def hit(number, excerpt=EXCERPT, marks=((5, 5),)):
    return Hit(Chat(number, f"Chat {number}", 0.0, 1_700_000_000.0), number * 10, excerpt, marks)


@pytest.fixture
def results(qtbot, theme):
    results = SearchResults(theme)
    qtbot.addWidget(results)
    results.resize(230, 500)
    results.show()
    return results


def test_marks_are_counted_as_qt_counts():
    text = "🦙🦙 llama"
    assert in_sight(text, ((3, 5),)) == (text, ((5, 5),))
    assert in_sight("llama", ((0, 5),)) == ("llama", ((0, 5),))
    assert in_sight("no marks", ()) == ("no marks", ())


def test_the_first_match_is_brought_into_sight():
    text = "word " * 20 + "llama and so on"
    excerpt, marks = in_sight(text, ((100, 5),))
    [(start, length)] = marks
    assert excerpt.startswith("…word ")
    assert start <= 25
    assert excerpt[start : start + length] == "llama"
    excerpt, [(start, length)] = in_sight("高" * 60 + "原羊驼", ((60, 1),))
    assert excerpt[start : start + length] == "原"
    assert start <= 25


def test_rows(qtmodeltester, qapp):
    model = ResultModel()
    model.show_hits([hit(1), hit(2)], date(2026, 5, 20))
    qtmodeltester.check(model)
    words = model.index(0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words.startswith("Chat 1, 1")
    assert "the llama is" in words


def test_the_number_of_results_is_said(results):
    results.show_found("x", Found((hit(1),)))
    assert results.count.text() == "1 result"
    results.show_found("x", Found((hit(1), hit(2))))
    assert results.count.text() == "2 results"
    results.show_found("x", Found((hit(1),) * MOST_HITS))
    assert results.count.text() == f"The newest {MOST_HITS} results"
    results.show_found("x", Found((hit(1),), complete=False))
    assert "so far" in results.count.text()


def test_nothing_found_is_said_only_when_that_is_sure(results):
    results.wait()
    assert results.empty.text() == ""
    results.show_found("<b>zz</b>", Found((), complete=False))
    assert "so far" in results.empty.text()
    results.show_found("<b>zz</b>", Found())
    assert results.empty.text() == "Nothing found for “<b>zz</b>”."
    assert results.empty.isVisible()
    assert not results.view.isVisible()


def test_a_result_is_taken_by_click_and_by_enter(qtbot, results):
    results.show_found("llama", Found((hit(1), hit(2))))
    taken = []
    results.taken.connect(lambda *ids: taken.append(ids))
    results.take_first()
    assert results.view.currentIndex().row() == 0  # one sees which it is
    place = results.view.visualRect(results.model.index(1)).center()
    qtbot.mouseClick(results.view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    results.enter()
    qtbot.keyClick(results.view, Qt.Key.Key_Return)
    assert taken == [(1, 10), (2, 20), (1, 10)]


def test_up_from_the_first_result_and_esc_lead_back(qtbot, results):
    results.show_found("llama", Found((hit(1), hit(2))))
    results.enter()
    with qtbot.assertNotEmitted(results.up):
        qtbot.keyClick(results.view, Qt.Key.Key_Down)
        qtbot.keyClick(results.view, Qt.Key.Key_Up)
    with qtbot.waitSignal(results.up):
        qtbot.keyClick(results.view, Qt.Key.Key_Up)
    with qtbot.waitSignal(results.left_search):
        qtbot.keyClick(results.view, Qt.Key.Key_Escape)


def test_more_results_keep_the_place_of_the_keyboard(results):
    results.show_found("llama", Found((hit(1), hit(2)), complete=False))
    results.view.setCurrentIndex(results.model.index(1))
    results.show_found("llama", Found((hit(1), hit(2), hit(3))))
    assert results.view.currentIndex().row() == 1


def test_matches_have_the_ground_of_hits(results, theme):
    results.show_found("llama", Found((hit(1, "llama", ((0, 5),)),)))
    picture = results.view.viewport().grab().toImage()
    ground = QColor(theme.tokens.highlight)
    marked = [
        (x, y)
        for x in range(picture.width())
        for y in range(picture.height())
        if picture.pixelColor(x, y) == ground
    ]
    assert len(marked) > 50
