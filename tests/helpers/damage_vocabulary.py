"""Damage to what a model file says of its tokens and its keys, class by class."""

from __future__ import annotations

import math
import random
import struct
from collections.abc import Iterator
from dataclasses import replace

from helpers.damage_gguf import Sample, Variant, text, u32
from helpers.gguf_parts import Value, list_of
from helpers.tiny_gguf import ARRAY, BOOL, FLOAT32, INT32, STRING, UINT32

_G = b"tokenizer.ggml."
TEMPLATES = (
    *("{{", "{% for m in messages %}", "{{ undefined_function() }}", "{% raise 'x' %}", "\0", ""),
    "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
    *("{{ 'a' * 5000000000 }}", "{{ 10 ** 10 ** 9 }}", "{% include 'x' %}", "x" * 2_000_000),
    "{{ messages.__class__.__mro__[1].__subclasses__() }}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
)


def vocabulary(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """Lists of tokens, scores, types and merges: cut, doubled, emptied, not text, of odd values."""
    texts = sample.parts[_G + b"tokens"].texts()
    count = len(texts)

    def with_tokens(title: str, changed: list[bytes]) -> Variant:
        parts = sample.parts.copy()
        parts[_G + b"tokens"] = list_of(changed)
        return Variant(title, parts)

    for number in (0, 1, count // 2, count - 1):
        yield with_tokens(f"{number} tokens", texts[:number])
    yield with_tokens("a token more", [*texts, b"one more"])
    for title, odd in (
        ("not UTF-8", b"\xff\xfe\xfd"),
        ("a NUL", b"\0"),
        ("half a character", "中".encode()[:2]),
        ("of 5,000 bytes", b"x" * 5000),
        ("of 100,000 bytes", b"y" * 100_000),
        ("there twice", texts[7]),
        ("empty", b""),
    ):
        changed = list(texts)
        changed[rng.randrange(count // 2, count)] = odd
        yield with_tokens(f"a token {title}", changed)
    yield with_tokens("all tokens the same", [b"a"] * count)
    yield with_tokens("all tokens empty", [b""] * count)
    yield with_tokens("tokens shuffled", rng.sample(texts, count))
    yield with_tokens("tokens numbered", [b"%d" % n for n in range(count)])
    for key, kind, layout in ((b"scores", FLOAT32, "f"), (b"token_type", INT32, "i")):
        values = (
            [math.nan, math.inf, -math.inf, 3e38] if kind == FLOAT32 else [-1, 99, 2**31 - 1, 2]
        )
        for value in values:
            parts = sample.parts.copy()
            parts[_G + key] = Value(ARRAY, struct.pack(f"<{layout}", value) * count, kind, count)
            yield Variant(f"{key.decode()} all {value}", parts)
        for number in (0, count - 1):
            parts = sample.parts.copy()
            parts[_G + key] = Value(ARRAY, bytes(4 * number), kind, number)
            yield Variant(f"{number} of {key.decode()}", parts)
        parts = sample.parts.copy()
        parts[_G + key] = Value(ARRAY, bytes(4 * count), UINT32, count)
        yield Variant(f"{key.decode()} without a sign", parts)
        parts = sample.parts.copy()
        parts[_G + key] = u32(1)
        yield Variant(f"{key.decode()} no list", parts)
    for title, merges in (
        ("no merges", []),
        ("merges without a space", [b"ab"] * 1000),
        ("empty merges", [b""] * 1000),
        ("merges of nothing known", [b"%d %d" % (n, n) for n in range(1000)]),
        ("merges that are not UTF-8", [b"\xff \xfe"] * 10),
    ):
        parts = sample.parts.copy()
        parts[_G + b"merges"] = list_of(merges)
        yield Variant(title, parts)
    for key in (b"tokens", b"merges", b"scores", b"token_type"):
        if _G + key in sample.parts.names():
            parts = sample.parts.copy()
            del parts[_G + key]
            yield Variant(f"no {key.decode()}", parts)


def tokenizer(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """Which tokenizer, its special tokens and its chat template."""
    for name in ("", "bert", "rwkv", "t5", "plamo2", "gpt2", "llama", "none", "x" * 300, "gemma4"):
        parts = sample.parts.copy()
        parts[_G + b"model"] = text(name)
        yield Variant(f"tokenizer {name[:12]!r}", parts)
    for name in ("", "smollm", "llama-bpe", "nonsense", "kimi-k2", "x" * 300, b"\xff"):
        parts = sample.parts.copy()
        parts[_G + b"pre"] = text(name)
        yield Variant(f"pre-tokenizer {name[:12]!r}", parts)
    count = sample.parts[_G + b"tokens"].count
    for name in ("bos", "eos", "eot", "eom", "unknown", "padding", "seperator", "mask", "fim_pre"):
        number = rng.choice((count, count + 1, 2**31, 2**32 - 1, 2**31 - 1, count - 1))
        parts = sample.parts.copy()
        parts[_G + f"{name}_token_id".encode()] = u32(number)
        yield Variant(f"{name} = {number}", parts)
    for name in ("bos", "eos", "unknown"):
        parts = sample.parts.copy()
        parts[_G + f"{name}_token_id".encode()] = Value(INT32, struct.pack("<i", -1))
        yield Variant(f"{name} = -1", parts)
    for name in ("add_bos_token", "add_eos_token", "add_space_prefix", "remove_extra_whitespaces"):
        for value in (Value(BOOL, b"\xff"), u32(1), text("true")):
            parts = sample.parts.copy()
            parts[_G + name.encode()] = value
            yield Variant(f"{name} of type {value.type}", parts)
    for template in TEMPLATES:
        parts = sample.parts.copy()
        parts[b"tokenizer.chat_template"] = text(template)
        yield Variant(f"template {template[:30]!r}", parts)
    parts = sample.parts.copy()
    parts[_G + b"precompiled_charsmap"] = Value(ARRAY, b"\xff" * 64, 0, 64)
    parts[_G + b"model"] = text("t5")
    yield Variant("a map of characters without sense", parts)


def keys(sample: Sample, rng: random.Random) -> Iterator[Variant]:
    """Keys: too many, missing, there twice, too long, not text."""
    for count in (20_000, 5_000):
        parts = sample.parts.copy()
        parts.values += [(b"extra.%d" % n, Value(0, b"\1")) for n in range(count)]
        yield Variant(f"{count} more keys", parts, always=count == 20_000)
        parts = sample.parts.copy()
        extra = [(b"extra.%d" % n, text("x" * 40)) for n in range(count)]
        parts.values[1:1] = extra
        yield Variant(f"{count} more texts", parts)
    odd = (b"", b"\xff\xfe", b"x" * 257, b"x" * 70_000, b"a\0b", "键".encode(), b" ", b"\n")
    for key in odd:
        parts = sample.parts.copy()
        parts.values.insert(rng.randrange(len(parts.values)), (key, u32(1)))
        yield Variant(f"a key {key[:20]!r}", parts)
    for key in sample.parts.names():
        parts = sample.parts.copy()
        del parts[key]
        yield Variant(f"{key.decode()} missing", parts)
        parts = sample.parts.copy()
        parts.values.append((key, sample.parts[key]))
        if rng.random() < 0.4:
            yield Variant(f"{key.decode()} twice", parts)
    for name in ("qwen9", "bert", "clip", "LLAMA", "", "x" * 500, "mamba", "gpt2", "t5"):
        parts = sample.parts.copy()
        parts[b"general.architecture"] = text(name)
        yield Variant(f"architecture {name[:12]!r}", parts)
    for name in ("adapter", "mmproj", "imatrix"):
        parts = sample.parts.copy()
        parts[b"general.type"] = text(name)
        yield Variant(f"type {name}", parts)
    for number in (0, 1, 4, 7, 16, 48, 2**17, 2**31, 2**32 - 1):
        parts = sample.parts.copy()
        parts[b"general.alignment"] = u32(number)
        yield Variant(f"alignment {number}", parts)
    for count, number in ((2, 0), (3, 1), (65535, 0), (2, 65535)):
        parts = sample.parts.copy()
        parts[b"split.count"] = Value(2, struct.pack("<H", count))
        parts[b"split.no"] = Value(2, struct.pack("<H", number))
        parts[b"split.tensors.count"] = Value(INT32, struct.pack("<i", len(parts.rows)))
        yield Variant(f"part {number} of {count}", parts)
    parts = sample.parts.copy()
    nested = Value(ARRAY, Value(ARRAY, b"\1\0\0\0", UINT32, 1).to_bytes(), ARRAY, 1)
    parts.values.append((b"a.list.of.lists", nested))
    yield Variant("a list of lists", parts)
    parts = sample.parts.copy()
    parts.values.append((b"empty", replace(list_of([]), items=STRING)))
    yield Variant("an empty list", parts)
