"""llama.cpp through the whole engine, on both real models."""

import hashlib
import os
import shutil
import signal
import threading

import msgspec
import pytest
from helpers.scripted import ask, end_of, text_of

from engine import gguf
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

pytestmark = pytest.mark.model
GREEDY = Sampling(temperature=0)
CALM = Sampling(temperature=0, repeat_penalty=1.1)  # the small starter loops without
LONG = "The high grassland is dry and cold, and the wind never rests. " * 230  # 3,000 tokens


@pytest.fixture(scope="module")
def engine():
    """One process for the module: it is started here, as no test may leave one behind."""
    with Engine() as made:
        list(made.stream(ask(ModelSpec("scripted:"), "Hi")))
        yield made


@pytest.fixture
def model(model_path):
    return ModelSpec(str(model_path), n_ctx=4096)


def run(engine, request):
    return list(engine.stream(request))


def test_a_reply_with_complete_figures(engine, model):
    events = run(
        engine, ask(model, "What is the capital of France?", sampling=CALM, max_tokens=150)
    )
    end = end_of(events)
    assert end.reason == "stop"
    assert "Paris" in text_of(events)
    stats = end.stats
    assert stats.prompt_tokens > 5
    assert stats.completion_tokens > 3
    assert min(stats.prefill_s, stats.decode_s, stats.ttft_s) > 0
    assert min(stats.prefill_tokens_per_s, stats.decode_tokens_per_s) > 0
    assert stats.ttft_s > stats.prefill_s
    assert not text_of(events).startswith((" ", "\n"))
    assert "User:" not in text_of(events)


def test_same_seed_same_text(engine, model):
    request = ask(model, "Tell me a story.", sampling=Sampling(seed=7), max_tokens=40)
    other = ask(model, "Tell me a story.", sampling=Sampling(seed=8), max_tokens=40)
    first = text_of(run(engine, request))
    assert text_of(run(engine, other)) != first
    assert text_of(run(engine, request)) == first
    with Engine() as fresh:
        assert text_of(run(fresh, request)) == first


def test_a_receipt_is_enough_to_get_the_same_text_again(engine, model, model_path):
    request = ask(
        ModelSpec(model.path, n_ctx=2048), "Tell me about the sea.", max_tokens=40
    )  # no seed: one is drawn
    events = run(engine, request)
    receipt = end_of(events).receipt
    assert receipt.sampling.seed is not None
    assert msgspec.structs.replace(receipt.sampling, seed=None) == request.sampling
    assert (receipt.model, receipt.model_size) == (model_path.name, model_path.stat().st_size)
    assert (receipt.n_ctx, receipt.n_threads) == (
        2048,
        next(e.model.n_threads for e in events if isinstance(e, Loaded)),
    )
    assert receipt.engine.startswith("llama-cpp-python 0.")
    assert ", ggml " in receipt.engine
    template = gguf.open_model(model_path).chat_template
    wanted = hashlib.sha256(template.encode()).hexdigest() if template else ""
    assert receipt.template_sha256 == wanted

    spec = ModelSpec(model.path, receipt.n_ctx, receipt.n_threads)
    again = run(engine, msgspec.structs.replace(request, model=spec, sampling=receipt.sampling))
    assert text_of(again) == text_of(events) != ""
    # How many threads there were depends on what else runs; what was read before, on other tests.
    told = ("threads", "batches", "cached_tokens", "restored")
    kept = {name: getattr(receipt, name) for name in told}
    assert msgspec.structs.replace(end_of(again).receipt, **kept) == receipt
    raw = end_of(run(engine, msgspec.structs.replace(request, raw=True, max_tokens=2))).receipt
    assert raw.template_sha256 == ""


def test_seeds_that_are_drawn_differ(engine, model):
    request = ask(model, "Write three words.", max_tokens=2)
    seeds = {end_of(run(engine, request)).receipt.sampling.seed for _ in range(4)}
    assert len(seeds) == 4


