"""The page of models as it is used: search, filters, files, downloads, the library, the trash."""

import pytest
from helpers.tiny_gguf import write_tiny_gguf
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.models.import_dialog import ImportModelDialog
from engine.hub.library import Defaults

WAIT = 60_000
TALKER = "maker/Talker-8B-GGUF"


def titles(page, kind):
    return [row.title for row in page.list.list_model.rows if row.kind == kind]


def notes(page):
    return titles(page, "note")


def search(qtbot, page, text):
    page.search.setText(text)
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page._desk.search.state in ("found", "failed"), timeout=WAIT)


def open_talker(qtbot, page):
    search(qtbot, page, "talker")
    page.list.setCurrentIndex(page.list.list_model.index_of("result", TALKER))
    table = page.right.repository.table
    qtbot.waitUntil(lambda: len(table.keys) == 2, timeout=WAIT)
    qtbot.waitUntil(
        lambda: "context of up to" in page.right.repository.figures.text(), timeout=WAIT
    )
    return table


def get(qtbot, page, application):
    """Download the smaller file and wait until it is in the library."""
    table = open_talker(qtbot, page)
    QTest.mouseClick(table.buttons()[-1], Qt.MouseButton.LeftButton)
    name = f"{TALKER}/Talker-8B-Q4_K_M.gguf"
    qtbot.waitUntil(lambda: application.hub.collection.named(name) is not None, timeout=WAIT)
    return name


def test_nothing_is_asked_before_the_user_does(qtbot, page, hub, application):
    qtbot.waitUntil(lambda: application.hub.collection.known, timeout=WAIT)
    qtbot.waitUntil(lambda: application.hub.fits.machine is not None, timeout=WAIT)
    assert hub.requests == ()
    assert "Type above" in notes(page)[-1]


def test_a_search_and_its_filters(qtbot, page):
    search(qtbot, page, "gguf")
    assert titles(page, "result") == [TALKER, "maker/Giant-900B-GGUF", "maker/Shy-1B-GGUF"]
    qtbot.waitUntil(lambda: page._desk.fits.machine is not None, timeout=WAIT)
    page.filters["fits"].setChecked(True)
    assert titles(page, "result") == [TALKER, "maker/Shy-1B-GGUF"]
    assert "1 more" in notes(page)[-1]
    page.filters["fits"].setChecked(False)
    page.filters["commercial"].setChecked(True)
    assert "maker/Giant-900B-GGUF" not in titles(page, "result")
    page.filters["open"].setChecked(True)
    assert titles(page, "result") == []


def test_nothing_found(qtbot, page):
    search(qtbot, page, "nobody made this")
    assert "Nothing was found" in notes(page)[-1]


def test_the_files_of_a_repository(qtbot, page, hub):
    table = open_talker(qtbot, page)
    said = [button.accessibleName() for button in table.buttons()]
    assert said[0].startswith("Get, Nearly lossless, Q8_0")
    assert said[1].startswith("Get, Good balance, Q4_K_M")
    assert all("fits" in each for each in said)
    card = page.right.repository.card
    assert card.isVisible()
    assert card.card.company == "yes"
    assert sum(seen.sent for seen in hub.requests) < 5_000_000


def test_the_slider_changes_the_figures(qtbot, page):
    table = open_talker(qtbot, page)
    chooser = page.right.repository.chooser
    before = [button.accessibleName() for button in table.buttons()]
    button = table.buttons()[0]
    chooser.set_most(1 << 20)
    chooser.slider.setValue(chooser.slider.maximum())
    assert [each.accessibleName() for each in table.buttons()] != before
    assert table.buttons()[0] is button  # which keeps the keyboard


def test_a_download_becomes_a_model_to_chat_with(qtbot, page, application):
    name = get(qtbot, page, application)
    assert titles(page, "model").count("Tiny") == 1
    assert titles(page, "download") == []
    button = page.right.repository.table.buttons()[-1]
    qtbot.waitUntil(lambda: button.text() == "On this computer", timeout=WAIT)
    button.click()
    assert page.right.model.title.text() == "Tiny"
    page.right.model.use_button.click()
    qtbot.waitUntil(lambda: application.models.model is not None, timeout=WAIT)
    assert application.models.model.id == name
    assert application.window.pages.currentWidget() is application.window.chat


