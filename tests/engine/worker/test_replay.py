"""A reply made again from its receipt: the same, or the first token that differs and why."""

import time

import msgspec
import pytest
from helpers.scripted import ask, end_of, text_of

from engine.engine import Engine
from engine.messages import ChatMessage, ModelSpec, Prefill, Sampling, Tuning

pytestmark = pytest.mark.model
CALM = Sampling(temperature=0.7, repeat_penalty=1.1)  # no seed: one is drawn
LONG = "The high grassland is dry and cold, and the wind never rests. " * 6


@pytest.fixture(scope="module")
def engine():
    with Engine() as made:
        list(made.stream(ask(ModelSpec("scripted:"), "Hi")))
        yield made


@pytest.fixture(scope="module")
def model(model_path):
    return ModelSpec(str(model_path), n_ctx=4096, n_threads=1)


def run(engine, request):
    return list(engine.stream(request))


def again(engine, request, receipt):
    """The reply of a receipt, made again: its text and what came of it."""
    change = msgspec.structs.replace
    request = change(request, sampling=receipt.sampling, replay=receipt)
    events = run(engine, request)
    end = end_of(events)
    return text_of(events), getattr(end, "replay", None) or end.error


@pytest.fixture(scope="module")
def talk(engine, model):
    """A chat of two turns, of which the second goes on with what is read already: its request, the
    events of its reply."""
    first = ask(model, f"{LONG}\nWhat is the grassland like?", sampling=CALM, max_tokens=14)
    events = run(engine, first)
    told, receipt = text_of(events), end_of(events).receipt
    reply = ChatMessage("assistant", told, receipt.tokens)
    messages = (*first.messages, reply, ChatMessage("user", "And what lives there?"))
    request = msgspec.structs.replace(first, messages=messages)
    return request, run(engine, request)


def test_a_follow_up_is_the_same_again(engine, talk):
    request, events = talk
    receipt = end_of(events).receipt
    assert len(receipt.tokens) == end_of(events).stats.completion_tokens > 0
    text, result = again(engine, request, receipt)
    assert (result.same, result.tokens, result.reason) == (True, len(receipt.tokens), "")
    assert text == text_of(events)


def test_in_another_process_too(talk):
    request, events = talk
    with Engine() as fresh:
        text, result = again(fresh, request, end_of(events).receipt)
    assert (text, result.same) == (text_of(events), True)


def test_after_another_chat_and_twice(engine, model, talk):
    request, events = talk
    run(engine, ask(model, "Something else.", max_tokens=3))
    for _ in range(2):
        text, result = again(engine, request, end_of(events).receipt)
        assert (text, result.same) == (text_of(events), True)


def test_the_next_turn_after_a_replay_is_answered(engine, talk):
    request, events = talk
    again(engine, request, end_of(events).receipt)
    more = (ChatMessage("assistant", text_of(events)), ChatMessage("user", "Thanks."))
    request = msgspec.structs.replace(request, messages=(*request.messages, *more))
    assert text_of(run(engine, request))


@pytest.mark.parametrize(
    ("reason", "fields"),
    [
        ("model", {"model": "other.gguf"}),
        ("model", {"model_size": 5}),
        ("engine", {"engine": "llama-cpp-python 0.1"}),
        ("tuning", {"tuning": Tuning(kv_type="q8_0", flash=True)}),
        ("template", {"template_sha256": "0" * 64}),
        ("prompt", {"prompt_sha256": "0" * 64}),
        ("batches", {"batches": ()}),
        ("batches", {"batches": ((1, 3),)}),
        ("batches", {"batches": ((1, 1 << 60),)}),
        ("batches", {"batches": ((512, 1), (-512, 1))}),
    ],
)
def test_what_differs_is_told_with_its_reason(engine, talk, reason, fields):
    request, events = talk
    receipt = end_of(events).receipt
    other = list(receipt.tokens)
    other[5] = (other[5] + 1) % 1000  # another token than the model picks
    wrong = msgspec.structs.replace(receipt, tokens=tuple(other), **fields)
    text, result = again(engine, request, wrong)
    assert (result.same, result.reason) == (False, reason)
    assert result.tokens <= 5  # other batches may change an earlier one
    assert result.then != result.now
    assert text_of(events).startswith(text[:10]) or result.reason == "batches"


def test_other_tokens_alone_have_no_known_reason(engine, talk):
    request, events = talk
    receipt = end_of(events).receipt
    other = list(receipt.tokens)
    other[7] = (other[7] + 1) % 1000
    wrong = msgspec.structs.replace(receipt, tokens=tuple(other))
    _, result = again(engine, request, wrong)
    assert (result.same, result.tokens) == (False, 7)
    assert result.reason in ("unknown", "near_tie")


def test_an_end_that_is_not_there_again(engine, model):
    request = ask(model, "Say no more than: hello.", sampling=CALM, max_tokens=60)
    events = run(engine, request)
    receipt = end_of(events).receipt
    assert receipt.ended == (end_of(events).reason == "stop" and receipt.ended)
    text, result = again(engine, request, receipt)
    assert (text, result.same) == (text_of(events), True)
    short = msgspec.structs.replace(receipt, tokens=receipt.tokens[:2], ended=True)
    _, result = again(engine, request, short)
    assert (result.same, result.tokens, result.then) == (False, 2, "")
    assert result.now


@pytest.mark.parametrize("tokens", [(), (1 << 40,), (-1,), (5, 1 << 25)])
def test_a_receipt_without_usable_tokens_is_refused(engine, talk, tokens):
    request, events = talk
    receipt = msgspec.structs.replace(end_of(events).receipt, tokens=tokens)
    _, error = again(engine, request, receipt)
    assert error.kind == "invalid_input"
    assert error.values["field"] == "receipt"


def test_a_replay_can_be_cancelled(engine, talk):
    request, events = talk
    receipt = end_of(events).receipt
    seen = []
    request = msgspec.structs.replace(request, sampling=receipt.sampling, replay=receipt)
    job = engine.chat(request, seen.append)
    for _ in range(1_000):
        if any(isinstance(event, Prefill) for event in seen):
            break
        time.sleep(0.01)
    job.cancel()
    list(engine.stream(ask(request.model, "Hi", max_tokens=1)))
    assert end_of(seen).reason == "cancelled"
    assert end_of(seen).replay is None


def test_a_continued_reply_is_the_same_again(engine, model):
    asked = (ChatMessage("user", "Count: one, two, three."), ChatMessage("assistant", "Four, five"))
    request = ask(model, "x", sampling=CALM, max_tokens=12)
    request = msgspec.structs.replace(request, messages=asked, continue_reply=True)
    events = run(engine, request)
    receipt = end_of(events).receipt
    assert receipt.start == len("Four, five")
    text, result = again(engine, request, receipt)
    assert (text, result.same) == (text_of(events), True)
