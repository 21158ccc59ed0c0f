"""What a GGUF file must hold to make vectors of texts, and what it says of how.

As for other models, each rule stands for files that made llama.cpp 0c1e57098 abort or hang.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engine.gguf.architectures import DECODERS, ENCODERS, file_kind
from engine.gguf.model import Gguf, refuse

# `pooling_type`, as `enum llama_pooling_type` has it.
_POOLINGS: Final[Mapping[int, str]] = MappingProxyType({1: "mean", 2: "cls", 3: "last"})
_RANK: Final = 4
_NO_TOKEN: Final = 0xFFFFFFFF
_BYTE: Final = 6
_TOKENIZERS: Final = ("bert", "t5", "gpt2", "llama", "gemma4")
# By tokenizer: the special tokens llama.cpp takes where the file names none, and which of them it
# puts around a text where the file does not say; WordPiece does not listen to the file.
_DEFAULTS: Final[Mapping[str, Mapping[str, int]]] = MappingProxyType(
    {
        "bert": {"bos": 101, "unknown": 100, "seperator": 102},
        "t5": {"eos": 1, "unknown": 2},
        "llama": {"bos": 1, "eos": 2},
        "gpt2": {"bos": 11, "eos": 11},
        "gemma4": {"bos": 2, "eos": 1},
    }
)
_ADDED: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"bert": ("bos",), "t5": ("eos",), "llama": ("bos",)}
)
_ADD_KEYS: Final = {"bos": "add_bos_token", "eos": "add_eos_token"}


def pooling(gguf: Gguf) -> str:
    """How one vector is made of those of all tokens: `mean`, `cls` (the first), `last`; empty for a
    model that makes none. An encoder that does not say takes the mean, as most do."""
    said = _POOLINGS.get(gguf.integer(gguf.of_model("pooling_type")), "")
    return said or ("mean" if gguf.architecture in ENCODERS else "")


def normalises_nothing(gguf: Gguf) -> bool:
    """Whether its tokenizer wants text that was normalised before, and has no table for it."""
    table = "tokenizer.ggml.precompiled_charsmap"
    return gguf.tokenizer_model == "t5" and table not in gguf.metadata


def require_embedder(gguf: Gguf) -> None:
    """Raises `ModelFileError` for a model that makes no vectors of texts, or cannot begin and end a
    text. The model was validated before."""
    if reason := _other_purpose(gguf):
        refuse(gguf, gguf.of_model("pooling_type"), f"it is {reason}, not an embedding model")
    if gguf.tokenizer_model not in _TOKENIZERS:
        refuse(gguf, "tokenizer.ggml.model", f"no embedder uses {gguf.tokenizer_model}")
    types = gguf.metadata.get("tokenizer.ggml.token_type")
    if gguf.tokenizer_model == "bert" and isinstance(types, array) and _BYTE in types:
        refuse(gguf, "tokenizer.ggml.token_type", "WordPiece has no tokens of single bytes")
    _check_special_tokens(gguf)


def _other_purpose(gguf: Gguf) -> str:
    """What the model is made for if not for vectors; empty otherwise."""
    if reason := file_kind(gguf.kind, gguf.architecture):
        return reason
    if gguf.integer(gguf.of_model("pooling_type")) == _RANK:
        return "a reranker, which compares two texts"
    if not gguf.all_tensors:
        return "a vocabulary without weights"
    how = pooling(gguf)
    if not how:
        return "a model made to continue text"
    forwards = gguf.metadata.get(gguf.of_model("attention.causal")) is not False
    if how == "cls" and forwards and gguf.architecture in DECODERS:
        return "a model whose first token sees no other, so that all texts have the same vector"
    return ""


def _check_special_tokens(gguf: Gguf) -> None:
    """llama.cpp aborts where a token it puts around a text, or takes for an unknown word, is none
    of the vocabulary."""
    model = gguf.tokenizer_model
    used = ["unknown"] if model in ("bert", "t5") else []
    used += ["seperator"] if model == "bert" else []
    for name, key in _ADD_KEYS.items():
        said = None if model == "bert" else gguf.metadata.get(f"tokenizer.ggml.{key}")
        if name in _ADDED.get(model, ()) if said is None else said:
            used.append(name)
    for name in used:
        key = f"tokenizer.ggml.{name}_token_id"
        token = gguf.integer(key, _DEFAULTS[model].get(name, _NO_TOKEN))
        if not 0 <= token < gguf.n_vocab:
            refuse(gguf, key, f"a text needs it, and it is no token of {gguf.n_vocab:,}")


def check_encoder(gguf: Gguf) -> None:
    """Raises `ModelFileError` where a model that reads a text whole is not laid out as llama.cpp
    needs. Other architectures pass."""
    if gguf.architecture not in ENCODERS:
        return
    if gguf.tokenizer_model in ("rwkv", "plamo2"):
        refuse(gguf, "tokenizer.ggml.model", f"no embedder uses {gguf.tokenizer_model}")
    _check_widths(gguf)
    for tensor in gguf.all_tensors:
        kind = tensor.type.name
        if (kind[0] == "I" and kind[1:].isdigit()) or kind == "F64":
            refuse(gguf, f"tensor {tensor.name}", f"its numbers are {kind}, which no weights are")
        if tensor.name == "token_types.weight" and kind != "F32":
            refuse(gguf, f"tensor {tensor.name}", f"it is {kind} and must be F32")


def _check_widths(gguf: Gguf) -> None:
    """In BERT all heads together are as wide as the model, and so is what comes out."""
    if "bert" not in gguf.architecture:
        return
    for name, width in (
        ("attention.key_length", gguf.n_embd // max(gguf.n_head, 1)),
        ("attention.value_length", gguf.n_embd // max(gguf.n_head, 1)),
        ("embedding_length_out", gguf.n_embd),
    ):
        key = gguf.of_model(name)
        if gguf.integer(key, width) != width:
            refuse(gguf, key, f"it is {gguf.integer(key):,}; {width:,} was expected")