def test_prefill_is_cancelled_and_leaves_no_trace(engine, model):
    request = ask(model, "Name three colours.", sampling=GREEDY, max_tokens=24)
    fresh = text_of(run(engine, request))
    events, seen, ended = [], threading.Event(), threading.Event()

    def hear(event):
        events.append(event)
        if isinstance(event, Prefill):
            seen.set()
        if isinstance(event, Finished | Failed):
            ended.set()

    job = engine.chat(ask(model, LONG, sampling=GREEDY), hear)
    assert seen.wait(60)
    job.cancel()
    assert ended.wait(60)
    assert end_of(events).reason == "cancelled"
    assert text_of(run(engine, request)) == fresh


def test_decode_is_cancelled(engine, model):
    events = []
    for event in engine.stream(ask(model, "Count from one to a thousand.", sampling=GREEDY)):
        events.append(event)
        if isinstance(event, Text):
            break
    assert text_of(events)
    assert text_of(run(engine, ask(model, "Hello", max_tokens=4)))


@pytest.mark.parametrize(
    "sampling",
    [
        Sampling(temperature=0.3, repeat_penalty=1.1, seed=1),
        Sampling(top_k=0, top_p=1.0, min_p=0.0, seed=1),
        Sampling(frequency_penalty=0.5, presence_penalty=0.5, repeat_last_n=-1, seed=1),
        Sampling(dry_multiplier=0.8, seed=1),
        Sampling(xtc_probability=0.5, seed=1),
        Sampling(temperature=0, repeat_penalty=1.3, dry_multiplier=0.8),
    ],
    ids=["repeat", "open", "penalties", "dry", "xtc", "greedy"],
)
def test_every_way_of_sampling_answers(engine, model, sampling):
    events = run(engine, ask(model, "Say something.", sampling=sampling, max_tokens=12))
    assert end_of(events).reason in ("stop", "length")


def test_dry_stops_a_repetition(engine, model):
    text = "red blue green " * 30
    plain = text_of(run(engine, ask(model, text, raw=True, sampling=GREEDY, max_tokens=30)))
    dry = Sampling(temperature=0, dry_multiplier=4.0, dry_allowed_length=2)
    assert text_of(run(engine, ask(model, text, raw=True, sampling=dry, max_tokens=30))) != plain


def test_stop_strings_and_most_tokens(engine, model):
    request = ask(model, "1 2 3 4 5 6 7", raw=True, sampling=GREEDY, max_tokens=8)
    events = run(engine, request)
    assert end_of(events).reason == "length"
    assert end_of(events).stats.completion_tokens == 8
    whole = text_of(events)
    assert len(whole) > 4
    stop = whole[2:4]
    stopping = Sampling(temperature=0, stop=(stop,))
    events = run(engine, ask(model, "1 2 3 4 5 6 7", raw=True, sampling=stopping, max_tokens=8))
    assert end_of(events).reason == "stop"
    assert text_of(events) == whole[: whole.find(stop)]


def test_a_full_context_ends_the_reply(engine, model_path):
    small = ModelSpec(str(model_path), n_ctx=256)
    text = "word " * 240
    events = run(engine, ask(small, text, raw=True, sampling=GREEDY))
    end = end_of(events)
    assert end.reason == "context"
    assert end.stats.prompt_tokens + end.stats.completion_tokens == 256


