"""The reader as a person uses it, on real files read by the real importer."""

import pytest
from helpers.cited import CHINESE, HANDBOOK, LEAVE, cite, write_pdf
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtTest import QTest

from app.errors import ErrorWords
from app.reader.pane import ReaderPane

WORK = "Work begins at nine"
TRAVEL = "Journeys are paid for"


@pytest.fixture
def pane(qtbot, reading, theme):
    pane = ReaderPane(reading, ErrorWords(), theme)
    qtbot.addWidget(pane)
    pane.resize(480, 640)
    return pane


@pytest.fixture
def passages(importer, handbook):
    return [
        cite(importer, handbook, LEAVE, 2, number=1, heading=("2 Leave",)),
        cite(importer, handbook, WORK, 1, number=2),
        cite(importer, handbook, TRAVEL, 3, number=5),
    ]


def drawn(pane):
    """Whether a page is a picture on which a passage is marked."""
    return pane.picture.isVisible() and bool(pane.picture.marks())


def show(qtbot, pane, passages, which=0):
    pane.show_passages(passages, which)
    qtbot.waitUntil(lambda: drawn(pane) or pane.text.isVisible())


def page(pane):
    return int(pane.foot.field.text() or 0)


def test_a_passage_is_shown_on_its_page(qtbot, pane, passages):
    show(qtbot, pane, passages)
    assert pane.header.title.text() == "Source 1 of 3"
    assert pane.header.mark.text() == "1"
    assert pane.header.name.accessibleName() == "Handbook.pdf"
    assert pane.header.place.accessibleName() == "Page 2 · 2 Leave"
    assert page(pane) == 2
    assert pane.notice.isHidden()
    assert len(pane.picture.marks()) == 1
    assert pane.picture.accessibleName() == "page 2"
    said = pane.picture.accessibleDescription()
    assert said.startswith(f"Passage: {LEAVE}")
    assert "thirty days" in said


def test_on_and_back_among_the_sources(qtbot, pane, passages):
    show(qtbot, pane, passages, which=2)
    assert not pane.header.next.isEnabled()
    pane.step(1)
    assert pane.header.title.text() == "Source 3 of 3"
    QTest.mouseClick(pane.header.before, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page(pane) == 1 and drawn(pane))
    assert pane.header.mark.text() == "2"
    pane.step(-1)
    qtbot.waitUntil(lambda: page(pane) == 2)
    assert not pane.header.before.isEnabled()
    assert pane.passage is passages[0]


def test_one_source_needs_no_buttons(qtbot, pane, passages):
    show(qtbot, pane, passages[:1])
    assert pane.header.title.text() == "Source"
    assert pane.header.next.isHidden()
    pane.show_passages((), 0)
    assert pane.passage is passages[0]
    pane.show_passages(passages, 99)
    assert pane.passage is passages[2]


def test_pages_are_turned_and_the_last_one_is_found_out(qtbot, pane, passages):
    show(qtbot, pane, passages)
    QTest.mouseClick(pane.foot.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page(pane) == 3)
    qtbot.waitUntil(lambda: not pane.picture.marks())
    assert pane.foot.next.isEnabled()  # nobody knows yet how many there are
    QTest.mouseClick(pane.foot.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not pane.foot.next.isEnabled())
    assert page(pane) == 3
    assert pane.foot.count.text() == "of 3"
    pane.foot.field.setText("2")
    pane.foot.field.editingFinished.emit()
    qtbot.waitUntil(lambda: page(pane) == 2 and drawn(pane))


def test_as_text_and_back(qtbot, pane, passages):
    show(qtbot, pane, passages)
    pane.foot.text_button.click()
    qtbot.waitUntil(pane.text.isVisible)
    assert pane.text.marked() == LEAVE
    pane.step(1)
    qtbot.waitUntil(lambda: pane.text.marked() == WORK)
    pane.foot.text_button.click()
    qtbot.waitUntil(lambda: drawn(pane))


def test_the_buttons_change_the_size(qtbot, pane, passages):
    show(qtbot, pane, passages)
    QTest.mouseClick(pane.foot.larger, Qt.MouseButton.LeftButton)
    assert pane.foot.size_label.text() == "125 %"
    pane.foot.text_button.click()
    assert pane.foot.size_label.text() == "100 %"
    QTest.mouseClick(pane.foot.smaller, Qt.MouseButton.LeftButton)
    assert pane.foot.size_label.text() == "90 %"


