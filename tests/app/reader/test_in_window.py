"""The reader in the real window: beside the chat and the documents, with a real index."""

from collections.abc import Iterator

import pytest
from helpers.cited import HANDBOOK, LEAVE, write_pdf
from helpers.window import running
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from engine.documents.records import Passage
from engine.paths import Home


@pytest.fixture(scope="module")
def opened(qapp, tmp_path_factory):
    """One window for all tests of this file, and the file that is cited."""
    folder = tmp_path_factory.mktemp("window")
    with running(Home(folder / "home")) as application:
        application.window.resize(1280, 760)
        yield application, write_pdf(folder / "Handbook.pdf")


@pytest.fixture
def application(qtbot, opened):
    application, _ = opened
    application.window.activateWindow()  # else keys go nowhere
    qtbot.waitUntil(application.window.isActiveWindow)
    timers = [*application.findChildren(QTimer), *application.window.findChildren(QTimer)]
    before = [timer for timer in timers if timer.isActive()]
    yield application
    application.window.reader.leave()
    application.window.show_chat()
    made = [*application.findChildren(QTimer), *application.window.findChildren(QTimer)]
    qtbot.waitUntil(lambda: not any(one.isActive() for one in made if one not in before))


def indexed(qtbot, application, path):
    """The chunks of a file, once the index of the window has read it."""
    documents = application.documents.documents
    key = documents.create(path.stem).result(60).key
    documents.add(key, [path]).result(60)
    qtbot.waitUntil(lambda: documents.files(key).result(60)[0].state in ("words", "ready"))
    file = documents.files(key).result(60)[0]
    return documents.chunks(file.key).result(60)


def passage_of(hit, words):
    start = hit.text.index(words)
    place = {"page": hit.page, "start": hit.start + start, "length": len(words), "text": words}
    return Passage(
        1, hit.file, hit.path, hit.title, hit.sha256, **place,
        label=hit.label, page_kind=hit.page_kind, heading=hit.heading,
    )  # fmt: skip


@pytest.fixture(scope="module")
def cited():
    return []


@pytest.fixture
def passage(qtbot, opened, cited):
    if not cited:
        hits = indexed(qtbot, *opened)
        cited.append(passage_of(next(hit for hit in hits if LEAVE in hit.text), LEAVE))
    return cited[0]


def test_what_is_cited_opens_beside_the_chat(qtbot, application, passage):
    window = application.window
    box = window.chat.composer.box
    box.setFocus()
    application.documents.show([passage])
    qtbot.waitUntil(lambda: bool(window.reader.picture.marks()))
    assert window.reader.foot.field.text() == "2"
    qtbot.waitUntil(lambda: window.reader.foot.count.text() == "of 3")
    assert window.chat.isVisible()
    assert window.chat.width() + window.reader.width() < window.width()
    assert box.hasFocus()


def test_keys_go_on_to_the_next_source(qtbot, application, passage):
    window = application.window
    QTest.keyClick(window.chat.composer.box, Qt.Key.Key_F4)
    assert not window.reader.isVisible()
    application.documents.show([passage, passage, passage])
    qtbot.waitUntil(lambda: bool(window.reader.picture.marks()))
    box = window.chat.composer.box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_F4)
    assert window.reader.header.title.text() == "Source 2 of 3"
    QTest.keyClick(box, Qt.Key.Key_F4, Qt.KeyboardModifier.ShiftModifier)
    assert window.reader.header.title.text() == "Source 1 of 3"


def test_a_key_goes_into_the_page_and_back(qtbot, application, passage):
    window = application.window
    application.documents.show([passage])
    qtbot.waitUntil(lambda: bool(window.reader.picture.marks()))
    box = window.chat.composer.box
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_F6)
    assert window.reader.picture.hasFocus()
    QTest.keyClick(window.reader.picture, Qt.Key.Key_F6)
    assert box.hasFocus()


def test_tab_goes_from_the_chat_into_the_reader(qtbot, application, passage):
    window = application.window
    application.documents.show([passage])
    qtbot.waitUntil(lambda: bool(window.reader.picture.marks()))
    window.chat.composer.box.setFocus()
    seen = set()
    for _ in range(60):
        window.focusNextPrevChild(True)
        seen.add(QApplication.focusWidget())
    assert {window.reader.picture, window.reader.header.close_button} <= seen


def test_of_a_file_that_is_gone_the_index_knows_the_neighbours(qtbot, application, tmp_path):
    path = write_pdf(tmp_path / "Gone.pdf", (*HANDBOOK, *HANDBOOK))
    hits = indexed(qtbot, application, path)
    hit = next(hit for hit in hits if LEAVE in hit.text)
    path.unlink()
    application.documents.show([passage_of(hit, LEAVE)])
    reader = application.window.reader
    qtbot.waitUntil(lambda: reader.text.marked() == LEAVE)
    shown = reader.text.toPlainText()
    assert "thirty days of paid leave" in shown
    assert len(shown) > len(LEAVE) + 50
    assert reader.notice.label.text().startswith("The file is not there any more.")


def test_a_page_of_a_file_is_shown(qtbot, application, passage):
    application.documents.show_file(passage.path, 3)
    reader = application.window.reader
    qtbot.waitUntil(lambda: reader.picture.drawn is not None)
    assert reader.foot.field.text() == "3"


def walk(interface: QAccessibleInterface) -> Iterator[QAccessibleInterface]:
    """Everything below an interface that is in sight."""
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None and child.isValid() and not child.state().invisible:
            yield child
            yield from walk(child)


def test_everything_that_can_be_used_has_a_name(qtbot, application, passage):
    reader = application.window.reader
    application.documents.show([passage, passage])
    qtbot.waitUntil(lambda: bool(reader.picture.marks()))
    root = QAccessible.queryAccessibleInterface(reader)
    nameless = [
        each.object()
        for each in walk(root)
        if each.state().focusable and not each.text(QAccessible.Text.Name)
    ]
    assert nameless == []
    page = QAccessible.queryAccessibleInterface(reader.picture)
    assert page.text(QAccessible.Text.Name) == "page 2"
    assert LEAVE in page.text(QAccessible.Text.Description)


def test_it_is_out_of_sight_beside_other_pages(qtbot, application, passage):
    window = application.window
    application.documents.show([passage])
    qtbot.waitUntil(lambda: bool(window.reader.picture.marks()))
    window.show_settings()
    assert not window.reader.isVisible()
    window.show_documents()
    assert window.reader.isVisible()
    window.show_models()
    window.show_chat()
    assert window.reader.isVisible()
    window.reader.leave()
    window.show_models()
    window.show_chat()
    assert not window.reader.isVisible()


def test_another_language_is_another_window(qtbot, qapp, home, opened, passage):
    with running(home) as application:
        application.documents.show([passage])
        application.preferences.change(language="zh_CN")
        window = application.window
        application.documents.show([passage])  # while the settings are in sight
        assert not window.reader.isVisible()
        window.show_chat()
        assert window.reader.isVisible()
        qtbot.waitUntil(lambda: bool(window.reader.picture.marks()))
        assert window.reader.header.title.text() == "来源"
        assert window.reader.header.place.accessibleName().startswith("第 2 页")
