"""Writes small random models of every architecture that Puna trains, packed by ggml itself.

    write_decoder(tmp_path / "tiny.gguf", "phi3", "Q4_K")

Wide enough for blocks of 256 and for llama.cpp's fast paths; random enough that whatever a decoder
leaves out shows in the logits. `VARIANTS` are the architectures, and forms of them that compute
something else.
"""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from helpers.tiny_gguf import N_VOCAB, TinyTensor, gguf_bytes, tiny_metadata

from engine.gguf import TENSOR_TYPES
from engine.worker.pool import library

WIDTH, HEADS, KV_HEADS, FEED_FORWARD = 256, 4, 2, 512
TYPES = {kind.name: kind for kind in TENSOR_TYPES.values()}


@dataclass(frozen=True)
class Variant:
    """What a form of an architecture has; `metadata` without the architecture in front."""

    architecture: str
    layers: int = 2
    head: int = 64
    biases: tuple[str, ...] = ()
    head_norms: bool = False
    post_norms: bool = False
    fused: bool = False
    own_output: bool = False
    factors: Mapping[str, float] = field(default_factory=dict)
    metadata: Mapping[str, Any] = field(default_factory=dict)


VARIANTS = {
    "llama": Variant("llama", own_output=True),
    "llama3": Variant("llama", factors={"rope_freqs": 8.0}, biases=("attn_q", "ffn_down")),
    "linear": Variant(
        "llama", metadata={"rope.scaling.type": "linear", "rope.scaling.factor": 4.0}
    ),
    "qwen2": Variant("qwen2", biases=("attn_q", "attn_k", "attn_v")),
    "qwen3": Variant("qwen3", head=128, head_norms=True),
    "gemma2": Variant(
        "gemma2",
        layers=3,
        head=128,
        post_norms=True,
        metadata={
            "attention.sliding_window": 12,
            "attn_logit_softcapping": 3.0,
            "final_logit_softcapping": 4.0,
        },
    ),
    "gemma3": Variant(
        "gemma3",
        layers=7,
        head=128,
        head_norms=True,
        post_norms=True,
        metadata={
            "attention.sliding_window": 12,
            "rope.freq_base": 1000.0,
            "rope.scaling.type": "linear",
            "rope.scaling.factor": 4.0,
        },
    ),
    "phi3": Variant("phi3", fused=True, metadata={"attention.sliding_window": 12}),
    "phi4": Variant(
        "phi3",
        fused=True,
        factors={"rope_factors_short": 2.0, "rope_factors_long": 30.0},
        metadata={
            "rope.dimension_count": 48,
            "rope.scaling.attn_factor": 1.2,
            "rope.scaling.original_context_length": 512,
        },
    ),
    "granite": Variant(
        "granite",
        metadata={
            "attention.scale": 0.2,
            "embedding_scale": 0.5,
            "residual_scale": 0.7,
            "logit_scale": 2.0,
        },
    ),
    "smollm3": Variant("smollm3", layers=4),
}


def write_decoder(path: Path, variant: str, kind: str = "Q8_0", seed: int = 0) -> Path:
    """Write a model; `kind` names how its matrices are packed."""
    shape = VARIANTS[variant]
    name = shape.architecture
    own = {f"{name}.{key}": value for key, value in shape.metadata.items()}
    sizes = {
        "embedding_length": WIDTH,
        "feed_forward_length": FEED_FORWARD,
        "attention.head_count": HEADS,
        "attention.head_count_kv": KV_HEADS,
        "attention.key_length": shape.head,
        "attention.value_length": shape.head,
        "rope.dimension_count": shape.head,
    }
    own = {**{f"{name}.{key}": value for key, value in sizes.items()}, **own}
    own["general.name"] = "Tiny"  # by "phi3" in it, llama.cpp looks for tokens of Phi
    values = tiny_metadata(name, n_layers=shape.layers, metadata=own)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gguf_bytes(list(values.items()), _tensors(shape, kind, seed)))
    return path


def _tensors(shape: Variant, kind: str, seed: int) -> list[TinyTensor]:
    random = np.random.default_rng(seed)
    made: list[TinyTensor] = []

    def vector(name: str, numbers: Any) -> None:
        data = np.asarray(numbers, np.float32)
        made.append(TinyTensor(name, data.shape, data.tobytes()))

    def norm(name: str, length: int = WIDTH) -> None:
        vector(f"{name}.weight", 1 + 0.1 * random.standard_normal(length))

    def matrix(name: str, columns: int, rows: int, gain: float = 1.0) -> None:
        numbers = random.standard_normal((rows, columns)) * gain / np.sqrt(columns)
        data = quantised(numbers.astype(np.float32), kind)
        made.append(TinyTensor(f"{name}.weight", (columns, rows), data, TYPES[kind].id))
        if name.rpartition(".")[2] in shape.biases:
            vector(f"{name}.bias", 0.3 * random.standard_normal(rows))

    q, kv = HEADS * shape.head, KV_HEADS * shape.head
    matrix("token_embd", WIDTH, N_VOCAB, 1.5)
    norm("output_norm")
    if shape.own_output:
        matrix("output", WIDTH, N_VOCAB, 1.5)
    for name, most in shape.factors.items():
        dims = shape.metadata.get("rope.dimension_count", shape.head)
        vector(f"{name}.weight", np.linspace(1, most, dims // 2))
    for layer in range(shape.layers):
        prefix = f"blk.{layer}."
        norm(f"{prefix}attn_norm")
        norm(f"{prefix}ffn_norm")
        if shape.fused:
            matrix(f"{prefix}attn_qkv", WIDTH, q + 2 * kv, 1.4)
        else:
            matrix(f"{prefix}attn_q", WIDTH, q, 1.4)
            matrix(f"{prefix}attn_k", WIDTH, kv, 1.4)
            matrix(f"{prefix}attn_v", WIDTH, kv)
            matrix(f"{prefix}ffn_gate", WIDTH, FEED_FORWARD)
        matrix(f"{prefix}attn_output", q, WIDTH)
        matrix(f"{prefix}ffn_up", WIDTH, FEED_FORWARD * (1 + shape.fused))
        matrix(f"{prefix}ffn_down", FEED_FORWARD, WIDTH, 2.0)
        if shape.head_norms:
            norm(f"{prefix}attn_q_norm", shape.head)
            norm(f"{prefix}attn_k_norm", shape.head)
        if shape.post_norms:
            norm(f"{prefix}post_attention_norm")
            norm(f"{prefix}post_ffw_norm")
    return made


def quantised(numbers: Any, kind: str) -> bytes:
    """A matrix (rows, columns) of f32, packed by ggml."""
    rows, columns = numbers.shape
    packing = TYPES[kind]
    out = np.empty(rows * columns // packing.block * packing.size, np.uint8)
    quantise = library("ggml-base").ggml_quantize_chunk
    quantise.restype = ctypes.c_size_t
    quantise.argtypes = (
        *(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64),
        *(ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p),
    )
    numbers = np.ascontiguousarray(numbers)
    size = quantise(packing.id, numbers.ctypes.data, out.ctypes.data, 0, rows, columns, None)
    assert size == out.nbytes
    return out.tobytes()
