"""A value of another type than llama.cpp wants is refused; it would refuse the file as well."""

from pathlib import Path
from typing import Any

import pytest
from helpers import tiny_gguf as tiny
from helpers.tiny_gguf import Typed, write_tiny_gguf

from engine import gguf
from engine.errors import ModelFileError


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("general.name", 5),
        ("general.name", ["a", "b"]),
        ("general.file_type", Typed(tiny.INT32, 3)),
        ("llama.vocab_size", Typed(tiny.UINT64, 320)),
        ("llama.vocab_size", [320]),
        ("llama.rope.dimension_count", Typed(tiny.INT32, 8)),
        ("llama.rope.freq_base", Typed(tiny.FLOAT64, 10_000.0)),
        ("llama.rope.freq_base", 10_000),
        ("llama.attention.layer_norm_rms_epsilon", Typed(tiny.FLOAT64, 1e-5)),
        ("llama.attention.causal", 1),
        ("llama.attention.head_count", Typed(tiny.UINT16, 4)),
        ("llama.attention.head_count", Typed(tiny.ARRAY, [4, 4], tiny.UINT64)),
        ("llama.expert_used_count", [1.0, 1.0]),
        ("tokenizer.ggml.add_bos_token", "true"),
        ("tokenizer.ggml.add_space_prefix", Typed(tiny.UINT8, 1)),
        ("tokenizer.ggml.padding_token_id", Typed(tiny.INT64, 2)),
        ("tokenizer.ggml.pre", 1),
    ],
)
def test_another_type_is_refused(tmp_path: Path, key: str, value: Any):
    path = write_tiny_gguf(tmp_path / "bad.gguf", metadata={key: value})
    with pytest.raises(ModelFileError, match=r"llama\.cpp wants|32-bit numbers") as caught:
        gguf.open_model(path)
    assert caught.value.values["field"] == key


@pytest.mark.parametrize(
    "metadata",
    [
        {"llama.attention.head_count": Typed(tiny.ARRAY, [4, 4], tiny.UINT32)},
        {"llama.vocab_size": 320, "llama.rope.dimension_count": 8},
        {"llama.rope.scaling.finetuned": False, "tokenizer.ggml.add_bos_token": True},
        {"general.size_label": 5, "llama.rope.scaling.unheard_of": "x"},  # nobody reads these
    ],
    ids=str,
)
def test_what_llama_cpp_takes_is_accepted(tmp_path: Path, metadata: dict[str, Any]):
    gguf.open_model(write_tiny_gguf(tmp_path / "good.gguf", metadata=metadata))
