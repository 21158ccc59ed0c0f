"""For all tests of the window: no screen needed, one theme, in light unless a test switches it."""

from __future__ import annotations

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from app.theme import Theme


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
