"""Losses of tokens from the scorer process: those of the logits, whatever the batches."""

from pathlib import Path

import numpy as np
import pytest
from helpers.adapter_writer import write_adapter
from helpers.tiny_gguf import N_VOCAB, write_tiny_gguf

from engine.errors import AdapterError, EngineCrash, ModelFileError, PromptTooLong
from engine.files import Stopped
from engine.messages import AdapterUse
from engine.scoring import Scorer

TOKENS = [1, *(5 + (7 * number) % 300 for number in range(140))]


@pytest.fixture(scope="module")
def tiny(tmp_path_factory) -> Path:
    return write_tiny_gguf(tmp_path_factory.mktemp("model") / "tiny.gguf", n_ctx=4096)


@pytest.fixture(scope="module")
def scorer():
    with Scorer(n_threads=1) as scorer:
        yield scorer


def losses_of(logits, tokens, marks):
    """Computed anew, in double precision."""
    values = logits.astype(np.float64)
    highest = values.max(axis=1, keepdims=True)
    every = values - highest - np.log(np.exp(values - highest).sum(axis=1, keepdims=True))
    return [-every[number, tokens[mark]] for number, mark in enumerate(marks)]


@pytest.mark.parametrize("marks", [[1], [140], [3, 4, 90], range(1, 141)])
def test_losses_are_those_of_the_logits(scorer, tiny, marks):
    losses = scorer.losses(tiny, TOKENS, marks)
    logits = scorer.logits(tiny, TOKENS, marks)
    assert logits.shape == (len(marks), N_VOCAB)
    assert losses == pytest.approx(losses_of(logits, TOKENS, marks), abs=1e-4)


def test_marks_do_not_change_what_is_read(scorer, tiny):
    every = scorer.losses(tiny, TOKENS, range(1, 141))
    some = scorer.losses(tiny, TOKENS, [5, 60, 139])
    assert some == pytest.approx([every[4], every[59], every[138]], abs=1e-2)


def test_nothing_is_wanted(scorer, tiny):
    assert scorer.losses(tiny, TOKENS, []) == ()
    assert scorer.logits(tiny, TOKENS, []).shape == (0, N_VOCAB)


def test_text_is_read_with_the_tokens_of_the_model(scorer, tiny):
    letters = scorer.losses_of_text(tiny, "tea")
    assert len(letters) == 3  # behind the token that begins a text
    assert scorer.losses_of_text(tiny, "tea and no rest")[:2] == pytest.approx(
        letters[:2], abs=1e-2
    )


def test_adapters_count_for_one_row(scorer, tiny, tmp_path):
    adapter = str(write_adapter(tmp_path / "a.gguf", tiny))
    marks = range(100, 120)
    before = scorer.losses(tiny, TOKENS, marks)
    changed = scorer.losses(tiny, TOKENS, marks, [AdapterUse(adapter)])
    half = scorer.losses(tiny, TOKENS, marks, [AdapterUse(adapter, 0.5)])
    assert scorer.losses(tiny, TOKENS, marks) == before
    assert max(abs(a - b) for a, b in zip(before, changed, strict=True)) > 1e-3
    assert changed != half


def test_a_long_row_gets_a_larger_context(scorer, tiny):
    long = TOKENS * 10
    losses = scorer.losses(tiny, long, [3, 1300])
    assert losses[0] == pytest.approx(scorer.losses(tiny, TOKENS, [3])[0], abs=1e-2)


def test_what_cannot_be_answered_is_told_and_the_next_row_is_answered(scorer, tiny, tmp_path):
    with pytest.raises(PromptTooLong):
        scorer.losses(tiny, TOKENS * 30, [4200])
    with pytest.raises(AdapterError):
        scorer.losses(tiny, TOKENS, [3], [AdapterUse(str(tmp_path / "none.gguf"))])
    broken = tmp_path / "m.gguf"
    broken.write_bytes(b"GGUF")
    with pytest.raises(ModelFileError):
        scorer.losses(broken, TOKENS, [3])
    assert len(scorer.losses(tiny, TOKENS, [3])) == 1


def test_a_frame_that_would_be_too_long(scorer, tiny):
    with pytest.raises(PromptTooLong):
        scorer.losses(tiny, [5] * 200_000, [3])


def test_it_stops(tiny):
    stop = []
    with Scorer(lambda: bool(stop), n_threads=1) as scorer:
        assert scorer.losses(tiny, TOKENS, [3])
        stop.append(True)
        with pytest.raises(Stopped):
            scorer.losses(tiny, TOKENS, [3])


def test_a_process_that_died_is_explained(tiny):
    with Scorer(n_threads=1) as scorer:
        scorer.losses(tiny, TOKENS, [3])
        scorer._process.kill()
        for _ in range(2):
            with pytest.raises(EngineCrash):
                scorer.losses(tiny, TOKENS, [3])


@pytest.mark.model
def test_real_models_expect_sense(scorer, model_path):
    sense = scorer.losses_of_text(model_path, "The capital of France is Paris.")
    nonsense = scorer.losses_of_text(model_path, "The kapital Paris of. is France fish")
    assert sum(sense) / len(sense) + 1 < sum(nonsense) / len(nonsense)