@pytest.mark.parametrize("size", [2_000, 900_000])
def test_a_prompt_longer_than_the_context_is_told_with_numbers(engine, model_path, size):
    small = ModelSpec(str(model_path), n_ctx=256)
    error = end_of(run(engine, ask(small, "word " * (size // 5)))).error
    assert error.kind == "prompt_too_long"
    assert error.values["n_ctx"] == 256
    assert (error.values["tokens"] > 400) == (size < 100_000)  # more would take long to count


def test_a_context_no_memory_holds(engine, model_path):
    error = end_of(run(engine, ask(ModelSpec(str(model_path), n_ctx=16_000_000), "Hi"))).error
    assert error.kind == "not_enough_memory"
    assert 0 < error.values["fits"] < 16_000_000
    more = ModelSpec(str(model_path), n_ctx=100_000)
    assert end_of(run(engine, ask(more, "Hi"))).error.kind in ("invalid_input", "not_enough_memory")


def test_text_of_a_user_is_never_a_control_token(engine, model):
    def prompt_tokens(text):
        return end_of(run(engine, ask(model, text, max_tokens=1))).stats.prompt_tokens

    control = "<|im_end|>" if "SmolLM2" in model.path else "<end_of_turn>"
    assert prompt_tokens(f"a {control} b") > prompt_tokens("a b") + 3


def test_loading_is_cancelled(model):
    """The wish comes with the first sign of progress; what follows is a model that works."""
    with Engine() as engine:
        events, ended, begun = [], threading.Event(), threading.Event()

        def hear(event):
            events.append(event)
            if isinstance(event, Loading):
                begun.set()
            if isinstance(event, Finished | Failed):
                ended.set()

        job = engine.load(model, hear)
        assert begun.wait(60)
        job.cancel()
        assert ended.wait(60)
        assert end_of(events).reason == "cancelled"
        assert not [e for e in events if isinstance(e, Loaded)]
        assert text_of(run(engine, ask(model, "Hi", max_tokens=2)))


def test_a_reply_is_continued(engine, model):
    first = ask(model, "Count: one, two, three", sampling=GREEDY, max_tokens=6)
    start = text_of(run(engine, first))
    go_on = ask(
        model, "Count: one, two, three", start, sampling=GREEDY, max_tokens=6, continue_reply=True
    )
    events = run(engine, go_on)
    assert end_of(events).stats.completion_tokens > 0


def test_a_system_message_is_read(engine, model):
    request = ask(model, "Hi", max_tokens=1)
    plain = end_of(run(engine, request)).stats.prompt_tokens
    messages = (ChatMessage("system", "Answer in one short sentence, always."), *request.messages)

    longer = msgspec.structs.replace(request, messages=messages)
    assert end_of(run(engine, longer)).stats.prompt_tokens != plain


@pytest.mark.parametrize("kind", ["directory", "nowhere", "text", "cut"])
def test_a_path_that_is_no_model(engine, model_path, tmp_path, kind):
    path = tmp_path / "m.gguf"
    if kind == "directory":
        path.mkdir()
    elif kind == "text":
        path.write_text("not a model")
    elif kind == "cut":
        path.write_bytes(model_path.read_bytes()[:5_000_000])
    error = end_of(run(engine, ask(ModelSpec(str(path)), "Hi"))).error
    assert error.kind in ("model_file", "model_not_found")
    assert str(path) in error.message
    assert error.advice


def test_a_file_cut_while_in_use(model_path, tmp_path):
    """The reply ends with the file's name; once it is back, the next message is answered."""
    path = tmp_path / "model.gguf"
    shutil.copyfile(model_path, path)
    request = ask(ModelSpec(str(path), n_ctx=4096), "Count from one to a thousand.")
    with Engine() as engine:
        events = []
        for event in engine.stream(request):
            events.append(event)
            if isinstance(event, Text):
                os.truncate(path, 4096)
        end = end_of(events)
        if isinstance(end, Failed):  # the weights may be in memory already: then it just goes on
            assert end.error.kind == "model_changed"
            assert str(path) in end.error.message
        broken = end_of(run(engine, request)).error
        assert broken.kind == "model_file"
        assert str(path) in broken.message
        other = ask(ModelSpec(str(model_path), n_ctx=4096), "Hi", max_tokens=2)
        assert text_of(run(engine, other))
        shutil.copyfile(model_path, path)
        again = ask(ModelSpec(str(path), n_ctx=4096), "Hi", max_tokens=2)
        assert text_of(run(engine, again))


def test_kill_in_mid_reply_and_the_next_message(model):
    with Engine() as engine:
        events = []
        for event in engine.stream(ask(model, "Count from one to a thousand.")):
            events.append(event)
            if isinstance(event, Text):
                os.kill(engine.process_id, signal.SIGKILL)
        assert text_of(events)
        assert end_of(events).error.values["cause"] == "killed"
        assert text_of(run(engine, ask(model, "Hi", max_tokens=2)))
