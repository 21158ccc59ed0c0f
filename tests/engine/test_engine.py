"""The engine thread and its process, with the scripted model: every layer but the weights."""

import os
import queue
import signal
import threading
import time

import msgspec
import psutil
import pytest
from helpers.scripted import ask, end_of, text_of, write_script

from engine import child
from engine import engine as engine_module
from engine.engine import Engine
from engine.messages import (
    ChatMessage,
    Failed,
    Finished,
    Loaded,
    Loading,
    ModelSpec,
    Prefill,
    Sampling,
    Text,
)

SLOW = {"text": "word " * 400, "piece_delay": 0.01}
WAIT = 20


@pytest.fixture
def engine():
    with Engine() as made:
        yield made


class Heard:
    """A sink that keeps what it hears and can be waited for."""

    def __init__(self):
        self.events = []
        self._new = threading.Condition()

    def __call__(self, event):
        with self._new:
            self.events.append(event)
            self._new.notify_all()

    def wait_for(self, kind):
        with self._new:
            assert self._new.wait_for(lambda: any(isinstance(e, kind) for e in self.events), WAIT)

    def end(self):
        self.wait_for((Finished, Failed))
        return end_of(self.events)


def test_a_reply_comes_in_the_order_of_the_contract(engine, tmp_path):
    model = write_script(tmp_path / "s.json", {"text": "Hello there, 世界!"})
    events = list(engine.stream(ask(model, "Hi")))
    kinds = [type(e) for e in events]
    assert kinds[0] is Loading
    assert sorted(kinds, key=[Loading, Loaded, Prefill, Text, Finished].index) == kinds
    assert text_of(events) == "Hello there, 世界!"
    end = end_of(events)
    assert end.reason == "stop"
    assert end.stats.completion_tokens > 0
    assert end.stats.load_s > 0


def test_an_open_model_is_not_opened_again(engine, tmp_path):
    model = write_script(tmp_path / "s.json", {"text": "a"})
    list(engine.stream(ask(model, "1")))
    events = list(engine.stream(ask(model, "2")))
    assert not [e for e in events if isinstance(e, Loading)]
    assert [e for e in events if isinstance(e, Loaded)]


def test_a_model_can_be_opened_ahead(engine, tmp_path):
    heard = Heard()
    engine.load(write_script(tmp_path / "s.json", {"text": "a"}), heard)
    assert heard.end().reason == "stop"
    assert [e for e in heard.events if isinstance(e, Loaded)]


def test_most_tokens_and_a_full_context_are_told(engine, tmp_path):
    model = write_script(tmp_path / "s.json", SLOW | {"piece_delay": 0}, n_ctx=256)
    assert end_of(list(engine.stream(ask(model, "Hi", max_tokens=3)))).reason == "length"
    assert end_of(list(engine.stream(ask(model, "Hi")))).reason == "context"
    too_long = end_of(list(engine.stream(ask(model, "x" * 2000))))
    assert too_long.error.kind == "prompt_too_long"
    assert too_long.error.values["n_ctx"] == 256


def test_cancel_keeps_the_text_so_far(engine, tmp_path):
    heard = Heard()
    job = engine.chat(ask(write_script(tmp_path / "s.json", SLOW), "Hi"), heard)
    heard.wait_for(Text)
    job.cancel()
    job.cancel()
    assert heard.end().reason == "cancelled"
    assert text_of(heard.events)


def test_cancel_in_prefill(engine, tmp_path):
    reply = {"text": "late", "prefill_tokens": 3000, "prefill_delay": 5}
    heard = Heard()
    job = engine.chat(ask(write_script(tmp_path / "s.json", reply), "Hi"), heard)
    heard.wait_for(Prefill)
    job.cancel()
    assert heard.end().reason == "cancelled"
    assert text_of(heard.events) == ""


def test_cancel_before_it_began_does_not_wait_for_the_one_before(engine, tmp_path):
    model = write_script(tmp_path / "s.json", SLOW)
    first, second = Heard(), Heard()
    running = engine.chat(ask(model, "1"), first)
    first.wait_for(Text)
    engine.chat(ask(model, "2"), second).cancel()
    assert second.end().reason == "cancelled"
    assert not any(isinstance(e, Finished | Failed) for e in first.events)
    running.cancel()
    assert first.end().reason == "cancelled"


def test_cancel_while_loading(engine, tmp_path):
    heard = Heard()
    model = write_script(tmp_path / "s.json", {"text": "a"}, load_delay=30)
    job = engine.chat(ask(model, "Hi"), heard)
    heard.wait_for(Loading)
    job.cancel()
    assert heard.end().reason == "cancelled"


def test_a_process_that_does_not_obey_is_ended(engine, tmp_path, monkeypatch):
    monkeypatch.setattr("engine.engine.KILL_AFTER", 0.3)
    model = write_script(tmp_path / "s.json", SLOW | {"deaf": True}, {"text": "x"})
    heard, waiting = Heard(), Heard()
    job = engine.chat(ask(model, "Hi"), heard)
    heard.wait_for(Text)
    other = write_script(tmp_path / "other.json", {"text": "after"})
    engine.chat(ask(other, "Hi"), waiting)
    job.cancel()
    assert heard.end().reason == "cancelled"
    assert waiting.end().reason == "stop"
    assert text_of(waiting.events) == "after"


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


