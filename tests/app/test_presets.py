"""Presets: chosen, saved from what is shown, kept with the settings, handed on as files."""

import pytest
from helpers.window import running, script
from PySide6.QtCore import QLocale

from app.bridge import Bridge
from app.preferences import Preferences
from app.preset_button import SavePreset
from app.presets import PresetChoice
from app.sampling_fields import SamplingFields
from engine.messages import Sampling
from engine.preset_files import read_preset, write_preset
from engine.presets import Preset
from engine.settings import Settings

CALM = Preset("Calm", Sampling(temperature=0.2, top_k=7), 1)


@pytest.fixture
def preferences(qapp):
    bridge = Bridge()
    preferences = Preferences(Settings(presets=(CALM,)), lambda _: None, bridge)
    yield preferences
    preferences.close()
    bridge.close()


@pytest.fixture
def choice(preferences):
    return PresetChoice(preferences)


@pytest.fixture
def fields(qtbot, theme, choice):
    fields = SamplingFields("Automatic", choice)
    fields.show_sampling(None, Sampling())
    qtbot.addWidget(fields)
    fields.show()
    return fields


def actions(fields):
    fields.presets.fill()
    return {action.text(): action for action in fields.presets.list.actions()}


def test_they_are_kept_with_the_settings(preferences, choice):
    assert [preset.name for preset in choice.all] == ["Calm", "Precise", "Balanced", "Creative"]
    told = []
    choice.saved.connect(told.append)
    choice.save(Preset("Bold", Sampling(temperature=2)))
    assert told == [Preset("Bold", Sampling(temperature=2), 2)]
    choice.save(Preset("Bolder", Sampling(temperature=3), 2))
    assert preferences.settings.presets == (CALM, Preset("Bolder", Sampling(temperature=3), 2))
    assert [preset.name for preset in choice.own] == ["Bolder", "Calm"]


def test_one_that_was_removed_can_be_put_back(preferences, choice):
    gone = []
    choice.removed.connect(gone.append)
    choice.remove(CALM)
    assert (preferences.settings.presets, gone) == ((), [CALM])
    choice.put_back(CALM)
    assert [preset.name for preset in choice.own] == ["Calm"]


def test_a_preset_is_taken(qtbot, fields):
    with qtbot.waitSignal(fields.changed):
        actions(fields)["Calm"].trigger()
    assert fields.sampling() == CALM.sampling
    assert not fields.automatic.isChecked()
    assert fields.top_k.isEnabled()


def test_what_is_shown_becomes_a_preset(qtbot, fields, choice):
    fields.automatic.setChecked(False)
    fields.temperature.setValue(0.35)
    dialog = fields.presets.ask_name()
    assert isinstance(dialog, SavePreset)
    assert dialog.name.text() == "My preset"
    dialog.name.setText("   ")
    assert not dialog.save_button.isEnabled()
    dialog.name.setText(" Calm ")  # taken: it gets a number
    dialog.save_button.click()
    assert choice.named("Calm 2").sampling == Sampling(temperature=0.35)
    assert "Calm 2" in actions(fields)


def test_shipped_ones_can_be_used_as_they_are(choice, tmp_path):
    for preset in choice.shipped:
        write_preset(tmp_path / "p.json", preset)
        assert read_preset(tmp_path / "p.json") == preset


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, {"text": "An answer."})) as application:
        window = application.window
        window.settings.show_page(window.presets)
        window.show_settings()
        yield application


def test_the_page_makes_changes_and_hands_on(qtbot, application, tmp_path):
    page, choice = application.window.presets, application.setup_aids.presets
    editor = page.make()
    editor.name.setText("Calm")
    editor.sampling.temperature.setValue(0.25)
    editor.save_button.click()
    assert choice.own == (Preset("Calm", Sampling(temperature=0.25), 1),)
    assert page.part.list.key() == choice.own[0]
    editor = page.edit(choice.own[0])
    assert editor.sampling.temperature.value() == 0.25
    editor.sampling.seed.setValue(5)
    editor.save_button.click()
    assert choice.own[0].sampling == Sampling(temperature=0.25, seed=5)
    file = tmp_path / "calm.json"
    page.write_file(str(file), choice.own[0])
    qtbot.waitUntil(file.exists)
    page.take_file(str(file))
    qtbot.waitUntil(lambda: choice.named("Calm 2") is not None)
    page.part.list.pick(choice.named("Calm 2"))
    page.part.delete_button.click()
    assert choice.named("Calm 2") is None
    page.part.undo_button.click()
    assert choice.named("Calm 2") is not None


def test_a_chat_is_set_up_with_a_preset(qtbot, application):
    dialog = application.window.setups.change_setup()
    actions(dialog.fields.sampling)["Precise"].trigger()
    dialog.save_button.click()
    assert application.session.setup.sampling.temperature == 0


def test_names_of_shipped_ones_follow_the_language(application):
    before = QLocale()
    names = [preset.name for preset in application.setup_aids.presets.shipped]
    application.preferences.change(language="zh_CN")
    assert len(application.setup_aids.presets.shipped) == len(names)
    QLocale.setDefault(before)
