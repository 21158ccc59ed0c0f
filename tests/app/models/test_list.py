"""The list of models: its rows, its keys, and the buttons of a download in it."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtWidgets import QApplication, QMenu

from app.models.list_model import ListModel, Row
from app.models.list_view import ModelListView

ROWS = (
    Row("heading", "here", "On this computer"),
    Row("download", "d", "Coming", "1 of 2 GB", progress=0.5, buttons=("pause", "cancel")),
    Row("model", "m", "Tiny", "98 MB", "truly open", "ok"),
    Row("heading", "hub", "On the hub"),
    Row("note", "hub", "Type above."),
)

menus = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture
def view(qtbot, theme):
    view = ModelListView(theme)
    qtbot.addWidget(view)
    view.resize(320, 500)
    view.show_rows(ROWS)
    view.show()
    return view


def test_the_model_is_sound(qtmodeltester):
    model = ListModel()
    model.show_rows(ROWS)
    qtmodeltester.check(model)


def test_only_things_can_be_chosen(qtbot, view):
    picked = []
    view.pick("", "")
    view.picked.connect(lambda *row: picked.append(row))
    view.setCurrentIndex(view.list_model.index_of("download", "d"))
    for _ in range(4):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    assert picked == [("download", "d"), ("model", "m")]


def test_a_screen_reader_hears_all_of_a_row(view):
    index = view.list_model.index_of("model", "m")
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Tiny, truly open, 98 MB"


def test_what_is_chosen_stays_while_rows_come_and_go(view):
    assert view.pick("model", "m")
    told = []
    view.picked.connect(lambda *row: told.append(row))
    view.show_rows((ROWS[0], Row("model", "a", "Another"), *ROWS[1:]))
    assert view.row().key == "m"
    view.show_rows((ROWS[0], *ROWS[3:]))
    assert view.row() is None
    assert told == []


def test_progress_redraws_a_row_only(view):
    resets, changes = [], []
    view.list_model.modelReset.connect(lambda: resets.append(1))
    view.list_model.dataChanged.connect(lambda first, last: changes.append(first.row()))
    further = Row("download", "d", "Coming", "1.5 of 2 GB", progress=0.75, buttons=("pause",))
    view.show_rows((ROWS[0], further, *ROWS[2:]))
    assert (resets, changes) == ([], [1])


def test_the_buttons_of_a_download(qtbot, view):
    acted = []
    view.acted.connect(lambda *what: acted.append(what))
    rect = view.visualRect(view.list_model.index_of("download", "d"))
    for place in view.looks.button_rects(rect, ROWS[1]):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place.center())
    view.pick("download", "d")
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert acted == [("pause", "d"), ("cancel", "d"), ("pause", "d")]


@menus
def test_the_menu_key_offers_them_too(qtbot, view):
    view.pick("download", "d")
    reason = QContextMenuEvent.Reason.Keyboard
    QApplication.sendEvent(view.viewport(), QContextMenuEvent(reason, QPoint(1, 1), QPoint(1, 1)))
    menu = view.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == [
        "Pause the download",
        "Cancel the download",
    ]
    with qtbot.waitSignal(view.acted) as acted:
        menu.actions()[1].trigger()
    assert acted.args == ["cancel", "d"]
    menu.close()


def test_enter_and_a_double_click_open(qtbot, view):
    opened = []
    view.opened.connect(lambda *row: opened.append(row))
    view.pick("model", "m")
    qtbot.keyClick(view, Qt.Key.Key_Return)
    view.doubleClicked.emit(view.list_model.index_of("model", "m"))
    assert opened == [("model", "m")] * 2
