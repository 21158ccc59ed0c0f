"""A page as a picture: what is marked is where the passage is, at any size, in both themes."""

import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from app.reader.picture_view import MARGIN, PictureView
from app.reader.reading import Drawn
from app.tokens import LIGHT

TEXT = QRectF(0.15, 0.1, 0.7, 0.8)
BOX = QRectF(0.3, 0.7, 0.4, 0.02)


def drawn(width=500, boxes=(BOX,), text=TEXT):
    image = QImage(width, round(width * 1.4), QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    return Drawn(image, tuple(boxes), text)


@pytest.fixture
def view(qtbot, theme):
    view = PictureView(theme)
    qtbot.addWidget(view)
    view.resize(420, 400)
    view.show()
    qtbot.waitExposed(view)
    return view


def in_sight(view):
    mark = view.marks()[0]
    return view.viewport().rect().contains(mark.toAlignedRect())


def color_at(view, point):
    return view.viewport().grab().toImage().pixelColor(point)


def test_the_mark_is_in_sight_and_of_its_colour(view):
    view.show_picture(drawn(), fresh=True)
    assert in_sight(view)
    mark = view.marks()[0]
    assert color_at(view, mark.center().toPoint()).name().upper() == LIGHT.highlight
    beside = QPoint(round(mark.right()) + 6, round(mark.center().y()))
    assert color_at(view, beside) == QColor("white")


def test_paper_is_dimmed_in_the_dark_theme_and_the_mark_is_seen(view, theme):
    view.show_picture(drawn(), fresh=True)
    theme.apply("dark")
    mark = view.marks()[0]
    marked = color_at(view, mark.center().toPoint())
    paper = color_at(view, QPoint(round(mark.right()) + 6, round(mark.center().y())))
    assert 180 < paper.lightness() < 235
    assert marked.blue() < paper.blue() - 40


def test_the_text_is_as_wide_as_the_view_and_not_the_paper(view):
    view.show_picture(drawn(), fresh=True)
    wide = view.wanted_width
    assert wide > view.viewport().width()
    seen = TEXT.width() * wide
    assert 0.85 * view.viewport().width() < seen <= view.viewport().width()
    left = MARGIN - view.horizontalScrollBar().value() + TEXT.left() * wide
    assert 0 <= left < 0.1 * wide
    assert left + seen <= view.viewport().width()


def test_a_page_without_text_is_as_wide_as_the_view(view):
    view.begin(new_file=True)
    view.show_picture(drawn(boxes=(), text=QRectF()), fresh=True)
    assert view.verticalScrollBar().value() == 0
    assert view.marks() == []


def test_a_picture_of_another_width_is_asked_for_once(qtbot, view):
    wanted = []
    view.wanted.connect(wanted.append)
    view.show_picture(drawn(), fresh=True)
    qtbot.waitUntil(lambda: len(wanted) == 1)
    assert wanted == [view.wanted_width]
    view.show_picture(drawn(width=wanted[0] - 40), fresh=False)  # as large as it gets
    qtbot.waitUntil(lambda: not view._settle.isActive())
    assert len(wanted) == 1


def test_zoom_keeps_what_is_in_sight(qtbot, view):
    view.show_picture(drawn(), fresh=True)
    percents = []
    view.zoomed.connect(percents.append)
    before = view.marks()[0].width()
    view.zoom(1)
    assert view.marks()[0].width() > before
    assert in_sight(view)
    view.zoom(0)
    assert percents == [125, 100]
    for _ in range(20):
        view.zoom(1)
    assert view.percent == 400
    for _ in range(20):
        view.zoom(-1)
    assert view.percent == 50


def test_resizing_keeps_the_passage_in_sight(qtbot, view):
    view.show_picture(drawn(), fresh=True)
    view.resize(700, 300)
    assert in_sight(view)
    view.resize(360, 500)
    assert in_sight(view)


def test_what_was_scrolled_to_stays(view):
    view.show_picture(drawn(), fresh=True)
    bar = view.verticalScrollBar()
    QTest.keyClick(view, Qt.Key.Key_Home)
    view.resize(600, 300)
    assert bar.value() == 0
    assert not in_sight(view)
    QTest.keyClick(view, Qt.Key.Key_End)
    view.zoom(1)
    assert bar.value() > 0.8 * bar.maximum()


def test_keys_scroll_and_turn(view):
    view.show_picture(drawn(boxes=()), fresh=True)
    turned = []
    view.turned.connect(turned.append)
    view.setFocus()
    bar = view.verticalScrollBar()
    QTest.keyClick(view, Qt.Key.Key_Space)
    assert bar.value() > 0
    QTest.keyClick(view, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    QTest.keyClick(view, Qt.Key.Key_Home)
    QTest.keyClick(view, Qt.Key.Key_PageUp)
    QTest.keyClick(view, Qt.Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    assert turned == [1, -1, 1]
    QTest.keyClick(view, Qt.Key.Key_Minus, Qt.KeyboardModifier.ControlModifier)
    assert view.percent == 80


def test_another_file_leaves_nothing_of_the_one_before(view):
    view.show_picture(drawn(), fresh=True)
    view.begin(new_file=False)
    assert view.drawn is not None
    view.begin(new_file=True)
    assert view.drawn is None
    assert view.marks() == []
    view.grab()
