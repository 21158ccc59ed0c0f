"""What was measured of the chosen model: shown, measured anew, and used from then on."""

import pytest
from helpers.tiny_gguf import write_tiny_gguf
from helpers.window import running

from app.bridge import Bridge
from app.jobs import Jobs
from app.model_choice import ModelChoice
from app.preferences import Preferences
from app.settings.speed import SpeedSection
from app.tuner import Tuner
from engine.hub.library import Library
from engine.messages import Tuning
from engine.settings import Settings
from engine.tuning import found, keep

WAIT = 60_000
FOUND = Tuning(n_threads=2, n_batch=256, flash=False)


@pytest.fixture
def model(tmp_path):
    return write_tiny_gguf(tmp_path / "tiny.gguf", metadata={"general.name": "Tiny"})


@pytest.fixture
def parts(qtbot, theme, home, model):
    """The section on a tuner of a chosen model."""
    bridge = Bridge()
    preferences = Preferences(Settings(model=str(model)), lambda _: None, bridge)
    models = ModelChoice(Library(home, {}), preferences, bridge)
    jobs = Jobs(bridge)
    tuner = Tuner(home, models, jobs, bridge)
    section = SpeedSection(tuner)
    qtbot.addWidget(section)
    section.show()
    yield section, tuner, models
    jobs.close()
    preferences.close()
    bridge.close()


def test_without_a_model_nothing_can_be_measured(parts):
    section, _, _ = parts
    assert section.figures.text() == "Choose a model first."
    assert not section.button.isEnabled()


def test_what_was_found_is_told(qtbot, parts, home, model):
    section, tuner, models = parts
    models.start()
    qtbot.waitUntil(
        lambda: section.figures.text() == "Tiny has not been measured yet.", timeout=WAIT
    )
    assert not section.details.isVisible()
    keep(home, model, FOUND, (351.4, 58.71), "2026-11-22T10:00:00+00:00")
    tuner.refresh()
    wanted = "Tiny reads 351 and writes 58.7 tokens a second."
    qtbot.waitUntil(lambda: section.figures.text() == wanted, timeout=WAIT)
    told = section.details.text()
    assert told.startswith("2 threads · 256 tokens read at once · without flash attention · ")


def test_a_model_is_known_anew(qtbot, parts, home, model):
    _, _, models = parts
    models.start()
    qtbot.waitUntil(lambda: models.model is not None, timeout=WAIT)
    assert models.model.tuning == Tuning()
    keep(home, model, FOUND, (1.0, 1.0), "x")
    models.look_again()
    qtbot.waitUntil(lambda: models.model.tuning == FOUND, timeout=WAIT)


def test_a_time_that_is_none_is_told_as_it_is(qtbot, parts, home, model):
    section, _, models = parts
    keep(home, model, FOUND, (1.0, 1.0), "long ago")
    models.start()
    qtbot.waitUntil(lambda: "long ago" in section.details.text(), timeout=WAIT)


def test_measuring_can_be_stopped(qtbot, parts, home, model):
    section, _, models = parts
    models.start()
    qtbot.waitUntil(section.button.isEnabled, timeout=WAIT)
    section.button.click()
    assert section.button.text() == "Stop"
    assert section.bar.isVisible()
    section.button.click()
    qtbot.waitUntil(lambda: section.button.text() != "Stop", timeout=WAIT)
    assert not section.bar.isVisible()
    assert found(home, model) is None


def test_the_page_is_in_the_settings(application_page):
    assert application_page.speed.button.text() == "Find the fastest settings"


@pytest.fixture
def application_page(qtbot, home):
    with running(home) as application:
        window = application.window
        window.settings.show_page(window.speed)
        window.show_settings()
        yield window.speed
