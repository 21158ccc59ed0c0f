"""The page of the network and of models folders: every control changes what it says."""

import pytest
from helpers.keyrings import Ring
from PySide6.QtCore import Qt

from app.calls import Calls
from app.errors import ErrorWords
from app.hub_access import HubAccess
from app.preferences import Preferences
from app.settings.network import NetworkPage
from engine.hub.client import HubClient
from engine.hub.gate import Gate
from engine.hub.tokens import Tokens
from engine.settings import Settings

WAIT = 60_000


@pytest.fixture
def ring(monkeypatch):
    import keyring

    monkeypatch.delenv("HF_TOKEN", raising=False)
    before, ring = keyring.get_keyring(), Ring()
    keyring.set_keyring(ring)
    yield ring
    keyring.set_keyring(before)


@pytest.fixture
def parts(qtbot, theme, bridge, home, ring):
    preferences = Preferences(Settings(endpoint="http://127.0.0.1:8"), lambda _: None, bridge)
    gate, calls = Gate(), Calls(bridge)
    tokens = Tokens("")
    client = HubClient(gate, tokens, "http://127.0.0.1:8")
    access = HubAccess(client, tokens, gate, preferences, calls)
    page = NetworkPage(preferences, access, home.models, ErrorWords())
    qtbot.addWidget(page)
    page.resize(800, 900)
    page.show()
    yield page, preferences, gate, access
    calls.close()
    preferences.close()


def test_the_switch_shuts_the_gate(parts):
    page, preferences, gate, _ = parts
    page.offline.click()
    assert preferences.settings.offline
    assert gate.offline
    page.offline.click()
    assert not gate.offline


def test_another_address(qtbot, parts):
    page, preferences, _, access = parts
    page.endpoint.setText("https://mirror.example")
    qtbot.keyClick(page.endpoint, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "mirror.example" in page.endpoint_status.text(), timeout=WAIT)
    assert access.endpoint == preferences.settings.endpoint == "https://mirror.example"
    page.endpoint.setText("http://mirror.example")
    page.endpoint_button.click()
    qtbot.waitUntil(lambda: "plain http" in page.endpoint_status.text(), timeout=WAIT)
    assert access.endpoint == "https://mirror.example"


def test_a_token_is_kept_and_forgotten(qtbot, parts, ring):
    page, _, _, access = parts
    assert page.forget_button.isHidden()
    page.token.setText("hf_secret")
    page.token_button.click()
    assert page.token.text() == ""
    qtbot.waitUntil(lambda: access.token_place == "keyring", timeout=WAIT)
    assert list(ring.kept.values()) == ["hf_secret"]
    assert "keyring" in page.token_status.text()
    assert "hf_secret" not in page.token_status.text()
    page.forget_button.click()
    qtbot.waitUntil(lambda: access.token_place == "", timeout=WAIT)
    assert ring.kept == {}


def test_a_token_does_not_go_to_another_address(qtbot, parts, ring):
    page, _, _, access = parts
    access.save_token("hf_secret")
    qtbot.waitUntil(lambda: access.token_place == "keyring", timeout=WAIT)
    access.set_endpoint("https://mirror.example")
    qtbot.waitUntil(lambda: access.token_place == "", timeout=WAIT)
    assert "no token yet" in page.token_status.text()


def test_folders_and_the_number_of_downloads(parts, tmp_path):
    page, preferences, _, _ = parts
    page.parallel.setValue(4)
    assert preferences.settings.downloads_parallel == 4
    preferences.change(models_folder=str(tmp_path))
    assert page.folder.text() == str(tmp_path)
    page.usual_button.click()
    assert preferences.settings.models_folder == ""
    page.folders.add("/media/usb")
    page.folders.add("/media/usb")
    assert preferences.settings.model_folders == ("/media/usb",)
    assert page.folders.list.item(0).text() == "/media/usb"
    page.folders.list.setCurrentRow(0)
    page.folders.remove_button.click()
    assert preferences.settings.model_folders == ()
    assert page.folders.list.isHidden()
