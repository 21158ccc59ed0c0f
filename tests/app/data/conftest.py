"""An application that is shown, with the scripted model, and what its data page tells."""

from __future__ import annotations

import pytest
from helpers.window import running, script
from PySide6.QtWidgets import QLabel


@pytest.fixture
def application(qtbot, home):
    with running(home, script(home, {"text": "An answer."})) as application:
        yield application


@pytest.fixture
def page(application):
    application.window.show_data()
    return application.window.data


@pytest.fixture
def end(qtbot):
    """Wait until a dialog has told what came of its work, and return that."""

    def end(dialog):
        qtbot.waitUntil(lambda: dialog.telling.isVisible(), timeout=60_000)
        return [label.text() for label in dialog.telling.findChildren(QLabel)]

    return end
