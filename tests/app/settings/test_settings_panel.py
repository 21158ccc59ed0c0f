"""The settings page: shows what is in force, changes it, and does not change it by accident."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDesktopServices, QWheelEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel

from app.bridge import Bridge
from app.models import ModelChoice
from app.preferences import Preferences
from app.settings.fields import Row
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

    def show(**settings):
        preferences = Preferences(Settings(**settings), lambda s: None, bridge)
        models = ModelChoice(Library(home, {}), preferences, bridge)
        panel = SettingsPanel(preferences, models, home)
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
        theme="dark", language="zh_CN", system_prompt="Be brief.", sampling=sampling, n_ctx=4096
    )
    assert panel.theme.currentData() == "dark"
    assert panel.language.currentData() == "zh_CN"
    assert panel.prompt.toPlainText() == "Be brief."
    assert not panel.automatic.isChecked()
    assert (panel.temperature.value(), panel.top_k.value(), panel.seed.value()) == (1.2, 7, 5)
    assert panel.n_ctx.value() == 4096
    assert panel.n_threads.text() == "Automatic"


def pick(box: QComboBox, value):
    box.setCurrentIndex(box.findData(value))
    box.activated.emit(box.currentIndex())


def test_every_control_changes_its_setting(qtbot, show):
    panel, preferences = show()
    pick(panel.theme, "light")
    pick(panel.language, "en")
    panel.prompt.setPlainText("Rhyme\0.")
    panel.take_prompt()
    panel.max_tokens.setValue(512)
    panel.n_ctx.setValue(2048)
    panel.n_threads.setValue(1)
    panel.automatic.setChecked(False)
    panel.temperature.setValue(0.3)
    panel.top_k.setValue(10)
    panel.top_p.setValue(0.5)
    panel.min_p.setValue(0.1)
    panel.repeat_penalty.setValue(1.1)
    panel.seed.setValue(42)
    assert preferences.settings == Settings(
        theme="light",
        language="en",
        system_prompt="Rhyme.",
        max_tokens=512,
        n_ctx=2048,
        n_threads=1,
        sampling=Sampling(
            temperature=0.3, top_k=10, top_p=0.5, min_p=0.1, repeat_penalty=1.1, seed=42
        ),
    )


def test_automatic_rests_the_numbers_and_forgets_them(show):
    panel, preferences = show(sampling=Sampling(temperature=1.5))
    assert panel.temperature.isEnabled()
    panel.automatic.setChecked(True)
    assert preferences.settings.sampling is None
    assert not panel.temperature.isEnabled()
    assert panel.temperature.value() == Sampling().temperature


def test_no_seed_is_a_new_one_each_time(show):
    panel, preferences = show(sampling=Sampling(seed=3))
    panel.seed.setValue(-1)
    assert preferences.settings.sampling.seed is None
    assert panel.seed.text() == "A new one each time"


def test_typed_instructions_are_taken_by_themselves(qtbot, show):
    panel, preferences = show()
    with qtbot.waitSignal(preferences.changed, timeout=5000):
        panel.prompt.setFocus()
        qtbot.keyClicks(panel.prompt, "Hi")
    assert preferences.settings.system_prompt == "Hi"


def test_the_wheel_changes_nothing_that_is_scrolled_past(show):
    panel, preferences = show()
    panel.prompt.setFocus()
    for control in (panel.theme, panel.n_ctx):
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


def test_the_home_is_shown_and_opened(show, home, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    panel, _ = show()
    assert str(home.root) in [label.text() for label in panel.findChildren(QLabel)]
    panel.open_button.click()
    assert opened == [QUrl.fromLocalFile(str(home.root))]


def test_each_control_has_a_name_an_explanation_and_a_label(show):
    panel, _ = show()
    rows = panel.findChildren(Row)
    assert len(rows) == 12
    for row in rows:
        control = row.label.buddy()
        if control is panel.open_button:
            told = QAccessible.queryAccessibleInterface(control)
            assert told.text(QAccessible.Text.Name) == "Open"
        else:
            assert control.accessibleName() == row.label.text()
        assert control.accessibleDescription()
