"""What a GGUF file must hold to be a model llama.cpp can load without aborting or eating memory.

Each rule stands for files that were seen to crash, hang or answer garbage. Where llama.cpp is
lenient about something found in real files, so are these rules; what a newer architecture means
by its keys is left to llama.cpp.
"""

from __future__ import annotations

import math
import re
from array import array
from typing import Final, NoReturn

from engine.errors import ModelFileError
from engine.files import shown
from engine.gguf.architectures import DECODERS, TOKENIZERS, file_kind
from engine.gguf.model import Gguf, Tensor
from engine.gguf.reader import shard_paths
from engine.gguf.strings import Strings
from engine.gguf.types import ValueType

MAX_LAYERS: Final = 512
_MAX_CONTEXT: Final = 1 << 28
_MAX_WIDTH: Final = 1 << 20
_NO_TOKEN: Final = 0xFFFFFFFF
# Ids that decide how a text begins and ends; a wrong one of the others does no harm.
_CHECKED_TOKENS: Final = ("bos", "eos", "eot", "eom", "unknown")
_ARCHITECTURE: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_BLOCK: Final = re.compile(r"blk\.(\d+)\.")
_NORM_OR_BIAS: Final = re.compile(r"norm(\.|_|$)|\.bias$")


def validate(gguf: Gguf) -> None:
    """Check what a model must have. Raises `ModelFileError` with the field and the reason.

    Passes models of every purpose and vocabularies without weights; see `require_chat`.
    """
    if reason := file_kind(gguf.kind, gguf.architecture):
        _fail(gguf, "general.type", f"it is {reason}")
    if not _ARCHITECTURE.fullmatch(gguf.architecture):
        _fail(gguf, "general.architecture", "there is no usable name of an architecture")
    _check_shards(gguf)
    _check_sizes(gguf)
    _check_heads(gguf)
    _check_floats(gguf)
    _check_tokenizer(gguf)
    if gguf.all_tensors:
        _check_tensors(gguf)


def require_chat(gguf: Gguf) -> None:
    """Raises `ModelFileError` for a model made for another purpose than continuing text."""
    if gguf.not_chat:
        _fail(gguf, "general.type", f"it is {gguf.not_chat}, not a chat model")


def _fail(gguf: Gguf, field: str, reason: str) -> NoReturn:
    raise ModelFileError(shown(gguf.path), field, reason)


def _check_shards(gguf: Gguf) -> None:
    count = gguf.integer("split.count")
    if count <= 1:
        return
    paths = shard_paths(gguf)
    if gguf.integer("split.no") != 0:
        _fail(gguf, "split.no", f"this is a later part of a model; open {shown(paths[0])} instead")
    if len(paths) != count:
        _fail(
            gguf,
            "split.count",
            f"a part of {count} must be named like name-00001-of-{count:05}.gguf",
        )
    for path in paths[1:]:
        if all(shard.path != path for shard in gguf.shards):
            _fail(gguf, "split.count", f"the part {shown(path)} is not there")
    for number, shard in enumerate(gguf.shards, start=1):
        if shard.integer("split.no") != number:
            _fail(shard, "split.no", f"this is not part {number + 1} of {count}")
    expected = gguf.integer("split.tensors.count", -1)
    if expected not in (-1, len(gguf.all_tensors)):
        _fail(gguf, "split.tensors.count", f"{len(gguf.all_tensors):,} tensors of {expected:,}")


def _check_sizes(gguf: Gguf) -> None:
    for name, low, high in (
        ("context_length", 0, _MAX_CONTEXT),
        ("embedding_length", 1, _MAX_WIDTH),
        ("block_count", 1, MAX_LAYERS),
    ):
        key = gguf.of_model(name)
        if gguf.value_types.get(key) is not ValueType.UINT32:
            _fail(gguf, key, "it is missing or not a 32-bit number")
        value = gguf.integer(key, -1)
        if not low <= value <= high:
            _fail(gguf, key, f"{value:,} is not within {low:,} to {high:,}")


def _check_heads(gguf: Gguf) -> None:
    """One number for all layers or one for each; key and value heads divide the heads."""
    for name in ("attention.head_count", "attention.head_count_kv", "feed_forward_length"):
        key = gguf.of_model(name)
        if key not in gguf.metadata:
            continue
        numbers = gguf.per_layer(key)
        if len(numbers) != gguf.n_layers:
            _fail(gguf, key, f"it does not hold a number for each of {gguf.n_layers} layers")
        if not all(0 <= number <= _MAX_WIDTH for number in numbers):
            _fail(gguf, key, f"it holds a number that is not within 0 to {_MAX_WIDTH:,}")
    for heads, kv_heads in zip(gguf.heads, gguf.kv_heads, strict=False):
        if heads and kv_heads and heads % kv_heads:
            key = gguf.of_model("attention.head_count_kv")
            _fail(gguf, key, f"{heads} heads cannot share {kv_heads} keys")
    for name in ("key_length", "value_length"):
        key = gguf.of_model(f"attention.{name}")
        if key in gguf.metadata and not 1 <= gguf.integer(key, -1) <= _MAX_WIDTH:
            _fail(gguf, key, f"it is not within 1 to {_MAX_WIDTH:,}")


