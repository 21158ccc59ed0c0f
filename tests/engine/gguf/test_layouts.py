"""The tensors a model of a common architecture must hold; what may be laid out otherwise."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from helpers import tiny_gguf as tiny
from helpers.tiny_gguf import TinyTensor, gguf_bytes, write_tiny_gguf

from engine import gguf
from engine.errors import ModelFileError


def write(path: Path, tensors: list[TinyTensor], architecture: str = "llama", **metadata: Any):
    values = tiny.tiny_metadata(architecture, metadata=metadata or None)
    path.write_bytes(gguf_bytes(list(values.items()), tensors))
    return path


def field_refused(path: Path) -> str:
    with pytest.raises(ModelFileError) as caught:
        gguf.open_model(path)
    return str(caught.value.values["field"])


@pytest.mark.parametrize("architecture", ["llama", "gemma3"])
def test_every_tensor_must_be_there(tmp_path: Path, architecture: str):
    tensors = tiny.tiny_tensors(architecture)
    for number, missing in enumerate(tensors):
        path = write(tmp_path / "bad.gguf", tensors[:number] + tensors[number + 1 :], architecture)
        assert field_refused(path) == f"tensor {missing.name}"


@pytest.mark.parametrize("architecture", ["llama", "gemma3"])
def test_every_tensor_must_have_its_shape(tmp_path: Path, architecture: str):
    tensors = tiny.tiny_tensors(architecture)
    for number, right in enumerate(tensors):
        turned = (*right.shape[::-1], 1) if len(set(right.shape)) > 1 else (4, right.shape[0] // 4)
        if len(right.shape) == 2 and len(set(right.shape)) == 1:
            turned = (right.shape[0] * 2, right.shape[1] // 2)
        wrong = replace(right, shape=turned)
        changed = [*tensors[:number], wrong, *tensors[number + 1 :]]
        path = write(tmp_path / "bad.gguf", changed, architecture)
        assert field_refused(path) == f"tensor {right.name}"


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("feed_forward_length", 65),
        ("feed_forward_length", None),
        ("attention.head_count", 2),
        ("attention.head_count_kv", 1),
        ("attention.head_count_kv", None),
        ("attention.head_count_kv", 0),
    ],
)
def test_sizes_that_the_tensors_do_not_have(tmp_path: Path, key: str, value: Any):
    path = write_tiny_gguf(tmp_path / "bad.gguf", metadata={f"llama.{key}": value})
    assert field_refused(path).startswith("tensor blk.0.")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("attention.layer_norm_rms_epsilon", None),
        ("rope.dimension_count", 4),
        ("rope.dimension_count", 0),
        ("attention.value_length", 4),
    ],
)
def test_keys_that_llama_cpp_insists_on(tmp_path: Path, key: str, value: Any):
    path = write_tiny_gguf(tmp_path / "bad.gguf", metadata={f"llama.{key}": value})
    assert field_refused(path) == f"llama.{key}"


def test_a_length_of_one_at_the_end_changes_nothing(tmp_path: Path):
    tensors = [replace(t, shape=(*t.shape, 1)) if len(t.shape) == 2 else t for t in without_table()]
    gguf.open_model(write(tmp_path / "good.gguf", [*tiny.tiny_tensors()[:1], *tensors]))


def without_table() -> list[TinyTensor]:
    return tiny.tiny_tensors()[1:]


def test_attention_in_one_tensor_is_accepted(tmp_path: Path):
    split = ("attn_q.weight", "attn_k.weight", "attn_v.weight")
    tensors = [t for t in tiny.tiny_tensors() if not t.name.endswith(split)]
    for layer in (0, 1):
        name = f"blk.{layer}.attn_qkv.weight"
        tensors.append(TinyTensor(name, (32, 64), bytes(4 * 32 * 64)))
    gguf.open_model(write(tmp_path / "good.gguf", tensors))


def test_experts_are_left_to_llama_cpp(tmp_path: Path):
    tensors = [t for t in tiny.tiny_tensors() if ".ffn_" not in t.name or "norm" in t.name]
    metadata = {"llama.expert_count": 4, "llama.expert_used_count": 2}
    gguf.open_model(write(tmp_path / "good.gguf", tensors, **metadata))


def test_layers_of_different_sizes_are_left_to_llama_cpp(tmp_path: Path):
    metadata = {"llama.feed_forward_length": [64, 128]}
    gguf.open_model(write_tiny_gguf(tmp_path / "good.gguf", metadata=metadata))


def test_an_architecture_without_a_layout_is_left_to_llama_cpp(tmp_path: Path):
    tensors = tiny.tiny_tensors()[:3]
    gguf.open_model(write(tmp_path / "good.gguf", tensors, "mamba"))
