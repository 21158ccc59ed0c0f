"""A page as text: the passage marked, larger and smaller, and nothing loaded."""

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.reader.text_view import TextView
from engine.documents.records import Block, Page, Span

WORDS = "It is here that the passage stands. 😀 "


@pytest.fixture
def view(qtbot, theme):
    view = TextView(theme)
    qtbot.addWidget(view)
    view.resize(420, 300)
    view.show()
    qtbot.waitExposed(view)
    return view


def long_page():
    lines = [f"Paragraph {n} says nothing of it. 中文也没有。" for n in range(80)]
    lines[60] = WORDS + "after it."
    text, blocks = "", []
    for line in lines:
        blocks.append(Block("text", len(text), len(line)))
        text += line + "\n\n"
    return Page(1, text, tuple(blocks), kind="part"), text.index(WORDS)


def seen(view):
    """Whether the beginning of the passage is in sight."""
    return 0 <= view.cursorRect(view.textCursor()).top() < view.viewport().height()


def test_the_passage_is_marked_and_in_sight(view):
    page, start = long_page()
    view.show_page(page, Span(1, start, len(WORDS)))
    assert view.marked() == WORDS
    assert seen(view)
    assert view.verticalScrollBar().value() > 0
    marks = view.extraSelections()
    assert [mark.cursor.selectedText() for mark in marks] == [WORDS]


def test_a_page_without_a_passage_begins_at_its_beginning_or_its_end(view):
    page, _ = long_page()
    view.show_page(page, None)
    assert view.verticalScrollBar().value() == 0
    view.show_page(page, None, at_end=True)
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum() > 0
    assert view.extraSelections() == []


def test_another_size_keeps_the_mark(view):
    page, start = long_page()
    view.show_page(page, Span(1, start, len(WORDS)))
    small = view.document().size().height()
    with_percents = []
    view.zoomed.connect(with_percents.append)
    view.zoom(1)
    view.zoom(1)
    assert view.document().size().height() > small
    assert view.marked() == WORDS
    view.zoom(0)
    assert with_percents == [115, 130, 100]
    for _ in range(20):
        view.zoom(-1)
    assert view.percent == 80


def test_the_theme_changes_the_mark(view, theme):
    page, start = long_page()
    view.show_page(page, Span(1, start, len(WORDS)))
    theme.apply("dark")
    mark = view.extraSelections()[0]
    assert mark.format.background().color().name().upper() == theme.tokens.highlight
    assert view.marked() == WORDS


def test_nothing_is_loaded_and_no_link_followed(view):
    kind = QTextDocument.ResourceType.ImageResource
    assert view.loadResource(kind, QUrl("file:///etc/passwd")) is None
    assert not view.openLinks()
    assert not view.openExternalLinks()


def test_keys_turn_the_page_where_it_ends(view):
    page, _ = long_page()
    view.show_page(page, None)
    turned = []
    view.turned.connect(turned.append)
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    assert turned == []
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    QTest.keyClick(view, Qt.Key.Key_PageUp, Qt.KeyboardModifier.ControlModifier)
    assert turned == [1, -1]


def test_a_large_page_is_laid_out_in_time(view):
    lines = "\n\n".join("中文 and some words of English, as they come. " * 3 for _ in range(450))
    page = Page(1, lines[:60_000], kind="part")
    view.show_page(page, Span(1, 50_000, 40))
    QApplication.processEvents()
    assert len(view.marked()) == 40
    assert seen(view)
