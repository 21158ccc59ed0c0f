"""The type in which llama.cpp wants a metadata value: it refuses a file that has another.

Only keys that llama.cpp 0c1e57098 reads for every architecture, or always in one type
(`llama_model_base::load_hparams`, `llama_vocab::impl::load`). Says nothing of the values.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from engine.gguf.model import Gguf, refuse
from engine.gguf.strings import Strings
from engine.gguf.types import ValueType

_MODEL: Final[Mapping[ValueType, str]] = MappingProxyType(
    {
        ValueType.UINT32: """
            context_length embedding_length embedding_length_out block_count nextn_predict_layers
            vocab_size pooling_type classifier.pooling_type expert_count expert_group_count
            expert_group_used_count attention.key_length attention.value_length
            attention.key_length_swa attention.value_length_swa attention.sliding_window
            rope.dimension_count rope.dimension_count_swa rope.scaling.original_context_length
            """,
        ValueType.FLOAT32: """
            attention.layer_norm_epsilon attention.layer_norm_rms_epsilon attention.scale
            attention.max_alibi_bias attn_logit_softcapping final_logit_softcapping logit_scale
            embedding_scale residual_scale rope.freq_base rope.freq_base_swa rope.scale_linear
            rope.scaling.factor rope.scaling.attn_factor rope.scaling.alpha
            rope.scaling.yarn_log_multiplier
            """,
        ValueType.BOOL: "attention.causal rope.scaling.finetuned",
        ValueType.STRING: "rope.scaling.type",
    }
)
_OTHERS: Final[Mapping[ValueType, str]] = MappingProxyType(
    {
        ValueType.STRING: """
            general.architecture general.name tokenizer.ggml.model tokenizer.ggml.pre
            """,
        ValueType.BOOL: """
            tokenizer.ggml.add_bos_token tokenizer.ggml.add_eos_token tokenizer.ggml.add_sep_token
            tokenizer.ggml.add_space_prefix tokenizer.ggml.remove_extra_whitespaces
            """,
        ValueType.UINT32: "general.file_type tokenizer.ggml.token_type_count",
        ValueType.UINT16: "split.count",
    }
)
_TOKENS: Final = """
    bos eos eot eom unknown seperator padding mask fim_pre fim_suf fim_mid fim_pad fim_rep fim_sep
    prefix suffix middle
    """
# One number for all layers, or a list with one for each.
_PER_LAYER: Final = (
    *("attention.head_count", "attention.head_count_kv"),
    *("feed_forward_length", "expert_used_count"),
)
_IN_LISTS: Final = (ValueType.UINT32, ValueType.INT32, ValueType.BOOL)


def check_keys(gguf: Gguf) -> None:
    """Raises `ModelFileError` for a value that is stored in a type llama.cpp does not take."""
    for kind, names in _MODEL.items():
        for name in names.split():
            _check(gguf, gguf.of_model(name), kind)
    for kind, names in _OTHERS.items():
        for name in names.split():
            _check(gguf, name, kind)
    for name in _TOKENS.split():
        _check(gguf, f"tokenizer.ggml.{name}_token_id", ValueType.UINT32)
    for name in _PER_LAYER:
        key = gguf.of_model(name)
        if not isinstance(gguf.metadata.get(key), array):
            _check(gguf, key, ValueType.UINT32)
        elif gguf.value_types[key] not in _IN_LISTS:
            refuse(gguf, key, "it is a list of another type than 32-bit numbers")


def _check(gguf: Gguf, key: str, wanted: ValueType) -> None:
    value, name = gguf.metadata.get(key), wanted.name.lower()
    if value is None:
        return
    if isinstance(value, array | Strings):
        refuse(gguf, key, f"it is a list; llama.cpp wants one {name}")
    found = gguf.value_types[key]
    if found is not wanted:
        refuse(gguf, key, f"its type is {found.name.lower()}; llama.cpp wants {name}")
