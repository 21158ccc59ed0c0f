"""Writes a GGUF of 1.1 billion random weights as Q4_0, in the shape of TinyLlama: 620 MB.

For benchmarks: what it writes has no meaning, but takes the time of a model of that size.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from helpers.tiny_gguf import CHATML, text_bytes, tiny_tokens, value_bytes

N_VOCAB, WIDTH, FEED_FORWARD, LAYERS, HEADS, KV_HEADS = 32_000, 2048, 5632, 22, 32, 4
_Q4_0, _F32 = 2, 0
_BLOCK_BYTES, _BLOCK = 18, 32
_SCALE = struct.pack("<e", 0.0045)
"""Weights of about 0.02, as trained ones are."""
_PIECE = 1 << 16
"""Blocks made at once."""
_ALIGNMENT = 32


def write_large_gguf(path: Path, seed: int = 0) -> Path:
    """Write the model and return its path."""
    metadata = _metadata()
    tensors = list(_tensors())
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata))
    head += b"".join(text_bytes(key) + value_bytes(value) for key, value in metadata.items())
    offset = 0
    for name, shape in tensors:
        kind = _F32 if len(shape) == 1 else _Q4_0
        head += text_bytes(name) + struct.pack(f"<I{len(shape)}Q", len(shape), *shape)
        head += struct.pack("<IQ", kind, offset)
        offset += _padded(_size(shape))
    generator = random.Random(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(head.ljust(_padded(len(head)), b"\0"))
        for _, shape in tensors:
            for piece in _data(shape, generator):
                file.write(piece)
            file.write(bytes(_padded(_size(shape)) - _size(shape)))
    return path


def _metadata() -> dict[str, Any]:
    """A vocabulary of bytes and letters, filled up with words that no text has."""
    tokens = [token for token in tiny_tokens() if not token.startswith("<unused")]
    tokens += [f"\u2581zq{number}" for number in range(N_VOCAB - len(tokens))]
    types = {"<unk>": 2, "<s>": 3, "</s>": 3, "<|im_start|>": 3, "<|im_end|>": 3}
    return {
        "general.architecture": "llama",
        "general.type": "model",
        "general.name": "Random 1.1B",
        "general.file_type": 2,
        "llama.context_length": 8192,
        "llama.embedding_length": WIDTH,
        "llama.block_count": LAYERS,
        "llama.feed_forward_length": FEED_FORWARD,
        "llama.attention.head_count": HEADS,
        "llama.attention.head_count_kv": KV_HEADS,
        "llama.attention.layer_norm_rms_epsilon": 1e-5,
        "llama.rope.freq_base": 10000.0,
        "llama.vocab_size": N_VOCAB,
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.scores": [-float(number) for number in range(N_VOCAB)],
        "tokenizer.ggml.token_type": [
            types.get(token, 6 if token.startswith("<0x") else 1) for token in tokens
        ],
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.ggml.unknown_token_id": 0,
        "tokenizer.chat_template": CHATML,
    }


def _tensors() -> Iterator[tuple[str, tuple[int, ...]]]:
    kv = WIDTH // HEADS * KV_HEADS
    yield "token_embd.weight", (WIDTH, N_VOCAB)
    for layer in range(LAYERS):
        prefix = f"blk.{layer}."
        yield f"{prefix}attn_norm.weight", (WIDTH,)
        yield f"{prefix}attn_q.weight", (WIDTH, WIDTH)
        yield f"{prefix}attn_k.weight", (WIDTH, kv)
        yield f"{prefix}attn_v.weight", (WIDTH, kv)
        yield f"{prefix}attn_output.weight", (WIDTH, WIDTH)
        yield f"{prefix}ffn_norm.weight", (WIDTH,)
        yield f"{prefix}ffn_gate.weight", (WIDTH, FEED_FORWARD)
        yield f"{prefix}ffn_up.weight", (WIDTH, FEED_FORWARD)
        yield f"{prefix}ffn_down.weight", (FEED_FORWARD, WIDTH)
    yield "output_norm.weight", (WIDTH,)
    yield "output.weight", (WIDTH, N_VOCAB)


def _size(shape: tuple[int, ...]) -> int:
    if len(shape) == 1:
        return 4 * shape[0]
    return shape[0] * shape[1] // _BLOCK * _BLOCK_BYTES


def _data(shape: tuple[int, ...], generator: random.Random) -> Iterator[bytes]:
    """Norms of 1; else blocks of a scale of half precision and 32 random numbers of four bits."""
    if len(shape) == 1:
        yield struct.pack("<f", 1.0) * shape[0]
        return
    left = shape[0] * shape[1] // _BLOCK
    while left:
        count = min(left, _PIECE)
        piece = bytearray(generator.randbytes(count * _BLOCK_BYTES))
        piece[0::_BLOCK_BYTES] = _SCALE[:1] * count
        piece[1::_BLOCK_BYTES] = _SCALE[1:] * count
        yield bytes(piece)
        left -= count


def _padded(size: int) -> int:
    return -(-size // _ALIGNMENT) * _ALIGNMENT
