"""Writes small GGUF files that llama.cpp loads and decodes with: random weights, 320 tokens.

    write_tiny_gguf(tmp_path / "tiny.gguf", template="{{ messages[0].content }}")

`gguf_bytes` is the layer below, for files that are wrong on purpose.
"""

from __future__ import annotations

import random
import struct
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

N_VOCAB = 320
CHATML = (
    "{% for message in messages %}<|im_start|>{{ message.role }}\n{{ message.content }}<|im_end|>\n"
    "{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)

UINT8, INT8, UINT16, INT16, UINT32, INT32, FLOAT32, BOOL, STRING, ARRAY, UINT64, INT64, FLOAT64 = (
    range(13)
)
_FORMATS = {
    UINT8: "B",
    INT8: "b",
    UINT16: "H",
    INT16: "h",
    UINT32: "I",
    INT32: "i",
    FLOAT32: "f",
    BOOL: "?",
    UINT64: "Q",
    INT64: "q",
    FLOAT64: "d",
}


@dataclass(frozen=True)
class Typed:
    """A metadata value stored as a given type; `items` is the type of the items of a list."""

    type: int
    value: Any
    items: int = 0


@dataclass(frozen=True)
class TinyTensor:
    """A tensor to write; `offset` None puts it where it belongs."""

    name: str
    shape: tuple[int, ...]
    data: bytes
    type: int = 0
    offset: int | None = None


def text_bytes(text: str | bytes) -> bytes:
    data = text.encode() if isinstance(text, str) else text
    return struct.pack("<Q", len(data)) + data


def _typed(value: Any) -> Typed:
    """What a Python value is usually stored as."""
    match value:
        case Typed():
            return value
        case bool():
            return Typed(BOOL, value)
        case int():
            return Typed(UINT32, value)
        case float():
            return Typed(FLOAT32, value)
        case str() | bytes():
            return Typed(STRING, value)
        case [first, *_]:
            items = _typed(first).type
            return Typed(ARRAY, value, INT32 if items == UINT32 else items)
    raise TypeError(value)


def _payload(type_: int, value: Any) -> bytes:
    if type_ == STRING:
        return text_bytes(value)
    return struct.pack(f"<{_FORMATS[type_]}", value)


def value_bytes(value: Any) -> bytes:
    """A metadata value with its type in front."""
    typed = _typed(value)
    if typed.type != ARRAY:
        return struct.pack("<I", typed.type) + _payload(typed.type, typed.value)
    items = b"".join(_payload(typed.items, item) for item in typed.value)
    return struct.pack("<IIQ", ARRAY, typed.items, len(typed.value)) + items


def gguf_bytes(
    metadata: Iterable[tuple[str | bytes, Any]],
    tensors: Sequence[TinyTensor] = (),
    *,
    version: int = 3,
    alignment: int = 32,
    n_tensors: int | None = None,
    n_values: int | None = None,
) -> bytes:
    """A GGUF file as bytes, right or wrong: the counts and offsets can be given."""
    values = b"".join(text_bytes(key) + value_bytes(value) for key, value in metadata)
    count = sum(1 for _ in metadata) if n_values is None else n_values
    table, data = b"", b""
    for tensor in tensors:
        offset = len(data) if tensor.offset is None else tensor.offset
        table += text_bytes(tensor.name)
        table += struct.pack(f"<I{len(tensor.shape)}Q", len(tensor.shape), *tensor.shape)
        table += struct.pack("<IQ", tensor.type, offset)
        data = _padded(data + tensor.data, alignment)
    total = len(tensors) if n_tensors is None else n_tensors
    header = b"GGUF" + struct.pack("<IQQ", version, total, count) + values + table
    return (_padded(header, alignment) if tensors else header) + data


def _padded(data: bytes, alignment: int) -> bytes:
    return data + b"\0" * (-len(data) % alignment)


def tiny_tokens() -> list[str]:
    """320 tokens: special ones, all bytes, letters, and letters at the start of a word."""
    tokens = ["<unk>", "<s>", "</s>", "<|im_start|>", "<|im_end|>"]
    tokens += [f"<0x{byte:02X}>" for byte in range(256)]
    letters = "etaoinshrdlcumwfgypbvk"
    tokens += ["\u2581", *letters, *(f"\u2581{letter}" for letter in letters)]
    tokens += [f"<unused{number}>" for number in range(N_VOCAB - len(tokens))]
    return tokens


def tiny_metadata(
    architecture: str = "llama",
    *,
    template: str | None = None,
    n_ctx: int = 512,
    n_layers: int = 2,
    metadata: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The metadata of a tiny model. In `metadata` a value None takes a key out."""
    tokens = tiny_tokens()
    values: dict[str, Any] = {
        "general.architecture": architecture,
        "general.type": "model",
        "general.name": f"Tiny {architecture}",
        "general.license": "apache-2.0",
        "general.file_type": 0,
        f"{architecture}.context_length": n_ctx,
        f"{architecture}.embedding_length": 32,
        f"{architecture}.block_count": n_layers,
        f"{architecture}.feed_forward_length": 64,
        f"{architecture}.attention.head_count": 4,
        f"{architecture}.attention.head_count_kv": 2,
        f"{architecture}.attention.layer_norm_rms_epsilon": 1e-5,
        f"{architecture}.rope.freq_base": 10000.0,
        "tokenizer.ggml.model": "llama",
        "tokenizer.ggml.tokens": tokens,
        "tokenizer.ggml.scores": [-float(i) for i in range(N_VOCAB)],
        "tokenizer.ggml.token_type": [_token_type(token) for token in tokens],
        "tokenizer.ggml.bos_token_id": 1,
        "tokenizer.ggml.eos_token_id": 2,
        "tokenizer.ggml.unknown_token_id": 0,
    }
    if architecture == "gemma3":
        values[f"{architecture}.attention.key_length"] = 8
        values[f"{architecture}.attention.value_length"] = 8
        values[f"{architecture}.attention.sliding_window"] = 64
    if template is not None:
        values["tokenizer.chat_template"] = template
    values.update(metadata or {})
    return {key: value for key, value in values.items() if value is not None}


def _token_type(token: str) -> int:
    normal, unknown, control, unused, byte = 1, 2, 3, 5, 6
    if token == "<unk>":
        return unknown
    if token.startswith("<0x"):
        return byte
    if token.startswith("<unused"):
        return unused
    return control if token.startswith("<") else normal


def tiny_tensors(
    architecture: str = "llama", *, n_layers: int = 2, seed: int = 0, quantised: bool = False
) -> list[TinyTensor]:
    """The tensors of a tiny model with random weights; `quantised` packs some as Q8_0.

    Only the embeddings and the narrow matrices: on a processor with AMX, llama.cpp 0c1e57098
    crashes on the others when they are this small.
    """
    generator = random.Random(seed)
    gemma = architecture == "gemma3"

    def matrix(name: str, columns: int, rows: int) -> TinyTensor:
        numbers = [generator.gauss(0, 0.3) for _ in range(columns * rows)]
        packed = quantised and name.endswith(("token_embd", "attn_k", "attn_v"))
        data = _q8_0(numbers) if packed else array("f", numbers).tobytes()
        return TinyTensor(f"{name}.weight", (columns, rows), data, 8 if packed else 0)

    def norm(name: str, columns: int = 32) -> TinyTensor:
        return TinyTensor(f"{name}.weight", (columns,), array("f", [1.0] * columns).tobytes())

    tensors = [matrix("token_embd", 32, N_VOCAB), norm("output_norm")]
    for layer in range(n_layers):
        prefix = f"blk.{layer}."
        tensors += [
            norm(f"{prefix}attn_norm"),
            matrix(f"{prefix}attn_q", 32, 32),
            matrix(f"{prefix}attn_k", 32, 16),
            matrix(f"{prefix}attn_v", 32, 16),
            matrix(f"{prefix}attn_output", 32, 32),
            norm(f"{prefix}ffn_norm"),
            matrix(f"{prefix}ffn_gate", 32, 64),
            matrix(f"{prefix}ffn_up", 32, 64),
            matrix(f"{prefix}ffn_down", 64, 32),
        ]
        if gemma:
            tensors += [
                norm(f"{prefix}attn_q_norm", 8),
                norm(f"{prefix}attn_k_norm", 8),
                norm(f"{prefix}post_attention_norm"),
                norm(f"{prefix}post_ffw_norm"),
            ]
    return tensors


def _q8_0(numbers: Sequence[float]) -> bytes:
    """Blocks of 32: a half-precision scale and 32 signed bytes."""
    blocks = bytearray()
    for start in range(0, len(numbers), 32):
        block = numbers[start : start + 32]
        scale = max(map(abs, block)) / 127 or 1.0
        blocks += struct.pack("<e32b", scale, *(round(number / scale) for number in block))
    return bytes(blocks)


def write_tiny_gguf(
    path: Path,
    *,
    architecture: str = "llama",
    template: str | None = None,
    n_ctx: int = 512,
    n_layers: int = 2,
    seed: int = 0,
    quantised: bool = False,
    metadata: Mapping[str, Any] | None = None,
) -> Path:
    """Write a tiny model (`llama`, or `gemma3` with sliding windows) and return its path.

    `n_ctx` is the context it claims to be trained for. `metadata` adds or replaces values by their
    full key: int is stored as u32, float as f32, and `Typed` says otherwise; None takes one out.
    """
    values = tiny_metadata(
        architecture, template=template, n_ctx=n_ctx, n_layers=n_layers, metadata=metadata
    )
    tensors = tiny_tensors(architecture, n_layers=n_layers, seed=seed, quantised=quantised)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gguf_bytes(list(values.items()), tensors))
    return path


def split_model(folder: Path) -> list[Path]:
    """Write a tiny model in two parts and return their paths."""
    tensors = tiny_tensors()
    paths = []
    for number in (0, 1):
        values = {"split.no": Typed(UINT16, number), "split.count": Typed(UINT16, 2)}
        first = tiny_metadata() if number == 0 else {}
        path = folder / f"tiny-{number + 1:05}-of-00002.gguf"
        path.write_bytes(gguf_bytes([*first.items(), *values.items()], tensors[number::2]))
        paths.append(path)
    return paths
