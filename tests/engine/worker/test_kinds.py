"""Whose states may be taken over: those of the very same weights, run in the same way."""

import os

import pytest
from helpers.tiny_gguf import (
    TinyTensor,
    gguf_bytes,
    tiny_metadata,
    tiny_tensors,
    write_tiny_gguf,
)

from engine import gguf
from engine.messages import Tuning

pytest.importorskip("llama_cpp")
from engine.worker.kinds import model_kind, short_context


def kind(path, tuning=Tuning(), n_ctx=512):  # noqa: B008 - it cannot be changed
    os.utime(path, ns=(0, 1_000_000_000))
    return model_kind(gguf.open_model(path), tuning, n_ctx)


def test_other_weights_of_the_same_size_and_time_are_another_model(tmp_path):
    one = write_tiny_gguf(tmp_path / "a.gguf", seed=1)
    other = write_tiny_gguf(tmp_path / "b.gguf", seed=2)
    assert one.stat().st_size == other.stat().st_size
    assert kind(one) == kind(write_tiny_gguf(tmp_path / "c.gguf", seed=1))
    assert kind(one) != kind(other)


def test_the_size_of_the_context_does_not_matter(tmp_path):
    path = write_tiny_gguf(tmp_path / "a.gguf")
    assert short_context(gguf.open_model(path)) == 0
    assert kind(path, n_ctx=512) == kind(path, n_ctx=4096)
    assert kind(path) != kind(path, Tuning(kv_type="q8_0", flash=True))


def test_positions_that_are_turned_in_two_ways(tmp_path):
    path = tmp_path / "long.gguf"
    factors = TinyTensor("rope_factors_long.weight", (4,), bytes(16))
    metadata = tiny_metadata(metadata={"llama.rope.scaling.original_context_length": 256})
    path.write_bytes(gguf_bytes(metadata.items(), [*tiny_tensors(), factors]))
    assert short_context(gguf.open_model(path)) == 256
    assert kind(path, n_ctx=256) != kind(path, n_ctx=512)
    assert kind(path, n_ctx=512) == kind(path, n_ctx=1024)
