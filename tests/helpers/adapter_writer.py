"""Writes LoRA adapters with random weights for a model file, right or wrong in one thing.

    write_adapter(tmp_path / "a.gguf", model_path, rank=8)

Uses neither `engine.gguf.adapter`, which it tests, nor llama.cpp.
"""

from __future__ import annotations

import random
import struct
from array import array
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from helpers.gguf_parts import take_apart
from helpers.tiny_gguf import TinyTensor, gguf_bytes

LINEARS = ("attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down")
F32, F16, Q8_0, BF16 = 0, 1, 8, 30


def adapter_metadata(base: Path, alpha: float | None = 16.0, **more: Any) -> dict[str, Any]:
    """What an adapter says of itself; in `more`, dots of keys are written `__`."""
    values: dict[str, Any] = {
        "general.type": "adapter",
        "general.architecture": take_apart(base)[b"general.architecture"].data[8:].decode(),
        "general.name": "Test adapter",
        "adapter.type": "lora",
        "adapter.lora.alpha": alpha,
    }
    values.update({key.replace("__", "."): value for key, value in more.items()})
    return {key: value for key, value in values.items() if value is not None}


def adapter_tensors(
    base: Path,
    *,
    rank: int = 8,
    seed: int = 0,
    size: float = 0.05,
    kind: int = F32,
    linears: Iterable[str] = LINEARS,
) -> list[TinyTensor]:
    """A and B for every matrix of `linears` in each layer; `size` is the deviation of numbers."""
    generator = random.Random(seed)
    # Enough random numbers to cut all matrices from: drawing millions one by one takes seconds.
    pool = array("f", (generator.gauss(0, size) for _ in range(65_537)))

    def matrix(name: str, columns: int, rows: int) -> TinyTensor:
        count = columns * rows
        start = generator.randrange(len(pool))
        numbers = (pool[start:] + pool * (count // len(pool) + 1))[:count]
        return TinyTensor(name, (columns, rows), packed(numbers, kind), kind)

    tensors: list[TinyTensor] = []
    wanted = tuple(f".{name}.weight" for name in linears)
    for row in take_apart(base).rows:
        name = row.name.decode()
        if name.endswith(wanted):
            tensors.append(matrix(f"{name}.lora_a", row.shape[0], rank))
            tensors.append(matrix(f"{name}.lora_b", rank, row.shape[1]))
    return tensors


def packed(numbers: array[float], kind: int) -> bytes:
    """Numbers as a GGUF file stores them in this type."""
    if kind == F32:
        return numbers.tobytes()
    if kind == F16:
        return struct.pack(f"<{len(numbers)}e", *numbers)
    if kind == BF16:
        data = numbers.tobytes()
        return bytes(byte for at in range(2, len(data), 4) for byte in data[at : at + 2])
    assert kind == Q8_0
    blocks = bytearray()
    for start in range(0, len(numbers), 32):
        block = numbers[start : start + 32]
        scale = max(map(abs, block)) / 127 or 1.0
        blocks += struct.pack("<e32b", scale, *(round(number / scale) for number in block))
    return bytes(blocks)


def write_adapter(
    path: Path,
    base: Path,
    *,
    metadata: Mapping[str, Any] | None = None,
    change: Callable[[list[TinyTensor]], list[TinyTensor]] | None = None,
    alpha: float | None = 16.0,
    **tensors: Any,
) -> Path:
    """Write an adapter for the model `base`. `metadata` adds or replaces values, None takes one
    out; `change` alters the tensors."""
    values = adapter_metadata(base, alpha, **(metadata or {}))
    made = adapter_tensors(base, **tensors)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gguf_bytes(list(values.items()), change(made) if change else made))
    return path


def without(name: str) -> Callable[[list[TinyTensor]], list[TinyTensor]]:
    """Leaves out the first tensor whose name ends so."""

    def change(tensors: list[TinyTensor]) -> list[TinyTensor]:
        dropped = next(t for t in tensors if t.name.endswith(name))
        return [t for t in tensors if t is not dropped]

    return change


def altered(suffix: str, /, **fields: Any) -> Callable[[list[TinyTensor]], list[TinyTensor]]:
    """Other fields for the first tensor whose name ends so."""

    def change(tensors: list[TinyTensor]) -> list[TinyTensor]:
        found = next(t for t in tensors if t.name.endswith(suffix))
        return [replace(t, **fields) if t is found else t for t in tensors]

    return change


def poisoned(name: str, value: float, kind: int = F32) -> Callable[..., list[TinyTensor]]:
    """One number in the middle of a tensor is `value`."""

    def change(tensors: list[TinyTensor]) -> list[TinyTensor]:
        found = next(t for t in tensors if t.name.endswith(name))
        size = {F32: 4, F16: 2, BF16: 2, Q8_0: 34}[kind]
        one = packed(array("f", [value]), kind) if kind != Q8_0 else struct.pack("<e", value)
        middle = len(found.data) // size // 2 * size
        data = found.data[:middle] + one + found.data[middle + len(one) :]
        return [replace(t, data=data) if t is found else t for t in tensors]

    return change
