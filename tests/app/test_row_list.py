"""A list of things: shown with what belongs to them, read aloud, and never losing its place."""

import pytest
from PySide6.QtCore import Qt

from app.row_list import ListRow, RowList

ROWS = [ListRow(n, f"Thing {n}", f"about {n}", "mine") for n in range(20)]


@pytest.fixture
def rows(qtbot, theme):
    rows = RowList("Things", theme, most_rows=5)
    qtbot.addWidget(rows)
    rows.show()
    rows.show_rows(ROWS)
    return rows


def test_it_is_sound(rows, qtmodeltester):
    qtmodeltester.check(rows.model(), force_py=True)


def test_a_row_is_read_aloud_with_all_it_says(rows):
    index = rows.model().index(3)
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Thing 3, mine, about 3"
    assert rows.accessibleName() == "Things"


def test_the_place_is_kept_by_key_else_by_number(rows):
    rows.pick(7)
    rows.show_rows(ROWS[2:])
    assert rows.key() == 7
    rows.show_rows([row for row in ROWS[2:] if row.key != 7])
    assert rows.key() == 8
    rows.show_rows(ROWS[:3])
    assert rows.key() == 2
    rows.show_rows([])
    assert rows.key() is None


def test_enter_and_double_click_open(qtbot, rows):
    with qtbot.waitSignal(rows.opened):
        qtbot.keyClick(rows, Qt.Key.Key_Return)
    rect = rows.visualRect(rows.model().index(0))
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    with qtbot.waitSignal(rows.opened):
        qtbot.mouseDClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())


def test_it_is_as_tall_as_five_of_its_rows(rows):
    one = rows.sizeHintForRow(0)
    assert rows.height() == 5 * one + 2
    rows.show_rows(ROWS[:2])
    assert rows.height() == 2 * one + 2


def test_it_is_drawn_in_both_looks(rows, theme):
    light = rows.grab().toImage()
    theme.apply("dark")
    assert rows.grab().toImage() != light
