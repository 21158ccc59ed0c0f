"""Names to choose one from: they wrap, one is marked, and the marked one can be unmarked."""

import pytest

from app.chips import MOST, Chips

NAMES = ["Plain helper", "Writing editor", "Translator", "Code reviewer", "R & D"]


@pytest.fixture
def chips(qtbot, theme):
    chips = Chips("Assistants", 300)
    qtbot.addWidget(chips)
    chips.show()
    chips.show_names(NAMES, "Translator")
    return chips


def test_each_name_is_a_button_and_one_is_marked(chips):
    assert [button.accessibleName() for button in chips.buttons] == NAMES
    assert [button.isChecked() for button in chips.buttons] == [False, False, True, False, False]
    assert chips.buttons[4].text() == "R && D"


def test_they_wrap_and_do_not_overlap(chips):
    chips.adjustSize()
    boxes = [button.geometry() for button in chips.buttons]
    assert len({box.top() for box in boxes}) > 1
    assert all(chips.rect().contains(box) for box in boxes)
    assert not any(a.intersects(b) for a in boxes for b in boxes if a is not b)
    assert chips.sizeHint().height() == max(box.bottom() for box in boxes) + 1
    chips.show_names(NAMES[:2], "")
    assert chips.sizeHint().height() == boxes[0].height()


def test_choosing_says_the_name_and_unchoosing_none(qtbot, chips):
    with qtbot.waitSignal(chips.chosen, check_params_cb=lambda name: name == "Plain helper"):
        chips.buttons[0].click()
    with qtbot.waitSignal(chips.chosen, check_params_cb=lambda name: name == ""):
        chips.buttons[2].click()


def test_only_the_first_of_many_are_shown(chips):
    chips.show_names([f"Number {n}" for n in range(30)], "")
    assert len(chips.buttons) == MOST
