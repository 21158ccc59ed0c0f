"""What models read of chats, kept through the whole engine: over restarts, kills and erasing."""

import os
import signal
import time

import msgspec
import pytest
from helpers.scripted import ask, end_of, text_of, write_script
from helpers.tiny_gguf import write_tiny_gguf
from helpers.waiting import wait_until

from engine.engine import Engine
from engine.messages import Loaded, ModelSpec, Sampling, Text
from engine.states import States

GREEDY = Sampling(temperature=0)
STORY = "The high grassland is dry and cold, and the wind never rests. " * 20


def run(engine, request):
    return list(engine.stream(request))


def files(folder):
    return [path for path, _ in States(folder).files()]


@pytest.fixture
def model(model_path):
    return ModelSpec(str(model_path), n_ctx=1024)


@pytest.fixture
def first(model):
    return ask(model, f"{STORY} What is it like?", sampling=GREEDY, max_tokens=4, chat="key")


def follow(first, events):
    said = (*first.messages, msgspec.structs.replace(first.messages[0], content="Go on."))
    reply = msgspec.structs.replace(
        said[0], role="assistant", content=text_of(events), tokens=end_of(events).receipt.tokens
    )
    return msgspec.structs.replace(first, messages=(said[0], reply, said[1]))


@pytest.mark.model
def test_a_chat_goes_on_after_a_restart(first, tmp_path):
    with Engine(tmp_path) as engine:
        events = run(engine, first)
        read = end_of(events).stats.prompt_tokens
        assert end_of(events).stats.cached_tokens == 0
    assert len(files(tmp_path)) == 1
    with Engine(tmp_path) as engine:
        end = end_of(run(engine, follow(first, events)))
        assert end.stats.cached_tokens >= read
        assert end.receipt.cached_tokens == end.stats.cached_tokens


@pytest.mark.model
def test_nothing_is_written_of_a_temporary_chat_nor_without_a_place(first, tmp_path):
    with Engine(tmp_path / "states") as engine:
        run(engine, msgspec.structs.replace(first, chat=""))
    with Engine() as engine:
        run(engine, first)
    with Engine(tmp_path / "states", disk=0) as engine:
        run(engine, first)
    assert not list(tmp_path.iterdir())


@pytest.mark.model
def test_a_damaged_state_is_read_anew_with_the_same_words(first, tmp_path):
    with Engine(tmp_path) as engine:
        events = run(engine, first)
    [path] = files(tmp_path)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2] + b"x" + whole[len(whole) // 2 + 1 :])
    with Engine(tmp_path) as engine:
        again = run(engine, first)
        assert end_of(again).stats.cached_tokens == 0
        assert text_of(again) == text_of(events)
        assert not path.exists()


@pytest.mark.model
def test_an_erased_chat_leaves_no_byte_while_the_engine_runs_and_when_it_ends(first, tmp_path):
    with Engine(tmp_path) as engine:
        events = run(engine, first)
        engine.forget(["key"])
        States(tmp_path).erase(["key"])
        run(engine, ask(first.model, "Hi", max_tokens=1, chat="other"))
    mine = States(tmp_path).place("key").name.partition("-")[0]
    assert not [path for path in files(tmp_path) if path.name.startswith(mine)]
    with Engine(tmp_path) as engine:
        assert end_of(run(engine, follow(first, events))).stats.cached_tokens < 50  # the template


@pytest.mark.model
def test_a_killed_process_loses_states_only(first, tmp_path):
    with Engine(tmp_path) as engine:
        events = run(engine, first)
    with Engine(tmp_path) as engine:
        for event in engine.stream(msgspec.structs.replace(first, max_tokens=500)):
            if isinstance(event, Text):
                os.kill(engine.process_id, signal.SIGKILL)
        assert end_of(run(engine, follow(first, events))).stats.cached_tokens > 100
    assert all(not path.name.startswith(".") for path in tmp_path.iterdir())


@pytest.mark.model
def test_other_models_and_adapters_start_anew(first, tmp_path, starter_path, gemma_path):
    with Engine(tmp_path) as engine:
        run(engine, first)
        other = gemma_path if first.model.path == str(starter_path) else starter_path
        spec = ModelSpec(str(other), n_ctx=1024)
        asked = msgspec.structs.replace(first, model=spec)
        assert end_of(run(engine, asked)).stats.cached_tokens == 0
        back = end_of(run(engine, first)).stats
        assert back.cached_tokens == back.prompt_tokens - 1  # from memory: it was closed meanwhile


def test_a_context_grows_for_a_prompt_and_for_a_reply(tmp_path):
    path = write_tiny_gguf(tmp_path / "t.gguf", n_ctx=32768)
    with Engine() as engine:
        spec = ModelSpec(str(path))
        short = ask(spec, "a" * 7100, raw=True, sampling=GREEDY, max_tokens=1200)
        first = events = run(engine, short)
        sizes = [event.model.n_ctx for event in events if isinstance(event, Loaded)]
        assert sizes == [8192, 16384]
        end = end_of(events)
        assert (end.reason, end.stats.completion_tokens) == ("length", 1200)
        longer = ask(spec, "a" * 17000, raw=True, sampling=GREEDY, max_tokens=5)
        events = run(engine, longer)
        sizes = [event.model.n_ctx for event in events if isinstance(event, Loaded)]
        assert sizes == [16384, 32768]
        assert end_of(events).stats.cached_tokens > 7000
        large = ModelSpec(str(path), n_ctx=32768)
        fresh = msgspec.structs.replace(short, model=large)
        with Engine() as other:
            assert text_of(run(other, fresh)) == text_of(first)


def test_a_context_whose_size_was_set_does_not_grow(tmp_path):
    path = write_tiny_gguf(tmp_path / "t.gguf", n_ctx=32768)
    with Engine() as engine:
        asked = ask(ModelSpec(str(path), n_ctx=512), "a" * 490, raw=True, sampling=GREEDY)
        events = run(engine, asked)
        assert end_of(events).reason == "context"
        assert [event.model.n_ctx for event in events if isinstance(event, Loaded)] == [512]


def test_the_end_is_bounded_also_where_something_could_be_kept(tmp_path):
    model = write_script(tmp_path / "s.json", {"text": "x" * 4000, "piece_delay": 1, "deaf": True})
    engine = Engine(tmp_path / "states")
    engine.chat(ask(model, "Hi"), lambda _event: None)
    wait_until(lambda: engine.process_id)
    began = time.monotonic()
    engine.close()
    assert time.monotonic() - began < 10
    assert not engine._thread.is_alive()


def test_settings_and_forgetting_reach_a_process_that_starts_later(tmp_path):
    model = write_script(tmp_path / "s.json", {"text": "Hello"})
    with Engine(tmp_path / "states") as engine:
        engine.configure(disk=0, memory=1 << 20)
        engine.forget(["a"])
        assert text_of(run(engine, ask(model, "Hi"))) == "Hello"
        engine.configure(disk=1 << 20, memory=0)
        engine.forget(["a", "b"])
        assert text_of(run(engine, ask(model, "Hi"))) == "Hello"
