"""The engine thread and its process, with the scripted model: every layer but the weights."""

import os
import queue
import signal
import threading

import msgspec
import psutil
import pytest
from helpers.heard import WAIT, Heard
from helpers.scripted import ask, end_of, text_of, write_script

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


@pytest.fixture
def engine():
    with Engine() as made:
        yield made


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
    too_long = end_of(list(engine.stream(ask(model, "x " * 500))))
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


def test_it_says_when_it_is_busy_with_replies(tmp_path):
    said = []
    model = write_script(tmp_path / "s.json", SLOW, {"match": "short", "text": "a"})
    with Engine(on_busy=said.append) as engine:
        first, second = Heard(), Heard()
        job = engine.chat(ask(model, "Hi"), first)
        engine.chat(ask(model, "short"), second)
        first.wait_for(Text)
        assert said == [True]
        job.cancel()
        second.end()
        list(engine.stream(ask(model, "short")))
        engine.chat(ask(model, "Hi"), Heard())
    assert said == [True, False] * 3


def test_making_vectors_is_no_reply(tmp_path):
    said = []
    heard = Heard()
    with Engine(on_busy=said.append) as engine:
        engine.embed(ModelSpec(str(tmp_path / "none.gguf")), ["a"], "query", heard)
        assert heard.end().error.kind == "model_not_found"
    assert said == []
