"""How the engine's process ends: killed, dead, hanging or alone; and that the next one answers."""

import os
import queue
import signal
import threading
import time

import msgspec
import psutil
import pytest
from helpers.heard import WAIT, Heard
from helpers.scripted import ask, end_of, text_of, write_script

from engine import child
from engine.engine import Engine
from engine.messages import (
    Finished,
    Loading,
    ModelSpec,
    Text,
)

SLOW = {"text": "word " * 400, "piece_delay": 0.01}


@pytest.fixture
def engine():
    with Engine() as made:
        yield made


@pytest.mark.parametrize(
    ("name", "cause"),
    [
        ("SIGKILL", "killed"),
        ("SIGABRT", "aborted"),
        ("SIGSEGV", "segfault"),
        ("SIGBUS", "bus_error"),
        ("SIGTERM", "terminated"),
    ],
)
def test_a_death_is_explained_and_the_next_message_works(engine, tmp_path, name, cause):
    model = write_script(
        tmp_path / "s.json", {"match": "die", "text": "so far", "signal": name}, {"text": "alive"}
    )
    events = list(engine.stream(ask(model, "die")))
    error = end_of(events).error
    assert text_of(events) == "so far"
    assert (error.kind, error.values["cause"]) == ("engine_crashed", cause)
    assert error.message.endswith(".")
    assert error.advice
    assert text_of(engine.stream(ask(model, "again"))) == "alive"


def test_kill_from_outside_in_mid_reply(engine, tmp_path):
    model = write_script(tmp_path / "s.json", SLOW)
    heard, waiting = Heard(), Heard()
    engine.chat(ask(model, "Hi"), heard)
    heard.wait_for(Text)
    second = write_script(tmp_path / "2.json", {"text": "waited"})
    engine.chat(ask(second, "Hi"), waiting)
    os.kill(engine.process_id, signal.SIGKILL)
    assert heard.end().error.values["cause"] == "killed"
    assert waiting.end().reason == "stop"


def test_a_message_sent_as_an_idle_process_dies_is_answered(engine, tmp_path):
    """The process never saw it, so it is no reason for the death; the next process answers it."""
    model = write_script(tmp_path / "s.json", {"text": "ok"})
    later = Heard()

    def hear(event):
        if isinstance(event, Finished):
            engine.chat(ask(model, "2"), later)  # in the queue before the death is
            reader = next(t for t in threading.enumerate() if t.name == "engine-events")
            os.kill(engine.process_id, signal.SIGKILL)
            reader.join(WAIT)

    engine.chat(ask(model, "1"), hear)
    assert later.end().reason == "stop"
    assert text_of(later.events) == "ok"


def test_a_process_that_never_answers_is_started_only_once_more(engine, monkeypatch):
    starts = []

    def start(module):
        starts.append(module)
        return child.start("this")  # prints the Zen of Python: no frames, then the end

    monkeypatch.setattr("engine.supervised.start", start)
    heard = Heard()
    engine.chat(ask(ModelSpec("scripted:"), "Hi"), heard)
    assert heard.end().error.kind == "engine_crashed"
    assert len(starts) == 2


def test_a_process_stuck_before_its_first_word_is_ended_on_cancel(engine, tmp_path, monkeypatch):
    monkeypatch.setattr("engine.engine.KILL_AFTER", 0.3)
    model = write_script(tmp_path / "s.json", {"text": "ok"})
    list(engine.stream(ask(model, "1")))
    os.kill(engine.process_id, signal.SIGSTOP)
    stuck, waiting = Heard(), Heard()
    engine.chat(ask(model, "2"), stuck).cancel()
    engine.chat(ask(model, "3"), waiting)
    assert stuck.end().reason == "cancelled"
    assert waiting.end().reason == "stop"
    assert text_of(waiting.events) == "ok"


def test_a_load_that_hangs_is_ended_and_the_next_message_works(engine, tmp_path, monkeypatch):
    monkeypatch.setattr("engine.watchdog.LOAD_SECONDS", 1.0)
    hanging = write_script(tmp_path / "s.json", {"text": "ok"}, load_hangs=True)
    other = write_script(tmp_path / "other.json", {"text": "after"})
    stuck, waiting = Heard(), Heard()
    engine.chat(ask(hanging, "Hi"), stuck)
    engine.chat(ask(other, "Hi"), waiting)
    assert stuck.end().error.values["cause"] == "silent"
    assert waiting.end().reason == "stop"


def test_a_reply_that_stops_speaking_is_ended(engine, tmp_path, monkeypatch):
    monkeypatch.setattr("engine.watchdog.REPLY_SECONDS", 0.5)
    model = write_script(tmp_path / "s.json", {"text": "never", "piece_delay": 30})
    error = end_of(list(engine.stream(ask(model, "Hi")))).error
    assert error.values["cause"] == "silent"
    assert "said nothing" in error.message


def test_an_idle_engine_is_not_ended(engine, tmp_path, monkeypatch):
    monkeypatch.setattr("engine.watchdog.REPLY_SECONDS", 0.2)
    model = write_script(tmp_path / "s.json", {"text": "ok"})
    list(engine.stream(ask(model, "1")))
    pid = engine.process_id
    time.sleep(0.5)
    list(engine.stream(ask(model, "2")))
    assert engine.process_id == pid


def test_a_model_that_died_twice_is_not_opened_again(engine, tmp_path):
    dies = {"match": "die", "text": "", "signal": "SIGABRT"}
    model = write_script(tmp_path / "s.json", dies, {"text": "alive"})
    for cause in ("aborted", "aborted", "quarantined"):
        assert end_of(list(engine.stream(ask(model, "die")))).error.values["cause"] == cause
    other = msgspec.structs.replace(model, n_ctx=512)
    assert text_of(engine.stream(ask(other, "again"))) == "alive"


def test_a_death_while_another_model_is_opened_is_no_change_of_the_last(engine, tmp_path):
    """The file of the model before is no longer in use, so its change explains nothing."""
    first = write_script(tmp_path / "s.json", {"text": "ok"})
    list(engine.stream(ask(first, "1")))
    engine._opened = (str(tmp_path / "gone.gguf"), (1, 2, 3))
    heard = Heard()
    engine.chat(ask(write_script(tmp_path / "2.json", {"text": "a"}, load_delay=30), "Hi"), heard)
    heard.wait_for(Loading)
    os.kill(engine.process_id, signal.SIGABRT)
    assert heard.end().error.values["cause"] == "aborted"


def test_the_process_goes_when_its_parent_is_killed(tmp_path):
    """End of input means exit, and on Linux the kernel tells it too."""
    read, write = os.pipe()
    parent = os.fork()
    if parent == 0:
        engine = Engine()
        events = queue.SimpleQueue()
        engine.load(ModelSpec("scripted:"), events.put)
        while not isinstance(events.get(), Finished):
            pass
        os.write(write, str(engine.process_id).encode())
        time.sleep(WAIT)
        os._exit(0)
    os.close(write)
    child = psutil.Process(int(os.read(read, 20)))
    os.close(read)
    os.kill(parent, signal.SIGKILL)
    os.waitpid(parent, 0)
    child.wait(WAIT)