def test_deleted_and_put_back(qtbot, page, application):
    name = get(qtbot, page, application)
    page.right.show_model(name)
    qtbot.waitUntil(page.right.model.delete_button.isVisible, timeout=WAIT)
    path = application.hub.collection.named(name).path
    page.right.model.delete_button.click()
    qtbot.waitUntil(page.undo.isVisible, timeout=WAIT)
    qtbot.waitUntil(lambda: titles(page, "trash") == ["Tiny"], timeout=WAIT)
    assert not path.exists()
    page.undo.button.click()
    qtbot.waitUntil(lambda: "Tiny" in titles(page, "model"), timeout=WAIT)
    assert path.exists()
    assert titles(page, "trash") == []


def test_the_trash_is_emptied(qtbot, page, application):
    name = get(qtbot, page, application)
    application.hub.collection.trash(application.hub.collection.named(name))
    qtbot.waitUntil(lambda: titles(page, "trash") == ["Tiny"], timeout=WAIT)
    trashed = application.hub.collection.trashed[0]
    page.right.show_row("trash", trashed.key)
    assert page.right.trash.title.text() == "Tiny"
    page.right.trash.empty_button.click()
    qtbot.waitUntil(lambda: titles(page, "trash") == [], timeout=WAIT)
    assert "free again" in page.undo.label.text()
    assert page.right.currentWidget() is page.right._scrolls[page.right.start]


def test_offline(qtbot, page, hub, application):
    application.preferences.change(offline=True)
    assert page.network.isVisible()
    assert "offline" in page.network.label.text()
    assert not page.search.isEnabled()
    assert "offline" in notes(page)[-1]
    page.network.online_button.click()
    assert not application.preferences.settings.offline
    assert not page.network.isVisible()
    assert page.search.isEnabled()
    assert hub.requests == ()


def test_another_address_where_the_hub_is_not_reached(qtbot, page, hub, application):
    good = hub.endpoint
    page._desk.access.set_endpoint("http://127.0.0.1:9")
    qtbot.waitUntil(lambda: page._desk.access.endpoint.endswith(":9"), timeout=WAIT)
    search(qtbot, page, "talker")
    qtbot.waitUntil(page.network.isVisible, timeout=WAIT)
    assert page.network.field.isVisible()
    assert "No token" in page.network.small.text()
    page.network.field.setText(good)
    page.network.use_button.click()
    qtbot.waitUntil(lambda: TALKER in titles(page, "result"), timeout=WAIT)
    assert not page.network.isVisible()
    assert application.preferences.settings.endpoint == good
    assert {seen.token for seen in hub.requests} == {""}


@pytest.mark.parametrize("address", ["ftp://hub.example", "http://hub.example"])
def test_an_address_that_may_not_be(qtbot, page, application, address):
    page._desk.access.set_endpoint(address)
    qtbot.waitUntil(lambda: bool(application.window.banner.text()), timeout=WAIT)
    assert page._desk.access.endpoint.startswith("http://127.0.0.1")


def test_a_gated_repository(qtbot, page, hub):
    search(qtbot, page, "shy")
    page.list.setCurrentIndex(page.list.list_model.index_of("result", "maker/Shy-1B-GGUF"))
    gate = page.right.repository.gate
    qtbot.waitUntil(gate.isVisible, timeout=WAIT)
    with qtbot.waitSignal(page.link_wanted) as clicked:
        gate.link_button.click()
    assert clicked.args == [f"{hub.endpoint}/maker/Shy-1B-GGUF"]
    assert "days" in gate.text.text()
    gate.field.setText("hf_member")
    gate.save_button.click()
    table = page.right.repository.table
    qtbot.waitUntil(lambda: bool(table.keys), timeout=WAIT)
    qtbot.waitUntil(lambda: page._desk.opened.header is not None, timeout=WAIT)
    assert not gate.isVisible()
    assert gate.field.text() == ""


def test_defaults_of_a_model_are_in_force(qtbot, page, application):
    name = get(qtbot, page, application)
    page.right.show_model(name)
    model = page.right.model
    qtbot.waitUntil(lambda: model.figures.isVisible(), timeout=WAIT)
    model.chooser.buttons["short"].click()
    model.form.instructions.set_text("Answer in rhymes.")
    model.form.template.set_text("{{ messages[0].content }}")
    model.use_button.click()
    qtbot.waitUntil(lambda: application.models.model is not None, timeout=WAIT)
    assert model.chooser.use == "short"  # which is more than this model was trained for
    wanted = Defaults(
        n_ctx=512, system_prompt="Answer in rhymes.", template="{{ messages[0].content }}"
    )
    assert application.library.defaults(name) == wanted
    assert application.models.defaults == wanted
    assert application.models.in_force.n_ctx == 512
    request = application.session.request([])
    assert request.model.n_ctx == 512
    assert request.template == "{{ messages[0].content }}"
    assert request.messages[0].content == "Answer in rhymes."


