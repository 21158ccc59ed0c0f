"""The model that searches by meaning: Puna's own, or another that is looked at first."""

import pytest
from helpers.tiny_embedder import write_tiny_bert
from helpers.tiny_gguf import write_tiny_gguf

from app.errors import ErrorWords
from app.preferences import Preferences
from app.settings.embedder import EmbedderPage
from engine.settings import Settings


@pytest.fixture
def preferences(bridge):
    preferences = Preferences(Settings(), lambda _: None, bridge)
    yield preferences
    preferences.close()


@pytest.fixture
def page(qtbot, preferences, bridge, tmp_path):
    page = EmbedderPage(preferences, bridge, ErrorWords(), tmp_path)
    qtbot.addWidget(page)
    page.show()
    return page


def test_it_is_looked_for_among_the_models(page, tmp_path):
    dialog = page.choose()
    assert dialog.directory().path() == str(tmp_path)
    dialog.close()


def test_it_begins_with_the_one_of_puna(page):
    assert page.name.text() == "multilingual-e5-small"
    assert not page.own_button.isVisible()


def test_another_is_taken_and_given_back(qtbot, page, preferences, tmp_path):
    path = write_tiny_bert(tmp_path / "bert.gguf")
    page.take(str(path))
    qtbot.waitUntil(lambda: preferences.settings.embedder == str(path))
    assert page.name.text() == "bert"
    page.own_button.click()
    assert preferences.settings.embedder == ""
    assert page.name.text() == "multilingual-e5-small"


def test_a_model_to_chat_with_is_refused(qtbot, page, preferences, tmp_path):
    page.take(str(write_tiny_gguf(tmp_path / "chat.gguf")))
    qtbot.waitUntil(page.status.isVisible)
    assert page.status.text().endswith("Choose a GGUF file of an embedding model.")
    assert preferences.settings.embedder == ""
    assert page.choose_button.isEnabled()


def test_a_file_that_is_gone_is_refused(qtbot, page, preferences, tmp_path):
    page.take(str(tmp_path / "gone.gguf"))
    qtbot.waitUntil(page.status.isVisible)
    assert "gone.gguf" in page.status.text()
    assert preferences.settings.embedder == ""
