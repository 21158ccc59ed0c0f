"""Ways to damage a model file, by class: each gives a list of variants to choose from.

A variant keeps the tensors of the file and changes its header, some bytes, its length, or is
another file altogether. Everything follows from the random generator that is given. The classes
that concern no header are in `helpers.damage_files`.
"""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from helpers.gguf_parts import Parts, Row, Value, take_apart
from helpers.tiny_gguf import ARRAY, BOOL, FLOAT32, FLOAT64, INT32, STRING, UINT32, text_bytes

EDGES = (0, 1, 7, 255, 2**16, 2**31 - 1, 2**31, 2**32 - 1, 2**40, 2**63 - 1, 2**63, 2**64 - 1)
STEP = 1 << 16


@dataclass(frozen=True)
class Variant:
    """One damaged file. `header` replaces what lies before the tensors, `patches` are bytes put at
    a place of the file, `size` is its length; `make` writes a file that has nothing of the model.
    `always`: it is among those that are chosen, whatever the seed.
    """

    title: str
    header: bytes | Parts = b""
    patches: tuple[tuple[int, bytes], ...] = ()
    size: int | None = None
    make: Callable[[Path], None] | None = None
    always: bool = False


class Sample:
    """A model file that is right: its parts, and where its tensors are to begin, with room for a
    longer header."""

    def __init__(self, path: Path, room: int = 2 << 20) -> None:
        self.path = path
        self.parts = take_apart(path)
        self.source_at = self.parts.data_at
        self.data_at = -(-(self.source_at + room) // STEP) * STEP
        self.size = path.stat().st_size - self.source_at + self.data_at
        self.table = sum(len(row.to_bytes()) for row in self.parts.rows)

    @property
    def architecture(self) -> str:
        return self.parts[b"general.architecture"].data[8:].decode()

    def key(self, name: str) -> bytes:
        return f"{self.architecture}.{name}".encode()

    def header(self) -> bytes:
        return self.parts.to_bytes(self.data_at)


def u32(number: int) -> Value:
    return Value(UINT32, struct.pack("<I", number % 2**32))


def f32(number: float) -> Value:
    return Value(FLOAT32, struct.pack("<f", number))


def text(words: str | bytes) -> Value:
    return Value(STRING, text_bytes(words))


def bits(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """Flipped bits, bytes and short runs, in the counts, the first keys and the tensor table."""
    header = sample.header()
    places = (range(24), range(24, 1500), range(len(header) - sample.table, len(header)))
    for number in range(60):
        at = rng.choice(places[number % 3])
        length = rng.choice((1, 1, 1, 4, 16))
        mutant = bytearray(header)
        for place in range(at, min(at + length, len(header))):
            mutant[place] ^= 1 << rng.randrange(8) if length == 1 else rng.randrange(1, 256)
        yield Variant(f"{length} bytes at {at}", bytes(mutant))


def counts(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """How many tensors, values and items of lists there are said to be."""
    n_values, n_rows = len(sample.parts.values) + 1, len(sample.parts.rows)
    for number in {*EDGES, n_values - 1, n_values + 1, n_values // 2}:
        parts = sample.parts.copy()
        parts.n_values = number
        yield Variant(f"{number} values", parts)
    for number in {*EDGES, n_rows - 1, n_rows + 1, n_rows // 2}:
        parts = sample.parts.copy()
        parts.n_rows = number
        yield Variant(f"{number} tensors", parts)
    for key in _lists(sample):
        right = sample.parts[key].count
        for number in {*rng.sample(EDGES, 4), right - 1, right + 1}:
            parts = sample.parts.copy()
            parts[key] = replace(parts[key], count=number)
            yield Variant(f"{number} items of {key.decode()}", parts)
    for number in (0, 1, 4, 99, 3 << 24, 2**32 - 1):
        parts = sample.parts.copy()
        parts.version = number
        yield Variant(f"version {number}", parts)


def types(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """The type a value is said to have: the bytes stay, or are those of the type."""
    for key in sample.parts.names():
        value = sample.parts[key]
        for kind in rng.sample((*range(13), 13, 99, 2**32 - 1), 3):
            if kind == value.type:
                continue
            parts = sample.parts.copy()
            parts[key] = replace(value, type=kind)
            yield Variant(f"{key.decode()} said to be {kind}", parts)
        parts = sample.parts.copy()
        kind = rng.choice((0, 3, 5, 10, 11, 12, BOOL, STRING, FLOAT32))
        data = text_bytes("1") if kind == STRING else bytes({12: 8, 10: 8, 11: 8}.get(kind, 4))
        size = {0: 1, BOOL: 1, 3: 2}.get(kind, len(data))
        parts[key] = Value(kind, data[:size])
        yield Variant(f"{key.decode()} stored as {kind}", parts)
    for key in _lists(sample):
        for kind in rng.sample(range(14), 3):
            parts = sample.parts.copy()
            parts[key] = replace(parts[key], items=kind)
            yield Variant(f"items of {key.decode()} said to be {kind}", parts)


def lengths(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """The length of a text: of keys, values, tokens and names of tensors."""
    header = sample.header()
    marks = [name for name, _ in sample.parts.values]
    marks += [v.data[8:] for _, v in sample.parts.values if v.type == STRING and len(v.data) < 90]
    marks += [row.name for row in sample.parts.rows]
    marks += sample.parts[b"tokenizer.ggml.tokens"].texts()[300:3000:300]
    for _ in range(60):
        words = rng.choice(marks)
        at = header.find(struct.pack("<Q", len(words)) + words)
        if at < 0:
            continue
        length = rng.choice((*EDGES, len(words) + 1, len(words) - 1, len(words) + 40))
        mutant = bytearray(header)
        mutant[at : at + 8] = struct.pack("<Q", length % 2**64)
        yield Variant(f"{words[:40]!r} of length {length}", bytes(mutant))


def _with_row(sample: Sample, index: int, row: Row) -> Parts:
    parts = sample.parts.copy()
    parts.rows[index] = row
    return parts


def offsets(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """Where a tensor is said to begin: elsewhere, beyond the file, out of order."""
    rows = sample.parts.rows
    end = sample.size - sample.data_at
    for _ in range(30):
        index = rng.randrange(1, len(rows))
        shift = rng.choice((1, -1, 4, 32, -32, 4096, -4096, 2**20))
        row = replace(rows[index], offset=rows[index].offset + shift)
        yield Variant(f"tensor {index} moved by {shift}", _with_row(sample, index, row))
        place = rng.choice((*EDGES[4:], end, end - 1, end + 32, 2 * end))
        row = replace(rows[index], offset=place)
        yield Variant(f"tensor {index} at {place}", _with_row(sample, index, row))
    for _ in range(6):
        parts = sample.parts.copy()
        one, other = rng.sample(range(len(rows)), 2)
        parts.rows[one], parts.rows[other] = rows[other], rows[one]
        yield Variant(f"rows {one} and {other} changed over", parts)
    parts = sample.parts.copy()
    parts.rows = [replace(row, offset=row.offset + 32) for row in rows]
    yield Variant("all moved by 32", parts)


def overlaps(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """Tensors that lie on each other, wholly or in part, or are there twice."""
    rows = sample.parts.rows
    for _ in range(12):
        one, other = rng.sample(range(1, len(rows)), 2)
        row = replace(rows[one], offset=rows[other].offset)
        yield Variant(f"tensor {one} on tensor {other}", _with_row(sample, one, row))
        row = replace(rows[one], offset=(rows[one].offset + rows[one - 1].offset) // 64 * 32)
        yield Variant(f"tensor {one} begins within the last", _with_row(sample, one, row))
        wide = (*rows[one].shape[:-1], rows[one].shape[-1] + 32)
        row = replace(rows[one], shape=wide)
        yield Variant(f"tensor {one} reaches into the next", _with_row(sample, one, row))
        parts = sample.parts.copy()
        parts.rows.insert(other, rows[one])
        yield Variant(f"tensor {one} twice", parts)
    parts = sample.parts.copy()
    parts.rows = [replace(row, offset=0) for row in rows]
    yield Variant("all at the beginning", parts)


def tensor_types(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """How a tensor is said to be packed."""
    rows = sample.parts.rows
    for kind in (*range(43), 99, 2**31, 2**32 - 1):
        index = rng.randrange(len(rows))
        row = replace(rows[index], type=kind)
        if kind != rows[index].type:
            yield Variant(f"{row.name.decode()} as {kind}", _with_row(sample, index, row))
    last = len(rows) - 1  # nothing follows it that would be moved
    for kind in (1, 24, 25, 26, 30, 0):
        row = replace(rows[last], type=kind)
        yield Variant(f"the last one as {kind}", _with_row(sample, last, row))
    twins = {2: 20, 20: 2, 1: 30, 3: 3, 8: 8, 12: 12, 0: 26}  # as many bytes in as many numbers
    for _ in range(12):
        index = rng.randrange(len(rows))
        row = replace(rows[index], type=twins.get(rows[index].type, 9))
        yield Variant(f"{row.name.decode()} as its twin", _with_row(sample, index, row))


def tensor_names(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """Names that are wrong, missing, there twice, or not text."""
    rows = sample.parts.rows
    odd = (
        *(b"", b"x", b"\xff\xfe.weight", b"blk.0.attn_q.weight\0", b"a" * 63, b"a" * 64),
        *(b"a" * 5000, b"blk.99999999999.attn_q.weight", b"blk.-1.attn_norm.weight"),
        *(b"../../etc/passwd", b"blk.0.attn_q.lora_a", b"v.patch_embd.weight", b"\n"),
    )
    for name in odd:
        index = rng.randrange(len(rows))
        title = f"{rows[index].name.decode()} called {name[:30]!r}"
        yield Variant(title, _with_row(sample, index, replace(rows[index], name=name)))
    for _ in range(6):
        one, other = rng.sample(range(len(rows)), 2)
        row = replace(rows[one], name=rows[other].name)
        yield Variant(f"the name {row.name.decode()} twice", _with_row(sample, one, row))
        row = replace(rows[one], name=rows[one].name.replace(b"weight", b"bias"))
        yield Variant(f"{rows[one].name.decode()} a bias", _with_row(sample, one, row))
        name = rows[one].name.replace(b"blk.", b"blk.1")
        row = replace(rows[one], name=name)
        yield Variant(f"{rows[one].name.decode()} as {name.decode()}", _with_row(sample, one, row))
        parts = sample.parts.copy()
        parts.rows[one] = replace(rows[one], name=rows[other].name)
        parts.rows[other] = replace(rows[other], name=rows[one].name)
        yield Variant(f"names of {one} and {other} changed over", parts)
    parts = sample.parts.copy()
    del parts.rows[-1]
    yield Variant("the last tensor missing", parts)


def shapes(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """Dimensions that are zero, huge, too many, or those of another tensor."""
    rows = sample.parts.rows
    for _ in range(4):
        for number in EDGES:
            index = rng.randrange(len(rows))
            shape = list(rows[index].shape)
            shape[rng.randrange(len(shape))] = number
            row = replace(rows[index], shape=tuple(shape))
            yield Variant(f"{row.name.decode()} {row.shape}", _with_row(sample, index, row))
    for count in (0, 5, 8, 64, 2**16):
        index = rng.randrange(len(rows))
        row = replace(rows[index], shape=(1,) * count)
        yield Variant(f"{row.name.decode()} of {count} dimensions", _with_row(sample, index, row))
    for _ in range(10):
        index = rng.choice([i for i, row in enumerate(rows) if len(row.shape) == 2])
        row = replace(rows[index], shape=rows[index].shape[::-1])
        yield Variant(f"{row.name.decode()} turned", _with_row(sample, index, row))
        flat = replace(rows[index], shape=(math.prod(rows[index].shape),))
        yield Variant(f"{row.name.decode()} flat", _with_row(sample, index, flat))
        width, height = rows[index].shape
        halved = replace(rows[index], shape=(width // 2, height * 2))
        yield Variant(f"{row.name.decode()} folded", _with_row(sample, index, halved))


def whole_numbers(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """Sizes of the model: missing, zero, negative, huge, a little off; some that no file has."""
    others = """attention.head_count attention.head_count_kv attention.key_length
        attention.value_length rope.dimension_count expert_count expert_used_count
        attention.sliding_window vocab_size embedding_length_out nextn_predict_layers
        expert_group_count pooling_type attention.key_length_swa rope.dimension_count_swa"""
    names = {k for k, v in sample.parts.values if v.type == UINT32 and b"." in k[:8]}
    sizes = sorted(k for k in names if k.startswith(sample.architecture.encode()))
    for key in sizes:
        (right,) = struct.unpack("<I", sample.parts[key].data)
        numbers = (0, 1, right - 1, right + 1, 2 * right, right // 2, 2**31 - 1, 2**32 - 1)
        for number in (*rng.sample(numbers, 4), 0):
            parts = sample.parts.copy()
            parts[key] = u32(number)
            yield Variant(f"{key.decode()} = {number}", parts)
        parts = sample.parts.copy()
        del parts[key]
        yield Variant(f"{key.decode()} missing", parts)
    for name in others.split():
        parts = sample.parts.copy()
        number = rng.choice((0, 1, 3, 2**31, 2**32 - 1))
        parts[sample.key(name)] = u32(number)
        yield Variant(f"{name} = {number}", parts)
        parts = sample.parts.copy()
        n = rng.choice((0, 1, 18, 30, 513))
        parts[sample.key(name)] = Value(ARRAY, struct.pack(f"<{n}i", *[-1] * n), INT32, n)
        yield Variant(f"{name} = a list of {n}", parts)


def fractions(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """NaN, infinity, zero, negative and tiny, where a fraction is wanted."""
    names = """attention.layer_norm_rms_epsilon rope.freq_base rope.scaling.factor
        rope.freq_base_swa rope.scale_linear rope.scaling.attn_factor final_logit_softcapping
        attention.scale logit_scale attention.layer_norm_epsilon rope.scaling.yarn_log_multiplier
        attention.max_alibi_bias attn_logit_softcapping rope.scaling.alpha"""
    numbers = (math.nan, -math.nan, math.inf, -math.inf, 0.0, -1.0, 1e-45, 3e38, 2.0)
    for name in names.split():
        for number in rng.sample(numbers, 5 if name.endswith(("epsilon", "base", "factor")) else 2):
            parts = sample.parts.copy()
            parts[sample.key(name)] = f32(number)
            yield Variant(f"{name} = {number}", parts)
        parts = sample.parts.copy()
        parts[sample.key(name)] = Value(FLOAT64, struct.pack("<d", 1e-6))
        yield Variant(f"{name} in double precision", parts)
    for name in names.split()[:2]:
        parts = sample.parts.copy()
        del parts[sample.key(name)]
        yield Variant(f"{name} missing", parts)
    for words in ("none", "yarn", "longrope", "dynamic", "", "x" * 5000):
        parts = sample.parts.copy()
        parts[sample.key("rope.scaling.type")] = text(words)
        yield Variant(f"rope scaling {words[:12]!r}", parts)


def _lists(sample: Sample) -> list[bytes]:
    return [key for key, value in sample.parts.values if value.type == ARRAY]