def test_a_bug_in_the_model_is_told_and_survived(engine, tmp_path):
    model = write_script(
        tmp_path / "s.json", {"match": "bug", "text": "a", "error": "boom"}, {"text": "fine"}
    )
    error = end_of(list(engine.stream(ask(model, "bug")))).error
    assert error.kind == "bug"
    assert "boom" in error.message
    assert text_of(engine.stream(ask(model, "ok"))) == "fine"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"messages": ()}, "message"),
        ({"messages": (ChatMessage("user", " \n"),)}, "message"),
        ({"messages": (ChatMessage("assistant", "a"),)}, "conversation"),
        ({"messages": (ChatMessage("user", "a" * 1_000_001),)}, "message"),
        (
            {"messages": (ChatMessage("assistant", "a"),), "continue_reply": True},
            "conversation",
        ),
        ({"model": ModelSpec("scripted:", n_threads=10_000)}, "threads"),
        ({"model": ModelSpec("scripted:", n_ctx=-1)}, "context size"),
        ({"model": ModelSpec("a\0b")}, "model"),
        ({"model": ModelSpec("not UTF-8 \udcff.gguf")}, "model"),
        ({"sampling": Sampling(temperature=float("nan"))}, "temperature"),
        ({"sampling": Sampling(top_p=2.0)}, "top p"),
        ({"sampling": Sampling(seed=-1)}, "seed"),
        ({"sampling": Sampling(seed=0xFFFFFFFF)}, "seed"),  # llama.cpp draws one instead
        ({"max_tokens": -1}, "max tokens"),
    ],
)
def test_bad_input_is_named(engine, change, field):
    request = msgspec.structs.replace(ask(ModelSpec("scripted:"), "Hi"), **change)
    error = end_of(list(engine.stream(request))).error
    assert error.kind == "invalid_input"
    assert error.values["field"] == field
    assert error.advice


@pytest.mark.parametrize("text", ["\ud800 lone", "nul \x00 here", "bell \x07 and \x1b[31m"])
def test_odd_characters_are_answered(engine, tmp_path, text):
    model = write_script(tmp_path / "s.json", {"text": "ok"})
    assert text_of(engine.stream(ask(model, text))) == "ok"


def test_a_reply_is_continued(engine, tmp_path):
    model = write_script(tmp_path / "s.json", {"text": "Once upon a time"})
    events = list(engine.stream(ask(model, "Tell", "Once upon", continue_reply=True)))
    assert text_of(events) == " a time"


def test_a_sink_that_raises_harms_nobody(engine, tmp_path, caplog):
    model = write_script(tmp_path / "s.json", {"text": "ok"})
    caplog.set_level(100, "engine.engine")
    engine.chat(ask(model, "Hi"), lambda event: 1 / 0)
    assert text_of(engine.stream(ask(model, "Hi"))) == "ok"


def test_closing_ends_jobs_and_the_process(tmp_path):
    engine = Engine()
    heard = Heard()
    engine.chat(ask(write_script(tmp_path / "s.json", SLOW), "Hi"), heard)
    heard.wait_for(Text)
    pid = engine.process_id
    engine.close()
    assert heard.end().reason == "cancelled"
    assert not psutil.pid_exists(pid)
    after = Heard()
    engine.chat(ask(ModelSpec("scripted:"), "Hi"), after)
    assert after.end().error.kind == "bug"


def test_closing_ends_a_process_that_does_not_read(tmp_path):
    engine = Engine()
    model = write_script(tmp_path / "s.json", {"text": "ok"})
    list(engine.stream(ask(model, "1")))
    pid = engine.process_id
    os.kill(pid, signal.SIGSTOP)
    heard = Heard()
    engine.chat(ask(model, "long " * 100_000), heard)  # more than a pipe holds
    engine.close(timeout=0.3)
    assert isinstance(heard.end(), Finished | Failed)
    engine.close()
    assert not psutil.pid_exists(pid)


def test_every_job_ends_though_the_engine_is_closed_meanwhile(monkeypatch):
    """A job that is being submitted while another thread closes is refused or ended."""
    engine = Engine()
    check = engine_module.checked_request

    def checked(request):
        closer = threading.Thread(target=engine.close)
        closer.start()
        closer.join(WAIT)
        return check(request)

    monkeypatch.setattr("engine.engine.checked_request", checked)
    heard = Heard()
    engine.chat(ask(ModelSpec("scripted:"), "Hi"), heard)
    heard.end()


def test_a_sink_may_use_the_engine(tmp_path):
    """Cancel, chat and close, from inside a sink."""
    engine = Engine()
    model = write_script(tmp_path / "s.json", SLOW)
    first, second = Heard(), Heard()
    jobs = queue.SimpleQueue()

    def hear(event):
        first(event)
        if isinstance(event, Text) and not jobs.empty():
            jobs.get().cancel()
            engine.chat(ask(model, "2"), hear_second)

    def hear_second(event):
        second(event)
        if isinstance(event, Text):
            engine.close()

    jobs.put(engine.chat(ask(model, "1"), hear))
    assert first.end().reason == "cancelled"
    assert second.end().reason == "cancelled"
    engine.close()


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
