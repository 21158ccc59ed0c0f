"""The settings page: shows what is in force, changes it, and does not change it by accident."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from app.bridge import Bridge
from app.fields import Page, Row
from app.model_choice import ModelChoice
from app.preferences import Preferences
from app.settings.panel import SettingsPanel
from engine.hub.library import Library
from engine.messages import Sampling
from engine.settings import Settings


@pytest.fixture
def bridge(qapp):
    bridge = Bridge()
    yield bridge
    bridge.close()


@pytest.fixture
def show(qtbot, theme, home, bridge):
    made = []

    def show(more=(), **settings):
        preferences = Preferences(Settings(**settings), lambda s: None, bridge)
        models = ModelChoice(Library(home, {}), preferences, bridge)
        panel = SettingsPanel(preferences, models, more)
        qtbot.addWidget(panel)
        panel.resize(1000, 700)
        panel.show()
        made.append((preferences, panel))
        return panel, preferences

    yield show
    for preferences, panel in made:
        panel.take_prompt()
        preferences.close()


def test_it_shows_what_is_in_force(show):
    sampling = Sampling(temperature=1.2, top_k=7, seed=5)
    panel, _ = show(
        theme="dark",
        language="zh_CN",
        zoom=150,
        details=True,
        system_prompt="Be brief.",
        sampling=sampling,
        n_ctx=4096,
    )
    look, replies = panel.look, panel.replies
    assert look.theme.currentData() == "dark"
    assert look.language.currentData() == "zh_CN"
    assert look.zoom.currentData() == 150
    assert look.details.isChecked()
    assert replies.prompt.toPlainText() == "Be brief."
    numbers = replies.sampling
    assert not numbers.automatic.isChecked()
    assert (numbers.temperature.value(), numbers.top_k.value(), numbers.seed.value()) == (1.2, 7, 5)
    assert replies.n_ctx.value() == 4096
    assert replies.n_threads.text() == "Automatic"


def pick(box: QComboBox, value):
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_every_control_changes_its_setting(qtbot, show):
    panel, preferences = show()
    look, replies = panel.look, panel.replies
    pick(look.theme, "light")
    pick(look.language, "en")
    pick(look.zoom, 200)
    look.details.setChecked(True)
    replies.prompt.setPlainText("Rhyme\0.")
    panel.take_prompt()
    replies.max_tokens.setValue(512)
    replies.n_ctx.setValue(2048)
    replies.n_threads.setValue(1)
    numbers = replies.sampling
    numbers.automatic.setChecked(False)
    numbers.temperature.setValue(0.3)
    numbers.top_k.setValue(10)
    numbers.top_p.setValue(0.5)
    numbers.min_p.setValue(0.1)
    numbers.repeat_penalty.setValue(1.1)
    numbers.seed.setValue(42)
    assert preferences.settings == Settings(
        theme="light",
        language="en",
        zoom=200,
        details=True,
        system_prompt="Rhyme.",
        max_tokens=512,
        n_ctx=2048,
        n_threads=1,
        sampling=Sampling(
            temperature=0.3, top_k=10, top_p=0.5, min_p=0.1, repeat_penalty=1.1, seed=42
        ),
    )


def test_a_zoom_made_by_keys_is_shown_as_the_nearest_of_the_list(show):
    panel, preferences = show()
    preferences.change(zoom=123)
    assert panel.look.zoom.currentData() == 120
    assert preferences.settings.zoom == 123
    preferences.change(zoom=80)
    assert panel.look.zoom.currentData() == 80


def test_automatic_rests_the_numbers_and_forgets_them(show):
    panel, preferences = show(sampling=Sampling(temperature=1.5))
    numbers = panel.replies.sampling
    assert numbers.temperature.isEnabled()
    numbers.automatic.setChecked(True)
    assert preferences.settings.sampling is None
    assert not numbers.temperature.isEnabled()
    assert numbers.temperature.value() == Sampling().temperature


def test_no_seed_is_a_new_one_each_time(show):
    panel, preferences = show(sampling=Sampling(seed=3))
    seed = panel.replies.sampling.seed
    seed.setValue(-1)
    assert preferences.settings.sampling.seed is None
    assert seed.text() == "A new one each time"


def test_numbers_without_a_control_are_kept(show):
    panel, preferences = show(sampling=Sampling(stop=("END",), dry_multiplier=0.8))
    panel.replies.sampling.temperature.setValue(0.1)
    assert preferences.settings.sampling == Sampling(
        temperature=0.1, stop=("END",), dry_multiplier=0.8
    )


def test_typed_instructions_are_taken_by_themselves(qtbot, show):
    panel, preferences = show()
    panel.show_page(panel.replies)
    with qtbot.waitSignal(preferences.changed, timeout=60_000):
        panel.replies.prompt.setFocus()
        qtbot.keyClicks(panel.replies.prompt, "Hi")
    assert preferences.settings.system_prompt == "Hi"


def test_settings_that_are_changed_elsewhere_are_shown(show):
    panel, preferences = show()
    preferences.change(system_prompt="Rhyme.", n_ctx=2048, sampling=Sampling(top_k=3))
    assert panel.replies.prompt.toPlainText() == "Rhyme."
    assert panel.replies.n_ctx.value() == 2048
    assert panel.replies.sampling.top_k.value() == 3
    panel.take_prompt()
    assert preferences.settings.system_prompt == "Rhyme."
    panel.replies.prompt.setPlainText("being typed")
    preferences.change(max_tokens=5)
    assert panel.replies.prompt.toPlainText() == "being typed"


def test_the_wheel_changes_nothing_that_is_scrolled_past(show):
    panel, preferences = show()
    panel.show_page(panel.replies)
    panel.replies.prompt.setFocus()
    for control in (panel.look.theme, panel.replies.n_ctx):
        event = QWheelEvent(
            QPointF(5, 5),
            control.mapToGlobal(QPointF(5, 5)),
            QPoint(),
            QPoint(0, -120),
            Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(control, event)
    assert preferences.settings == Settings()


def test_pages_are_turned_by_the_keyboard(qtbot, show):
    extra = Page()
    extra.add(QLabel("Something more"))
    panel, _ = show(more=[("More", extra)])
    assert [panel.list.item(row).text() for row in range(3)] == ["Look", "Replies", "More"]
    panel.list.setFocus()
    qtbot.keyClick(panel.list, Qt.Key.Key_Down)
    assert panel.replies.isVisible()
    assert not panel.look.isVisible()
    qtbot.keyClick(panel.list, Qt.Key.Key_End)
    assert extra.isVisible()
    panel.show_page(panel.look)
    assert panel.list.currentRow() == 0
    assert panel.look.isVisible()


def test_each_control_has_a_name_an_explanation_and_a_label(show):
    panel, _ = show()
    rows = panel.findChildren(Row)
    assert len(rows) == 13
    for row in rows:
        control = row.label.buddy()
        assert control.accessibleName() == row.label.text()
        assert control.accessibleDescription()
    assert panel.replies.prompt.accessibleName() == "Instructions"