def _check_floats(gguf: Gguf) -> None:
    for key, value in gguf.metadata.items():
        if not isinstance(value, float) or not key.startswith(f"{gguf.architecture}."):
            continue
        if math.isnan(value):
            _fail(gguf, key, "it is not a number")
        if key.endswith("epsilon") and not 0 <= value < 1:
            _fail(gguf, key, f"{value:g} is not within 0 to 1")
        if ".rope.freq_base" in key and not 0 < value < math.inf:
            _fail(gguf, key, f"{value:g} is not above 0")
        if key.endswith(".rope.scaling.factor") and not 0 <= value < math.inf:
            _fail(gguf, key, f"{value:g} is below 0 or not finite")


def _check_tokenizer(gguf: Gguf) -> None:
    model = gguf.tokenizer_model
    key = "tokenizer.ggml.model"
    if model not in TOKENIZERS:
        _fail(gguf, key, f"the tokenizer {model[:40]!r} is not known" if model else "it is missing")
    allowed = TOKENIZERS[model]
    if allowed is not None and gguf.architecture in DECODERS - allowed:
        _fail(gguf, key, f"a {gguf.architecture} model does not use the tokenizer {model}")
    if model in ("none", "no_vocab"):
        return
    if not len(gguf.tokens):
        _fail(gguf, "tokenizer.ggml.tokens", "there is no vocabulary")
    _check_token_lists(gguf)
    merges = gguf.metadata.get("tokenizer.ggml.merges")
    needed = model in ("gpt2", "gemma4") and gguf.text("tokenizer.ggml.pre") != "kimi-k2"
    if needed and not isinstance(merges, Strings):
        _fail(gguf, "tokenizer.ggml.merges", "this tokenizer needs them, and they are missing")
    for name in _CHECKED_TOKENS:
        key = f"tokenizer.ggml.{name}_token_id"
        if gguf.metadata.get(key, _NO_TOKEN) in (_NO_TOKEN, -1):
            continue
        if not 0 <= gguf.integer(key, -1) < len(gguf.tokens):
            _fail(gguf, key, f"it is no token of a vocabulary of {len(gguf.tokens):,}")


def _check_token_lists(gguf: Gguf) -> None:
    for name, types in (
        ("scores", (ValueType.FLOAT32,)),
        ("token_type", (ValueType.INT32, ValueType.UINT32)),
    ):
        key = f"tokenizer.ggml.{name}"
        values = gguf.metadata.get(key)
        if values is None:
            continue
        if not isinstance(values, array) or gguf.value_types[key] not in types:
            _fail(gguf, key, "it is not a list of numbers of the right type")
        if len(values) < len(gguf.tokens):
            _fail(gguf, key, f"{len(values):,} values for {len(gguf.tokens):,} tokens")
        if not math.isfinite(sum(values)):
            _fail(gguf, key, "it holds a value that is not a number")


def _check_tensors(gguf: Gguf) -> None:
    names: set[str] = set()
    known = gguf.architecture in DECODERS
    for tensor in gguf.all_tensors:
        field = f"tensor {tensor.name}"
        if tensor.name in names:
            _fail(gguf, field, "it is there twice")
        names.add(tensor.name)
        _check_vector(gguf, tensor, field)
        block = _BLOCK.match(tensor.name)
        if known and block and int(block[1]) >= gguf.n_layers:
            _fail(gguf, field, f"the model has only {gguf.n_layers} layers")
        if known and tensor.name == "token_embd.weight":
            expected = (gguf.n_embd, gguf.n_vocab)
            if tensor.shape != expected:
                _fail(gguf, field, f"its shape is {tensor.shape}; {expected} was expected")
    if known and "token_embd.weight" not in names:
        _fail(gguf, "tensor token_embd.weight", "it is missing")


def _check_vector(gguf: Gguf, tensor: Tensor, field: str) -> None:
    """llama.cpp aborts at the first token where a norm is not in full precision."""
    if len(tensor.shape) > 1:
        return
    if tensor.type.quantised:
        _fail(gguf, field, f"a single row cannot be packed as {tensor.type.name}")
    if _NORM_OR_BIAS.search(tensor.name) and tensor.type.name != "F32":
        _fail(gguf, field, f"it is {tensor.type.name} and must be F32")
