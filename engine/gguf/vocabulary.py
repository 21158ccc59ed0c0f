"""What the tokenizer of a GGUF file must hold, checked against what makes llama.cpp abort."""

from __future__ import annotations

import itertools
import math
import operator
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from typing import Final

from engine.gguf.architectures import DECODERS, TOKENIZERS
from engine.gguf.model import Gguf, refuse
from engine.gguf.strings import Strings
from engine.gguf.types import ValueType

_NO_TOKEN: Final = 0xFFFFFFFF
# Ids that decide how a text begins and ends; a wrong one of the others does no harm.
_CHECKED_TOKENS: Final = ("bos", "eos", "eot", "eom", "unknown")
_BYTE: Final = 6
"""The type of a token that stands for one byte; it is written `<0x0A>`."""
_SPACE: Final = "\u2581".encode()


def check_vocabulary(gguf: Gguf) -> None:
    """Raises `ModelFileError` for a tokenizer that cannot be used."""
    model = gguf.tokenizer_model
    key = "tokenizer.ggml.model"
    if model not in TOKENIZERS:
        refuse(
            gguf, key, f"the tokenizer {model[:40]!r} is not known" if model else "it is missing"
        )
    allowed = TOKENIZERS[model]
    if allowed is not None and gguf.architecture in DECODERS - allowed:
        refuse(gguf, key, f"a {gguf.architecture} model does not use the tokenizer {model}")
    if model in ("none", "no_vocab"):
        return
    hashes = _check_tokens(gguf)
    _check_token_lists(gguf)
    if model == "llama":
        _check_bytes(gguf, hashes)
    merges = gguf.metadata.get("tokenizer.ggml.merges")
    needed = model in ("gpt2", "gemma4") and gguf.text("tokenizer.ggml.pre") != "kimi-k2"
    if needed and not isinstance(merges, Strings):
        refuse(gguf, "tokenizer.ggml.merges", "this tokenizer needs them, and they are missing")
    for name in _CHECKED_TOKENS:
        key = f"tokenizer.ggml.{name}_token_id"
        if gguf.metadata.get(key, _NO_TOKEN) in (_NO_TOKEN, -1):
            continue
        if not 0 <= gguf.integer(key, -1) < len(gguf.tokens):
            refuse(gguf, key, f"it is no token of a vocabulary of {len(gguf.tokens):,}")


def _check_token_lists(gguf: Gguf) -> None:
    for name, types in (
        ("scores", (ValueType.FLOAT32, ValueType.INT32)),
        ("token_type", (ValueType.INT32,)),
    ):
        key = f"tokenizer.ggml.{name}"
        values = gguf.metadata.get(key)
        if values is None:
            continue
        if not isinstance(values, array) or gguf.value_types[key] not in types:
            refuse(gguf, key, "it is not a list of numbers of the right type")
        if len(values) < len(gguf.tokens):
            refuse(gguf, key, f"{len(values):,} values for {len(gguf.tokens):,} tokens")
        if not math.isfinite(sum(values)):
            refuse(gguf, key, "it holds a value that is not a number")


def _check_tokens(gguf: Gguf) -> Sequence[int]:
    """llama.cpp aborts where a token is there twice (not where several are empty).

    Returns the hashes of the tokens in order: a third of the memory of a set of texts.
    """
    tokens = gguf.tokens
    if not len(tokens):
        refuse(gguf, "tokenizer.ggml.tokens", "there is no vocabulary")
    hashes = sorted(hash(raw) for raw in tokens.raws() if raw)
    if any(map(operator.eq, hashes, itertools.islice(hashes, 1, None))):
        counts = Counter(raw for raw in tokens.raws() if raw)
        token, count = counts.most_common(1)[0]
        if count > 1:
            refuse(gguf, "tokenizer.ggml.tokens", f"{token.decode()!r} is there {count} times")
    return hashes


def _check_bytes(gguf: Gguf, hashes: Sequence[int]) -> None:
    """SentencePiece writes what it has no token for as tokens of bytes, and llama.cpp aborts where
    there are none: at the first space, if that has no token of its own."""

    def known(token: bytes) -> bool:
        at = bisect_left(hashes, hash(token))
        return at < len(hashes) and hashes[at] == hash(token)

    if not known(_SPACE) and not all(known(b"<0x%02X>" % byte) for byte in _SPACE):
        refuse(gguf, "tokenizer.ggml.tokens", "neither a space nor single bytes have a token")
    types = gguf.metadata.get("tokenizer.ggml.token_type")
    for token in _positions(types, _BYTE) if isinstance(types, array) else ():
        if len(gguf.tokens.raw(token)) < 3:
            refuse(gguf, "tokenizer.ggml.token_type", f"token {token:,} is no byte")


def _positions(values: array[int] | array[float], wanted: int) -> Sequence[int]:
    """Where a number is in a list, found without looking at each in Python."""
    found: list[int] = []
    at = -1
    for _ in range(values.count(wanted)):
        at = values.index(wanted, at + 1)
        found.append(at)
    return found
