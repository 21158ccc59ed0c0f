"""Budgets of what is kept of chats, what is used of them, and clearing."""

import pytest

from app.kept_states import KeptStates
from app.preferences import Preferences
from app.settings.states import GB, StatesSection
from engine.settings import Settings
from engine.states import States

WAIT = 60_000


@pytest.fixture
def states(home):
    return States(home.states)


@pytest.fixture
def section(qtbot, theme, bridge, states):
    preferences = Preferences(Settings(), lambda _: None, bridge)
    section = StatesSection(preferences, KeptStates(states, bridge))
    qtbot.addWidget(section)
    section.resize(600, 300)
    yield section, preferences
    preferences.close()


def fill(states, *sizes):
    states.folder.mkdir(parents=True)
    for number, size in enumerate(sizes):
        states.place(f"chat {number}").write_bytes(b"x" * size)


def test_the_defaults(section):
    section, _ = section
    assert section.disk.value() == 2
    assert section.memory.text() == "Automatic"


def test_budgets_are_settings(section):
    section, preferences = section
    section.disk.setValue(0)
    section.memory.setValue(1.5)
    settings = preferences.settings
    assert (settings.state_disk, settings.state_memory) == (0, 3 * GB // 2)
    assert section.disk.text() == "Nothing"
    preferences.change(state_disk=5 * GB)
    assert section.disk.value() == 5
    assert preferences.settings.state_disk == 5 * GB


def test_a_budget_of_another_size_is_left_as_it_is(section):
    section, preferences = section
    preferences.change(state_disk=1_234_567_890)
    preferences.change(zoom=120)
    assert preferences.settings.state_disk == 1_234_567_890


def test_what_is_used_is_told_and_cleared(qtbot, section, states):
    section, _ = section
    fill(states, 3 << 20, 2 << 20)
    section.show()
    wanted = "Used on disk now: 5.0 MB"
    qtbot.waitUntil(lambda: section.used.text() == wanted, timeout=WAIT)
    assert section.clear_button.isEnabled()
    section.clear_button.click()
    qtbot.waitUntil(lambda: section.used.text() == "Nothing is on disk now.", timeout=WAIT)
    assert not section.clear_button.isEnabled()
    assert states.files() == []


def test_without_a_folder_there_is_nothing(qtbot, section):
    section, _ = section
    section.show()
    qtbot.waitUntil(lambda: section.used.text() == "Nothing is on disk now.", timeout=WAIT)
