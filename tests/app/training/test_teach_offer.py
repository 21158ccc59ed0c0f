"""Corrections that wait are proposed to be learnt, shown before and after, and taken back."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.teaching import Teaching
from app.training.teach_offer import TeachOffer
from engine.examples.records import Example
from engine.messages import ChatMessage

WAIT = 15_000
MODEL = "/models/Qwen3-4B.gguf"


@pytest.fixture
def teaching(home, bridge):
    return Teaching(home, bridge)


def add(qtbot, teaching, count, model=MODEL):
    for n in range(count):
        messages = (ChatMessage("user", f"Where is {n}?"), ChatMessage("assistant", f"Here: {n}"))
        with qtbot.waitSignal(teaching.added, timeout=WAIT):
            teaching.add(model, Example(messages), f"Somewhere, {n}")


@pytest.fixture
def offer(qtbot, teaching, theme):
    offer = TeachOffer(teaching, theme)
    qtbot.addWidget(offer)
    return offer


def test_a_few_are_not_spoken_of(qtbot, teaching, offer):
    add(qtbot, teaching, 2)
    assert not offer.isVisibleTo(None)
    add(qtbot, teaching, 1)
    assert offer.isVisibleTo(None)
    assert offer.label.text() == "3 new corrections for Qwen3-4B: train?"


def test_the_model_most_wait_for_comes_first(qtbot, teaching, offer):
    add(qtbot, teaching, 3, "/models/other.gguf")
    add(qtbot, teaching, 4)
    assert offer.model == MODEL
    with qtbot.waitSignal(offer.wanted, timeout=WAIT) as wanted:
        offer.train_button.click()
    assert wanted.args == [MODEL]


def test_one_is_taken_out_and_back(qtbot, teaching, offer):
    add(qtbot, teaching, 3)
    dialog = offer.look()
    qtbot.waitUntil(lambda: len(dialog.removers) == 3, timeout=WAIT)
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert {"Where is 1?", "Somewhere, 1", "Here: 1"} <= set(words)
    QTest.mouseClick(dialog.removers[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(teaching.rows) == 2, timeout=WAIT)
    QTest.mouseClick(dialog.undo.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(teaching.rows) == 3, timeout=WAIT)
    dialog.reject()