def test_the_passage_is_copied(qtbot, pane, passages):
    show(qtbot, pane, passages)
    QTest.mouseClick(pane.header.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == LEAVE


def test_chinese(qtbot, pane, importer, tmp_path):
    pages = (("第一章 工作", "九点上班，五点下班。"), ("第二章 休假", "父母享有十六周带薪产假。"))
    path = write_pdf(tmp_path / "手册.pdf", pages, CHINESE)
    show(qtbot, pane, [cite(importer, path, "十六周带薪产假", 2)])
    assert len(pane.picture.marks()) == 1
    assert pane.header.name.accessibleName() == "手册.pdf"
    pane.foot.text_button.click()
    assert pane.text.marked() == "十六周带薪产假"


# What may have become of the file


def test_a_changed_file_with_the_passage_elsewhere(qtbot, pane, passages, handbook):
    write_pdf(handbook, (("Foreword",), *HANDBOOK))
    show(qtbot, pane, passages)
    assert page(pane) == 3
    assert drawn(pane)
    assert pane.notice.label.text() == ("The file has changed since. The passage is now on page 3.")


def test_a_changed_file_without_the_passage(qtbot, pane, passages, handbook):
    write_pdf(handbook, (("Other things altogether.",),))
    show(qtbot, pane, passages)
    assert pane.text.marked() == LEAVE
    assert "this passage is not in it any more" in pane.notice.label.text()
    assert "from page 2" in pane.notice.label.text()
    assert pane.foot.next.isHidden()
    assert pane.foot.field.isHidden()
    assert pane.header.open_button.isEnabled()
    assert pane.foot.text_button.isHidden()


def test_a_missing_file(qtbot, pane, passages, handbook):
    handbook.unlink()
    show(qtbot, pane, passages)
    assert pane.text.marked() == LEAVE
    assert pane.notice.label.text().startswith("The file is not there any more.")
    assert not pane.header.open_button.isEnabled()
    pane.step(1)
    qtbot.waitUntil(lambda: pane.text.marked() == WORK)


def test_a_damaged_file(qtbot, pane, passages, handbook):
    handbook.write_bytes(b"%PDF-1.7 and nothing")
    show(qtbot, pane, passages)
    assert pane.text.marked() == LEAVE
    assert "Handbook.pdf" in pane.notice.label.text()


def test_what_is_said_of_one_file_is_not_said_of_the_next(
    qtbot, pane, passages, importer, handbook, tmp_path
):
    other = write_pdf(tmp_path / "Other.pdf")
    passages[1] = cite(importer, other, WORK, 1)
    handbook.unlink()
    show(qtbot, pane, passages)
    assert not pane.notice.isHidden()
    pane.step(1)
    qtbot.waitUntil(lambda: drawn(pane))
    assert pane.notice.isHidden()
    assert pane.header.open_button.isEnabled()


# Files without passages


def test_a_file_is_shown_at_a_page(qtbot, pane, handbook):
    pane.show_file(str(handbook), 3)
    qtbot.waitUntil(lambda: page(pane) == 3 and pane.picture.drawn is not None)
    assert pane.header.title.text() == "Document"
    assert pane.header.copy_button.isHidden()
    assert pane.header.mark.isHidden()
    assert pane.passage is None
    pane.step(1)
    QTest.mouseClick(pane.foot.before, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page(pane) == 2)


def test_a_file_that_cannot_be_shown(qtbot, pane, handbook):
    handbook.unlink()
    pane.show_file(str(handbook), 1)
    qtbot.waitUntil(lambda: "Handbook.pdf" in pane.blank.text())
    assert pane.foot.isHidden()
    assert not pane.header.open_button.isEnabled()
    write_pdf(handbook)
    pane.show_file(str(handbook), 1)
    qtbot.waitUntil(pane.picture.isVisible)
    assert pane.foot.isVisible()


# Closing, and what is outside


def test_esc_closes_while_the_keyboard_is_in_it(qtbot, pane, passages):
    show(qtbot, pane, passages)
    told = []
    pane.closed.connect(lambda: told.append("closed"))
    pane.keyboard_left.connect(lambda: told.append("left"))
    pane.activateWindow()
    pane.focus_page()
    QTest.keyClick(pane.picture, Qt.Key.Key_Escape)
    assert pane.isHidden()
    assert told == ["closed", "left"]


def test_what_comes_after_closing_is_not_shown(qtbot, pane, passages, bridge):
    pane.show_passages(passages)
    pane.leave()
    heard = []
    bridge.run(lambda: 1, heard.append)
    qtbot.waitUntil(lambda: bool(heard))
    assert pane.isHidden()


class Desktop(QObject):
    """Stands in for the programs of the system."""

    def __init__(self):
        super().__init__()
        self.opened = []

    @Slot(QUrl)
    def take(self, url):
        self.opened.append(url.toLocalFile())


@pytest.fixture
def desktop(qapp):
    desktop = Desktop()
    QDesktopServices.setUrlHandler("file", desktop, "take")
    yield desktop
    QDesktopServices.unsetUrlHandler("file")


def test_the_file_is_opened_by_a_click_alone(qtbot, pane, passages, handbook, desktop):
    show(qtbot, pane, passages)
    assert desktop.opened == []
    QTest.mouseClick(pane.header.open_button, Qt.MouseButton.LeftButton)
    assert desktop.opened == [str(handbook)]


def test_the_keyboard_goes_everywhere(qtbot, pane, passages):
    show(qtbot, pane, passages)
    stops = pane.tab_stops()
    assert pane.picture in stops
    assert pane.text not in stops
    assert all(stop.accessibleName() for stop in stops)
    assert all(stop.focusPolicy() & Qt.FocusPolicy.TabFocus for stop in stops)
