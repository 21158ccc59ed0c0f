"""What a GGUF file must hold to be a model llama.cpp can load without aborting or eating memory.

Each rule stands for files that were seen to crash, hang or answer garbage. Where llama.cpp is
lenient about something found in real files, so are these rules; what a newer architecture means
by its keys is left to llama.cpp.
"""

from __future__ import annotations

import math
import re
from array import array
from typing import Final

from engine.files import shown
from engine.gguf.architectures import DECODERS, ENCODERS, file_kind
from engine.gguf.embedder import check_encoder
from engine.gguf.keys import check_keys
from engine.gguf.layouts import check_layout
from engine.gguf.model import Gguf, Tensor, refuse
from engine.gguf.reader import shard_paths
from engine.gguf.vocabulary import check_vocabulary

MAX_LAYERS: Final = 512
_MAX_CONTEXT: Final = 1 << 28
_MAX_WIDTH: Final = 1 << 20
_MAX_EXPERTS: Final = 1024
_ROPE_SCALING: Final = ("none", "linear", "yarn", "longrope")
_ARCHITECTURE: Final = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_BLOCK: Final = re.compile(r"blk\.(\d+)\.")
_NORM_OR_BIAS: Final = re.compile(r"norm(\.|_|$)|\.bias$")


def validate(gguf: Gguf) -> None:
    """Check what a model must have. Raises `ModelFileError` with the field and the reason.

    Passes models of every purpose and vocabularies without weights; see `require_chat`.
    """
    if reason := file_kind(gguf.kind, gguf.architecture):
        refuse(gguf, "general.type", f"it is {reason}")
    if not _ARCHITECTURE.fullmatch(gguf.architecture):
        refuse(gguf, "general.architecture", "there is no usable name of an architecture")
    _check_shards(gguf)
    check_keys(gguf)
    _check_sizes(gguf)
    _check_heads(gguf)
    _check_experts(gguf)
    _check_position_and_norms(gguf)
    check_vocabulary(gguf)
    if gguf.all_tensors:
        _check_tensors(gguf)
        check_layout(gguf)
        check_encoder(gguf)


def require_chat(gguf: Gguf) -> None:
    """Raises `ModelFileError` for a model made for another purpose than continuing text."""
    if gguf.not_chat:
        refuse(gguf, "general.type", f"it is {gguf.not_chat}, not a chat model")


def _check_shards(gguf: Gguf) -> None:
    count = gguf.integer("split.count")
    if count <= 1:
        return
    paths = shard_paths(gguf)
    if gguf.integer("split.no") != 0:
        refuse(gguf, "split.no", f"this is a later part of a model; open {shown(paths[0])} instead")
    if len(paths) != count:
        refuse(
            gguf,
            "split.count",
            f"a part of {count} must be named like name-00001-of-{count:05}.gguf",
        )
    for path in paths[1:]:
        if all(shard.path != path for shard in gguf.shards):
            refuse(gguf, "split.count", f"the part {shown(path)} is not there")
    for number, shard in enumerate(gguf.shards, start=1):
        if shard.integer("split.no") != number:
            refuse(shard, "split.no", f"this is not part {number + 1} of {count}")
    expected = gguf.integer("split.tensors.count", -1)
    if expected not in (-1, len(gguf.all_tensors)):
        refuse(gguf, "split.tensors.count", f"{len(gguf.all_tensors):,} tensors of {expected:,}")


def _check_sizes(gguf: Gguf) -> None:
    for name, low, high in (
        ("context_length", 0, _MAX_CONTEXT),
        ("embedding_length", 1, _MAX_WIDTH),
        ("block_count", 1, MAX_LAYERS),
    ):
        key = gguf.of_model(name)
        if key not in gguf.metadata:
            refuse(gguf, key, "it is missing")
        value = gguf.integer(key, -1)
        if not low <= value <= high:
            refuse(gguf, key, f"{value:,} is not within {low:,} to {high:,}")
    key = gguf.of_model("attention.sliding_window")
    if gguf.sliding_window > _MAX_CONTEXT:
        refuse(gguf, key, f"{gguf.sliding_window:,} is above {_MAX_CONTEXT:,}")
    key = gguf.of_model("nextn_predict_layers")
    if not 0 <= gguf.integer(key) <= gguf.n_layers:
        refuse(gguf, key, f"{gguf.integer(key):,} of {gguf.n_layers} layers")


