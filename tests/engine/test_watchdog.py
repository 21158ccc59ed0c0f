"""A silence is a hang when the processor is burnt, or when it lasts too long whatever it does."""

import os
import subprocess
import sys

import pytest

from engine import watchdog
from engine.messages import Loaded, Loading, ModelInfo, Prefill
from engine.watchdog import Watchdog

INFO = ModelInfo("m", "m", "llama", 256, 256, 1, 1, 1, True)


class Clock:
    """Time and processor time, moved by hand."""

    def __init__(self, monkeypatch):
        self.now, self.used = 100.0, 5.0
        monkeypatch.setattr(watchdog.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(watchdog, "processor_seconds", lambda pid: self.used)

    def pass_(self, seconds, used=0.0):
        self.now += seconds
        self.used += used


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


@pytest.fixture
def dog(clock):
    made = Watchdog()
    made.begin(1, 42, "scripted:")
    return made


def test_a_load_that_burns_the_processor_is_a_hang(clock, dog):
    clock.pass_(11.9, used=11.9)
    assert dog.silent_for() == 0
    clock.pass_(0.2, used=0.2)
    assert dog.silent_for() == pytest.approx(12.1)


def test_a_load_that_waits_for_the_disk_is_given_time(clock, dog):
    for _ in range(9):
        clock.pass_(12.1, used=0.1)
        assert dog.silent_for() == 0
    clock.pass_(12.1, used=0.1)
    assert dog.silent_for() == pytest.approx(121)


def test_every_word_of_the_job_begins_anew(clock, dog):
    for step in range(10):
        clock.pass_(10, used=10)
        dog.hear(Loading(1, step / 10))
        assert dog.silent_for() == 0
    clock.pass_(13, used=13)
    dog.hear(Loading(2, 0.5))  # of another job
    assert dog.silent_for() == pytest.approx(13)


def test_a_reply_is_given_long_and_then_is_a_hang_whatever_it_does(clock, dog):
    dog.hear(Loaded(1, INFO))
    dog.hear(Prefill(1, 0, 512))
    clock.pass_(119, used=119)
    assert dog.silent_for() == 0
    clock.pass_(2)
    assert dog.silent_for() == pytest.approx(121)


def test_a_large_model_is_given_more(clock, tmp_path):
    path = tmp_path / "large.gguf"
    path.touch()
    os.truncate(path, 3_000_000_000)
    dog = Watchdog()
    dog.begin(1, 42, str(path))
    assert dog.deadline == pytest.approx(clock.now + 12 + 30)
    dog.hear(Loaded(1, INFO))
    assert dog.deadline == pytest.approx(clock.now + 120 + 360)


def test_at_rest_nothing_is_a_hang(clock, dog):
    dog.rest()
    clock.pass_(10_000, used=10_000)
    assert dog.deadline is None
    assert dog.silent_for() == 0


def test_a_process_that_is_gone_used_no_processor():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    assert watchdog.processor_seconds(process.pid) == 0
    assert watchdog.processor_seconds(os.getpid()) > 0
