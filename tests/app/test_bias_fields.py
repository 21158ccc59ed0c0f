"""The editor of words to favour or avoid, alone and within a sampling."""

import pytest
from PySide6.QtCore import Qt

from app.bias_fields import BiasFields
from app.sampling_fields import SamplingFields
from engine.messages import Sampling

BIAS = ((" sorry", -100.0), (5, 2.5))


@pytest.fixture
def fields(qtbot, theme):
    fields = BiasFields()
    qtbot.addWidget(fields)
    fields.show()
    fields.show_bias(BIAS)
    return fields


def test_what_is_shown_comes_back(fields):
    assert fields.bias() == BIAS
    assert [row.word.text() for row in fields.rows] == [" sorry", "#5"]
    assert fields.rows[0].amount.text() == "never"


def test_a_word_is_added_by_keyboard(qtbot, fields):
    fields.add_button.setFocus()
    with qtbot.waitSignal(fields.folded):
        qtbot.keyClick(fields.add_button, Qt.Key.Key_Space)
    row = fields.rows[-1]
    assert row.word.hasFocus() or not fields.isActiveWindow()
    assert fields.bias() == BIAS  # without a word it counts nothing
    with qtbot.waitSignal(fields.changed):
        qtbot.keyClicks(row.word, "yes")
    row.amount.setValue(3)
    assert fields.bias() == (*BIAS, ("yes", 3.0))


def test_of_two_alike_the_last_counts(qtbot, fields):
    fields.add_button.click()
    fields.rows[-1].word.setText("#5")
    fields.rows[-1].amount.setValue(-1)
    assert fields.bias() == ((" sorry", -100.0), (5, -1.0))


def test_a_row_is_removed(qtbot, fields):
    with qtbot.waitSignals([fields.changed, fields.folded]):
        fields.rows[0].remove_button.click()
    assert fields.bias() == BIAS[1:]
    fields.rows[0].remove_button.click()
    assert fields.bias() == ()


def test_in_a_sampling(qtbot, theme):
    fields = SamplingFields("Automatic")
    qtbot.addWidget(fields)
    fields.show()
    fields.show_sampling(Sampling(logit_bias=BIAS), Sampling())
    assert fields.sampling() == Sampling(logit_bias=BIAS)
    assert fields.words.line.text().endswith(": 2")
    assert not fields.bias.isVisible()
    fields.words.line.setFocus()
    qtbot.keyClick(fields.words.line, Qt.Key.Key_Return)
    assert fields.bias.isVisible()
    fields.automatic.setChecked(True)
    assert fields.sampling() is None
    assert not fields.bias.isEnabled()
