"""A button of the rail says how far downloads are, by a line and in words."""

from app.rail_button import RailButton


def test_progress(qtbot, theme):
    button = RailButton("model", "Models", theme)
    qtbot.addWidget(button)
    plain = button.grab().toImage()
    button.show_progress(0.5, "Downloads: 50 %")
    half = button.grab().toImage()
    assert button.accessibleDescription() == "Downloads: 50 %"
    assert half != plain
    button.show_progress(1.0, "Downloads: 100 %")
    assert button.grab().toImage() != half
    button.show_progress(None)
    assert button.grab().toImage() == plain
    assert button.accessibleDescription() == ""