def test_a_file_is_added_where_it_is(qtbot, page, application, tiny):
    dialog = page.open_import(str(tiny))
    dialog.import_button.click()
    qtbot.waitUntil(lambda: "Tiny" in titles(page, "model"), timeout=WAIT)
    qtbot.waitUntil(
        lambda: application.preferences.settings.model_folders == (str(tiny),), timeout=WAIT
    )
    dialog.reject()
    assert page.right.model.title.text() == "Tiny"
    assert not page.right.model.delete_button.isVisible()  # it is not Puna's


def test_the_keyboard_alone(qtbot, page, application):
    search(qtbot, page, "talker")
    page.list.setFocus()
    for _ in range(len(page.list.list_model.rows)):
        qtbot.keyClick(page.list, Qt.Key.Key_Down)
    assert page.list.row().key == TALKER
    table = page.right.repository.table
    qtbot.waitUntil(lambda: len(table.keys) == 2, timeout=WAIT)
    table.buttons()[-1].setFocus()
    qtbot.keyClick(table.buttons()[-1], Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "Tiny" in titles(page, "model"), timeout=WAIT)


def test_the_tab_key_goes_from_the_search_through_the_page(qtbot, page, application):
    application.window.activateWindow()
    page.search.setFocus()
    qtbot.waitUntil(page.search.hasFocus, timeout=WAIT)
    seen = []
    for _ in range(12):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    wanted = [*page.filters.values(), page.list, page.add_button, page.right.start.cards[0].button]
    places = [seen.index(widget) for widget in wanted if widget in seen]
    assert len(places) == len(wanted)
    assert places == sorted(places)


def test_a_file_dropped_on_the_page_is_asked_about(qtbot, page, application, tiny):
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tiny))])
    event = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    application.window.dropEvent(event)
    dialog = application.window.findChild(ImportModelDialog)
    assert dialog.field.text() == str(tiny)
    dialog.ways["copy"].click()
    dialog.import_button.click()
    qtbot.waitUntil(lambda: "Tiny" in titles(page, "model"), timeout=WAIT)
    added = next(m for m in application.hub.collection.models if m.title == "Tiny")
    assert added.path.is_relative_to(application.home.models)
    dialog.reject()


def test_progress_is_on_the_rail(qtbot, page, application, hub):
    hub.fault("wait", path="*Q4_K_M.gguf", seconds=1.0, times=0)
    table = open_talker(qtbot, page)
    table.buttons()[-1].click()
    button = application.window._group.button(1)
    qtbot.waitUntil(lambda: button.accessibleDescription().startswith("Downloads:"), timeout=WAIT)
    key = next(row.key for row in page.list.list_model.rows if row.kind == "download")
    page.list.acted.emit("pause", key)
    qtbot.waitUntil(lambda: button.accessibleDescription() == "", timeout=WAIT)
    page.list.acted.emit("cancel", key)
    qtbot.waitUntil(lambda: titles(page, "download") == [], timeout=WAIT)
    assert "Tiny" not in titles(page, "model")


def test_what_cannot_be_loaded_is_said_before_it_is_fetched(qtbot, page, hub, tmp_path):
    odd = write_tiny_gguf(tmp_path / "odd.gguf", metadata={"general.architecture": "nebula"})
    hub.add("maker/Nebula-1B-GGUF", {"Nebula-1B-Q8_0.gguf": odd.read_bytes()})
    search(qtbot, page, "nebula")
    page.list.setCurrentIndex(page.list.list_model.index_of("result", "maker/Nebula-1B-GGUF"))
    figures = page.right.repository.figures
    qtbot.waitUntil(lambda: "the architecture nebula" in figures.text(), timeout=WAIT)
    assert "suggested" not in page.right.repository.table.buttons()[0].accessibleName()
    assert page.right.repository.table.buttons()[0].property("kind") != "primary"
