"""Writes small embedders that llama.cpp loads: random weights, of BERT's shape, WordPiece tokens.

write_tiny_bert(tmp_path / "bert.gguf", metadata={"bert.pooling_type": 2})
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from helpers.tiny_gguf import TinyTensor, gguf_bytes

WIDTH, LAYERS, WIDE = 32, 2, 64
_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
MEAN, CLS, LAST, RANK = 1, 2, 3, 4


def tiny_pieces() -> list[str]:
    """Special tokens, then letters inside and, marked by a low line, at the start of a word."""
    return [*_SPECIAL, *_LETTERS, *(f"\u2581{letter}" for letter in (*_LETTERS, *"羊驼高原"))]


def tiny_bert_metadata(
    *, n_ctx: int = 64, metadata: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The metadata of a tiny BERT. In `metadata` a value None takes a key out."""
    pieces = tiny_pieces()
    values: dict[str, Any] = {
        "general.architecture": "bert",
        "general.type": "model",
        "general.name": "Tiny BERT",
        "bert.context_length": n_ctx,
        "bert.embedding_length": WIDTH,
        "bert.block_count": LAYERS,
        "bert.feed_forward_length": WIDE,
        "bert.attention.head_count": 4,
        "bert.attention.layer_norm_epsilon": 1e-12,
        "bert.attention.causal": False,
        "bert.pooling_type": MEAN,
        "tokenizer.ggml.model": "bert",
        "tokenizer.ggml.tokens": pieces,
        "tokenizer.ggml.token_type": [3 if piece in _SPECIAL else 1 for piece in pieces],
        "tokenizer.ggml.token_type_count": 2,
        "tokenizer.ggml.padding_token_id": 0,
        "tokenizer.ggml.unknown_token_id": 1,
        "tokenizer.ggml.bos_token_id": 2,
        "tokenizer.ggml.seperator_token_id": 3,
        "tokenizer.ggml.mask_token_id": 4,
    }
    values.update(metadata or {})
    return {key: value for key, value in values.items() if value is not None}


def tiny_bert_tensors(*, n_ctx: int = 64, seed: int = 0) -> list[TinyTensor]:
    """Its tensors with random weights, in full precision."""
    generator = random.Random(seed)

    def tensor(name: str, *shape: int, middle: float = 0.0) -> TinyTensor:
        count = shape[0] * (shape[1] if len(shape) > 1 else 1)
        numbers = array("f", (generator.gauss(middle, 0.3) for _ in range(count)))
        return TinyTensor(name, shape, numbers.tobytes())

    tensors = [
        tensor("token_embd.weight", WIDTH, len(tiny_pieces())),
        tensor("position_embd.weight", WIDTH, n_ctx),
        tensor("token_types.weight", WIDTH, 2),
        tensor("token_embd_norm.weight", WIDTH, middle=1),
        tensor("token_embd_norm.bias", WIDTH),
    ]
    for layer in range(LAYERS):
        for name, columns, rows in (
            ("attn_q", WIDTH, WIDTH),
            ("attn_k", WIDTH, WIDTH),
            ("attn_v", WIDTH, WIDTH),
            ("attn_output", WIDTH, WIDTH),
            ("ffn_up", WIDTH, WIDE),
            ("ffn_down", WIDE, WIDTH),
        ):
            tensors.append(tensor(f"blk.{layer}.{name}.weight", columns, rows))
            tensors.append(tensor(f"blk.{layer}.{name}.bias", rows))
        for name in ("attn_output_norm", "layer_output_norm"):
            tensors.append(tensor(f"blk.{layer}.{name}.weight", WIDTH, middle=1))
            tensors.append(tensor(f"blk.{layer}.{name}.bias", WIDTH))
    return tensors


def write_tiny_bert(
    path: Path, *, n_ctx: int = 64, seed: int = 0, metadata: Mapping[str, Any] | None = None
) -> Path:
    """Write a tiny BERT that reads up to `n_ctx` tokens, and return its path."""
    values = tiny_bert_metadata(n_ctx=n_ctx, metadata=metadata)
    tensors = tiny_bert_tensors(n_ctx=n_ctx, seed=seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gguf_bytes(list(values.items()), tensors))
    return path
