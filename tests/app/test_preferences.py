"""Settings in force: told at once, saved soon, one write for many changes."""

import pytest

from app.bridge import Bridge
from app.preferences import Preferences
from engine.errors import StorageError
from engine.settings import Settings


@pytest.fixture
def bridge(qapp):
    bridge = Bridge()
    yield bridge
    bridge.close()


def test_changes_are_told_at_once_and_saved_once(qtbot, bridge):
    told, saved = [], []
    preferences = Preferences(Settings(), saved.append, bridge)
    preferences.changed.connect(told.append)
    with qtbot.waitSignal(preferences.saved):
        for tokens in (1, 2, 3):
            preferences.change(max_tokens=tokens)
        assert [s.max_tokens for s in told] == [1, 2, 3]
        assert saved == []
    assert saved == [Settings(max_tokens=3)]


def test_a_change_to_the_same_is_none(qtbot, bridge):
    told = []
    preferences = Preferences(Settings(model="a"), told.append, bridge)
    preferences.changed.connect(told.append)
    preferences.change(model="a")
    preferences.close()
    assert told == []


def test_closing_saves_what_is_due(qapp):
    bridge, saved = Bridge(), []
    preferences = Preferences(Settings(), saved.append, bridge)
    preferences.change(model="b")
    preferences.close()
    bridge.close()
    assert saved == [Settings(model="b")]


def test_a_failure_is_told_and_the_settings_stay_in_force(qtbot, bridge):
    def refuse(settings):
        raise StorageError("settings.json", "the disk is full")

    preferences = Preferences(Settings(), refuse, bridge)
    with qtbot.waitSignal(preferences.save_failed) as caught:
        preferences.change(n_ctx=2048)
    assert caught.args[0].kind == "storage"
    assert preferences.settings.n_ctx == 2048


def test_a_failure_is_told_once_and_saving_is_tried_again(qtbot, bridge, monkeypatch):
    monkeypatch.setattr("app.preferences.RETRY_MS", 10)
    saved, told, tries = [], [], []

    def save(settings):
        tries.append(settings)
        if len(tries) < 4:
            raise StorageError("settings.json", "the disk is full")
        saved.append(settings)

    preferences = Preferences(Settings(), save, bridge)
    preferences.save_failed.connect(told.append)
    with qtbot.waitSignal(preferences.saved):
        preferences.change(n_ctx=2048)
    assert (len(tries), len(told)) == (4, 1)
    assert saved == [Settings(n_ctx=2048)]


def test_a_change_that_fails_like_the_one_before_is_told_too(qtbot, bridge):
    def refuse(settings):
        raise StorageError("settings.json", "the disk is full")

    preferences = Preferences(Settings(), refuse, bridge)
    for n_ctx in (2048, 4096):
        with qtbot.waitSignal(preferences.save_failed):
            preferences.change(n_ctx=n_ctx)
    preferences.close()
