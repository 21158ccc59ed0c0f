"""For all tests of the window: no screen needed, one theme, in light unless a test switches it."""

from __future__ import annotations

import os
from collections.abc import Iterator

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.adapters import AdapterChoice
from app.bridge import Bridge
from app.form_check import FormCheck
from app.jobs import Jobs
from app.preferences import Preferences
from app.presets import PresetChoice
from app.setup_aids import SetupAids
from app.theme import Theme
from engine.hub.adapters import AdapterShelf
from engine.paths import Home
from engine.settings import Settings


@pytest.fixture(scope="session")
def session_theme(qapp: QApplication) -> Theme:
    return Theme(qapp)


@pytest.fixture
def theme(session_theme: Theme) -> Theme:
    # Widgets of earlier tests would be dressed again with every switch of the theme.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    session_theme.apply("light")
    session_theme.set_zoom(100)
    return session_theme


@pytest.fixture
def bridge(qapp: QApplication) -> Iterator[Bridge]:
    bridge = Bridge()
    yield bridge
    bridge.close()


@pytest.fixture
def setup_aids(home: Home, bridge: Bridge) -> Iterator[SetupAids]:
    """What the forms of a setup share, on a home of its own; settings are saved nowhere."""
    preferences = Preferences(Settings(), lambda _: None, bridge)
    jobs = Jobs(bridge)
    adapters = AdapterChoice(AdapterShelf(home), jobs, bridge)
    yield SetupAids(
        PresetChoice(preferences), adapters, FormCheck(bridge), {"/thinks": True, "/not": False}.get
    )
    jobs.close()
    preferences.close()
