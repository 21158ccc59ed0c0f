"""A tuning is what the context is made with; how many threads it took is in the receipt."""

import os

import pytest
from helpers.scripted import ask, end_of, text_of
from helpers.tiny_gguf import CHATML, write_tiny_gguf

from engine.engine import Engine
from engine.hardware import physical_cores
from engine.messages import Failed, ModelSpec, Prefill, Sampling, Tuning
from engine.worker.model import Job

GREEDY = Sampling(temperature=0)


@pytest.fixture(scope="module")
def engine():
    """One process for the module: it is started here, as no test may leave one behind."""
    with Engine() as made:
        list(made.stream(ask(ModelSpec("scripted:"), "Hi")))
        yield made


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    return str(
        write_tiny_gguf(tmp_path_factory.mktemp("m") / "tiny.gguf", template=CHATML, n_ctx=1024)
    )


def test_batches_and_threads_of_a_tuning(engine, tiny):
    tuning = Tuning(n_threads=1, n_batch=64, flash=False)
    request = ask(ModelSpec(tiny, 512, tuning=tuning), "Hello " * 30, raw=True, max_tokens=4)
    events = list(engine.stream(request))
    end = end_of(events)
    done = [event.done for event in events if isinstance(event, Prefill)]
    assert done == [*range(0, end.stats.prompt_tokens, 64), end.stats.prompt_tokens]
    assert end.receipt.tuning == tuning
    assert end.receipt.threads == ((0, 1),)
    assert end.receipt.n_threads == 1


def test_the_user_s_own_number_of_threads_goes_first(engine, tiny):
    spec = ModelSpec(tiny, 512, 1, Tuning(n_threads=os.cpu_count()))
    assert end_of(list(engine.stream(ask(spec, "Hi", max_tokens=2)))).receipt.n_threads == 1


def test_never_more_threads_than_cores(engine, tiny):
    spec = ModelSpec(tiny, 512, os.cpu_count())
    receipt = end_of(list(engine.stream(ask(spec, "Hi", max_tokens=2)))).receipt
    assert receipt.n_threads == physical_cores()
    assert all(1 <= threads <= receipt.n_threads for _, threads in receipt.threads)


@pytest.mark.parametrize(
    "tuning",
    [
        Tuning(n_batch=8),
        Tuning(n_batch=1 << 20),
        Tuning(n_threads=10_000),
        Tuning(kv_type="q8_0", flash=False),
    ],
)
def test_a_tuning_no_context_can_have(engine, tiny, tuning):
    end = end_of(list(engine.stream(ask(ModelSpec(tiny, tuning=tuning), "Hi"))))
    assert isinstance(end, Failed)
    assert end.error.kind == "invalid_input"


def test_native_code_sees_that_a_job_was_cancelled():
    job = Job(1)
    assert (job.cancelled, job.flag.value) == (False, b"")
    job.cancelled = True
    assert (job.cancelled, job.flag.value) == (True, b"x")


@pytest.mark.model
def test_every_kind_of_attention_and_cache_answers(engine, model_path):
    for tuning in (Tuning(flash=False), Tuning(flash=True), Tuning(flash=True, kv_type="q8_0")):
        spec = ModelSpec(str(model_path), 1024, tuning=tuning)
        question = ask(spec, "1, 2, 3, 4, 5, 6,", raw=True, sampling=GREEDY, max_tokens=5)
        assert "7" in text_of(list(engine.stream(question)))


@pytest.mark.model
def test_without_fused_attention_threads_change_nothing(engine, model_path):
    texts = set()
    for threads in {1, physical_cores()}:
        spec = ModelSpec(str(model_path), 1024, threads, Tuning(flash=False))
        request = ask(spec, "Tell me about the sea.", sampling=Sampling(seed=5), max_tokens=24)
        texts.add(text_of(list(engine.stream(request))))
    assert len(texts) == 1
