"""What a GGUF file says about itself: metadata and tensor table, as plain frozen data.

Knows nothing of how it was read, and trusts nothing: every property survives a file that was
read but not validated.
"""

from __future__ import annotations

import math
from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, NoReturn

from engine.errors import ModelFileError
from engine.files import shown
from engine.gguf.architectures import file_kind, other_purpose
from engine.gguf.strings import Strings
from engine.gguf.types import FILE_TYPES, TensorType, Value, ValueType

# `general.sampling.*`: the field of `engine.messages.Sampling` it means, least and most.
_SAMPLING: Final[Mapping[str, tuple[str, float, float]]] = MappingProxyType(
    {
        "temp": ("temperature", 0, 100),
        "top_k": ("top_k", 0, 1 << 20),
        "top_p": ("top_p", 0, 1),
        "min_p": ("min_p", 0, 1),
        "penalty_repeat": ("repeat_penalty", 0.01, 100),
        "penalty_last_n": ("repeat_last_n", -1, 1 << 24),
        "xtc_probability": ("xtc_probability", 0, 1),
        "xtc_threshold": ("xtc_threshold", 0, 1),
    }
)
_WHOLE: Final = ("top_k", "repeat_last_n")
SPECIAL_TOKENS: Final = ("bos", "eos", "eot", "eom", "unknown", "padding", "seperator", "mask")


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor. `shape` as in ggml, fastest dimension first; `offset` is from the start of the
    file it is in, `size` without padding, both in bytes."""

    name: str
    type: TensorType
    shape: tuple[int, ...]
    offset: int
    size: int

    @property
    def count(self) -> int:
        """How many numbers it holds."""
        return math.prod(self.shape)


@dataclass(frozen=True, slots=True)
class Share:
    """The part of a model that is packed in one way."""

    type: TensorType
    tensors: int
    parameters: int
    size: int


@dataclass(frozen=True, slots=True)
class Gguf:
    """One model. `size` in bytes is that of this file; `shards` are the other files of a model
    that was split, in order. Long lists of text in `metadata` are made into `str` one by one.

    `value_types` is the type a value was stored with; for a list, that of its items.
    """

    path: Path
    version: int
    size: int
    metadata: Mapping[str, Value]
    value_types: Mapping[str, ValueType]
    tensors: tuple[Tensor, ...]
    shards: tuple[Gguf, ...] = ()

    def text(self, key: str) -> str:
        """A text of the metadata; empty where there is none."""
        value = self.metadata.get(key)
        return value if isinstance(value, str) else ""

    def integer(self, key: str, default: int = 0) -> int:
        """A whole number of the metadata, or the default."""
        value = self.metadata.get(key)
        return value if isinstance(value, int) and not isinstance(value, bool) else default

    def per_layer(self, key: str) -> tuple[int, ...]:
        """A whole number for each layer, stored as one for all or as a list; empty if absent."""
        value = self.metadata.get(key)
        if isinstance(value, array) and value.typecode not in "fd":
            return tuple(map(int, value[: self.n_layers]))
        number = self.integer(key, -1)
        return (number,) * self.n_layers if number >= 0 else ()

    def of_model(self, name: str) -> str:
        """The full key of a hyper-parameter: `block_count` is stored as `llama.block_count`."""
        return f"{self.architecture}.{name}"

    @property
    def architecture(self) -> str:
        return self.text("general.architecture")

    @property
    def kind(self) -> str:
        """`general.type`; a file that does not say is a model."""
        return self.text("general.type") or "model"

    @property
    def name(self) -> str:
        """The name the file gives itself, or else that of the file."""
        return self.text("general.name").strip() or self.path.stem

    @property
    def license(self) -> str:
        return self.text("general.license")

    @property
    def file_type(self) -> str:
        """What the quantising program was asked for, such as Q4_K_M; empty if unknown."""
        return FILE_TYPES.get(self.integer("general.file_type", -1), "")

    @property
    def context_length(self) -> int:
        """Tokens the model was trained for; 0 if the file does not say."""
        return self.integer(self.of_model("context_length"))

    @property
    def n_layers(self) -> int:
        # Bounded, so that a list with an item a layer stays small for any file.
        return min(max(self.integer(self.of_model("block_count")), 0), 512)

    @property
    def n_embd(self) -> int:
        return self.integer(self.of_model("embedding_length"))

    @property
    def n_ff(self) -> int:
        """Width of the widest feed-forward layer."""
        return max(self.per_layer(self.of_model("feed_forward_length")), default=0)

    @property
    def heads(self) -> tuple[int, ...]:
        """Attention heads of each layer."""
        return self.per_layer(self.of_model("attention.head_count"))

    @property
    def kv_heads(self) -> tuple[int, ...]:
        """Key and value heads of each layer; 0 where a layer keeps none."""
        return self.per_layer(self.of_model("attention.head_count_kv")) or self.heads

    @property
    def n_head(self) -> int:
        return max(self.heads, default=0)

    @property
    def n_head_kv(self) -> int:
        return max(self.kv_heads, default=0)

    @property
    def key_length(self) -> int:
        """Numbers in the key of one head."""
        return self._head_length("key_length")

    @property
    def value_length(self) -> int:
        """Numbers in the value of one head."""
        return self._head_length("value_length")

    def _head_length(self, name: str) -> int:
        default = self.n_embd // self.n_head if self.n_head > 0 else 0
        return max(
            self.integer(self.of_model(f"attention.{name}"), default),
            self.integer(self.of_model(f"attention.{name}_swa")),
        )

    @property
    def sliding_window(self) -> int:
        """Tokens a windowed layer looks back; 0 without windows."""
        return self.integer(self.of_model("attention.sliding_window"))

    @property
    def tokenizer_model(self) -> str:
        return self.text("tokenizer.ggml.model")

    @property
    def tokens(self) -> Strings:
        """The vocabulary, one text a token id; empty if the file has none."""
        value = self.metadata.get("tokenizer.ggml.tokens")
        return value if isinstance(value, Strings) else Strings(b"", array("I"))

    @property
    def n_vocab(self) -> int:
        return len(self.tokens) or self.integer(self.of_model("vocab_size"))

    @property
    def special_tokens(self) -> Mapping[str, int]:
        """Ids of the special tokens the file names, such as `bos` and `eos`."""
        ids = {name: self.integer(f"tokenizer.ggml.{name}_token_id", -1) for name in SPECIAL_TOKENS}
        return MappingProxyType({name: id_ for name, id_ in ids.items() if id_ >= 0})

    @property
    def chat_template(self) -> str | None:
        """The Jinja template of a conversation; None in a model that was not trained to chat."""
        return self.text("tokenizer.chat_template") or None

    @property
    def sampling(self) -> Mapping[str, int | float]:
        """The sampling its makers advise, by field of `engine.messages.Sampling`; what is out of
        range is left out."""
        advised: dict[str, int | float] = {}
        for name, (field, low, high) in _SAMPLING.items():
            value = self.metadata.get(f"general.sampling.{name}")
            if isinstance(value, bool) or not isinstance(value, int | float):
                continue
            if low <= value <= high:
                # Stored in single precision: 0.9 would be shown as 0.8999999761581421.
                advised[field] = int(value) if field in _WHOLE else round(float(value), 6)
        return MappingProxyType(advised)

    @property
    def all_tensors(self) -> tuple[Tensor, ...]:
        """The tensors of all files of the model."""
        return sum((shard.tensors for shard in self.shards), self.tensors)

    @property
    def n_params(self) -> int:
        return sum(tensor.count for tensor in self.all_tensors)

    @property
    def weights_size(self) -> int:
        """Bytes of all tensors, without padding."""
        return sum(tensor.size for tensor in self.all_tensors)

    @property
    def total_size(self) -> int:
        """Bytes of all files of the model."""
        return self.size + sum(shard.size for shard in self.shards)

    @property
    def quantisation(self) -> tuple[Share, ...]:
        """How much of the model is packed in which way, the largest part first."""
        parts: dict[TensorType, list[Tensor]] = {}
        for tensor in self.all_tensors:
            parts.setdefault(tensor.type, []).append(tensor)
        shares = [
            Share(type_, len(ts), sum(t.count for t in ts), sum(t.size for t in ts))
            for type_, ts in parts.items()
        ]
        return tuple(sorted(shares, key=lambda share: -share.size))

    @property
    def not_chat(self) -> str:
        """Why this is no model to chat with, such as `an embedding model`; empty if it is one."""
        return self.other_purpose or ("" if self.all_tensors else "a vocabulary without weights")

    @property
    def other_purpose(self) -> str:
        """As `not_chat`, as far as the metadata tells."""
        if reason := file_kind(self.kind, self.architecture) or other_purpose(self.architecture):
            return reason
        pooling = self.integer(self.of_model("pooling_type"))
        if pooling > 0 or self.metadata.get(self.of_model("attention.causal")) is False:
            return "not made to continue a text (an embedding or a diffusion model)"
        if self.tokenizer_model in ("none", "no_vocab"):
            return "a model without a vocabulary, which cannot read text"
        return ""


def refuse(gguf: Gguf, field: str, reason: str) -> NoReturn:
    """Raise `ModelFileError` for a file that was read and cannot be used."""
    raise ModelFileError(shown(gguf.path), field, reason)
