"""A reply made again from its receipt: the same, or the first token that differs and why."""

import time
from pathlib import Path

import msgspec
import pytest
from helpers.adapter_writer import write_adapter
from helpers.scripted import ask, end_of, text_of

from engine.engine import Engine
from engine.hardware import physical_cores
from engine.messages import AdapterUse, ChatMessage, ModelSpec, Prefill, Sampling, Tuning

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
    assert receipt.cached_tokens > 100
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


def test_a_reply_that_went_on_from_a_kept_state(engine, model, talk):
    """Where the cells of a sliding window came back in another order, that may be the reason."""
    request, events = talk
    more = (ChatMessage("assistant", text_of(events)), ChatMessage("user", "Are there birds?"))
    request = msgspec.structs.replace(request, messages=(*request.messages, *more))
    run(engine, ask(model, "Something else. " * 80, max_tokens=1))
    events = run(engine, request)
    receipt = end_of(events).receipt
    assert receipt.cached_tokens > 100
    text, result = again(engine, request, receipt)
    assert result.same == (text == text_of(events))
    assert result.same or (receipt.restored and result.reason == "restored")


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


def test_an_end_that_is_not_there_again(engine, talk):
    # a drawn reply may be too short for this, or go on with half of a character
    sampling = msgspec.structs.replace(CALM, temperature=0.0)
    request = msgspec.structs.replace(talk[0], sampling=sampling, max_tokens=2)
    receipt = end_of(run(engine, request)).receipt
    assert len(receipt.tokens) == 2
    _, result = again(engine, request, msgspec.structs.replace(receipt, ended=True))
    assert (result.same, result.tokens, result.then) == (False, 2, "")
    assert result.now


def test_a_reply_that_the_model_ended_ends_there_again(engine, model):
    ending = Sampling(temperature=0.7, logit_bias=((" ", -100.0),))
    request = ask(model, "Say no more than: hello.", sampling=ending, max_tokens=60)
    events = run(engine, request)
    receipt = end_of(events).receipt
    assert not receipt.ended or end_of(events).reason == "stop"
    text, result = again(engine, request, receipt)
    assert (text, result.same) == (text_of(events), True)


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
    asked = ChatMessage("user", "Count: one, two, three.")
    first = run(engine, ask(model, asked.content, sampling=CALM, max_tokens=6))
    begun = ChatMessage("assistant", text_of(first), end_of(first).receipt.tokens)
    request = ask(model, "x", sampling=CALM, max_tokens=12)
    request = msgspec.structs.replace(request, messages=(asked, begun), continue_reply=True)
    events = run(engine, request)
    receipt = end_of(events).receipt
    assert (receipt.start, receipt.before) == (len(begun.content), begun.tokens)
    text, result = again(engine, request, receipt)
    assert (text, result.same) == (text_of(events), True)


COPY = "one two three four five six seven eight nine ten. " * 8 + "one two three four"


@pytest.mark.parametrize("temperature", [0, 1.2])
def test_a_drafted_reply_is_the_same_again(engine, model, temperature):
    """Batches of guesses, some taken back, are repeated as they were."""
    sampling = Sampling(temperature=temperature)
    request = ask(model, COPY, raw=True, sampling=sampling, max_tokens=40)
    request = msgspec.structs.replace(request, draft=True)
    events = run(engine, request)
    end = end_of(events)
    if temperature == 0:
        assert end.stats.drafted_tokens >= end.stats.accepted_tokens > 0
        assert any(1 < size <= 8 for size, _ in end.receipt.batches[1:])
    text, result = again(engine, request, end.receipt)
    assert (text, result.same) == (text_of(events), True)


def test_a_constrained_reply_is_the_same_again(engine, model):
    grammar = 'root ::= "{" [a-z]+ ("," [a-z]+)* "}"'
    request = ask(model, "Three colours.", sampling=Sampling(seed=3), max_tokens=16)
    events = run(engine, msgspec.structs.replace(request, grammar=grammar))
    receipt = end_of(events).receipt
    assert receipt.grammar == grammar
    assert text_of(events).startswith("{")
    text, result = again(engine, msgspec.structs.replace(request, grammar=grammar), receipt)
    assert (text, result.same) == (text_of(events), True)
    _, result = again(engine, request, receipt)  # without the grammar
    assert not result.same


def test_a_reply_with_an_adapter_is_the_same_again(engine, model, tmp_path):
    path = write_adapter(tmp_path / "a.gguf", Path(model.path), size=0.02, rank=4)
    uses = (AdapterUse(str(path), 0.8),)
    request = ask(model, "Tell me about rain.", sampling=Sampling(seed=3), max_tokens=8)
    events = run(engine, msgspec.structs.replace(request, adapters=uses))
    receipt = end_of(events).receipt
    assert receipt.adapters == uses
    text, result = again(engine, msgspec.structs.replace(request, adapters=uses), receipt)
    assert (text, result.same) == (text_of(events), True)
    other = (AdapterUse(str(path), -0.8),)
    _, result = again(engine, msgspec.structs.replace(request, adapters=other), receipt)
    assert result.same or result.reason == "adapters"


def test_a_change_of_threads_is_repeated(engine, model_path):
    """Where another number of threads reads a part, that part is read with as many again."""
    if physical_cores() < 2:
        pytest.skip("needs two cores")
    two = ModelSpec(str(model_path), n_ctx=4096, n_threads=2)
    request = ask(two, "Say something.", sampling=Sampling(seed=3), max_tokens=6)
    end = end_of(run(engine, request))
    receipt, prompt = end.receipt, end.stats.prompt_tokens
    for threads in (((0, 2), (prompt, 1)), ((0, 1), (prompt, 2))):
        asked = msgspec.structs.replace(receipt, threads=threads)
        events = run(
            engine,
            msgspec.structs.replace(request, sampling=receipt.sampling, replay=asked),
        )
        end = end_of(events)
        assert end.replay.same or end.replay.reason != "threads"
        assert end.receipt.threads == threads
