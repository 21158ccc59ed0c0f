"""What is read of a model, and which models are refused, each in one sentence."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest
from helpers.tiny_decoders import VARIANTS, write_decoder
from helpers.tiny_gguf import TinyTensor, gguf_bytes, tiny_metadata, tiny_tensors, write_tiny_gguf

from engine.errors import ModelFileError, ModelNotFound, StorageError, TrainingError
from engine.fit import teachable
from engine.gguf import read
from engine.training.config import config_of, unsuitable
from engine.training.weights import Base


@pytest.mark.parametrize("variant", VARIANTS)
def test_all_small_models_can_be_taught(variant: str, tmp_path: Path):
    gguf = read(write_decoder(tmp_path / "tiny.gguf", variant))
    assert unsuitable(gguf) == ""
    assert teachable(gguf)


def test_what_is_read(tmp_path: Path):
    config = config_of(read(write_decoder(tmp_path / "tiny.gguf", "gemma3")))
    assert config.windows == (12, 12, 12, 12, 12, 0, 12)
    assert config.embedding_scale == 16
    assert config.attention_scale == 1 / math.sqrt(128)
    local, everywhere = config.ropes[0], config.ropes[5]
    assert local is not None
    assert everywhere is not None
    assert (local.base, local.scale) == (10_000.0, 1.0)
    assert (everywhere.base, everywhere.scale) == (1000.0, 0.25)


@pytest.mark.parametrize(("n_layers", "width"), [(62, 16), (2, 8)])
def test_the_largest_gemma_scales_by_its_width(n_layers: int, width: int, tmp_path: Path):
    metadata = {"gemma3.attention.head_count": 2, "gemma3.attention.head_count_kv": 1}
    values = tiny_metadata("gemma3", n_layers=n_layers, metadata=metadata)
    path = tmp_path / "tiny.gguf"
    path.write_bytes(gguf_bytes(list(values.items()), tiny_tensors("gemma3", n_layers=n_layers)))
    assert config_of(read(path)).attention_scale == 1 / math.sqrt(width)


REFUSED: list[tuple[str, dict[str, Any], str]] = [
    ("mamba", {}, "of the kind mamba"),
    ("llama", {"llama.expert_count": 4, "llama.expert_used_count": 2}, "mixtures of experts"),
    ("llama", {"llama.rope.scaling.type": "yarn"}, "stretched by yarn"),
    ("llama", {"llama.rope.scaling.type": "longrope"}, "stretched by longrope"),
    ("llama", {"llama.feed_forward_length": [64, 32]}, "differ in size"),
    ("llama", {"llama.nextn_predict_layers": 1}, "several tokens at once"),
    ("llama", {"llama.attention.value_length": 16}, "two lengths"),
    ("granite", {"granite.rope.scaling.finetuned": False}, "does not rotate"),
    ("gemma3", {"gemma3.final_logit_softcapping": 30.0}, "within a limit"),
    ("gemma3", {"gemma3.attention.sliding_window_pattern": [1, 0]}, "laid out in a way"),
    ("qwen3", {}, "attn_q_norm.weight is missing"),
    ("llama", {"llama.pooling_type": 1}, "not made to continue a text"),
]


@pytest.mark.parametrize(("kind", "metadata", "reason"), REFUSED)
def test_what_is_refused(kind: str, metadata: dict[str, Any], reason: str, tmp_path: Path):
    gguf = read(write_tiny_gguf(tmp_path / "tiny.gguf", architecture=kind, metadata=metadata))
    assert reason in unsuitable(gguf)
    assert not teachable(gguf)
    with pytest.raises(TrainingError) as caught:
        config_of(gguf)
    assert reason in str(caught.value)
    assert caught.value.advice


def test_a_tensor_that_is_unknown_is_not_left_out(tmp_path: Path):
    tensors = [*tiny_tensors(), TinyTensor("blk.1.attn_sinks.weight", (4,), bytes(16))]
    path = tmp_path / "tiny.gguf"
    path.write_bytes(gguf_bytes(list(tiny_metadata().items()), tensors))
    with pytest.raises(TrainingError, match=r"blk\.1\.attn_sinks\.weight"):
        Base.open(path)


def test_a_packing_that_nothing_unpacks(tmp_path: Path):
    """Q8_K is for computing only; no model has it."""
    tensors = [
        TinyTensor("blk.0.attn_q.weight", (256, 4), bytes(4 * 292), 15)
        if tensor.name == "blk.0.attn_q.weight"
        else tensor
        for tensor in tiny_tensors()
    ]
    path = tmp_path / "tiny.gguf"
    path.write_bytes(gguf_bytes(list(tiny_metadata().items()), tensors))
    base = Base(read(path), config_of(read(write_tiny_gguf(tmp_path / "t.gguf"))))
    with pytest.raises(TrainingError, match="packed as Q8_K"):
        base.matrix("blk.0.attn_q.weight")


def test_what_is_no_model(tmp_path: Path):
    with pytest.raises(ModelNotFound):
        Base.open(tmp_path / "none.gguf")
    wrong = tmp_path / "wrong.gguf"
    wrong.write_bytes(b"GGUF")
    with pytest.raises(ModelFileError):
        Base.open(wrong)


def test_a_file_that_went_away(tmp_path: Path):
    path = write_tiny_gguf(tmp_path / "tiny.gguf")
    gguf = read(path)
    path.unlink()
    with pytest.raises(StorageError):
        Base(gguf, config_of(gguf))
