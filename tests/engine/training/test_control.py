"""What is wanted of a run: the last word counts, but a stop cannot be taken back."""

import threading

import pytest
from helpers.waiting import wait_until

from engine.training.control import Control
from engine.training.records import Pause, Resume, Stop


@pytest.mark.parametrize(
    ("commands", "wish"),
    [
        ([], "go on"),
        ([Pause()], "pause"),
        ([Pause(), Resume()], "go on"),
        ([Pause(), Stop(True)], "keep"),
        ([Stop(False), Resume(), Pause()], "stop"),
        ([Stop(True), Stop(False)], "stop"),
        ([Stop(True), None], "keep"),
        ([Pause(), None], "end"),
        ([None, Resume(), Stop(True)], "end"),
    ],
)
def test_the_last_word_counts(commands, wish):
    control = Control()
    for command in commands:
        control.hear(command)
    assert control.wish == wish


def test_a_pause_lasts_until_something_else_is_wanted():
    control = Control()
    control.hear(Pause())
    found = []
    waiting = threading.Thread(target=lambda: found.append(control.wait()))
    waiting.start()
    control.listen(iter([Pause(), Stop(True), None]).__next__)
    waiting.join(20)
    wait_until(lambda: not any(t.name == "training-commands" for t in threading.enumerate()))
    assert found == ["keep"]
