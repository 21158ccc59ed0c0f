"""Where a window is put: as it was, on the screens there are."""

import pytest
from helpers.window import running
from PySide6.QtCore import QRect

from app.placement import LEAST, fit
from engine.files import load_settings

SCREEN = QRect(0, 24, 1920, 1056)
SECOND = QRect(1920, 0, 1280, 1024)
LAPTOP = QRect(0, 0, 800, 500)


@pytest.mark.parametrize(
    ("wanted", "screens", "placed"),
    [
        (QRect(100, 100, 1200, 800), [SCREEN], QRect(100, 100, 1200, 800)),
        (QRect(2000, 50, 1000, 700), [SCREEN, SECOND], QRect(2000, 50, 1000, 700)),
        (QRect(2000, 50, 1000, 700), [SCREEN], QRect(920, 50, 1000, 700)),  # it was unplugged
        (QRect(-500, -500, 1000, 700), [SCREEN], QRect(0, 24, 1000, 700)),
        (QRect(1500, 900, 1000, 700), [SCREEN, SECOND], QRect(920, 380, 1000, 700)),
        (QRect(0, 24, 4000, 3000), [SCREEN], SCREEN),
        (QRect(10, 30, 5, 5), [SCREEN], QRect(10, 30, LEAST.width(), LEAST.height())),
        (QRect(100, 100, 1200, 800), [LAPTOP], LAPTOP),
    ],
)
def test_a_place_is_moved_and_cut_to_a_screen(wanted, screens, placed):
    assert fit(wanted, screens) == placed


def test_the_place_is_remembered(home):
    with running(home) as application:
        screen = application.window.screen().availableGeometry()
        application.window.resize(LEAST)
        application.window.move(3, 5)
    settings = load_settings(home.settings)
    assert settings.geometry == (3, 5, LEAST.width(), LEAST.height())
    assert not settings.maximized
    with running(home, geometry=settings.geometry) as application:
        fitted = fit(QRect(*settings.geometry), [screen])
        assert application.window.pos() == fitted.topLeft()
        assert application.window.size() == LEAST


def test_a_maximized_window_is_so_again(home):
    with running(home) as application:
        application.window.showMaximized()
    settings = load_settings(home.settings)
    assert settings.maximized
    with running(home, geometry=settings.geometry, maximized=True) as application:
        assert application.window.isMaximized()