def _check_heads(gguf: Gguf) -> None:
    """One number for all layers or one for each; key and value heads divide the heads."""
    for name in ("attention.head_count", "attention.head_count_kv", "feed_forward_length"):
        key = gguf.of_model(name)
        if key not in gguf.metadata:
            continue
        numbers = gguf.per_layer(key)
        stored = gguf.metadata[key]
        count = len(stored) if isinstance(stored, array) else gguf.n_layers
        if not len(numbers) == count == gguf.n_layers:
            refuse(gguf, key, f"it does not hold a number for each of {gguf.n_layers} layers")
        if not all(0 <= number <= _MAX_WIDTH for number in numbers):
            refuse(gguf, key, f"it holds a number that is not within 0 to {_MAX_WIDTH:,}")
    for heads, kv_heads in zip(gguf.heads, gguf.kv_heads, strict=False):
        if heads and kv_heads and heads % kv_heads:
            key = gguf.of_model("attention.head_count_kv")
            refuse(gguf, key, f"{heads} heads cannot share {kv_heads} keys")
    for name in ("key_length", "value_length"):
        key = gguf.of_model(f"attention.{name}")
        if key in gguf.metadata and not 1 <= gguf.integer(key, -1) <= _MAX_WIDTH:
            refuse(gguf, key, f"it is not within 1 to {_MAX_WIDTH:,}")


def _check_experts(gguf: Gguf) -> None:
    """llama.cpp aborts where the numbers of experts do not go together."""

    def of(name: str) -> int:
        return gguf.integer(gguf.of_model(name))

    count, groups, used_groups = of("expert_count"), of("expert_group_count"), 0
    used = max(gguf.per_layer(gguf.of_model("expert_used_count")), default=0)
    if groups > 1:
        used_groups = of("expert_group_used_count")
        if groups >= count or count % groups or not 0 < used_groups < groups:
            refuse(gguf, gguf.of_model("expert_group_count"), f"{count} experts, {groups} groups")
    if not 0 <= count <= _MAX_EXPERTS:
        refuse(gguf, gguf.of_model("expert_count"), f"it is not within 0 to {_MAX_EXPERTS:,}")
    # Dense models of Hunyuan are stored with one expert.
    if not (used <= count and (used or not count)) and not gguf.architecture.startswith("hunyuan"):
        refuse(gguf, gguf.of_model("expert_used_count"), f"{used} of {count} experts are used")


def _check_position_and_norms(gguf: Gguf) -> None:
    for key, value in gguf.metadata.items():
        if not isinstance(value, float) or not key.startswith(f"{gguf.architecture}."):
            continue
        if math.isnan(value):
            refuse(gguf, key, "it is not a number")
        if key.endswith("epsilon") and not 0 <= value < 1:
            refuse(gguf, key, f"{value:g} is not within 0 to 1")
        if ".rope.freq_base" in key and not 0 < value < math.inf:
            refuse(gguf, key, f"{value:g} is not above 0")
        if key.endswith(".rope.scaling.factor") and not 0 <= value < math.inf:
            refuse(gguf, key, f"{value:g} is below 0 or not finite")
    key = gguf.of_model("rope.scaling.type")
    if key in gguf.metadata and gguf.metadata[key] not in _ROPE_SCALING:
        refuse(gguf, key, f"it is none of {', '.join(_ROPE_SCALING)}")


def _check_tensors(gguf: Gguf) -> None:
    names: set[str] = set()
    known = gguf.architecture in DECODERS | ENCODERS
    for tensor in gguf.all_tensors:
        field = f"tensor {tensor.name}"
        if tensor.name in names:
            refuse(gguf, field, "it is there twice")
        names.add(tensor.name)
        _check_vector(gguf, tensor, field)
        block = _BLOCK.match(tensor.name)
        if known and block and int(block[1]) >= gguf.n_layers:
            refuse(gguf, field, f"the model has only {gguf.n_layers} layers")
        if known and tensor.name == "token_embd.weight":
            expected = (gguf.n_embd, gguf.n_vocab)
            if tensor.shape != expected:
                refuse(gguf, field, f"its shape is {tensor.shape}; {expected} was expected")
    if known and "token_embd.weight" not in names:
        refuse(gguf, "tensor token_embd.weight", "it is missing")


def _check_vector(gguf: Gguf, tensor: Tensor, field: str) -> None:
    """llama.cpp aborts at the first token where a norm is not in full precision."""
    if len(tensor.shape) > 1:
        return
    if tensor.type.quantised:
        refuse(gguf, field, f"a single row cannot be packed as {tensor.type.name}")
    if _NORM_OR_BIAS.search(tensor.name) and tensor.type.name != "F32":
        refuse(gguf, field, f"it is {tensor.type.name} and must be F32")
